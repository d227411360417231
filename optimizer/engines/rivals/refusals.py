"""What another library's solver cannot express, said before it starts."""

from collections.abc import Collection

from optimizer.errors import InputError
from optimizer.instance import GROUPS, Group, Instance, Solution


def refuse_groups(engine: str, instance: Instance, *, takes: Collection[type[Group]] = ()) -> None:
    """Refuses what an instance may be without and an engine does not know.

    Parameters
    ----------
    takes
        The groups that it knows.

    Raises
    ------
    InputError
        When there is one that changes anything, such as a pin or a limit of a day.
    """
    for kind in GROUPS.values():
        if kind not in takes and instance.group(kind).counts:
            raise InputError(
                "engine.cannot",
                "engine {engine}: {means}, which it cannot express; use the default engine or "
                "{remedy}.",
                engine=engine,
                means=kind.MEANS,
                remedy=kind.REMEDY,
            )


def refuse_start(engine: str, start: Solution | None) -> None:
    """Refuses a solution to start from.

    Raises
    ------
    InputError
        When there is one.
    """
    if start is not None:
        raise InputError(
            "engine.no_start",
            "engine {engine}: cannot go on from a given solution or plan; use the default "
            "engine, or start without one.",
            engine=engine,
        )
