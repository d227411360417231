"""What a driver is told, in order: turns by street name, work, facilities, breaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from api.exports.tracks import Point, street_of, task_points, turn_between, what_of
from api.words import Phrasebook
from fleet import WORKS, Message, Supply, Where
from optimizer.network.place import ArcKey
from optimizer.network.road_network import BEYOND, RoadNetwork
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task
from scenarios.changes import lane_of, side_of, strip_of
from scenarios.plan_file import PlanFile

OF_THE_DAY = frozenset({"notice.weather", "notice.snow", "notice.season", "notice.generated"})
"""Codes of what a driver has to know of the day; the other notices are for planners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One line for a driver.

    Parameters
    ----------
    time_s
        None for turns.
    service_m
        Length of the work that begins here, 0 for turns, stops and facilities.
    """

    point: Point
    text: str
    time_s: int | None = None
    service_m: int = 0

    @property
    def is_turn(self) -> bool:
        """Whether it says where to turn."""
        return self.time_s is None


def select_notices(plan_file: PlanFile) -> tuple[Message, ...]:
    """Returns the notices that concern a driver's day; those of old plans, without codes, all."""
    return tuple(one for one in plan_file.notices if not one.code or one.code in OF_THE_DAY)


def instructions(
    plan_file: PlanFile, network: RoadNetwork, route: Route, words: Phrasebook
) -> Iterator[Instruction]:
    """Yields what the driver of a route is told, in the order of driving."""
    facilities = {facility.id: facility for facility in plan_file.fleet.facilities}
    tasks = {task.id: task for task in plan_file.tasks}
    supply = _supply(route, tasks)
    here: Point = (0.0, 0.0)
    further_m = 0
    for activity, following in zip_longest(route.activities, route.activities[1:]):
        yield from _turns(network, activity, words)
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
                text=_service_text(task, further_m + activity.service_m, words),
                time_s=begin_s,
                service_m=further_m + activity.service_m,
            )
            further_m = 0
            continue
        if activity.kind is ActivityKind.SKIPPED and activity.task_id:
            task = tasks[activity.task_id]
            _, points = task_points(task, activity.mode, network)
            here = points[-1]
            order = _service_text(task, activity.service_m, words)
            text = words("instruction.skipped", order=order)
            yield Instruction(point=points[0], text=text, time_s=activity.begin_s)
            continue
        facility = facilities.get(activity.facility_id or "")
        if facility is not None:
            here = facility.at.pair
        yield Instruction(
            point=here,
            text=words(
                f"instruction.{what_of(activity)}",
                place=facility.name if facility else "",
                until_s=activity.end_s,
                supply=supply,
            ),
            time_s=activity.begin_s,
        )


def _supply(route: Route, tasks: Mapping[str, Task[ArcKey]]) -> Supply:
    """Returns what is in the tank of a route."""
    supplies = (WORKS[tasks[id_].work].supply for id_ in route.task_ids if tasks[id_].demand_l)
    return next((one for one in supplies if one is not None), Supply.WATER)


def _goes_on(
    activity: Activity, following: Activity | None, tasks: Mapping[str, Task[ArcKey]]
) -> bool:
    """Tells whether the next work continues this one without a drive: one line will do."""
    if following is None or following.kind is not ActivityKind.SERVICE or not activity.service_m:
        return False
    if following.drive is None or following.drive.distance_m:
        return False
    here, there = tasks[activity.task_id or ""], tasks[following.task_id or ""]
    return strip_of(here) == strip_of(there)


def _service_text(task: Task[ArcKey], service_m: int, words: Phrasebook) -> str:
    order = words(f"order.{task.work}", place=task.name, tonnes=task.demand_kg / 1000)
    if WORKS[task.work].where is Where.STOP:
        return order
    side = words.word("kerb", side_of(task)) if side_of(task) else ""
    # Lanes count from the kerb, which is what a driver sees at night.
    lane = words("instruction.lane", lane=lane_of(task)) if lane_of(task) else ""
    metres = words("instruction.metres", metres=service_m)
    return words.phrases(filter(None, (order, side, lane, metres)))


def _name_street(network: RoadNetwork, key: str, words: Phrasebook) -> str:
    """Returns what a driver can look for: the street's name, or that it has none."""
    arc = network.arc_of_key[key]
    if network.highway(arc) == BEYOND:
        return words("instruction.beyond")
    name = network.street_name(arc)
    return name or words("instruction.unnamed", highway=network.highway(arc))


def _turns(network: RoadNetwork, activity: Activity, words: Phrasebook) -> Iterator[Instruction]:
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
                yield _exit(network, keys[begin:end], keys[end], words)
            elif begin > number:
                text = _ring(network, keys[begin], words, "enter")
                yield _instruct(network, keys[begin], text)
            number = end
            continue
        key, following = keys[number], keys[number + 1]
        turn = turn_between(network, key, following)
        stays = street_of(network, following) == street_of(network, key)
        if turn != "straight" or not stays:
            # Who is on a street does not turn into it: it bends, or goes on to one side.
            follows = stays and turn in ("left", "right")
            follows = follows and bool(network.street_name(network.arc_of_key[following]))
            code = f"instruction.follow_{turn}" if follows else f"instruction.{turn}"
            street = _name_street(network, following, words)
            yield _instruct(network, following, words(code, street=street))
        number += 1


def _is_round(network: RoadNetwork, key: str) -> bool:
    return bool(network.arc_roundabout[network.arc_of_key[key]])


def _exit(network: RoadNetwork, ring: Sequence[str], onto: str, words: Phrasebook) -> Instruction:
    """Returns how to leave a roundabout: exits count from where one is in it."""
    leaving = np.bincount(network.arc_from[~network.arc_roundabout], minlength=network.num_nodes)
    passed = [network.arc_to[network.arc_of_key[key]] for key in ring[:-1]]
    text = _ring(
        network,
        ring[0],
        words,
        "leave",
        exit=1 + sum(bool(leaving[node]) for node in passed),
        street=_name_street(network, onto, words),
    )
    return _instruct(network, ring[0], text)


def _ring(network: RoadNetwork, key: str, words: Phrasebook, what: str, **values: object) -> str:
    """Returns what is said of a roundabout, by its name where it has one."""
    name = network.street_name(network.arc_of_key[key])
    code = f"instruction.{what}_named_roundabout" if name else f"instruction.{what}_roundabout"
    return words(code, ring=name, **values)


def _instruct(network: RoadNetwork, key: str, text: str) -> Instruction:
    """Returns what is said where an arc begins."""
    lon, lat = network.arc_geometry(network.arc_of_key[key])[0]
    return Instruction(point=(round(float(lon), 6), round(float(lat), 6)), text=text)
