import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet import Driver, VehicleKind
from optimizer.week.roster import (
    Obstacle,
    RosterCode,
    RosterDuty,
    RosterProblem,
    RosterRules,
    check,
    solve,
)
from optimizer.week.sat import Effort, Following

MONDAY = dt.date(2012, 12, 10)
EFFORT = Effort(deterministic=4.0)
HOUR_S = 3600


def duty(day=0, start=8, end=15, *, vehicle="S01", shift="day", kind=VehicleKind.SWEEPER):
    return RosterDuty(
        date=MONDAY + dt.timedelta(days=day),
        start_s=start * HOUR_S,
        end_s=end * HOUR_S,
        kind=kind,
        vehicle_id=vehicle,
        shift_id=shift,
    )


def night(day=0, **rest):
    return duty(day, 21, 29, shift="night", **rest)


def driver(id_="D1", **rest):
    rest.setdefault("licences", (VehicleKind.SWEEPER,))
    return Driver(id=id_, name=id_, **rest)


def week(duties, drivers, **rest):
    return RosterProblem(monday=MONDAY, duties=tuple(duties), drivers=tuple(drivers), **rest)


def solved(problem, **rest):
    """A roster that has passed the checker."""
    roster = solve(problem, effort=EFFORT, **rest)
    assert check(problem, roster) == []
    return roster


def test_one_driver_works_six_days_and_the_seventh_is_listed():
    roster = solved(week([duty(day) for day in range(7)], [driver()]))
    assert len(roster.driver_of) == 6
    (left,) = roster.uncovered
    # 6 duties of 7 h are 42 h; a seventh would be 49 h.
    assert left.obstacle is Obstacle.HOURS_USED_UP


def test_rest_days_are_a_reason_where_hours_are_left():
    roster = solved(week([duty(day, 8, 12) for day in range(7)], [driver()]))
    (left,) = roster.uncovered
    assert left.obstacle is Obstacle.REST_DAYS


def test_two_drivers_share_the_week_evenly():
    roster = solved(week([duty(day) for day in range(6)], [driver("D1"), driver("D2")]))
    done = list(roster.driver_of.values())
    assert done.count("D1") == done.count("D2") == 3


def test_nobody_without_the_licence():
    roster = solved(week([duty(kind=VehicleKind.WASHER)], [driver()]))
    (left,) = roster.uncovered
    assert left.obstacle is Obstacle.NO_LICENCE


def test_nobody_who_is_away():
    roster = solved(week([duty()], [driver(unavailable=(MONDAY,))]))
    assert roster.uncovered[0].obstacle is Obstacle.UNAVAILABLE


def test_nobody_by_night_who_does_not_work_then():
    roster = solved(week([night()], [driver(by_night=False)]))
    assert roster.uncovered[0].obstacle is Obstacle.NO_NIGHTS


def test_nobody_drives_two_vehicles_at_once():
    roster = solved(week([duty(), duty(vehicle="S02")], [driver()]))
    assert roster.uncovered[0].obstacle is Obstacle.AT_WORK


def test_eleven_hours_lie_between_two_days():
    # Home at 23:00, out again at 8:00: nine hours.
    roster = solved(week([duty(0, 16, 23), duty(1, 8, 15)], [driver()]))
    assert len(roster.driver_of) == 1


def test_a_day_lies_between_a_night_and_a_day():
    # Home at 5:00 on Tuesday; by Wednesday 4:00 only 23 hours.
    problem = week([night(0), duty(1, 19, 23)], [driver()])
    assert len(solved(problem).driver_of) == 1
    assert len(solved(week([night(0), duty(2, 8, 15)], [driver()])).driver_of) == 2


def test_two_short_duties_are_one_day():
    morning, lunch = duty(0, 5, 9, shift="morning"), duty(0, 13, 17, shift="lunch")
    assert len(solved(week([morning, lunch], [driver()])).driver_of) == 2
    late = duty(0, 19, 23, shift="dinner")
    # 5:00 to 23:00 are 18 hours.
    assert len(solved(week([morning, late], [driver()])).driver_of) == 1


def test_the_week_before_counts():
    before = tuple(duty(day - 7) for day in range(1, 7))
    earlier = {"D1": tuple(replace(one, date=one.date) for one in before)}
    roster = solved(week([duty(0)], [driver()], earlier=earlier))
    assert roster.uncovered[0].obstacle is Obstacle.REST_DAYS


def test_a_day_off_is_granted_where_another_can():
    wishing = driver("D1", days_off_wanted=(MONDAY,))
    roster = solved(week([duty()], [wishing, driver("D2")]))
    assert list(roster.driver_of.values()) == ["D2"]
    alone = solved(week([duty()], [wishing]))
    assert alone.refused == {"D1": (MONDAY,)}


def test_drivers_keep_their_vehicle():
    duties = [duty(day, vehicle=v) for day in range(5) for v in ("S01", "S02")]
    roster = solved(week(duties, [driver("D1"), driver("D2")]))
    for name in ("D1", "D2"):
        assert len({id_.split()[1] for id_, who in roster.driver_of.items() if who == name}) == 1


def test_nights_are_shared():
    duties = [night(day) for day in range(4)]
    roster = solved(week(duties, [driver("D1"), driver("D2")]))
    assert sorted(map(list(roster.driver_of.values()).count, ("D1", "D2"))) == [2, 2]


def test_a_stop_keeps_the_best_so_far():
    problem = week([duty(day) for day in range(7)], [driver("D1"), driver("D2")])
    assert solved(problem, following=Following(should_stop=lambda: True)).interrupted


def test_the_same_problem_gives_the_same_roster():
    problem = week(
        [duty(day, vehicle=v) for day in range(7) for v in ("S01", "S02")],
        [driver(f"D{n}") for n in range(4)],
    )
    assert solved(problem).driver_of == solved(problem).driver_of


BROKEN = [
    (RosterCode.LICENCE, [duty(kind=VehicleKind.WASHER)], driver()),
    (RosterCode.UNAVAILABLE, [duty()], driver(unavailable=(MONDAY,))),
    (RosterCode.NIGHT, [night()], driver(by_night=False)),
    (RosterCode.WISH, [duty()], driver(days_off_wanted=(MONDAY,))),
    (RosterCode.OVERLAP, [duty(), duty(0, 10, 12, vehicle="S02")], driver()),
    (RosterCode.REST, [duty(0, 16, 23), duty(1, 8, 15)], driver()),
    (RosterCode.REST_AFTER_NIGHT, [night(0), duty(1, 19, 23)], driver()),
    (RosterCode.LONG_DAY, [duty(0, 5, 9), duty(0, 19, 23, vehicle="S02")], driver()),
    (RosterCode.LONG_DAY, [duty(0, 5, 10), duty(0, 11, 15, vehicle="S02")], driver()),
    (RosterCode.WEEK_HOURS, [duty()], driver(most_s_a_week=3600)),
    (RosterCode.REST_DAYS, [duty(day, 8, 10) for day in range(7)], driver()),
    (RosterCode.DAYS_IN_A_ROW, [duty(day, 8, 10) for day in range(7)], driver()),
]


@pytest.mark.parametrize(("code", "duties", "who"), BROKEN)
def test_the_checker_finds_a_broken_rule(code, duties, who):
    problem = week(duties, [who])
    roster = replace(
        solve(problem, effort=EFFORT),
        driver_of={one.id: who.id for one in duties},
        uncovered=(),
        refused={},
    )
    assert code in {fault.code for fault in check(problem, roster)}


def test_the_checker_finds_what_is_lost_or_unknown():
    problem = week([duty()], [driver()])
    roster = solved(problem)
    empty = replace(roster, driver_of={})
    assert {fault.code for fault in check(problem, empty)} == {RosterCode.LOST}
    other = replace(roster, driver_of={duty().id: "D9"})
    assert {fault.code for fault in check(problem, other)} == {RosterCode.UNKNOWN_DRIVER}
    strange = replace(roster, driver_of={**roster.driver_of, "x": "D1"})
    assert {fault.code for fault in check(problem, strange)} == {RosterCode.UNKNOWN_DUTY}


DUTIES = [
    one
    for day in range(7)
    for one in (duty(day), night(day), duty(day, 5, 9, vehicle="S02", shift="early"))
]


@st.composite
def problems(draw, most=12):
    duties = draw(st.lists(st.sampled_from(DUTIES), unique=True, max_size=most))
    dates = [MONDAY + dt.timedelta(days=n) for n in range(7)]
    drivers = [
        driver(
            f"D{n}",
            most_s_a_week=draw(st.integers(4, 44)) * HOUR_S,
            unavailable=tuple(draw(st.sets(st.sampled_from(dates), max_size=2))),
            days_off_wanted=tuple(draw(st.sets(st.sampled_from(dates), max_size=2))),
            by_night=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    rules = RosterRules(
        rest_days=draw(st.integers(1, 2)), most_days_in_a_row=draw(st.integers(3, 6))
    )
    return week(duties, drivers, rules=rules)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(problems())
def test_every_roster_passes_the_checker(problem):
    roster = solved(problem)
    assert all(one.obstacle is not Obstacle.STOPPED for one in roster.uncovered)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(problems(most=4))
def test_no_roster_covers_more(problem):
    roster = solved(problem)
    ids = [one.id for one in problem.duties]
    names = [None, *(one.id for one in problem.drivers)]
    most = 0
    for choice in itertools.product(names, repeat=len(ids)):
        given_ = {id_: who for id_, who in zip(ids, choice, strict=True) if who}
        tried = replace(
            roster,
            driver_of=given_,
            uncovered=(),
            refused=dict.fromkeys(names[1:], tuple(problem.dates)),
        )
        codes = {fault.code for fault in check(problem, tried)} - {RosterCode.LOST}
        if not codes:
            most = max(most, len(given_))
    assert len(roster.driver_of) == most
