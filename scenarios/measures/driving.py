"""Whether a driver would drive it: runs of work, changes of lane and side, turns, scraps.

A run is work in one lane or along one kerb of one street with no drive in between. What breaks
runs up, crosses the traffic or makes a vehicle drive for a few metres of kerb is counted here,
kind by kind, and says nothing of what it costs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from fleet import WORKS, Fleet, Where
from optimizer.day import lane_of
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import ArcKey
from optimizer.network.road_network import DrivingSide, RoadNetwork
from optimizer.network.turns import ROUND_FROM_DEG, STRAIGHT_BELOW_DEG, turn_angles_deg
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Task

SHORT_RUN_M = 100
"""A run below this is none that a driver would call one."""

SCRAP_M = 50
"""Who drives somewhere to work less than this has driven for a scrap."""

VISITS = (ActivityKind.UNLOAD, ActivityKind.REFILL)
"""They end a run, and are no turning round in the street."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivingRow:
    """How the vehicles of a kind that work along streets are driven, all duties together.

    Parameters
    ----------
    moving_s
        Driving and working.
    lane_changes, hops
        Changes of lane or side between two works with no drive between; those that are changed
        back after less than `SHORT_RUN_M` of work.
    runs, short_runs, median_run_m, shortest_run_m
        How many there are, how many are below `SHORT_RUN_M`, and how long they are.
    breaks
        Drives from work to work.
    u_turns, turns_across
        Turns back into the same street; turns to the far side, across the traffic that comes
        against.
    empty_m
        Metres driven without working.
    scraps, scrap_drive_m, scrap_m
        Drives that are followed by less than `SCRAP_M` of work before the next one, their metres,
        and the metres worked there.
    touched_m, partly_m
        Carriageways of which a lane is done, and those of which another one is not.
    """

    kind: str
    duties: int
    moving_s: int
    lane_changes: int
    hops: int
    runs: int
    short_runs: int
    median_run_m: int
    shortest_run_m: int
    breaks: int
    u_turns: int
    turns_across: int
    empty_m: int
    scraps: int
    scrap_drive_m: int
    scrap_m: int
    touched_m: int = 0
    partly_m: int = 0

    @property
    def moving_h(self) -> float:
        """Hours driving and working."""
        return max(1, self.moving_s) / 3600

    @property
    def short_share(self) -> float:
        """Share of the runs that are short."""
        return self.short_runs / max(1, self.runs)

    @property
    def scrap_share(self) -> float:
        """Share of the empty metres that are driven for scraps."""
        return self.scrap_drive_m / max(1, self.empty_m)

    @property
    def partly_share(self) -> float:
        """Share of the touched carriageways that are done in part only."""
        return self.partly_m / max(1, self.touched_m)


@dataclass(frozen=True, slots=True)
class _RunStrip:
    """What a run stays in: a lane, as changes of lane are counted, of a street."""

    street: str
    lane: int


@dataclass(frozen=True, slots=True)
class _WorkedPiece:
    """Work along a street, and the metres driven to it since the work or the visit before."""

    strip: _RunStrip
    length_m: int
    drive_m: int
    is_first: bool

    @property
    def is_driven_to(self) -> bool:
        """Whether a drive or a visit lies between this and the work before."""
        return self.is_first or self.drive_m > 0


def measure_driving(
    network: RoadNetwork, fleet: Fleet, tasks: Sequence[Task], plan: Plan
) -> tuple[DrivingRow, ...]:
    """Returns a row for each kind of vehicle that works along streets, in order of the routes."""
    kinds = {vehicle.id: vehicle.kind for vehicle in fleet.vehicles}
    task_of = {task.id: task for task in tasks}
    of_kind: dict[str, list[Route]] = defaultdict(list)
    for route in plan.routes:
        if route.service_m:
            of_kind[kinds[route.vehicle_id]].append(route)
    return tuple(_row(network, kind, routes, task_of) for kind, routes in of_kind.items())


def _row(
    network: RoadNetwork, kind: str, routes: Sequence[Route], task_of: Mapping[str, Task]
) -> DrivingRow:
    works = [list(_works(network, route, task_of)) for route in routes]
    runs_m = [length_m for duty in works for _, length_m, _ in _runs(duty)]
    scraps = [scrap for duty in works for scrap in _scraps(duty)]
    u_turns, turns_across = _turns(network, routes, task_of)
    touched_m, partly_m = _carriageways(routes, task_of)
    return DrivingRow(
        kind=kind,
        duties=len(routes),
        moving_s=sum(route.drive_s + route.lane_change_s + route.service_s for route in routes),
        lane_changes=sum(_changes(a, b) for duty in works for a, b in pairwise(duty)),
        hops=sum(_hops(duty) for duty in works),
        runs=len(runs_m),
        short_runs=sum(length_m < SHORT_RUN_M for length_m in runs_m),
        median_run_m=round(median(runs_m)) if runs_m else 0,
        shortest_run_m=min(runs_m, default=0),
        breaks=sum(work.drive_m > 0 and not work.is_first for duty in works for work in duty),
        u_turns=u_turns,
        turns_across=turns_across,
        empty_m=sum(route.deadhead_m for route in routes),
        scraps=len(scraps),
        scrap_drive_m=sum(drive_m for drive_m, _ in scraps),
        scrap_m=sum(length_m for _, length_m in scraps),
        touched_m=touched_m,
        partly_m=partly_m,
    )


def _works(
    network: RoadNetwork, route: Route, task_of: Mapping[str, Task]
) -> Iterator[_WorkedPiece]:
    drive_m, is_first = 0, True
    for activity in route.activities:
        drive_m += activity.drive.distance_m if activity.drive else 0
        if activity.kind in VISITS:
            drive_m, is_first = 0, True
        task = task_of.get(activity.task_id or "")
        if task is None or task.kerb is None:
            continue
        arc = task.modes[activity.mode].place.entries[0].arc
        strip = _RunStrip(network.street_name(arc) or network.highway(arc), lane_of(task))
        yield _WorkedPiece(strip, activity.service_m, drive_m, is_first)
        drive_m, is_first = 0, False


def _changes(before: _WorkedPiece, after: _WorkedPiece) -> bool:
    """Says whether the vehicle goes over to another lane or side where it is."""
    return not after.is_driven_to and before.strip.lane != after.strip.lane


def _runs(works: Sequence[_WorkedPiece]) -> Iterator[tuple[_RunStrip, int, bool]]:
    """Yields strip and metres of each run of a duty, and whether it was driven to."""
    strip, length_m, driven_to = None, 0, True
    for work in works:
        if strip is not None and (work.is_driven_to or work.strip != strip):
            yield strip, length_m, driven_to
            length_m, driven_to = 0, work.is_driven_to
        strip = work.strip
        length_m += work.length_m
    if strip is not None:
        yield strip, length_m, driven_to


def _hops(works: Sequence[_WorkedPiece]) -> int:
    """Returns how often a duty goes over for a short run and back."""
    runs = list(_runs(works))
    return sum(
        not (here[2] or after[2])
        and here[1] < SHORT_RUN_M
        and before[0].lane == after[0].lane != here[0].lane
        for before, here, after in zip(runs, runs[1:], runs[2:], strict=False)
    )


def _scraps(works: Sequence[_WorkedPiece]) -> Iterator[tuple[int, int]]:
    """Yields metres driven and metres worked of each drive that was for a scrap."""
    drive_m, length_m, begun = 0, 0, False
    for work in works:
        if work.is_driven_to:
            if begun and length_m < SCRAP_M:
                yield drive_m, length_m
            drive_m, length_m, begun = work.drive_m, 0, True
        length_m += work.length_m
    if begun and length_m < SCRAP_M:
        yield drive_m, length_m


def _turns(
    network: RoadNetwork, routes: Sequence[Route], task_of: Mapping[str, Task]
) -> tuple[int, int]:
    """Returns how many turns lead back into the same street, and how many across the traffic."""
    met = [
        pair
        for route in routes
        for arcs in _ways(network, route, task_of)
        for pair in pairwise(arcs)
    ]
    pairs = np.array([(a, b) for a, b in met if a != b], dtype=np.int32).reshape(-1, 2)
    first, then = pairs[:, 0], pairs[:, 1]
    back = network.arc_inverse[first] == then
    angle_deg = turn_angles_deg(network, first, then)
    if network.driving_side is DrivingSide.LEFT:
        angle_deg = -angle_deg
    across = ~back & (angle_deg <= -STRAIGHT_BELOW_DEG) & (angle_deg > -ROUND_FROM_DEG)
    return int(back.sum()), int(across.sum())


def _ways(
    network: RoadNetwork, route: Route, task_of: Mapping[str, Task]
) -> Iterator[Sequence[int]]:
    """Yields the arcs that a route drives along from visit to visit; some twice in a row.

    Whoever leaves a yard by the way that he came has turned round in it, and not in the street.
    """
    arc_of: Mapping[ArcKey, int] = network.arc_of_key
    arcs: list[int] = []
    for activity in route.activities:
        arcs += (arc_of[key] for key in (activity.drive.arcs if activity.drive else ()))
        arcs += _list_worked_arcs(activity, task_of)
        if activity.kind in VISITS:
            yield arcs
            arcs = []
    yield arcs


def _list_worked_arcs(activity: Activity, task_of: Mapping[str, Task]) -> Iterator[int]:
    task = task_of.get(activity.task_id or "")
    if task is not None and activity.service_m:
        place = task.modes[activity.mode].place
        yield place.entries[0].arc
        yield place.exits[0].arc


def _carriageways(routes: Sequence[Route], task_of: Mapping[str, Task]) -> tuple[int, int]:
    """Returns metres of the carriageways that are worked lane by lane, and of those in part."""
    served = {id_ for route in routes for id_ in route.task_ids}
    lanes: dict[tuple[str, ArcKey, Side, int, tuple[int, ...]], list[Task]] = defaultdict(list)
    for task in task_of.values():
        if task.kerb is not None and WORKS[task.work].where is Where.LANE:
            lanes[_carriageway(task, task.kerb)].append(task)
    touched_m = partly_m = 0
    for tasks in lanes.values():
        done = sum(task.id in served for task in tasks)
        length_m = max(task.modes[0].service_m for task in tasks)
        touched_m += length_m if done else 0
        partly_m += length_m if 0 < done < len(tasks) else 0
    return touched_m, partly_m


def _carriageway(task: Task, kerb: KerbKey) -> tuple[str, ArcKey, Side, int, tuple[int, ...]]:
    """Returns what the lanes of a carriageway have in common, in one pass."""
    return task.work, kerb.arc, kerb.side, kerb.piece, tuple(w.earliest_s for w in task.windows)
