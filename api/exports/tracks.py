"""Where a route runs on the map: lines, points and turns, from arc keys."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from optimizer.network.place import ArcKey, Drive
from optimizer.network.plane import narrowing_at
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task
from scenarios.changes import side_of
from scenarios.plan_file import PlanFile

Point = tuple[float, float]
"""(lon, lat), WGS-84, rounded to a decimetre."""

BROKEN_DOWN = "broken_down"
"""What the end of a route is called that is in no depot."""

STANDING = (str(ActivityKind.DELAY), BROKEN_DOWN)
"""What keeps a vehicle where it is on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One stretch of a route on the map.

    Parameters
    ----------
    activity
        What the stretch is, where it is work or a mishap, else what it leads to.
    number
        The activity's place in its route.
    is_mishap
        Work that could not be done, a delay or a breakdown.
    side
        "right", "left" or "whole" while sweeping, else "".
    """

    activity: Activity
    number: int
    is_service: bool
    is_mishap: bool = False
    arcs: tuple[str, ...]
    points: tuple[Point, ...]
    side: str = ""
    name: str = ""


def part_of_arc(network: RoadNetwork, key: str, start_m: int, end_m: int) -> list[Point]:
    """Returns the line of an arc between two offsets in the arc's own metres."""
    arc = network.arc_of_key[key]
    line = [(float(lon), float(lat)) for lon, lat in network.arc_geometry(arc)]
    whole_m = int(network.arc_length_m[arc])
    if start_m <= 0 and end_m >= whole_m:
        return [_round(point) for point in line]
    narrowing = narrowing_at(line[0][1])
    steps = [math.hypot((b[0] - a[0]) * narrowing, b[1] - a[1]) for a, b in pairwise(line)]
    total = sum(steps) or 1.0
    begin, end = total * start_m / whole_m, total * min(end_m, whole_m) / whole_m
    points, along = [_interpolate(line, steps, begin)], 0.0
    for point, step in zip(line[1:], steps, strict=True):
        along += step
        if begin < along < end:
            points.append(point)
    points.append(_interpolate(line, steps, end))
    return [_round(point) for point in points]


def _interpolate(line: list[Point], steps: list[float], target: float) -> Point:
    along = 0.0
    for (a, b), step in zip(pairwise(line), steps, strict=True):
        if along + step >= target and step > 0:
            share = (target - along) / step
            return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        along += step
    return line[-1]


def _round(point: Point) -> Point:
    return round(point[0], 6), round(point[1], 6)


def drive_points(network: RoadNetwork, drive: Drive[ArcKey]) -> list[Point]:
    """Returns the line of a drive."""
    points: list[Point] = []
    last = len(drive.arcs) - 1
    for number, key in enumerate(drive.arcs):
        start_m = drive.from_offset_m if number == 0 else 0
        length_m = int(network.arc_length_m[network.arc_of_key[key]])
        end_m = drive.to_offset_m if number == last else length_m
        if end_m <= start_m and last > 0:
            continue
        for point in part_of_arc(network, key, start_m, end_m):
            if not points or points[-1] != point:
                points.append(point)
    return points


def legs_of(plan_file: PlanFile, network: RoadNetwork, route: Route) -> Iterator[Leg]:
    """Yields the stretches of a route in the order in which they are driven.

    A delay or a breakdown is a point: where the vehicle stands.
    """
    tasks = {task.id: task for task in plan_file.tasks}
    yards = {facility.id: facility.at.pair for facility in plan_file.fleet.facilities}
    here: Point | None = None
    for number, activity in enumerate(route.activities):
        if activity.drive is not None and activity.drive.distance_m > 0:
            points = drive_points(network, activity.drive)
            if len(points) > 1:
                yield Leg(
                    activity=activity,
                    number=number,
                    is_service=False,
                    arcs=activity.drive.arcs,
                    points=tuple(points),
                )
        here = yards.get(activity.facility_id or "", here)
        if activity.kind in (ActivityKind.SERVICE, ActivityKind.SKIPPED) and activity.task_id:
            task = tasks[activity.task_id]
            keys, points = task_points(task, activity.mode, network)
            here = points[-1]
            yield Leg(
                activity=activity,
                number=number,
                is_service=activity.kind is ActivityKind.SERVICE,
                is_mishap=activity.kind is ActivityKind.SKIPPED,
                arcs=keys,
                points=tuple(points),
                side=side_of(task),
                name=task.name,
            )
        elif here is not None and what_of(activity) in STANDING:
            yield Leg(
                activity=activity,
                number=number,
                is_service=False,
                is_mishap=True,
                arcs=(),
                points=(here,),
            )


def split_trips(legs: Iterable[Leg]) -> list[list[Leg]]:
    """Returns the legs of a route by trip: from depot or facility to the next facility."""
    trips: list[list[Leg]] = [[]]
    for leg in legs:
        trips[-1].append(leg)
        if leg.activity.kind in (ActivityKind.UNLOAD, ActivityKind.REFILL):
            trips.append([])
    return [trip for trip in trips if trip]


def what_of(activity: Activity) -> str:
    """Returns the kind of an activity; the end of a vehicle that broke down has its own word."""
    is_lost = activity.kind is ActivityKind.END and activity.facility_id is None
    return BROKEN_DOWN if is_lost else str(activity.kind)


def point_times_s(leg: Leg) -> list[int]:
    """Returns when each point of a leg is passed, at an even speed along it."""
    activity = leg.activity
    if leg.is_service or leg.is_mishap:
        begin_s, end_s = activity.begin_s, activity.end_s
    else:
        drive_s = activity.drive.duration_s if activity.drive else 0
        # Going over to another lane comes last, where the drive ends.
        end_s = activity.arrival_s - activity.lane_change_s
        begin_s = end_s - drive_s
    narrowing = narrowing_at(leg.points[0][1])
    along = [0.0]
    for a, b in pairwise(leg.points):
        along.append(along[-1] + math.hypot((b[0] - a[0]) * narrowing, b[1] - a[1]))
    whole = along[-1] or 1.0
    return [begin_s + int((end_s - begin_s) * step / whole) for step in along]


def task_points(
    task: Task[ArcKey], mode: int, network: RoadNetwork
) -> tuple[tuple[str, ...], list[Point]]:
    """Returns the arc keys and the line or point of a task in one of its modes."""
    place = task.modes[mode].place
    entry, leave = place.entries[0], place.exits[0]
    if task.modes[mode].service_m == 0:
        return (entry.arc,), part_of_arc(network, entry.arc, entry.offset_m, entry.offset_m)[:1]
    return (entry.arc,), part_of_arc(network, entry.arc, entry.offset_m, leave.offset_m)


def street_of(network: RoadNetwork, key: str) -> str:
    """Returns the name of the street of an arc key, or its class."""
    arc = network.arc_of_key[key]
    return network.street_name(arc) or network.highway(arc)


def turn_between(network: RoadNetwork, key: str, following: str) -> str:
    """Returns "left", "right", "straight" or "back" for the turn from one arc to the next."""
    arc, after = network.arc_of_key[key], network.arc_of_key[following]
    if network.arc_inverse[arc] == after:
        return "back"
    angle = angle_between(network, arc, after)
    if abs(angle) < 30:
        return "straight"
    return "right" if angle > 0 else "left"


def angle_between(network: RoadNetwork, arc: int, after: int) -> float:
    """Returns by how many degrees one turns to the right from one arc to the next, -180 to 180."""
    coming, going = network.arc_geometry(arc), network.arc_geometry(after)
    narrowing = narrowing_at(float(going[0][1]))
    into = math.atan2((coming[-1][0] - coming[-2][0]) * narrowing, coming[-1][1] - coming[-2][1])
    out = math.atan2((going[1][0] - going[0][0]) * narrowing, going[1][1] - going[0][1])
    return 180.0 - (180.0 - math.degrees(out - into)) % 360.0
