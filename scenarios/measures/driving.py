"""Whether a driver would drive it: runs of work, changes of lane and side, turns, scraps.

A run is work in one lane or along one kerb of one street with no drive in between. What breaks
runs up, crosses the traffic or makes a vehicle drive for a few metres of kerb is counted here,
kind by kind, and says nothing of what it costs.

Not every short run is one that a driver would mind. A kerb may be no longer than that; and between
the carriageways of a crossing lie pieces of twenty metres, which whoever turns there works in
passing. What is left is broken: the kerb goes on, and the vehicle does not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from fleet import WORKS, Fleet, Where
from optimizer.day import goes_over
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import ArcKey
from optimizer.network.road_network import DrivingSide, RoadNetwork
from optimizer.network.turns import ROUND_FROM_DEG, STRAIGHT_BELOW_DEG, turn_angles_deg
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Task
from scenarios.measures.kerb_lengths import KerbStrip, Piece, WholeKerb, strip_of, whole_kerbs

SHORT_RUN_M = 100
"""A run below this is none that a driver would call one."""

SCRAP_M = 50
"""Who drives somewhere to work less than this has driven for a scrap."""

VISITS = (ActivityKind.UNLOAD, ActivityKind.REFILL, ActivityKind.START)
"""They end a run, and are no turning round in the street; who was home may start again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivingRow:
    """How the vehicles of a kind that work along streets are driven, all duties together.

    Parameters
    ----------
    moving_s
        Driving and working.
    lane_changes, hops
        Changes of lane or side, as the plan states them (`goes_over`); those that are changed
        back after less than `SHORT_RUN_M` of work.
    runs, short_runs, median_run_m, shortest_run_m
        How many there are, how many are below `SHORT_RUN_M`, and how long they are.
    turning_runs
        Of the short ones, those below `SCRAP_M` that are done in turning from one street into
        another, with work right before or after.
    short_kerb_runs
        Of the other short ones, those along kerbs that are themselves below `SHORT_RUN_M`.
    kerbs, short_kerbs
        How many kerbs or lanes, from where they begin to where they end, are worked, pass by
        pass, and how many of these are below `SHORT_RUN_M`: no plan has fewer short runs for the
        same work, in turning or not.
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
    turning_runs: int = 0
    short_kerb_runs: int = 0
    kerbs: int = 0
    short_kerbs: int = 0

    @property
    def moving_h(self) -> float:
        """Hours driving and working."""
        return max(1, self.moving_s) / 3600

    @property
    def short_share(self) -> float:
        """Share of the runs that are short."""
        return self.short_runs / max(1, self.runs)

    @property
    def turning_share(self) -> float:
        """Share of the runs that are short and done in turning."""
        return self.turning_runs / max(1, self.runs)

    @property
    def broken_runs(self) -> int:
        """Short runs that end though the kerb goes on, not in turning."""
        return self.short_runs - self.turning_runs - self.short_kerb_runs

    @property
    def broken_share(self) -> float:
        """Share of the runs that are broken; what is done in turning is no run of its own."""
        return self.broken_runs / max(1, self.runs - self.turning_runs)

    @property
    def short_kerb_share(self) -> float:
        """Share of the kerbs that are short: of the runs, were each kerb done in one."""
        return self.short_kerbs / max(1, self.kerbs)

    @property
    def scrap_share(self) -> float:
        """Share of the empty metres that are driven for scraps."""
        return self.scrap_drive_m / max(1, self.empty_m)

    @property
    def partly_share(self) -> float:
        """Share of the touched carriageways that are done in part only."""
        return self.partly_m / max(1, self.touched_m)


@dataclass(frozen=True, slots=True)
class _WorkedPiece:
    """Work along a street, and the metres driven to it since the work or the visit before."""

    strip: KerbStrip
    kerb: WholeKerb
    length_m: int
    drive_m: int
    is_first: bool

    @property
    def is_driven_to(self) -> bool:
        """Whether a drive or a visit lies between this and the work before."""
        return self.is_first or self.drive_m > 0


@dataclass(frozen=True, slots=True)
class _WorkRun:
    """Work in one strip with no drive in between, of so many metres."""

    first: _WorkedPiece
    length_m: int

    @property
    def strip(self) -> KerbStrip:
        """Where it is."""
        return self.first.strip

    @property
    def is_driven_to(self) -> bool:
        """Whether a drive or a visit lies before it."""
        return self.first.is_driven_to

    @property
    def is_short(self) -> bool:
        """Whether it is below `SHORT_RUN_M`."""
        return self.length_m < SHORT_RUN_M


def measure_driving(
    network: RoadNetwork, fleet: Fleet, tasks: Sequence[Task], plan: Plan
) -> tuple[DrivingRow, ...]:
    """Returns a row for each kind of vehicle that works along streets, in order of the routes."""
    kinds = {vehicle.id: vehicle.kind for vehicle in fleet.vehicles}
    task_of = {task.id: task for task in tasks}
    kerb_of = whole_kerbs(network, tasks)
    of_kind: dict[str, list[Route]] = defaultdict(list)
    for route in plan.routes:
        if route.service_m:
            of_kind[kinds[route.vehicle_id]].append(route)
    return tuple(_row(network, kind, routes, task_of, kerb_of) for kind, routes in of_kind.items())


def _row(
    network: RoadNetwork,
    kind: str,
    routes: Sequence[Route],
    task_of: Mapping[str, Task],
    kerb_of: Mapping[Piece, WholeKerb],
) -> DrivingRow:
    works = [list(_works(network, route, task_of, kerb_of)) for route in routes]
    runs_of = [list(_runs(duty)) for duty in works]
    short = [
        (run, _is_turning(runs, at))
        for runs in runs_of
        for at, run in enumerate(runs)
        if run.is_short
    ]
    runs_m = [run.length_m for runs in runs_of for run in runs]
    kerbs = _kerbs(routes, task_of, kerb_of)
    scraps = [scrap for duty in works for scrap in _scraps(duty)]
    u_turns, turns_across = _turns(network, routes, task_of)
    touched_m, partly_m = _carriageways(routes, task_of)
    return DrivingRow(
        kind=kind,
        duties=len(routes),
        moving_s=sum(route.drive_s + route.lane_change_s + route.service_s for route in routes),
        lane_changes=sum(_changes(a, b) for duty in works for a, b in pairwise(duty)),
        hops=sum(_hops(runs) for runs in runs_of),
        runs=len(runs_m),
        short_runs=len(short),
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
        turning_runs=sum(turning for _, turning in short),
        short_kerb_runs=sum(
            not turning and run.first.kerb.length_m < SHORT_RUN_M for run, turning in short
        ),
        kerbs=len(kerbs),
        short_kerbs=sum(kerb.length_m < SHORT_RUN_M for kerb in kerbs),
    )


def _works(
    network: RoadNetwork,
    route: Route,
    task_of: Mapping[str, Task],
    kerb_of: Mapping[Piece, WholeKerb],
) -> Iterator[_WorkedPiece]:
    drive_m, is_first = 0, True
    for activity in route.activities:
        drive_m += activity.drive.distance_m if activity.drive else 0
        if activity.kind in VISITS:
            drive_m, is_first = 0, True
        task = task_of.get(activity.task_id or "")
        if task is None or task.kerb is None:
            continue
        kerb = kerb_of[task.work, task.kerb]
        yield _WorkedPiece(strip_of(network, task), kerb, activity.service_m, drive_m, is_first)
        drive_m, is_first = 0, False


def _changes(before: _WorkedPiece, after: _WorkedPiece) -> bool:
    """Says whether the vehicle goes over to another lane or side, as the plan states it."""
    return not after.is_first and goes_over(before.strip.lane, after.strip.lane, after.drive_m)


def _runs(works: Sequence[_WorkedPiece]) -> Iterator[_WorkRun]:
    """Yields the runs of a duty, in order."""
    run: _WorkRun | None = None
    for work in works:
        if run is not None and (work.is_driven_to or work.strip != run.strip):
            yield run
            run = None
        if run is None:
            run = _WorkRun(work, 0)
        run = replace(run, length_m=run.length_m + work.length_m)
    if run is not None:
        yield run


def _hops(runs: Sequence[_WorkRun]) -> int:
    """Returns how often a duty goes over for a short run and back."""
    return sum(
        here.is_short
        and _changes(before.first, here.first)
        and _changes(here.first, after.first)
        and before.strip.lane == after.strip.lane
        for before, here, after in zip(runs, runs[1:], runs[2:], strict=False)
    )


def _is_turning(runs: Sequence[_WorkRun], at: int) -> bool:
    """Says whether a run is a piece that is done in turning from one street into another."""
    here = runs[at]
    beside = [] if here.is_driven_to else [runs[at - 1]]
    beside += [after for after in runs[at + 1 : at + 2] if not after.is_driven_to]
    streets = {run.strip.street for run in beside}
    return here.length_m < SCRAP_M and bool(streets) and here.strip.street not in streets


def _kerbs(
    routes: Sequence[Route], task_of: Mapping[str, Task], kerb_of: Mapping[Piece, WholeKerb]
) -> list[WholeKerb]:
    """Returns the whole kerbs that routes work on, each as often as it has passes."""
    tasks = [task_of[id_] for route in routes for id_ in route.task_ids if id_ in task_of]
    passes = {
        (kerb_of[task.work, task.kerb], tuple(window.earliest_s for window in task.windows))
        for task in tasks
        if task.kerb is not None
    }
    return [kerb for kerb, _ in passes]


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
