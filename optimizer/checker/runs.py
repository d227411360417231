"""How vehicles that work along streets are driven, recomputed: runs, changes, turns, scraps.

Every duty is read into one list of its stints of work, each with the metres driven to it and
whether it is the first since the vehicle left a yard or a facility; all figures are counted off
these lists.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from fleet import WORKS, Fleet, Where
from optimizer.checker.bends import ROUND_FROM_DEG, STRAIGHT_BELOW_DEG, veers_deg
from optimizer.checker.figures import Figures, Nearest
from optimizer.checker.lanes import FAR_M
from optimizer.checker.strips import Part, Strip, find_lengths_m, strip_along
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Task

LONG_FROM_M = 100
WORTH_A_DRIVE_FROM_M = 50
AT_FACILITIES = (ActivityKind.UNLOAD, ActivityKind.REFILL, ActivityKind.START)


@dataclass(frozen=True, slots=True)
class _Stint:
    """One task done: where, how long, and what was driven to it."""

    strip: Strip
    kerb_m: int
    worked_m: int
    driven_m: int
    is_first: bool

    @property
    def is_apart(self) -> bool:
        """Whether it does not follow on the stint before."""
        return self.is_first or self.driven_m > 0


_Stretch = list[_Stint]
"""Stints of one run, one after the other."""


def driving_figures(
    network: RoadNetwork, fleet: Fleet, tasks: Sequence[Task], plan: Plan
) -> list[Figures]:
    """Returns the figures of each kind of vehicle that works along streets, as routes come."""
    kind_of = {vehicle.id: vehicle.kind for vehicle in fleet.vehicles}
    routes_of: dict[str, list[Route]] = {}
    for route in plan.routes:
        works = sum(activity.service_m for activity in route.activities) > 0
        if works and route.vehicle_id in kind_of:
            routes_of.setdefault(kind_of[route.vehicle_id], []).append(route)
    reader = _RouteReader(network, tasks)
    return [{"kind": kind, **reader.figures(routes)} for kind, routes in routes_of.items()]


class _RouteReader:
    """Streets and tasks, and what routes on them come to."""

    def __init__(self, network: RoadNetwork, tasks: Sequence[Task]) -> None:
        self._network = network
        self._tasks = {task.id: task for task in tasks}
        self._whole = find_lengths_m(network, tasks)
        self._turns: dict[tuple[int, int], float] = {}

    def figures(self, routes: Sequence[Route]) -> Figures:
        """Returns the figures of the routes of one kind of vehicle."""
        duties = [[*self._stints(route)] for route in routes]
        runs = [_cut(duty) for duty in duties]
        lengths_m = sorted(_sum_worked(run) for duty in runs for run in duty)
        short = [
            (run, _is_in_turning(duty, number))
            for duty in runs
            for number, run in enumerate(duty)
            if _sum_worked(run) < LONG_FROM_M
        ]
        kerbs_m = self._list_kerbs_m(routes)
        scraps = [
            scrap
            for duty in duties
            for scrap in _cut_at_drives(duty)
            if _sum_worked(scrap) < WORTH_A_DRIVE_FROM_M
        ]
        back, across = self._count_turns(routes)
        touched_m, partly_m = self._sum_carriageways(routes)
        return {
            "duties": len(routes),
            "moving_s": sum(_moving_s(one) for route in routes for one in route.activities),
            "lane_changes": sum(_goes_over(*two) for duty in duties for two in pairwise(duty)),
            "hops": sum(_count_hops(duty) for duty in runs),
            "runs": len(lengths_m),
            "short_runs": len(short),
            "median_run_m": _middle(lengths_m),
            "shortest_run_m": lengths_m[0] if lengths_m else 0,
            "breaks": sum(
                not stint.is_first and stint.driven_m > 0 for duty in duties for stint in duty
            ),
            "u_turns": back,
            "turns_across": across,
            "empty_m": sum(
                one.drive.distance_m for route in routes for one in route.activities if one.drive
            ),
            "scraps": len(scraps),
            "scrap_drive_m": sum(scrap[0].driven_m for scrap in scraps),
            "scrap_m": sum(map(_sum_worked, scraps)),
            "touched_m": touched_m,
            "partly_m": partly_m,
            "turning_runs": sum(in_turning for _, in_turning in short),
            "short_kerb_runs": sum(
                not in_turning and run[0].kerb_m < LONG_FROM_M for run, in_turning in short
            ),
            "kerbs": len(kerbs_m),
            "short_kerbs": sum(one < LONG_FROM_M for one in kerbs_m),
        }

    def _stints(self, route: Route) -> Iterator[_Stint]:
        driven_m, is_first = 0, True
        for activity in route.activities:
            if activity.drive is not None:
                driven_m += activity.drive.distance_m
            if activity.kind in AT_FACILITIES:
                driven_m, is_first = 0, True
            task = self._tasks.get(activity.task_id or "")
            if task is not None and task.kerb is not None:
                yield _Stint(
                    strip_along(self._network, task, task.kerb),
                    self._whole[task.work, task.kerb][1],
                    activity.service_m,
                    driven_m,
                    is_first,
                )
                driven_m, is_first = 0, False

    def _list_kerbs_m(self, routes: Iterable[Route]) -> list[int]:
        """Returns the metres of the kerbs that are worked, as they go on, once for each pass."""
        seen: dict[tuple[Part, tuple[int, ...]], int] = {}
        for task in self._list_served(routes):
            if task.kerb is not None:
                first, length_m = self._whole[task.work, task.kerb]
                seen[first, _pass_of(task)] = length_m
        return list(seen.values())

    def _list_served(self, routes: Iterable[Route]) -> Iterator[Task]:
        for route in routes:
            for activity in route.activities:
                done = activity.kind is ActivityKind.SERVICE
                task = self._tasks.get(activity.task_id or "") if done else None
                if task is not None:
                    yield task

    def _count_turns(self, routes: Iterable[Route]) -> tuple[int, int]:
        """Returns how many turns lead back into the same street, and how many to the far side."""
        back = across = 0
        for route in routes:
            before: int | None = None
            for arc in self._list_arcs(route):
                if arc is not None and before is not None and arc != before:
                    back_here = int(self._network.arc_inverse[before]) == arc
                    back += back_here
                    across += not back_here and self._crosses(before, arc)
                before = arc
        return back, across

    def _list_arcs(self, route: Route) -> Iterator[int | None]:
        """Yields the arcs that a route drives along; None where it stands at a facility."""
        for activity in route.activities:
            for key in activity.drive.arcs if activity.drive else ():
                yield self._network.arc_of_key.get(key)
            task = self._tasks.get(activity.task_id or "")
            if task is not None and activity.service_m and activity.mode < len(task.modes):
                place = task.modes[activity.mode].place
                yield place.entries[0].arc
                yield place.exits[0].arc
            if activity.kind in AT_FACILITIES:
                yield None

    def _crosses(self, arc: int, following: int) -> bool:
        """Says whether a turn leads to the side from which the traffic comes."""
        turn = (arc, following)
        if turn not in self._turns:
            self._turns[turn] = veers_deg(self._network, *turn)
        far_deg = self._turns[turn]
        if self._network.driving_side == "right":
            far_deg = -far_deg
        return STRAIGHT_BELOW_DEG <= far_deg < ROUND_FROM_DEG

    def _sum_carriageways(self, routes: Iterable[Route]) -> tuple[int, int]:
        """Returns metres of carriageways of which a lane is done, and of these not every one."""
        done = {task.id for task in self._list_served(routes)}
        lanes: defaultdict[tuple[object, ...], list[Task]] = defaultdict(list)
        for task in self._tasks.values():
            if task.kerb is not None and WORKS[task.work].where is Where.LANE:
                kerb = task.kerb
                lanes[task.work, kerb.arc, kerb.side, kerb.piece, _pass_of(task)].append(task)
        touched_m = partly_m = 0
        for tasks in lanes.values():
            left = [task for task in tasks if task.id not in done]
            if len(left) < len(tasks):
                length_m = max(task.modes[0].service_m for task in tasks)
                touched_m += length_m
                partly_m += length_m if left else 0
        return touched_m, partly_m


def _pass_of(task: Task) -> tuple[int, ...]:
    return tuple(window.earliest_s for window in task.windows)


def _moving_s(activity: Activity) -> int:
    """Returns the seconds in which a vehicle drives, changes lanes or works."""
    worked_s = activity.end_s - activity.begin_s
    return (
        (activity.drive.duration_s if activity.drive else 0)
        + activity.lane_change_s
        + (worked_s if activity.kind is ActivityKind.SERVICE else 0)
    )


def _sum_worked(stints: Sequence[_Stint]) -> int:
    return sum(stint.worked_m for stint in stints)


def _goes_over(before: _Stint, after: _Stint) -> bool:
    near = not after.is_first and after.driven_m <= FAR_M
    return near and before.strip[1] != after.strip[1]


def _cut(duty: Sequence[_Stint]) -> list[_Stretch]:
    """Returns the runs of a duty: work in one strip, nothing driven in between."""
    runs: list[_Stretch] = []
    for number, stint in enumerate(duty):
        if number and not stint.is_apart and stint.strip == duty[number - 1].strip:
            runs[-1].append(stint)
        else:
            runs.append([stint])
    return runs


def _cut_at_drives(duty: Sequence[_Stint]) -> list[_Stretch]:
    """Returns the work after each drive, up to the next one."""
    number = 0

    def drive_before(stint: _Stint) -> int:
        nonlocal number
        number += stint.is_apart
        return number

    return [[*stints] for _, stints in groupby(duty, drive_before)]


def _count_hops(runs: Sequence[_Stretch]) -> int:
    """Returns how often a duty goes over for a short run, and back to where it was."""
    hops = 0
    for before, here, after in zip(runs, runs[1:], runs[2:], strict=False):
        away, home = _goes_over(before[0], here[0]), _goes_over(here[0], after[0])
        same = before[0].strip[1] == after[0].strip[1]
        hops += away and home and same and _sum_worked(here) < LONG_FROM_M
    return hops


def _is_in_turning(runs: Sequence[_Stretch], number: int) -> bool:
    """Says whether a run is done in passing, between streets that are not its own."""
    here = runs[number]
    if _sum_worked(here) >= WORTH_A_DRIVE_FROM_M:
        return False
    neighbours = []
    if not here[0].is_apart:
        neighbours.append(runs[number - 1])
    if number + 1 < len(runs) and not runs[number + 1][0].is_apart:
        neighbours.append(runs[number + 1])
    own = here[0].strip[0]
    return bool(neighbours) and all(one[0].strip[0] != own for one in neighbours)


def _middle(lengths_m: Sequence[int]) -> Nearest:
    """Returns the median of sorted lengths, 0 of none."""
    if not lengths_m:
        return Nearest(Fraction(0))
    half = len(lengths_m) // 2
    low = lengths_m[half - 1] if len(lengths_m) % 2 == 0 else lengths_m[half]
    return Nearest(Fraction(low + lengths_m[half], 2))
