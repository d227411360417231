"""Solving an instance, and pricing a given solution with the same code."""

from optimizer.engines import IDLE, Outcome, Watch, engine_named
from optimizer.instance import Instance, Solution
from optimizer.stop import AnyOf


def solve(
    instance: Instance,
    *,
    stop: AnyOf,
    seed: int = 0,
    engine: str = "ruin_recreate",
    cost_unit: int = 1,
    watch: Watch = IDLE,
    start: Solution | None = None,
    processes: int = 1,
) -> Outcome:
    """Returns the best solution found until `stop` says so.

    Parameters
    ----------
    cost_unit
        Cost units in one unit of the cost that progress reports: 1 for a benchmark file,
        `100 * FEN` for yuan.
    start
        A solution to go on from, such as yesterday's. What of it keeps the rules is at least kept.
    processes
        How many cores to use. Under an iteration limit each of so many searches runs to the
        limit, and the same number gives the same solution again.

    Raises
    ------
    InputError
        When the engine is unknown, cannot use so many cores or cannot express what is asked of it.
    """
    run = engine_named(engine, processes=processes)
    return run(instance, stop=stop, seed=seed, cost_unit=cost_unit, watch=watch, start=start)
