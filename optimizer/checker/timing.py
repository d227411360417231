"""Rules of time: shift, arrival, windows, service and opening times, the break."""

from collections.abc import Iterable, Iterator, Mapping

from fleet import MOST_DRIVING_S, Break, Facility, Shift, TimeWindow, Vehicle, message
from optimizer.checker.kinds import AT_A_TASK, is_lost
from optimizer.checker.leeway import NONE, Leeway
from optimizer.checker.violation import (
    Fault,
    Violation,
    ViolationCode,
    activity_label,
    route_label,
)
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task


def check_timing(
    route: Route,
    vehicle: Vehicle,
    shift: Shift | None,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
    leeway: Leeway = NONE,
) -> Iterator[Violation]:
    """Yields what is wrong with a route's times; those of an unknown shift are not judged.

    Parameters
    ----------
    leeway
        What is forgiven because it is history.
    """
    before: Activity | None = None
    yield from _stretch_faults(route, leeway)
    for number, activity in enumerate(route.activities):
        for fault in _order_faults(activity, before, leeway, number):
            yield fault.at(activity_label(route, number))
        task = tasks.get(activity.task_id or "")
        facility = facilities.get(activity.facility_id or "")
        faults: Iterator[Fault] = iter(())
        if activity.kind in AT_A_TASK and task is not None:
            faults = _service_faults(activity, task, vehicle)
        elif activity.kind in (ActivityKind.UNLOAD, ActivityKind.REFILL) and facility is not None:
            faults = _visit_faults(activity, facility)
        elif activity.kind is ActivityKind.BREAK and shift is not None:
            ready_s = max(before.end_s if before else 0, leeway.ready_s(number))
            waits = activity.begin_s > ready_s
            late = leeway.allows_late_break(number, waits=waits)
            faults = _break_faults(activity, shift.rest, may_be_late=late)
        elif activity.kind is ActivityKind.DELAY:
            faults = _delay_faults(activity)
        elif activity.kind in (ActivityKind.START, ActivityKind.END):
            faults = _end_faults(activity)
        for fault in faults:
            if not (fault.code in FORGIVEN and leeway.covers(number)):
                yield fault.at(activity_label(route, number))
        before = activity
    if shift is not None and route.activities:
        for fault in _shift_faults(route, shift, leeway):
            yield fault.at(route_label(route))


FORGIVEN = (ViolationCode.TIME_WINDOW, ViolationCode.FINISHED_LATE, ViolationCode.OPENING)
"""What may be broken by what is history, where the day has upset it."""


def _order_faults(
    activity: Activity, before: Activity | None, leeway: Leeway, number: int
) -> Iterator[Fault]:
    if before is not None:
        # Whoever rests waits for it where he is, whenever the new plan tells him so.
        is_break = activity.kind is ActivityKind.BREAK
        left_s = max(before.end_s, 0 if is_break else leeway.ready_s(number))
        driven_s = activity.drive.duration_s if activity.drive else 0
        due_s = left_s + driven_s + activity.lane_change_s
        # A vehicle breaks down at some time after what it has done; it may be back later.
        stands = activity.kind is ActivityKind.DELAY and leeway.covers(number)
        broke_down = (stands or is_lost(activity)) and activity.arrival_s > due_s
        # Home, it waits for the hour at which it is sent out again.
        goes_again = activity.kind is ActivityKind.START and activity.arrival_s > due_s
        if activity.arrival_s != due_s and not broke_down and not goes_again:
            yield Fault(
                code=ViolationCode.ARRIVAL,
                detail=message(
                    "violation.arrival",
                    "arrives at {arrival_s:clock_s}, by its drive it is {due_s:clock_s}",
                    arrival_s=activity.arrival_s,
                    due_s=due_s,
                ),
            )
    if activity.begin_s < activity.arrival_s:
        yield Fault(
            code=ViolationCode.ARRIVAL,
            detail=message(
                "violation.begins_before_arrival",
                "begins at {begin_s:clock_s}, before it arrives at {arrival_s:clock_s}",
                begin_s=activity.begin_s,
                arrival_s=activity.arrival_s,
            ),
        )


def _service_faults(activity: Activity, task: Task, vehicle: Vehicle) -> Iterator[Fault]:
    if not _is_inside(activity.begin_s, task.windows):
        yield Fault(
            code=ViolationCode.TIME_WINDOW,
            detail=message(
                "violation.time_window",
                "begins at {begin_s:clock_s}, outside {bands:bands_s}",
                begin_s=activity.begin_s,
                bands=[(w.earliest_s, w.latest_s) for w in task.windows],
            ),
        )
    if 0 <= activity.mode < len(task.modes):
        mode = task.modes[activity.mode]
        due_s = mode.service_s + -(-mode.service_m * 3600 // (vehicle.working_kph * 1000))
        yield from _duration_faults(activity, due_s)
    if 0 < task.finish_by_s < activity.end_s:
        yield Fault(
            code=ViolationCode.FINISHED_LATE,
            detail=message(
                "violation.finished_late",
                "is over at {end_s:clock_s}, it must be by {finish_by_s:clock_s}",
                end_s=activity.end_s,
                finish_by_s=task.finish_by_s,
            ),
        )


def _visit_faults(activity: Activity, facility: Facility) -> Iterator[Fault]:
    if not _is_inside(activity.begin_s, facility.opening):
        yield Fault(
            code=ViolationCode.OPENING,
            detail=message(
                "violation.opening",
                "is shut at {begin_s:clock_s}; a visit may begin in {bands:bands_s}",
                begin_s=activity.begin_s,
                bands=[(w.earliest_s, w.latest_s) for w in facility.opening],
            ),
        )
    yield from _duration_faults(activity, facility.visit_s)


def _end_faults(activity: Activity) -> Iterator[Fault]:
    """Yields hours that a START or END makes up: leaving and coming back take no time."""
    if activity.begin_s > activity.arrival_s:
        yield Fault(
            code=ViolationCode.ARRIVAL,
            detail=message(
                "violation.waits_at_depot",
                "arrives at {arrival_s:clock_s} and begins at {begin_s:clock_s}; at the depot "
                "nothing is waited for",
                arrival_s=activity.arrival_s,
                begin_s=activity.begin_s,
            ),
        )
    yield from _duration_faults(activity, 0)


def _duration_faults(activity: Activity, due_s: int) -> Iterator[Fault]:
    if activity.end_s - activity.begin_s != due_s:
        yield Fault(
            code=ViolationCode.SERVICE_TIME,
            detail=message(
                "violation.service_time",
                "takes {due_s} s, the plan gives it {given_s} s",
                due_s=due_s,
                given_s=activity.end_s - activity.begin_s,
            ),
        )


def _delay_faults(activity: Activity) -> Iterator[Fault]:
    if not activity.arrival_s == activity.begin_s <= activity.end_s:
        yield Fault(
            code=ViolationCode.ARRIVAL,
            detail=message(
                "violation.delay_time",
                "time is lost from {arrival_s:clock_s} on, and the plan says from "
                "{begin_s:clock_s} until {end_s:clock_s}",
                arrival_s=activity.arrival_s,
                begin_s=activity.begin_s,
                end_s=activity.end_s,
            ),
        )


def _break_faults(activity: Activity, rest: Break | None, *, may_be_late: bool) -> Iterator[Fault]:
    if rest is None:
        yield Fault(
            code=ViolationCode.BREAK_WRONG,
            detail=message("violation.no_break_due", "the shift has no break"),
        )
        return
    is_late = activity.begin_s > rest.latest_s
    if activity.begin_s < rest.earliest_s or (is_late and not may_be_late):
        yield Fault(
            code=ViolationCode.BREAK_WRONG,
            detail=message(
                "violation.break_time",
                "the break begins at {begin_s:clock_s}, outside "
                "{earliest_s:clock_s}-{latest_s:clock_s}",
                begin_s=activity.begin_s,
                earliest_s=rest.earliest_s,
                latest_s=rest.latest_s,
            ),
        )
    if activity.end_s - activity.begin_s != rest.duration_s:
        yield Fault(
            code=ViolationCode.BREAK_WRONG,
            detail=message(
                "violation.break_length",
                "the break lasts {given_s} s, due are {duration_s} s",
                given_s=activity.end_s - activity.begin_s,
                duration_s=rest.duration_s,
            ),
        )


def _stretch_faults(route: Route, leeway: Leeway) -> Iterator[Violation]:
    """Yields each stretch of too much driving and working, told where the limit is passed."""
    stretch_s = 0
    for number, activity in enumerate(route.activities):
        if activity.kind is ActivityKind.BREAK:
            stretch_s = 0
        before_s = stretch_s
        if activity.drive is not None:
            stretch_s += activity.drive.duration_s + activity.lane_change_s
        if activity.kind in AT_A_TASK:
            stretch_s += activity.end_s - activity.begin_s
        if before_s <= MOST_DRIVING_S < stretch_s and not leeway.covers(number):
            fault = Fault(
                code=ViolationCode.DRIVING_TOO_LONG,
                detail=message(
                    "violation.driving_too_long",
                    "{stretch_s} s of driving and working without a break, at most {most_s} s are "
                    "allowed",
                    stretch_s=stretch_s,
                    most_s=MOST_DRIVING_S,
                ),
            )
            yield fault.at(activity_label(route, number))


def _shift_faults(route: Route, shift: Shift, leeway: Leeway) -> Iterator[Fault]:
    start_s, end_s = route.activities[0].end_s, route.activities[-1].end_s
    if start_s < shift.start_s:
        yield Fault(
            code=ViolationCode.SHIFT_START,
            detail=message(
                "violation.shift_start",
                "leaves at {start_s:clock_s}, the shift begins at {shift_s:clock_s}",
                start_s=start_s,
                shift_s=shift.start_s,
            ),
        )
    if end_s > shift.end_s and not leeway.allows_late_end(route):
        yield Fault(
            code=ViolationCode.SHIFT_END,
            detail=message(
                "violation.shift_end",
                "is back at {end_s:clock_s}, the shift ends at {shift_s:clock_s}",
                end_s=end_s,
                shift_s=shift.end_s,
            ),
        )
    rest, num_breaks = shift.rest, route.count(ActivityKind.BREAK)
    if num_breaks > 1:
        yield Fault(
            code=ViolationCode.BREAK_WRONG,
            detail=message(
                "violation.breaks",
                "{breaks} breaks, at most one is due",
                breaks=num_breaks,
            ),
        )
    spared = rest is not None and (
        start_s >= rest.earliest_s + rest.duration_s or end_s <= rest.latest_s
    )
    if rest and not num_breaks and not spared and not leeway.spares_break(route):
        yield Fault(
            code=ViolationCode.BREAK_MISSING,
            detail=message(
                "violation.break_missing",
                "no break of {duration_s} s between {earliest_s:clock_s} and {latest_s:clock_s}",
                duration_s=rest.duration_s,
                earliest_s=rest.earliest_s,
                latest_s=rest.latest_s,
            ),
        )


def _is_inside(time_s: int, windows: Iterable[TimeWindow]) -> bool:
    return any(window.earliest_s <= time_s <= window.latest_s for window in windows)
