"""One day of a calendar: its tasks, the vehicle and shift of each, and its hour."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from fleet import Message, TimeWindow, message
from optimizer.plan import ActivityKind, DutyId, Plan
from optimizer.task import Task
from optimizer.week.calendar import Calendar
from scenarios.due import DueWork

HOUR_SLACK_S = 1_800
"""A day's plan comes at most so much before and after the calendar's hour where it can."""


def keep_to_calendar(calendar: Calendar, due: DueWork) -> DueWork:
    """Returns what is due with those kitchens only that the calendar has on the day."""
    on_it = {visit.contract_id for visit in calendar.on(due.scenario.date)}
    lost = on_it - {task.contract_id for task in due.tasks}
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
                contracts=sorted(lost)[:10],
            )
        )
    return replace(
        due,
        tasks=tuple(t for t in due.tasks if not t.contract_id or t.contract_id in on_it),
        notices=(*due.notices, *notices),
    )


def duties_on(calendar: Calendar, date: dt.date, tasks: Sequence[Task]) -> dict[str, DutyId]:
    """Returns the vehicle and shift that the calendar has for each task of a day, by task id."""
    duty_of = {v.contract_id: (v.vehicle_id, v.shift_id) for v in calendar.on(date)}
    return {task.id: duty_of[task.contract_id] for task in tasks if task.contract_id in duty_of}


def hold_to_hours(
    calendar: Calendar, date: dt.date, tasks: Sequence[Task], *, but: Collection[str] = ()
) -> tuple[Task, ...]:
    """Returns the tasks with windows about the calendar's hour.

    Parameters
    ----------
    but
        Ids of tasks that keep their windows.
    """
    hours = {
        visit.contract_id: (visit.from_s - HOUR_SLACK_S, visit.to_s + HOUR_SLACK_S)
        for visit in calendar.on(date)
    }
    return tuple(
        replace(task, windows=_keep_within(task.windows, hours[task.contract_id]))
        if task.contract_id in hours and task.id not in but
        else task
        for task in tasks
    )


def _keep_within(windows: tuple[TimeWindow, ...], hour: tuple[int, int]) -> tuple[TimeWindow, ...]:
    """Returns what of the windows lies in the hour; all of them where nothing does."""
    from_s, to_s = hour
    found = tuple(
        TimeWindow(earliest_s=max(w.earliest_s, from_s), latest_s=min(w.latest_s, to_s))
        for w in windows
        if max(w.earliest_s, from_s) <= min(w.latest_s, to_s)
    )
    return found or windows


def say_how_kept(calendar: Calendar, date: dt.date, tasks: Sequence[Task], plan: Plan) -> Message:
    """Returns a sentence on how much of the calendar the day's plan keeps."""
    contract_of = {task.id: task.contract_id for task in tasks if task.contract_id}
    duty_of: dict[str, DutyId] = {}
    begin_s: dict[str, int] = {}
    for route in plan.routes:
        for activity in route.activities:
            contract_id = contract_of.get(activity.task_id or "")
            if activity.kind is ActivityKind.SERVICE and contract_id is not None:
                duty_of[contract_id] = route.vehicle_id, route.shift_id
                begin_s[contract_id] = activity.begin_s
    visits = calendar.on(date)
    planned = [visit for visit in visits if visit.contract_id in duty_of]
    same_truck = sum(duty_of[v.contract_id][0] == v.vehicle_id for v in planned)
    same_hour = sum(
        v.from_s - HOUR_SLACK_S <= begin_s[v.contract_id] <= v.to_s + HOUR_SLACK_S for v in planned
    )
    return message(
        "notice.calendar_kept",
        "Calendar kept: of {collections} collections, {planned} are planned, {same_truck} by the "
        "calendar's truck, {same_hour} within {slack_min} min of its hour.",
        collections=len(visits),
        planned=len(planned),
        same_truck=same_truck,
        same_hour=same_hour,
        slack_min=HOUR_SLACK_S // 60,
    )
