"""Solving an instance, and pricing a given solution with the same code."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from optimizer.engines import (
    CONTINUING,
    Outcome,
    PartProcesses,
    Run,
    engine_named,
    solve_whole_bundles,
)
from optimizer.instance import Instance, Solution


def solve(
    instance: Instance,
    run: Run,
    *,
    engine: str = "ruin_recreate",
    start: Solution | None = None,
    processes: int = 1,
) -> Outcome:
    """Returns the best solution found until `run.stop` says so.

    Parameters
    ----------
    start
        A solution to go on from, such as yesterday's. As much of it as keeps the rules is taken
        over, and the solution returned costs no more than that.
    processes
        How many cores to use. Under an iteration limit each of so many searches runs to the
        limit, and the same number gives the same solution again; what is searched in parts comes
        to the same with any number.

    Raises
    ------
    InputError
        When the engine is unknown, cannot use so many cores or cannot express what is asked of it.
    """
    with _searching_parts(run, processes) as run:
        return _solve(instance, run, engine=engine, start=start, processes=processes)


@contextmanager
def _searching_parts(run: Run, processes: int) -> Iterator[Run]:
    """Gives the run with processes for its parts, where it is to use several."""
    if processes == 1 or run.parts is not None:
        yield run
        return
    with PartProcesses(processes) as parts:
        yield replace(run, parts=parts)


def _solve(
    instance: Instance, run: Run, *, engine: str, start: Solution | None, processes: int
) -> Outcome:
    search = engine_named(engine, processes=processes)
    if instance.bundles is None or engine not in CONTINUING:
        return search(instance, run, start=start)
    return solve_whole_bundles(search, instance, run, start=start)
