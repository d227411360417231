"""Rules of driving: where the vehicle is, every arc and turn of a drive, metres, seconds."""

from collections.abc import Iterator, Mapping

from fleet import Vehicle
from optimizer.checker.roads import Roads
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.network.place import Place, Position
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task


def place_of(
    activity: Activity,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
) -> Place | None:
    """Returns where an activity happens; None for a break and for what is unknown."""
    if activity.kind is ActivityKind.BREAK:
        return None
    if activity.kind is ActivityKind.SERVICE:
        task = tasks.get(activity.task_id or "")
        if task is None or not 0 <= activity.mode < len(task.modes):
            return None
        return task.modes[activity.mode].place
    return sites.get(activity.facility_id or "")


def check_driving(
    route: Route,
    vehicle: Vehicle,
    roads: Roads,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
) -> Iterator[Violation]:
    """Yields what is wrong with a route's drives."""
    at: Place | None = None
    for number, activity in enumerate(route.activities):
        where = f"{vehicle.id}/{route.shift_id} activity {number} ({activity.kind})"

        def violation(code: ViolationCode, detail: str, where: str = where) -> Violation:
            return Violation(code=code, where=where, detail=detail)

        target = place_of(activity, tasks, sites)
        if activity.kind in (ActivityKind.START, ActivityKind.BREAK):
            if activity.drive is not None:
                yield violation(ViolationCode.ACTIVITY_ORDER, "has a drive, and should have none")
            if activity.kind is ActivityKind.START:
                at = target
            continue
        drive = activity.drive
        if drive is None:
            yield violation(ViolationCode.PATH_BROKEN, "no drive leads here")
            at = target
            continue
        arcs, faults = roads.read(drive)
        for fault in faults:
            yield violation(fault.code, fault.detail)
        if not faults:
            broken = False
            for fault in roads.faults_along(arcs):
                broken = broken or fault.code is ViolationCode.PATH_BROKEN
                yield violation(fault.code, fault.detail)
            first = Position(arc=arcs[0], offset_m=drive.from_offset_m)
            last = Position(arc=arcs[-1], offset_m=drive.to_offset_m)
            if at is not None and first not in at.exits:
                yield violation(
                    ViolationCode.WRONG_PLACE,
                    f"the drive begins at {drive.arcs[0]} +{first.offset_m} m, where the vehicle "
                    "is not",
                )
            if target is not None and last not in target.entries:
                yield violation(
                    ViolationCode.WRONG_PLACE,
                    f"the drive ends at {drive.arcs[-1]} +{last.offset_m} m, which is not where "
                    "the work is",
                )
            if len(arcs) == 1 and last.offset_m < first.offset_m:
                yield violation(ViolationCode.PATH_BROKEN, "drives backwards along one piece")
            elif not broken:
                metres, seconds = roads.measure(arcs, first.offset_m, last.offset_m)
                if metres != drive.distance_m:
                    yield violation(
                        ViolationCode.DISTANCE,
                        f"says {drive.distance_m} m, the streets say {metres} m",
                    )
                if seconds != drive.duration_s:
                    yield violation(
                        ViolationCode.DRIVE_TIME,
                        f"says {drive.duration_s} s, the streets say {seconds} s",
                    )
        at = target
