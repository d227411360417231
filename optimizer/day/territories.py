"""Territories: the part of the district that a vehicle is to work, as a price on straying.

A driver who knows the streets works faster and is answerable for them, and a supervisor wants
routes that do not cross each other. So each vehicle gets a middle and a reach; work beyond costs a
stated price by the metre. The middles are those of a reference plan, or else of clusters of the
day's tasks, dealt to the vehicles so that their depots are near. Stops have none: their hours and
loads decide who comes, and the calendar of the week which truck it is to be.

References
----------
Lloyd (1982), doi 10.1109/TIT.1982.1056489: the clusters (k-means). Constantino et al. (2015), doi
10.1016/j.ejor.2015.01.042: why crews want routes over streets that do not overlap.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fleet import Work
from optimizer.day.day import Day
from optimizer.instance import FEN, Territories
from optimizer.network.place import Position
from optimizer.network.plane import Plane
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan

REACH_SHARE = 0.8
"""So much of a territory's own work lies within its reach."""

_STARTS = 10
"""Clusters are sought so many times; the closest count."""

_MOST_PAIRS = 2_000_000
"""Tasks times vehicles above which the centres are those of every second task, or third, or so:
the time for them would grow with the square of a city."""

_SEED = 1
"""The clusters belong to the day, not to a search: every search is to see the same."""


def with_territories(
    day: Day, network: RoadNetwork, *, stray_fen_per_km: int, reference: Plan | None = None
) -> Day:
    """Returns the day with a price on work outside the territory of the vehicle that does it.

    Parameters
    ----------
    stray_fen_per_km
        For a kilometre between a task and the edge of the territory, east-west and north-south
        added up; for each kerb or lane, in each pass.
    reference
        A plan whose routes say where territories lie.

    Raises
    ------
    ValueError
        When the price is negative.
    """
    if stray_fen_per_km < 0:
        raise ValueError(f"stray_fen_per_km must not be negative, got {stray_fen_per_km}.")
    if not stray_fen_per_km or not day.tasks:
        return day
    instance = day.instance
    at_m = whereabouts_m(network, [task.modes[0].place.entries[0] for task in day.tasks])
    known = {} if reference is None else _find_known(day, reference)
    middle_m = np.zeros((instance.num_duties, 2), dtype=np.int64)
    near_m = np.zeros(instance.num_duties, dtype=np.int64)
    on_streets = np.array([task.kerb is not None for task in day.tasks])
    for works, team in _teams(day).items():
        mine = [n for n, task in enumerate(day.tasks) if task.work in works and on_streets[n]]
        if not mine:
            continue
        if all(vehicle in known for vehicle in team):
            patches = [at_m[known[vehicle]] for vehicle in team]
        else:
            depots = [str(day.duties[duties[0]].vehicle.depot_id) for duties in team.values()]
            depots_m = whereabouts_m(network, [day.sites[id_].entries[0] for id_ in depots])
            patches = _clusters(at_m[mine], depots_m)
        for duties, patch in zip(team.values(), patches, strict=True):
            middle = np.median(patch, axis=0).round().astype(np.int64)
            middle_m[duties] = middle
            near_m[duties] = int(np.quantile(np.abs(patch - middle).sum(axis=1), REACH_SHARE))
    per_m = max(1, FEN * stray_fen_per_km // 1000)
    return replace(
        day,
        instance=instance.replace(
            territories=Territories(
                task_east_m=at_m[:, 0],
                task_north_m=at_m[:, 1],
                stray_per_m=np.where(on_streets, per_m, 0).astype(np.int64),
                duty_east_m=middle_m[:, 0],
                duty_north_m=middle_m[:, 1],
                duty_near_m=near_m,
            )
        ),
    )


def _teams(day: Day) -> Mapping[tuple[Work, ...], Mapping[str, list[int]]]:
    """Returns the duties of each vehicle, by what the vehicles can do."""
    teams: defaultdict[tuple[Work, ...], defaultdict[str, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for number, duty in enumerate(day.duties):
        teams[duty.vehicle.works][duty.vehicle.id].append(number)
    return teams


def _find_known(day: Day, plan: Plan) -> dict[str, list[int]]:
    """Returns the day's tasks that each vehicle has in a plan, for those that have any."""
    number_of = {task.id: number for number, task in enumerate(day.tasks)}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for route in plan.routes:
        found[route.vehicle_id] += [number_of[id_] for id_ in route.task_ids if id_ in number_of]
    return {vehicle: tasks for vehicle, tasks in found.items() if tasks}


def _clusters(at_m: NDArray[np.int64], depots_m: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Returns where the tasks of one cluster lie for each depot, all in all as near as can be."""
    # Only whoever clusters loads these: a day that runs has a plan that says who is where.
    from scipy.cluster.vq import kmeans, vq
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    points = at_m.astype(np.float64)
    # Where there are fewer places than vehicles, some have no cluster; everywhere is theirs.
    patches = [at_m] * len(depots_m)
    few = points[:: max(1, len(points) * len(depots_m) // _MOST_PAIRS)]
    centres, _ = kmeans(few, min(len(few), len(depots_m)), iter=_STARTS, rng=_SEED)
    label, _ = vq(points, centres)
    for depot, cluster in zip(*linear_sum_assignment(cdist(depots_m, centres)), strict=True):
        patches[depot] = at_m[label == cluster]
    return patches


def whereabouts_m(network: RoadNetwork, positions: Sequence[Position]) -> NDArray[np.int64]:
    """Returns metres east and north of the map's corner, of the arcs' middles; shape (N, 2)."""
    west, south, _, north = network.bounds
    arcs = np.array([position.arc for position in positions], dtype=np.int64)
    ends = np.stack((network.arc_from[arcs], network.arc_to[arcs]))
    plane = Plane(lon=west, lat=south, parallel=(south + north) / 2)
    metres = plane.metres(network.node_lon[ends].mean(axis=0), network.node_lat[ends].mean(axis=0))
    return np.stack(metres, axis=1).round().astype(np.int64)
