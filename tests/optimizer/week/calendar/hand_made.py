"""Small calendars that can be solved by hand."""

import datetime as dt

from fleet import Contract, LonLat, Shift, TimeWindow
from optimizer.week.calendar import CalendarProblem, Pace, Truck, check, solve
from optimizer.week.sat import Effort

MONDAY = dt.date(2012, 12, 10)
EFFORT = Effort(deterministic=4.0)
LUNCH = Shift(id="lunch", start_s=13 * 3600, end_s=17 * 3600)
DINNER = Shift(id="dinner", start_s=19 * 3600, end_s=23 * 3600)
AFTERNOON = (TimeWindow(earliest_s=13 * 3600, latest_s=17 * 3600),)
EVENING = (TimeWindow(earliest_s=19 * 3600, latest_s=23 * 3600),)


def kitchen(id_="K1", *, times=0, lon=121.5, lat=29.8, demand_kg=100, windows=AFTERNOON, **rest):
    return Contract(
        id=id_,
        name=id_,
        at=LonLat(lon=lon, lat=lat),
        demand_kg=demand_kg,
        windows=windows,
        collections_per_week=times,
        **rest,
    )


def truck(id_="T1", *, hopper_kg=5_000, shifts=(LUNCH,), barred=()):
    return Truck(vehicle_id=id_, hopper_kg=hopper_kg, shifts=shifts, barred=tuple(sorted(barred)))


def week(contracts, trucks=(), **rest):
    return CalendarProblem(
        monday=MONDAY, contracts=tuple(contracts), trucks=tuple(trucks) or (truck(),), **rest
    )


def solved(problem, **rest):
    """A calendar that has passed the checker."""
    calendar = solve(problem, effort=EFFORT, **rest)
    assert check(problem, calendar) == []
    return calendar


def days_of(calendar, contract_id):
    """Weekdays of a contract, Monday = 0."""
    return tuple(v.date.weekday() for v in calendar.visits if v.contract_id == contract_id)


ROOMY = Pace(between_s=60, unload_s=600, out_and_home_s=600, loads_a_shift=2)
