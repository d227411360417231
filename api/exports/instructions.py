"""What a driver is told, in order: turns by street name, work, facilities, breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from api.exports.tracks import Point, lane_of, side_of, street_of, task_points, turn_between
from api.words import Language
from fleet import Work, clock
from optimizer.network.road_network import BEYOND, RoadNetwork
from optimizer.plan import Activity, ActivityKind, Route
from scenarios.plan_file import PlanFile, TaskRecord

_TURNS = {
    "left": ("Turn left into {street}", "左转进入{street}"),
    "right": ("Turn right into {street}", "右转进入{street}"),
    "straight": ("Go straight on into {street}", "直行进入{street}"),
    "back": ("Turn round in {street}", "在{street}掉头"),
}
_WORK = {
    ActivityKind.START: ("Leave {place}", "从{place}出车"),
    ActivityKind.UNLOAD: ("Unload at {place}", "在{place}卸料"),
    ActivityKind.REFILL: ("Refill water at {place}", "在{place}加水"),
    ActivityKind.BREAK: ("Break until {until}", "休息至 {until}"),
    ActivityKind.END: ("Back at {place}", "回到{place}"),
}
_SIDES = {
    "right": ("right kerb", "右侧"),
    "left": ("left kerb", "左侧"),
    "whole": ("whole lane", "全幅"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One line for a driver; `time_s` is None for turns."""

    point: Point
    text: str
    time_s: int | None = None


def instructions(
    plan_file: PlanFile, network: RoadNetwork, route: Route, language: Language
) -> Iterator[Instruction]:
    """Yields what the driver of a route is told, in the order of driving."""
    which = 1 if language is Language.ZH else 0
    facilities = {facility.id: facility for facility in plan_file.fleet.facilities}
    tasks = {task.id: task for task in plan_file.task_records}
    here: Point = (0.0, 0.0)
    further_m = 0
    for activity, following in zip_longest(route.activities, route.activities[1:]):
        yield from _turns(network, activity, which)
        if activity.kind is ActivityKind.SERVICE and activity.task_id:
            task = tasks[activity.task_id]
            _, points = task_points(task, activity.mode, network)
            if further_m == 0:
                begin, begin_s = points[0], activity.begin_s
            here = points[-1]
            if _goes_on(activity, following, tasks):
                further_m += activity.service_m
                continue
            yield Instruction(
                point=begin,
                text=_service_text(task, further_m + activity.service_m, which),
                time_s=begin_s,
            )
            further_m = 0
            continue
        facility = facilities.get(activity.facility_id or "")
        if facility is not None:
            here = (facility.lon, facility.lat)
        yield Instruction(
            point=here,
            text=_WORK[activity.kind][which].format(
                place=facility.name if facility else "", until=clock(activity.end_s)
            ),
            time_s=activity.begin_s,
        )


def _goes_on(
    activity: Activity, following: Activity | None, tasks: Mapping[str, TaskRecord]
) -> bool:
    """Tells whether the next work continues this one without a drive: one line will do."""
    if following is None or following.kind is not ActivityKind.SERVICE or not activity.service_m:
        return False
    if following.drive is None or following.drive.distance_m:
        return False
    here, there = tasks[activity.task_id or ""], tasks[following.task_id or ""]
    return _strip(here) == _strip(there)


def _strip(task: TaskRecord) -> tuple[str, ...]:
    """Returns what two pieces of work on end must share to be one line."""
    return (task.work, task.name, side_of(task), lane_of(task))


def _service_text(task: TaskRecord, service_m: int, which: int) -> str:
    if task.work in (Work.KITCHEN, Work.CONTAINER):
        return f"Collect at {task.name}" if which == 0 else f"收运 {task.name}"
    if task.work is Work.HAUL:
        tonnes = f"{task.demand_kg / 1000:.1f}"
        return (
            f"Load {tonnes} t at {task.name}" if which == 0 else f"在{task.name}装运 {tonnes} 吨"
        )
    verb = ("Sweep ", "清扫") if task.work is Work.SWEEP else ("Wash ", "冲洗")
    side = _SIDES[side_of(task)][which] if side_of(task) else ""
    # Lanes count from the kerb, which is what a driver sees at night.
    lane = (f"lane {lane_of(task)}", f"第{lane_of(task)}车道")[which] if lane_of(task) else ""
    parts = [part for part in (f"{verb[which]}{task.name}", side, lane, f"{service_m} m") if part]
    return (", ", "，")[which].join(parts)


def _spoken(network: RoadNetwork, key: str, which: int) -> str:
    """Returns what a driver can look for: the street's name, or that it has none."""
    arc = network.arc_of_key[key]
    if network.highway(arc) == BEYOND:
        return ("roads beyond the edge of the map", "图外道路")[which]
    unnamed = (f"an unnamed {network.highway(arc)} road", "无名道路")[which]
    return network.street_name(arc) or unnamed


def _turns(network: RoadNetwork, activity: Activity, which: int) -> Iterator[Instruction]:
    """Yields the turns of the drive that led to an activity; going on in one street is silent."""
    if activity.drive is None:
        return
    for key, following in pairwise(activity.drive.arcs):
        turn = turn_between(network, key, following)
        street = street_of(network, following)
        if turn == "straight" and street == street_of(network, key):
            continue
        lon, lat = network.arc_geometry(network.arc_of_key[following])[0]
        yield Instruction(
            point=(round(float(lon), 6), round(float(lat), 6)),
            text=_TURNS[turn][which].format(street=_spoken(network, following, which)),
        )
