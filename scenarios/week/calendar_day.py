"""One day of a calendar: its tasks, the vehicle and shift of each, and its hour."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from fleet import Message, TimeWindow, message
from optimizer.plan import ActivityKind, DutyId, Plan
from optimizer.task import Task
from optimizer.week.calendar import Calendar
from scenarios.due import DueWork

TASK = "kitchen/"
"""What the id of a kitchen's task begins with; the contract's follows."""

HOUR_SLACK_S = 1_800
"""A day's plan comes at most so much before and after the calendar's hour where it can."""


def keep_to_calendar(calendar: Calendar, due: DueWork) -> DueWork:
    """Returns what is due with those kitchens only that the calendar has on the day."""
    date = due.scenario.date
    on_it = set(duties_on(calendar, date))
    kitchens = [task for task in due.tasks if task.id.startswith(TASK)]
    lost = on_it - {task.id for task in kitchens}
    notices = [
        message(
            "notice.calendar",
            "Calendar: {due} of {contracts} kitchen-waste contracts are due on this day.",
            due=len(on_it),
            contracts=len(due.scenario.contracts),
        )
    ]
    if lost:
        notices.append(
            message(
                "notice.calendar_lost",
                "Calendar: {count} contracts exclude the day by now: {contracts:list}.",
                count=len(lost),
                contracts=sorted(id_.removeprefix(TASK) for id_ in lost)[:10],
            )
        )
    return replace(
        due,
        tasks=tuple(t for t in due.tasks if not t.id.startswith(TASK) or t.id in on_it),
        notices=(*due.notices, *notices),
    )


def duties_on(calendar: Calendar, date: dt.date) -> dict[str, DutyId]:
    """Returns the vehicle and shift that the calendar has for each task of a day, by task id."""
    return {
        f"{TASK}{visit.contract_id}": (visit.vehicle_id, visit.shift_id)
        for visit in calendar.on(date)
    }


def hold_to_hours(
    calendar: Calendar, date: dt.date, tasks: Sequence[Task], *, but: Collection[str] = ()
) -> tuple[Task, ...]:
    """Returns the tasks with windows about the calendar's hour, but for some that keep theirs."""
    hours = {
        f"{TASK}{visit.contract_id}": (visit.from_s - HOUR_SLACK_S, visit.to_s + HOUR_SLACK_S)
        for visit in calendar.on(date)
    }
    return tuple(
        replace(task, windows=_within(task.windows, hours[task.id]))
        if task.id in hours and task.id not in but
        else task
        for task in tasks
    )


def _within(windows: tuple[TimeWindow, ...], hour: tuple[int, int]) -> tuple[TimeWindow, ...]:
    """Returns what of the windows lies in the hour; all of them where nothing does."""
    from_s, to_s = hour
    found = tuple(
        TimeWindow(earliest_s=max(w.earliest_s, from_s), latest_s=min(w.latest_s, to_s))
        for w in windows
        if max(w.earliest_s, from_s) <= min(w.latest_s, to_s)
    )
    return found or windows


def say_how_kept(calendar: Calendar, date: dt.date, plan: Plan) -> Message:
    """Returns a sentence on how much of the calendar the day's plan keeps."""
    duty_of: dict[str, DutyId] = {}
    begin_s: dict[str, int] = {}
    for route in plan.routes:
        for activity in route.activities:
            if activity.kind is ActivityKind.SERVICE and activity.task_id is not None:
                duty_of[activity.task_id] = route.vehicle_id, route.shift_id
                begin_s[activity.task_id] = activity.begin_s
    visits = calendar.on(date)
    ids = [f"{TASK}{visit.contract_id}" for visit in visits]
    same_truck = sum(
        duty_of.get(id_, ("", ""))[0] == v.vehicle_id for id_, v in zip(ids, visits, strict=True)
    )
    same_hour = sum(
        v.from_s - HOUR_SLACK_S <= begin_s[id_] <= v.to_s + HOUR_SLACK_S
        for id_, v in zip(ids, visits, strict=True)
        if id_ in begin_s
    )
    return message(
        "notice.calendar_kept",
        "Calendar kept: of {collections} collections, {planned} are planned, {same_truck} by the "
        "calendar's truck, {same_hour} within {slack_min} min of its hour.",
        collections=len(visits),
        planned=sum(id_ in duty_of for id_ in ids),
        same_truck=same_truck,
        same_hour=same_hour,
        slack_min=HOUR_SLACK_S // 60,
    )
