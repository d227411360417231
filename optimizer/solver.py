"""Solving an instance, and pricing a given solution with the same code."""

from optimizer.engines import Outcome, Run, engine_named
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
        limit, and the same number gives the same solution again.

    Raises
    ------
    InputError
        When the engine is unknown, cannot use so many cores or cannot express what is asked of it.
    """
    return engine_named(engine, processes=processes)(instance, run, start=start)
