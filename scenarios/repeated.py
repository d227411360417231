"""Plans of several requests: scenarios, each with several seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from optimizer.network.road_network import RoadNetwork
from scenarios.batch import RunsWatch, open_jobs, run_on_processes
from scenarios.measures import Curves, Measures, draw_curves
from scenarios.plan_request import PlanRequest
from scenarios.variations import Setting

Run = TypeVar("Run")


def plan_all(
    requests: Sequence[PlanRequest], network: RoadNetwork, *, processes: int, watch: RunsWatch
) -> None:
    """Plans what is asked for, `processes` plans at a time, in the order of the requests.

    Raises
    ------
    OneBroomError
        What the planning of one of them raised; the others are ended.
    """
    jobs = dict(enumerate(open_jobs(requests)))
    run_on_processes(jobs, network, processes=processes, watch=watch)


def group_runs(num_requests: int, runs: Mapping[int, Run]) -> dict[int, list[Run]]:
    """Returns what is there of each request that was given seeds, by its place, seed by seed.

    Parameters
    ----------
    runs
        By their number in what `with_seeds` returned; requests without any are left out.
    """
    places = {
        place: [runs[number] for number in sorted(runs) if number % num_requests == place]
        for place in range(num_requests)
    }
    return {place: found for place, found in places.items() if found}


def draw_variations(
    planned: Sequence[tuple[Sequence[Setting], Sequence[Measures]]],
) -> Curves:
    """Returns what planners choose by, over the variations of a scenario.

    Parameters
    ----------
    planned
        The settings of each variation, and its plans, one a seed.
    """
    # In the order of the values, so that curves rise to the right.
    risen = sorted(planned, key=lambda one: [setting.value for setting in one[0]])
    xs = [settings[0].value for settings, _ in risen] if len(risen[0][0]) == 1 else None
    return draw_curves([(tuple(map(str, settings)), plans) for settings, plans in risen], xs)


def with_seeds(requests: Sequence[PlanRequest], seeds: int) -> list[PlanRequest]:
    """Returns each request with so many seeds, from its own on.

    All requests come with one seed before any comes with the next: whenever this is ended, they
    have been planned equally often, or nearly so.
    """
    return [
        replace(request, seed=request.seed + more, processes=1)
        for more in range(seeds)
        for request in requests
    ]
