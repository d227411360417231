"""The pipeline of a day, spelled out: scenario, streets, tasks, instance, search, plan, check.

The command line, the service and comparisons all call `plan_day`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from optimizer.assignment import assign
from optimizer.day import build_day
from optimizer.engines import Watch
from optimizer.errors import OneBroomError
from optimizer.instance import FEN, Solution
from optimizer.stop import Progress, limits
from scenarios.demand import due_work
from scenarios.networks import load_network
from scenarios.plan_file import PlanFile
from scenarios.scenario import load_scenario

YUAN = 100 * FEN
"""Cost units in one yuan."""

KEEP_EVERY_S = 10.0
"""Least time between two plans handed to `on_best`; making one takes a second or two."""


class PlanRefused(OneBroomError):
    """The checker found violations in a plan that the search made: a fault of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What a user asks for.

    Parameters
    ----------
    scenario
        Name in the library, or path of a folder or `.toml` file.
    osm, place
        The streets: a file or the name of a place; neither for the embedded district.
    date
        Service day as YYYY-MM-DD, instead of the scenario's own.
    seconds, iterations
        Limits of the search; at least one.
    """

    scenario: str
    osm: str | None = None
    place: str | None = None
    date: str | None = None
    seconds: float | None = None
    iterations: int | None = None
    seed: int = 0
    engine: str = "ruin_recreate"


def plan_day(
    request: PlanRequest,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    on_best: Callable[[PlanFile], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> PlanFile:
    """Plans a day; every plan that it hands out has passed the checker.

    Parameters
    ----------
    on_progress
        Told of every stage and several times a second of the search.
    on_best
        Given the best plan so far now and then while the search goes on.
    should_stop
        Asked several times a second; True ends the search, which keeps the best plan so far.

    Raises
    ------
    InputError
        When scenario, streets or limits cannot be used.
    InfeasibleScenario
        When nothing can be planned at all.
    PlanRefused
        When the checker finds a violation.
    """
    watch = Watch()
    report = on_progress or watch.on_progress
    try:
        stop = limits(iterations=request.iterations, seconds=request.seconds)
    except ValueError as error:
        raise InputError(str(error)) from None
    scenario = load_scenario(request.scenario, date=request.date)
    report(Progress(stage="streets"))
    network = load_network(osm=request.osm, place=request.place)
    report(Progress(stage="tasks"))
    due = due_work(scenario, network)
    fleet = assign(scenario, due)
    report(Progress(stage="matrix"))
    day = build_day(network, fleet, due.tasks, due.sites)
    last_kept_s = time.monotonic()

    def finish(solution: Solution, *, iterations: int, interrupted: bool) -> PlanFile: ...
