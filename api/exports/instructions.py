"""What a driver is told, in order: turns by street name, work, facilities, breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from api.exports.tracks import Point, side_of, street_of, task_points, turn_between
from api.words import Language
from fleet import clock
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Route
from scenarios.plan_file import PlanFile

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
    for activity in route.activities:
        yield from _turns(network, activity, which)
        if activity.kind is ActivityKind.SERVICE and activity.task_id:
            task = tasks[activity.task_id]
            _, points = task_points(task, activity.mode, network)
            here = points[-1]
            side = _SIDES[side_of(task)][which] if side_of(task) else ""
            yield Instruction(
                point=points[0],
                text=_service_text(task.name, side, activity, which),
                time_s=activity.begin_s,
            )
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


def _service_text(name: str, side: str, activity: Activity, which: int) -> str:
    if activity.service_m:
        metres = f"{activity.service_m} m"
        return f"Sweep {name}, {side}, {metres}" if which == 0 else f"清扫{name}{side}，{metres}"
    return f"Collect at {name}" if which == 0 else f"收运 {name}"


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
            text=_TURNS[turn][which].format(street=street),
        )
