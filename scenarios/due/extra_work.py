"""Work of one day beside what is owed: extra tasks of the scenario become tasks of the plan."""

from collections.abc import Iterable

from fleet import ExtraTask
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import Snap
from optimizer.task import Task
from scenarios.due.stops import stop_at


def find_extra_work(network: RoadNetwork, snapped: Iterable[tuple[ExtraTask, Snap]]) -> list[Task]:
    """Returns a task for each extra task, which is required.

    Parameters
    ----------
    snapped
        The extra tasks with their places at the kerb.
    """
    return [
        Task(
            id=f"extra/{one.id}",
            work=one.work,
            name=one.name,
            modes=stop_at(network, snap, one.work, one.service_s).modes,
            demand_kg=one.demand_kg,
            demand_l=one.demand_l,
            windows=one.windows,
        )
        for one, snap in snapped
    ]
