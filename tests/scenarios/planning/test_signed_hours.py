"""A street that a sign closes by day is swept by night: from the sign to the checked plan.

::

    5 --- 1 === 2 --- 3      1 to 2 is High Street, closed to lorries from 07:00 to 22:00
          |     |            the yard is between 1 and 4; all streets are 100 m long
          4 --- 6
"""

import datetime as dt
from dataclasses import replace

import pytest

from fleet import Shift, TimeWindow
from optimizer.checker import check
from optimizer.plan import Reason
from tests.hand_drawn import HOUR_S, STANDARD, SWEEPER, small_day, yard_at
from tests.streets import street_network

MONDAY, SUNDAY = dt.date(2024, 5, 6), dt.date(2024, 5, 5)
NODES = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (0, -100), 5: (-100, 0), 6: (100, -100)}
BAN = {"hgv:conditional": "no @ (Mo-Sa 07:00-22:00)"}
ANY_TIME = replace(
    STANDARD, passes=((TimeWindow(earliest_s=0, latest_s=30 * HOUR_S),),), least_apart_s=0
)
DAY = SWEEPER
NIGHT = replace(
    SWEEPER, id="S2", shifts=(Shift(id="night", start_s=22 * HOUR_S, end_s=26 * HOUR_S),)
)


def streets(date=MONDAY, signs=BAN):
    network = street_network(
        NODES,
        [
            (1, 2, {"name": "High Street", "signs": signs}),
            (2, 3),
            (1, 4),
            (1, 5),
            (4, 6),
            (6, 2),
        ],
    )
    return replace(network, date=date)


def day_of(network, *vehicles):
    sites = {"yard": yard_at(network, "1>4", 50)}
    return small_day(network, sites, standards=(ANY_TIME,), vehicles=vehicles)


def swept_by(plan, street):
    """The vehicles that sweep the kerbs of the street between two nodes."""
    return {
        route.vehicle_id for route in plan.routes for id_ in route.task_ids if f"/{street}/" in id_
    }


def test_the_shift_of_the_night_sweeps_what_is_closed_by_day():
    day = day_of(streets(), DAY, NIGHT)
    plan = day.solved()
    assert swept_by(plan, "1>2") == {"S2"}
    assert plan.unassigned == ()


def test_the_checker_finds_the_drive_by_day_that_the_sign_forbids():
    free = day_of(streets(signs={}), DAY)
    plan = free.solved()
    assert swept_by(plan, "1>2") == {"S1"}
    signed = streets()
    found = check(signed, free.fleet, free.tasks, free.sites, plan)
    assert {violation.code for violation in found} == {"closed_arc"}
    assert "1>2 (High Street) is closed to profile sweeper: goods vehicles are banned" in str(
        found[0]
    )


def test_where_no_shift_keeps_out_of_the_hours_the_plan_says_so():
    plan = day_of(streets(), DAY).solved()
    assert swept_by(plan, "1>2") == set()
    assert {(one.task_id, one.reason) for one in plan.unassigned} == {
        ("sweep/1>2/right/1", Reason.UNREACHABLE),
        ("sweep/2>1/right/1", Reason.UNREACHABLE),
    }
    assert "a sign closes the street at some time of every shift" in str(plan.unassigned[0].detail)


def test_on_a_day_that_the_sign_does_not_name_the_street_is_open():
    plan = day_of(streets(SUNDAY), DAY).solved()
    assert swept_by(plan, "1>2") == {"S1"}


@pytest.mark.parametrize(
    ("country", "date", "open_"),
    [
        # Wednesday, 1 May 2024, Labour Day; Monday, 6 May, is none.
        ("CN", dt.date(2024, 5, 1), False),
        ("CN", MONDAY, True),
        ("", dt.date(2024, 5, 1), True),
    ],
)
def test_a_street_that_is_closed_on_public_holidays_is_closed_on_those_of_the_country(
    country, date, open_
):
    network = replace(streets(date, {"hgv:conditional": "no @ (PH)"}), country=country)
    day = day_of(network, DAY)
    plan = day.solved()
    assert swept_by(plan, "1>2") == ({"S1"} if open_ else set())
    anywhere = day_of(streets(signs={}), DAY).solved()
    found = check(network, day.fleet, day.tasks, day.sites, anywhere)
    assert {violation.code for violation in found} == (set() if open_ else {"closed_arc"})


def test_a_shift_past_midnight_meets_the_signs_of_the_next_day():
    until_three = replace(NIGHT, shifts=(replace(NIGHT.shifts[0], end_s=27 * HOUR_S),))
    for signs, open_ in (
        ({"hgv:conditional": "no @ (Tu 02:30-04:00)"}, False),
        ({"hgv:conditional": "no @ (Tu 03:00-04:00)"}, True),
        ({"hgv:conditional": "no @ (Mo 02:30-04:00)"}, True),
    ):
        plan = day_of(streets(signs=signs), until_three).solved()
        assert swept_by(plan, "1>2") == ({"S2"} if open_ else set())


def test_shifts_that_no_sign_tells_apart_share_their_paths():
    early = replace(DAY, id="S3", shifts=(Shift(id="early", start_s=0, end_s=4 * HOUR_S),))
    free = day_of(streets(signs={}), early, NIGHT)
    assert len(free.day.finders) == 1
    assert len(day_of(streets(), early, NIGHT).day.finders) == 2


def test_without_a_date_signs_of_some_hours_are_passed_over():
    day = day_of(streets(date=None), DAY)
    assert swept_by(day.solved(), "1>2") == {"S1"}


@pytest.mark.parametrize("hours", ["07:00-09:00", "22:00-23:00"])
def test_a_turn_that_is_banned_at_some_hours_is_made_at_others(hours):
    network = street_network(
        NODES,
        [(1, 2), (2, 3), (1, 4), (1, 5), (4, 6), (6, 2)],
        banned=[("4>1", "1>2")],
        bans=[{"restriction:conditional": f"no_right_turn @ ({hours})"}],
    )
    network = replace(network, date=MONDAY)
    vehicle = NIGHT if hours == "07:00-09:00" else DAY
    free, bound = day_of(network, vehicle), day_of(network, NIGHT if vehicle is DAY else DAY)
    arc = network.arc_of_key
    for day, allowed in ((free, True), (bound, False)):
        (finder,) = day.day.finders
        assert (finder.turns.find(arc["4>1"], arc["1>2"]) is not None) == allowed
        assert day.solved().unassigned == ()
