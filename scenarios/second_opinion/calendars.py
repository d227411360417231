"""The week's calendar: which kitchens it has on the day, and how much of it the routes keep."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from fleet import message
from optimizer.checker import ViolationCode
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task
from optimizer.week.calendar import Calendar
from scenarios.due import DueWork
from scenarios.second_opinion.comparing import Finding, Unchecked, compare

MOST_NAMED = 10
"""So many contracts are named at most."""

SLACK_MIN = 30
"""Whoever comes so much earlier or later still comes at the calendar's hour."""


def check_calendar(
    on_calendar: Sequence[str] | None, date: dt.date, calendar: Calendar | None
) -> Iterator[Finding]:
    """Yields whether the kitchens of a plan are those that a calendar has on the day.

    Parameters
    ----------
    on_calendar
        As the plan states them.
    calendar
        The one that it is to have kept to; None where there is none at hand.
    """
    if calendar is not None:
        due = sorted({visit.contract_id for visit in calendar.on(date)})
        yield from compare(on_calendar, due, "on_calendar", ViolationCode.OTHER_CALENDAR)
    else:
        why = message(
            "unchecked.calendar",
            "whether the plan keeps to a calendar, and which kitchens that has on the day, only "
            "the calendar can tell (give it with --calendar)",
        )
        yield Unchecked(what="on_calendar", why=why)


def describe_calendar(due: DueWork, on_calendar: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Returns the values of what there is to say of the kitchens on a calendar, by code."""
    counts = {"due": len(on_calendar), "contracts": len(due.scenario.contracts)}
    said: dict[str, Mapping[str, Any]] = {"notice.calendar": counts}
    lost = sorted({*on_calendar} - {task.contract_id for task in due.tasks})
    if lost:
        named = lost[:MOST_NAMED]
        said["notice.calendar_lost"] = {"count": len(lost), "contracts": named}
    return said


def describe_keeping(
    calendar: Calendar, date: dt.date, tasks: Sequence[Task], plan: Plan
) -> dict[str, Mapping[str, Any]]:
    """Returns how much of a calendar the routes keep, by code."""
    task_of = {task.id: task for task in tasks}
    visits = calendar.on(date)
    planned = same_truck = same_hour = 0
    for route in plan.routes:
        for activity in route.activities:
            task = task_of.get(activity.task_id or "")
            for visit in visits:
                if (
                    activity.kind is ActivityKind.SERVICE
                    and task is not None
                    and task.contract_id == visit.contract_id
                ):
                    planned += 1
                    same_truck += route.vehicle_id == visit.vehicle_id
                    early_min = (visit.from_s - activity.begin_s) / 60
                    late_min = (activity.begin_s - visit.to_s) / 60
                    same_hour += max(early_min, late_min) <= SLACK_MIN
    return {
        "notice.calendar_kept": {
            "collections": len(visits),
            "planned": planned,
            "same_truck": same_truck,
            "same_hour": same_hour,
            "slack_min": SLACK_MIN,
        }
    }
