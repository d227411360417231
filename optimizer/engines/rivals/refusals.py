"""What another library's solver cannot express, said before it starts."""

from optimizer.errors import InputError
from optimizer.instance import Instance, Solution


def refuse_ties(
    engine: str, instance: Instance, start: Solution | None, *, takes_pins: bool
) -> None:
    """Refuses what only our own engine knows.

    Raises
    ------
    InputError
        When there is a solution to start from, a reference plan, a balance, a facility that takes
        only so much in a day, a price on partners apart, or a pin without `takes_pins`.
    """
    refuse_start(engine, start)
    if not takes_pins and (instance.pins >= 0).any():
        raise InputError(
            "engine.no_pins",
            "engine {engine}: a task is pinned to one duty, which it cannot express; use the "
            "default engine or take the pins out.",
            engine=engine,
        )
    if (instance.references[0] >= 0).any():
        raise InputError(
            "engine.no_reference",
            "engine {engine}: changes from a reference plan have a price, which it cannot "
            "express; use the default engine or leave the reference plan out.",
            engine=engine,
        )
    if instance.partners[1].any():
        raise InputError(
            "engine.no_partners",
            "engine {engine}: both kerbs of a street are to be swept by one vehicle, which it "
            "cannot express; use the default engine or take the price of that away.",
            engine=engine,
        )
    if instance.tasks_at[1].any():
        raise InputError(
            "engine.no_territories",
            "engine {engine}: work outside a vehicle's territory has a price, which it cannot "
            "express; use the default engine or take that price away.",
            engine=engine,
        )
    refuse_limits(engine, instance)
    if instance.balance[1].any():
        raise InputError(
            "engine.no_balance",
            "engine {engine}: routes are to be balanced, which it cannot express; use the "
            "default engine or leave the balance out.",
            engine=engine,
        )


def refuse_limits(engine: str, instance: Instance) -> None:
    """Refuses facilities that take only so much in a day.

    Raises
    ------
    InputError
        When there is one.
    """
    if len(instance.limits[1]):
        raise InputError(
            "engine.no_capacities",
            "engine {engine}: a facility takes only so much in a day from all vehicles, which it "
            "cannot express; use the default engine or leave the daily capacities out.",
            engine=engine,
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
