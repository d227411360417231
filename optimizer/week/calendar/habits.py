"""What an earlier calendar makes usual for a contract, and who has to change."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from optimizer.week.calendar.calendar import Calendar, CalendarVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """The weekdays of a contract (Monday = 0), and its usual truck, shift and hour."""

    weekdays: frozenset[int]
    vehicle_id: str
    shift_id: str
    from_s: int
    to_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitChange:
    """A contract whose week is another than it was; None where it had or has none."""

    contract_id: str
    before: Habit | None
    after: Habit | None


def find_habits(calendar: Calendar) -> dict[str, Habit]:
    """Returns what is usual for every contract of a calendar; exceptions do not make a habit."""
    visits: dict[str, list[CalendarVisit]] = defaultdict(list)
    for visit in calendar.visits:
        visits[visit.contract_id].append(visit)
    found = {}
    for contract_id, own in visits.items():
        counts = Counter((v.vehicle_id, v.shift_id, v.from_s, v.to_s) for v in own)
        vehicle_id, shift_id, from_s, to_s = max(counts, key=lambda key: (counts[key], key))
        found[contract_id] = Habit(
            weekdays=frozenset(visit.date.weekday() for visit in own),
            vehicle_id=vehicle_id,
            shift_id=shift_id,
            from_s=from_s,
            to_s=to_s,
        )
    return found


def find_changes(before: Calendar, after: Calendar) -> tuple[HabitChange, ...]:
    """Returns the contracts whose days, truck, shift or hour are others than before.

    A weekday on which either week has a holiday is no change by itself; a collection that is made
    up on another day is.
    """
    closed = {date.weekday() for date in (*before.holidays, *after.holidays)}

    def open_habits(calendar: Calendar) -> dict[str, Habit]:
        return {
            id_: replace(habit, weekdays=habit.weekdays - closed)
            for id_, habit in find_habits(calendar).items()
        }

    old, new = open_habits(before), open_habits(after)
    return tuple(
        HabitChange(contract_id=id_, before=old.get(id_), after=new.get(id_))
        for id_ in sorted(old.keys() | new.keys())
        if old.get(id_) != new.get(id_)
    )


def list_kept_dates(habit: Habit | None, open_dates: tuple[dt.date, ...]) -> frozenset[dt.date]:
    """Returns the usual days that this week leaves open."""
    if habit is None:
        return frozenset()
    return frozenset(date for date in open_dates if date.weekday() in habit.weekdays)
