"""Rules of driving: where the vehicle is, every arc and turn of a drive, metres, seconds."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from fleet import message
from optimizer.checker.kinds import AT_A_TASK, WHERE_IT_IS, is_lost
from optimizer.checker.roads import Roads
from optimizer.checker.violation import Fault, Violation, ViolationCode, activity_label
from optimizer.network.place import ArcKey, Drive, Place, Position
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task


def check_driving(
    route: Route,
    roads: Roads,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
) -> Iterator[Violation]:
    """Yields what is wrong with a route's drives."""
    at: Place | None = None
    for number, activity in enumerate(route.activities):
        for fault in _activity_faults(activity, at, roads, tasks, sites):
            yield fault.at(activity_label(route, number))
        if activity.kind not in WHERE_IT_IS:
            at = _place_of(activity, tasks, sites)


def _place_of(
    activity: Activity, tasks: Mapping[str, Task], sites: Mapping[str, Place]
) -> Place | None:
    """Returns where an activity happens, or None where `structure` finds that it is unknown."""
    if activity.kind in AT_A_TASK:
        task = tasks.get(activity.task_id or "")
        if task is None or not 0 <= activity.mode < len(task.modes):
            return None
        return task.modes[activity.mode].place
    return sites.get(activity.facility_id or "")


def _activity_faults(
    activity: Activity,
    at: Place | None,
    roads: Roads,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
) -> Iterator[Fault]:
    if activity.kind in (ActivityKind.START, *WHERE_IT_IS) or is_lost(activity):
        if activity.drive is not None:
            yield Fault(
                code=ViolationCode.ACTIVITY_ORDER,
                detail=message(
                    "violation.start_with_drive",
                    "a {kind:word.activity} is where the vehicle is, and no drive leads to it",
                    kind=activity.kind,
                ),
            )
    elif activity.drive is None:
        yield Fault(
            code=ViolationCode.PATH_BROKEN,
            detail=message("violation.no_drive", "no drive leads here"),
        )
    elif not activity.drive.arcs:
        yield Fault(
            code=ViolationCode.PATH_BROKEN,
            detail=message("violation.no_arcs", "the drive names no arcs"),
        )
    else:
        target = _place_of(activity, tasks, sites)
        drive = (activity.drive, at, target)
        # On the same roads the same drive between the same places is as right as it was.
        if drive not in roads.found_right:
            faults = [*_drive_faults(*drive, roads)]
            yield from faults
            if not faults:
                roads.keep_right(drive)


def _drive_faults(
    drive: Drive[ArcKey], at: Place | None, target: Place | None, roads: Roads
) -> Iterator[Fault]:
    """Yields what is wrong with one drive from where the vehicle is to its target.

    An unknown arc breaks only what touches it; the rest of the drive is still judged.
    """
    arcs = [roads.arc(key) for key in drive.arcs]
    for key, arc in zip(drive.arcs, arcs, strict=True):
        fault = roads.name_fault(key) if arc is None else roads.arc_fault(arc)
        if fault:
            yield fault
    turn_faults = [
        fault
        for arc, following in pairwise(arcs)
        if arc is not None and following is not None
        for fault in roads.turn_faults(arc, following)
    ]
    yield from turn_faults
    yield from roads.way_faults(arcs)
    place_faults = [
        *_end_faults("begins", arcs[0], drive.arcs[0], drive.from_offset_m, at, roads),
        *_end_faults("ends", arcs[-1], drive.arcs[-1], drive.to_offset_m, target, roads),
    ]
    yield from place_faults
    known = [arc for arc in arcs if arc is not None]
    if len(known) < len(arcs) or any(f.code is ViolationCode.PATH_BROKEN for f in turn_faults):
        return
    if len(arcs) == 1 and drive.to_offset_m < drive.from_offset_m:
        yield Fault(
            code=ViolationCode.PATH_BROKEN,
            detail=message(
                "violation.drives_back",
                "drives back along {arc} from {from_offset_m} m to {to_offset_m} m",
                arc=drive.arcs[0],
                from_offset_m=drive.from_offset_m,
                to_offset_m=drive.to_offset_m,
            ),
        )
        return
    metres, seconds = roads.measure(known, drive.from_offset_m, drive.to_offset_m)
    if drive.distance_m != metres:
        yield Fault(
            code=ViolationCode.DISTANCE,
            detail=message(
                "violation.distance",
                "says {distance_m} m, the streets say {metres} m",
                distance_m=drive.distance_m,
                metres=metres,
            ),
        )
    if drive.duration_s != seconds:
        yield Fault(
            code=ViolationCode.DRIVE_TIME,
            detail=message(
                "violation.drive_time",
                "says {duration_s} s, the streets say {seconds} s",
                duration_s=drive.duration_s,
                seconds=seconds,
            ),
        )


def _end_faults(
    verb: str, arc: int | None, key: str, offset_m: int, place: Place | None, roads: Roads
) -> Iterator[Fault]:
    """Yields whether an end of a drive lies off its arc, or where the vehicle has no business."""
    if arc is None:
        return
    if not 0 <= offset_m <= roads.length_m[arc]:
        yield Fault(
            code=ViolationCode.WRONG_PLACE,
            detail=message(
                "violation.off_the_arc",
                "the drive {verb:word.verb} at {offset_m} m of {key}, which is {length_m} m long",
                verb=verb,
                offset_m=offset_m,
                key=key,
                length_m=roads.length_m[arc],
            ),
        )
    elif place is not None:
        allowed = place.exits if verb == "begins" else place.entries
        if Position(arc=arc, offset_m=offset_m) not in allowed:
            meant = [f"{roads.key(one.arc)} +{one.offset_m} m" for one in allowed]
            yield Fault(
                code=ViolationCode.WRONG_PLACE,
                detail=message(
                    "violation.wrong_place",
                    "the drive {verb:word.verb} at {key} +{offset_m} m, it should be at "
                    "{meant:either}",
                    verb=verb,
                    key=key,
                    offset_m=offset_m,
                    meant=meant,
                ),
            )
