"""What a driver is told, in order: turns by street name, work, facilities, breaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

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
_ROUNDABOUT = (
    "At the roundabout{ring} take exit {exit} into {street}",
    "在{ring}环岛走第{exit}出口，进入{street}",
)
_INTO_ROUNDABOUT = ("Enter the roundabout{ring}", "驶入{ring}环岛")
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
    """Yields the turns of the drive that led to an activity; going on in one street is silent.

    A roundabout is one line, with the number of the exit.
    """
    keys = activity.drive.arcs if activity.drive is not None else ()
    number = 0
    while number + 1 < len(keys):
        begin = number if _is_round(network, keys[number]) else number + 1
        end = begin
        while end < len(keys) and _is_round(network, keys[end]):
            end += 1
        if end > begin:
            if end < len(keys):
                yield _exit(network, keys[begin:end], keys[end], which)
            elif begin > number:
                ring = _ring(network, keys[begin], which)
                yield _at(network, keys[begin], _INTO_ROUNDABOUT[which].format(ring=ring))
            number = end
            continue
        key, following = keys[number], keys[number + 1]
        turn = turn_between(network, key, following)
        if turn != "straight" or street_of(network, following) != street_of(network, key):
            street = _spoken(network, following, which)
            yield _at(network, following, _TURNS[turn][which].format(street=street))
        number += 1


def _is_round(network: RoadNetwork, key: str) -> bool:
    return bool(network.arc_roundabout[network.arc_of_key[key]])


def _exit(network: RoadNetwork, ring: Sequence[str], onto: str, which: int) -> Instruction:
    """Returns how to leave a roundabout: exits count from where one is in it."""
    leaving = np.bincount(network.arc_from[~network.arc_roundabout], minlength=network.num_nodes)
    passed = [network.arc_to[network.arc_of_key[key]] for key in ring[:-1]]
    text = _ROUNDABOUT[which].format(
        ring=_ring(network, ring[0], which),
        exit=1 + sum(bool(leaving[node]) for node in passed),
        street=_spoken(network, onto, which),
    )
    return _at(network, ring[0], text)


def _ring(network: RoadNetwork, key: str, which: int) -> str:
    """Returns the name of a roundabout, to stand within a sentence."""
    name = network.street_name(network.arc_of_key[key])
    return f" {name}" if name and which == 0 else name


def _at(network: RoadNetwork, key: str, text: str) -> Instruction:
    """Returns what is said where an arc begins."""
    lon, lat = network.arc_geometry(network.arc_of_key[key])[0]
    return Instruction(point=(round(float(lon), 6), round(float(lat), 6)), text=text)
