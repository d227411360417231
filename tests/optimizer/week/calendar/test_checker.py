import datetime as dt
from dataclasses import replace

import pytest

from fleet import Shift, TimeWindow
from optimizer.week.calendar import CalendarCode, CalendarLack, Missing, Pace, check, solve
from tests.optimizer.week.calendar.hand_made import (
    EFFORT,
    LUNCH,
    MONDAY,
    kitchen,
    solved,
    truck,
    week,
)

PROBLEM = week(
    [kitchen("K1", times=2), kitchen("K2", weekdays=(0, 1, 2, 3, 4))],
    [truck("T1"), truck("T2", barred=("K2",))],
    holidays=(MONDAY + dt.timedelta(days=6),),
)


@pytest.fixture(scope="module")
def calendar():
    return solved(PROBLEM)


def with_first(calendar, of, **changes):
    """The calendar with one visit of a contract changed."""
    number = next(n for n, v in enumerate(calendar.visits) if v.contract_id == of)
    visits = list(calendar.visits)
    visits[number] = replace(visits[number], **changes)
    return replace(calendar, visits=tuple(visits))


def codes(calendar, problem=PROBLEM):
    return {fault.code for fault in check(problem, calendar)}


@pytest.mark.parametrize(
    ("contract_id", "changes", "code"),
    [
        ("K2", {"contract_id": "K9"}, CalendarCode.UNKNOWN_CONTRACT),
        ("K2", {"vehicle_id": "T9"}, CalendarCode.UNKNOWN_TRUCK),
        ("K2", {"shift_id": "night"}, CalendarCode.UNKNOWN_SHIFT),
        ("K2", {"vehicle_id": "T2"}, CalendarCode.BARRED),
        ("K2", {"date": MONDAY - dt.timedelta(days=7)}, CalendarCode.OUTSIDE_WEEK),
        ("K2", {"date": MONDAY + dt.timedelta(days=5)}, CalendarCode.NOT_ALLOWED),
        ("K1", {"date": MONDAY + dt.timedelta(days=6)}, CalendarCode.HOLIDAY),
        ("K2", {"date": MONDAY + dt.timedelta(days=4)}, CalendarCode.TWICE_A_DAY),
        ("K2", {"from_s": 12 * 3600}, CalendarCode.WINDOW),
        ("K2", {"to_s": 17 * 3600 + 1}, CalendarCode.WINDOW),
    ],
)
def test_finds_a_broken_visit(calendar, contract_id, changes, code):
    assert code in codes(with_first(calendar, contract_id, **changes))


def test_finds_a_lost_collection(calendar):
    assert codes(replace(calendar, visits=calendar.visits[1:])) == {CalendarCode.LOST}


def test_a_collection_that_is_listed_as_missing_is_not_lost(calendar):
    lost = calendar.visits[0]
    missing = Missing(contract_id=lost.contract_id, times=1, lack=CalendarLack.FULL, detail="full")
    assert codes(replace(calendar, visits=calendar.visits[1:], missing=(missing,))) == set()


def test_finds_collections_that_nobody_promised(calendar):
    fewer = replace(PROBLEM, contracts=(kitchen("K1", times=1), PROBLEM.contracts[1]))
    assert codes(calendar, fewer) == {CalendarCode.TOO_OFTEN}


def test_finds_a_truck_that_is_too_full(calendar):
    small = replace(PROBLEM, trucks=(truck("T1", hopper_kg=60), truck("T2", hopper_kg=60)))
    tight = replace(small, pace=Pace(unload_s=0, loads_a_shift=1))
    assert codes(calendar, tight) == {CalendarCode.OVERLOAD}


def test_finds_a_shift_that_is_too_short(calendar):
    pace = Pace(out_and_home_s=LUNCH.duration_s - 100)
    assert codes(calendar, replace(PROBLEM, pace=pace)) == {CalendarCode.OVERTIME}


def test_two_hours_of_one_shift_name_are_refused():
    other = Shift(id="lunch", start_s=12 * 3600, end_s=15 * 3600)
    with pytest.raises(ValueError, match="other hours"):
        week([], [truck("T1"), truck("T2", shifts=(other,))])


def test_a_week_begins_on_monday():
    with pytest.raises(ValueError, match="Monday"):
        replace(PROBLEM, monday=MONDAY + dt.timedelta(days=1))


def test_a_shift_is_as_long_as_the_kitchens_are_open():
    late = (TimeWindow(earliest_s=15 * 3600, latest_s=17 * 3600),)
    problem = week([kitchen(windows=late)])
    # Home by 17:00 with half of 1,500 s on the way: 7,200 - 750.
    assert problem.room_s("lunch") == 6_450
    slow = replace(problem, pace=Pace(between_s=6_300, unload_s=0))
    calendar = solve(slow, effort=EFFORT)
    # 240 + 6,300 s are more than 6,450.
    assert {one.lack for one in calendar.missing} == {CalendarLack.FULL}
    faster = solved(replace(slow, pace=Pace(between_s=6_200, unload_s=0)))
    assert CalendarCode.OVERTIME in codes(faster, slow)


# Tuesdays of December 2012: 4, 11, 18, 25; the week is that of the 10th.
DATED = [
    kitchen("odd", month_days=tuple(range(1, 32, 2))),
    kitchen("second", weekdays=(1,), month_weeks=(2,)),
    kitchen("first", weekdays=(1,), month_weeks=(1,)),
    kitchen("other", every_days=2, first_date=dt.date(2012, 12, 9)),
    kitchen("last", weekdays=(6,), month_weeks=(-1,)),
]


def test_contracts_by_dates_are_collected_on_their_dates_and_no_other():
    visits = solved(week(DATED)).visits
    found = {c.id: [v.date.day for v in visits if v.contract_id == c.id] for c in DATED}
    # The last Sunday is the 30th.
    assert found == {
        "odd": [11, 13, 15],
        "second": [11],
        "first": [],
        "other": [11, 13, 15],
        "last": [],
    }


@pytest.mark.parametrize(
    ("contract_id", "day"), [("odd", 12), ("second", 12), ("other", 12), ("odd", 16)]
)
def test_finds_a_visit_on_another_date(contract_id, day):
    problem = week(DATED)
    moved = with_first(solved(problem), contract_id, date=dt.date(2012, 12, day))
    expected = [CalendarCode.NOT_ALLOWED]
    assert [
        f.code for f in check(problem, moved) if str(f.where).startswith(contract_id)
    ] == expected


def test_finds_a_date_that_is_neither_on_the_calendar_nor_listed():
    problem = week(DATED)
    calendar = solved(problem)
    rest = tuple(v for v in calendar.visits if v.contract_id != "second")
    (fault,) = check(problem, replace(calendar, visits=rest))
    assert (fault.code, fault.where) == (CalendarCode.LOST, "second")
