import datetime as dt
from dataclasses import replace

import pytest

from fleet import TimeWindow
from optimizer.week.calendar import CalendarLack, find_changes, find_habits
from optimizer.week.sat import Following
from tests.optimizer.week.calendar.hand_made import (
    AFTERNOON,
    DINNER,
    EVENING,
    LUNCH,
    MONDAY,
    ROOMY,
    days_of,
    kitchen,
    solved,
    truck,
    week,
)

THURSDAY = MONDAY + dt.timedelta(days=3)


def test_two_a_week_on_four_days_are_monday_and_thursday():
    # Of Mon, Tue, Thu: only Mon + Thu and Tue... Tue + Thu is two days apart.
    calendar = solved(week([kitchen(times=2, weekdays=(0, 1, 3))]))
    assert days_of(calendar, "K1") == (0, 3)


def test_three_a_week_on_workdays_are_monday_wednesday_friday():
    calendar = solved(week([kitchen(times=3, weekdays=(0, 1, 2, 3, 4))]))
    assert days_of(calendar, "K1") == (0, 2, 4)


def test_tonnes_are_spread_over_the_days():
    # Seven kitchens once a week: one a day.
    calendar = solved(week([kitchen(f"K{n}", times=1) for n in range(7)]))
    assert sorted(v.date.weekday() for v in calendar.visits) == list(range(7))


def test_a_holiday_is_made_up_on_another_day():
    contract = kitchen(times=2, weekdays=(0, 3, 4))
    calendar = solved(week([contract], holidays=(THURSDAY,)))
    assert days_of(calendar, "K1") == (0, 4)
    assert calendar.missing == ()


def test_a_holiday_that_cannot_be_made_up_is_listed():
    calendar = solved(week([kitchen()], holidays=(THURSDAY,)))
    (missing,) = calendar.missing
    assert (missing.times, missing.lack, missing.dates) == (1, CalendarLack.HOLIDAY, (THURSDAY,))


def test_the_days_of_a_holiday_week_are_those_of_every_week_but_the_holiday():
    contract = kitchen(times=2, weekdays=(0, 1, 3, 4))
    usual = solved(week([contract]))
    first, second = sorted({v.date for v in usual.visits})
    calendar = solved(week([contract], holidays=(second,)), keep=usual)
    assert first in {v.date for v in calendar.visits}
    assert len(calendar.visits) == 2


def test_a_contracts_own_holidays_are_listed_as_its_own():
    calendar = solved(week([kitchen(excluded_dates=(MONDAY,))]))
    (missing,) = calendar.missing
    assert missing.lack is CalendarLack.OWN_DAYS


def test_a_contract_that_begins_on_thursday_is_promised_its_share():
    calendar = solved(week([kitchen(first_date=THURSDAY)]))
    assert days_of(calendar, "K1") == (3, 4, 5, 6)
    assert calendar.missing == ()


def test_windows_that_no_shift_meets_are_a_reason():
    calendar = solved(week([kitchen(windows=EVENING)]))
    (missing,) = calendar.missing
    assert (missing.times, missing.lack) == (7, CalendarLack.NO_WINDOW)


def test_bins_that_no_truck_reaches_are_a_reason():
    calendar = solved(week([kitchen()], [truck(barred=("K1",))]))
    (missing,) = calendar.missing
    assert (missing.times, missing.lack) == (7, CalendarLack.NO_TRUCK)


def test_a_barred_truck_does_not_come():
    trucks = truck("T1", barred=("K1",)), truck("T2")
    calendar = solved(week([kitchen()], trucks))
    assert {v.vehicle_id for v in calendar.visits} == {"T2"}


def test_neighbours_have_the_same_truck_all_week():
    west = [kitchen(f"W{n}", lon=121.50 + n / 1000) for n in range(4)]
    east = [kitchen(f"E{n}", lon=121.60 + n / 1000) for n in range(4)]
    usual = find_habits(solved(week(west + east, [truck("T1"), truck("T2")])))
    assert len({usual[c.id].vehicle_id for c in west}) == 1
    assert len({usual[c.id].vehicle_id for c in east}) == 1
    assert usual["W0"].vehicle_id != usual["E0"].vehicle_id


def test_what_does_not_fit_in_a_truck_is_listed_as_full():
    # One load of 5,000 kg a day; two kitchens of 3,000 kg every day.
    pace = replace(ROOMY, loads_a_shift=1)
    calendar = solved(week([kitchen(f"K{n}", demand_kg=3_000) for n in range(2)], pace=pace))
    assert sum(one.times for one in calendar.missing) == 7
    assert {one.lack for one in calendar.missing} == {CalendarLack.FULL}


def test_a_day_that_is_too_full_lends_to_another_truck():
    # T1 comes to all, T2 only to B: on Monday T1 has no room for A and B together.
    pace = replace(ROOMY, loads_a_shift=1)
    contracts = [
        kitchen("A", demand_kg=3_000),
        kitchen("B", demand_kg=3_000, weekdays=(0,)),
    ]
    calendar = solved(week(contracts, [truck("T1"), truck("T2", barred=("A",))], pace=pace))
    assert calendar.missing == ()
    assert find_habits(calendar)["B"].vehicle_id == "T2"


def test_the_hours_follow_one_round():
    contracts = [kitchen(f"K{n}", lon=121.50 + n / 100) for n in range(8)]
    calendar = solved(week(contracts))
    hour_of = {v.contract_id: v.from_s for v in calendar.visits}
    assert len(set(hour_of.values())) == 4
    assert [hour_of[c.id] for c in contracts] == sorted(hour_of.values())


def test_every_collection_of_a_contract_is_at_the_same_hour():
    calendar = solved(week([kitchen(f"K{n}", lon=121.5 + n / 50, times=3) for n in range(6)]))
    for contract in {v.contract_id for v in calendar.visits}:
        assert len({v.from_s for v in calendar.visits if v.contract_id == contract}) == 1


def town(count=24):
    """Kitchens on a grid, once to seven times a week, at lunch, at dinner or both."""
    return [
        kitchen(
            f"K{n:02d}",
            times=(0, 2, 3, 5)[n % 4],
            lon=121.50 + (n % 6) / 100,
            lat=29.80 + (n // 6) / 100,
            demand_kg=100 + 40 * (n % 5),
            windows=(AFTERNOON, EVENING, AFTERNOON + EVENING)[n % 3],
        )
        for n in range(count)
    ]


TRUCKS = [
    truck("T1", shifts=(LUNCH, DINNER), hopper_kg=8_000),
    truck("T2", shifts=(LUNCH, DINNER)),
]


@pytest.fixture(scope="module")
def usual():
    return solved(week(town(), TRUCKS))


def test_every_stage_is_proved_best(usual):
    assert [(p.stage, p.is_optimal) for p in usual.proofs] == [
        ("days", True),
        ("trucks", True),
        ("hours", True),
    ]


def test_the_same_problem_gives_the_same_calendar(usual):
    assert solved(week(town(), TRUCKS)).visits == usual.visits


def test_nothing_moves_when_nothing_changed(usual):
    assert find_changes(usual, solved(week(town(), TRUCKS), keep=usual)) == ()


def test_a_new_contract_moves_nobody(usual):
    new = kitchen("NEW", times=2, lon=121.53, lat=29.82, demand_kg=350)
    after = solved(week([*town(), new], TRUCKS), keep=usual)
    assert [change.contract_id for change in find_changes(usual, after)] == ["NEW"]


def test_another_window_moves_only_its_contract(usual):
    contracts = town()
    assert find_habits(usual)["K03"].shift_id == "lunch"
    contracts[3] = replace(contracts[3], windows=EVENING)
    after = solved(week(contracts, TRUCKS), keep=usual)
    assert [change.contract_id for change in find_changes(usual, after)] == ["K03"]


def test_a_contract_that_ends_moves_nobody(usual):
    after = solved(week(town()[1:], TRUCKS), keep=usual)
    assert [change.contract_id for change in find_changes(usual, after)] == ["K00"]


def test_the_week_after_is_the_same_week_again(usual):
    later = replace(week(town(), TRUCKS), monday=MONDAY + dt.timedelta(days=7))
    assert find_changes(usual, solved(later, keep=usual)) == ()


def test_a_stop_keeps_the_best_so_far():
    problem = week(town(), TRUCKS)
    calendar = solved(problem, following=Following(should_stop=lambda: True))
    assert calendar.interrupted
    assert calendar.missing == ()


def test_a_short_window_is_an_hour_of_its_own():
    noon = (TimeWindow(earliest_s=14 * 3600, latest_s=14 * 3600 + 300),)
    (visit, *_) = solved(week([kitchen(windows=noon)])).visits
    assert (visit.from_s, visit.to_s) == (14 * 3600, 14 * 3600 + 300)


def test_a_week_without_contracts_is_empty():
    assert solved(week([])).visits == ()


def test_a_full_day_leaves_out_as_little_as_can_be():
    # Room for 10,000 kg a day in T1 and T2, two loads of 2,500 kg each; 11 kitchens of 1,000 kg.
    trucks = [truck("T1", hopper_kg=2_500), truck("T2", hopper_kg=2_500)]
    contracts = [kitchen(f"K{n:02d}", demand_kg=1_000, weekdays=(0,)) for n in range(11)]
    calendar = solved(week(contracts, trucks, pace=ROOMY))
    assert len(calendar.visits) == 10
    assert [one.lack for one in calendar.missing] == [CalendarLack.FULL]
