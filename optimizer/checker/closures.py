"""Rules of what shuts while the day runs: streets to drive or to work in, and facilities."""

from collections.abc import Iterator, Mapping
from itertools import dropwhile

from fleet import message
from optimizer.checker.kinds import WHERE_IT_IS
from optimizer.checker.past import History
from optimizer.checker.violation import Fault, Violation, ViolationCode, activity_label
from optimizer.events import FacilityShut, StreetClosed
from optimizer.network.place import ArcKey, Drive
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task

VISITS = (ActivityKind.UNLOAD, ActivityKind.REFILL)


def closure_faults(
    route: Route, network: RoadNetwork, tasks: Mapping[str, Task], history: History
) -> Iterator[Violation]:
    """Yields new drives and work in closed streets, and new visits of shut facilities."""
    streets = [(one, frozenset(one.arcs)) for one in history.told if isinstance(one, StreetClosed)]
    shut = [one for one in history.told if isinstance(one, FacilityShut)]
    for number in range(history.num_past(route), len(route.activities)):
        activity = route.activities[number]
        where = activity_label(route, number)
        for closed, arcs in streets:
            if closed.driving and activity.drive is not None:
                is_in_it = _was_there(route, number, closed, history)
                for fault in _drive_faults(
                    activity, activity.drive, closed, arcs, network, is_in_it=is_in_it
                ):
                    yield fault.at(where)
            if closed.working and activity.kind is ActivityKind.SERVICE:
                for fault in _work_faults(activity, closed, arcs, network, tasks):
                    yield fault.at(where)
        for event in shut:
            if (
                activity.kind in VISITS
                and activity.facility_id == event.facility_id
                and event.from_s <= activity.begin_s
                and (event.until_s is None or activity.begin_s < event.until_s)
            ):
                fault = Fault(
                    code=ViolationCode.FACILITY_SHUT,
                    detail=message(
                        "violation.facility_shut",
                        "begins at {begin_s:clock_s}; {facility} is shut from {from_s:clock_s} on",
                        begin_s=activity.begin_s,
                        facility=event.facility_id,
                        from_s=event.from_s,
                    ),
                )
                yield fault.at(where)


def _drive_faults(
    activity: Activity,
    drive: Drive[ArcKey],
    closed: StreetClosed,
    arcs: frozenset[ArcKey],
    network: RoadNetwork,
    *,
    is_in_it: bool,
) -> Iterator[Fault]:
    """Yields whether a drive uses a closed piece while it is closed.

    Parameters
    ----------
    is_in_it
        Whether the vehicle was where it leaves from when the street closed: if that lies in the
        street, it may drive out.
    """
    begin_s = activity.arrival_s - drive.duration_s
    if not _overlaps(begin_s, activity.arrival_s, closed):
        return
    used = list(_list_driven(drive, network))
    if is_in_it and drive.arcs[:1] and drive.arcs[0] in arcs:
        used = [*dropwhile(arcs.__contains__, used)]
    used = [key for key in used if key in arcs]
    if used:
        yield Fault(
            code=ViolationCode.STREET_CLOSED,
            detail=message(
                "violation.drives_in_closed_street",
                "drives through {key} between {begin_s:clock_s} and {end_s:clock_s}; {names:list} "
                "is closed from {from_s:clock_s} on",
                key=used[0],
                begin_s=begin_s,
                end_s=activity.arrival_s,
                names=closed.names,
                from_s=closed.from_s,
            ),
        )


def _was_there(route: Route, number: int, closed: StreetClosed, history: History) -> bool:
    """Says whether the vehicle had come to where an activity leaves from before a street closed.

    Or before anything could be changed after that was told: then too it stands there.
    """
    for before in reversed(range(number)):
        if route.activities[before].kind not in WHERE_IT_IS:
            came_s = route.activities[before].arrival_s
            return before < history.num_past(route) or came_s <= closed.from_s
    return False


def _list_driven(drive: Drive[ArcKey], network: RoadNetwork) -> Iterator[ArcKey]:
    """Yields the arcs of which a drive uses a metre; it may begin at the end of one."""
    marks = [drive.from_offset_m, *[0] * (len(drive.arcs) - 1)]
    ends: list[int | None] = [*[None] * (len(drive.arcs) - 1), drive.to_offset_m]
    for key, begin_m, end_m in zip(drive.arcs, marks, ends, strict=True):
        arc = network.arc_of_key.get(key)
        length_m = int(network.arc_length_m[arc]) if arc is not None else None
        last_m = end_m if end_m is not None else length_m
        if last_m is None or last_m > begin_m:
            yield key


def _work_faults(
    activity: Activity,
    closed: StreetClosed,
    arcs: frozenset[ArcKey],
    network: RoadNetwork,
    tasks: Mapping[str, Task],
) -> Iterator[Fault]:
    """Yields whether work is done on a closed piece while it is closed."""
    task = tasks.get(activity.task_id or "")
    if task is None or not 0 <= activity.mode < len(task.modes):
        return
    place = task.modes[activity.mode].place
    keys = {network.arc_key(one.arc) for one in (*place.entries, *place.exits)}
    if keys & arcs and _overlaps(activity.begin_s, activity.end_s, closed):
        yield Fault(
            code=ViolationCode.STREET_CLOSED,
            detail=message(
                "violation.works_in_closed_street",
                "works from {begin_s:clock_s} until {end_s:clock_s}; {names:list} is closed from "
                "{from_s:clock_s} on",
                begin_s=activity.begin_s,
                end_s=activity.end_s,
                names=closed.names,
                from_s=closed.from_s,
            ),
        )


def _overlaps(begin_s: int, end_s: int, closed: StreetClosed) -> bool:
    """Says whether something lasts into a closure; whoever is out when it begins is not in it."""
    return end_s > closed.from_s and (closed.until_s is None or begin_s < closed.until_s)
