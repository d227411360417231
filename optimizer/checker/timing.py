"""Rules of time: shift, arrival, windows, service and opening times, the break."""

from collections.abc import Iterable, Iterator, Mapping

from fleet import Facility, Shift, TimeWindow, Vehicle, clock
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task


def _inside(time_s: int, windows: Iterable[TimeWindow]) -> bool:
    return any(window.earliest_s <= time_s <= window.latest_s for window in windows)


def _bands(windows: Iterable[TimeWindow]) -> str:
    return ", ".join(f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in windows)


def check_timing(
    route: Route,
    vehicle: Vehicle,
    shift: Shift | None,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
) -> Iterator[Violation]:
    """Yields what is wrong with a route's times."""
    label = f"{vehicle.id}/{route.shift_id}"
    before: Activity | None = None
    for number, activity in enumerate(route.activities):
        where = f"{label} activity {number} ({activity.kind})"

        def violation(code: ViolationCode, detail: str, where: str = where) -> Violation:
            return Violation(code=code, where=where, detail=detail)

        if before is not None:
            due_s = before.end_s + (activity.drive.duration_s if activity.drive else 0)
            if activity.arrival_s != due_s:
                yield violation(
                    ViolationCode.ARRIVAL,
                    f"arrives at {activity.arrival_s} s, the drive ends at {due_s} s",
                )
        if activity.begin_s < activity.arrival_s or activity.end_s < activity.begin_s:
            yield violation(
                ViolationCode.ARRIVAL,
                f"arrival {activity.arrival_s}, begin {activity.begin_s} and end {activity.end_s} "
                "are out of order",
            )
        before = activity
        service_s = activity.end_s - activity.begin_s
        task = tasks.get(activity.task_id or "")
        facility = facilities.get(activity.facility_id or "")
        if activity.kind is ActivityKind.SERVICE and task is not None:
            if not _inside(activity.begin_s, task.windows):
                yield violation(
                    ViolationCode.TIME_WINDOW,
                    f"{task.id} begins at {clock(activity.begin_s)}, outside "
                    f"{_bands(task.windows)}",
                )
            if 0 <= activity.mode < len(task.modes):
                mode = task.modes[activity.mode]
                metres_an_hour = vehicle.working_kph * 1000
                needed_s = mode.service_s + -(-mode.service_m * 3600 // metres_an_hour)
                if service_s != needed_s:
                    yield violation(
                        ViolationCode.SERVICE_TIME,
                        f"{task.id} takes {needed_s} s, the plan gives it {service_s} s",
                    )
        elif activity.kind in (ActivityKind.UNLOAD, ActivityKind.REFILL) and facility is not None:
            if not _inside(activity.begin_s, facility.opening):
                yield violation(
                    ViolationCode.OPENING,
                    f"{facility.id} is shut at {clock(activity.begin_s)}; it is open "
                    f"{_bands(facility.opening)}",
                )
            if service_s != facility.visit_s:
                yield violation(
                    ViolationCode.SERVICE_TIME,
                    f"a visit to {facility.id} takes {facility.visit_s} s, the plan gives it "
                    f"{service_s} s",
                )
    if shift is not None and route.activities:
        yield from _check_shift(route, shift, label)


def _check_shift(route: Route, shift: Shift, label: str) -> Iterator[Violation]:
    start_s, end_s = route.activities[0].end_s, route.activities[-1].end_s
    if start_s < shift.start_s:
        yield Violation(
            code=ViolationCode.SHIFT_START,
            where=label,
            detail=f"leaves at {clock(start_s)}, the shift begins at {clock(shift.start_s)}",
        )
    if end_s > shift.end_s:
        yield Violation(
            code=ViolationCode.SHIFT_END,
            where=label,
            detail=f"is back at {clock(end_s)}, the shift ends at {clock(shift.end_s)}",
        )
    breaks = [a for a in route.activities if a.kind is ActivityKind.BREAK]
    rest = shift.rest
    if rest is None or len(breaks) > 1:
        if breaks:
            yield Violation(
                code=ViolationCode.BREAK_WRONG,
                where=label,
                detail=f"{len(breaks)} breaks, the shift has {1 if rest else 0}",
            )
        return
    if not breaks:
        if start_s < rest.earliest_s and end_s > rest.latest_s:
            yield Violation(
                code=ViolationCode.BREAK_MISSING,
                where=label,
                detail=f"no break between {clock(rest.earliest_s)} and {clock(rest.latest_s)}",
            )
        return
    pause = breaks[0]
    if not rest.earliest_s <= pause.begin_s <= rest.latest_s:
        yield Violation(
            code=ViolationCode.BREAK_WRONG,
            where=label,
            detail=f"the break begins at {clock(pause.begin_s)}, outside "
            f"{clock(rest.earliest_s)}-{clock(rest.latest_s)}",
        )
    if pause.end_s - pause.begin_s != rest.duration_s:
        yield Violation(
            code=ViolationCode.BREAK_WRONG,
            where=label,
            detail=f"the break lasts {pause.end_s - pause.begin_s} s, due are {rest.duration_s} s",
        )
