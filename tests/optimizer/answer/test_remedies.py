"""The cheapest change that would serve a kitchen: found, and true when it is made."""

from dataclasses import replace

import pytest

from fleet import Shift, TimeWindow
from optimizer.answer import remedies
from optimizer.checker import check
from optimizer.plan import ChangeKind
from tests.one_road import HOUR_S, ROAD, SITES, TRUCK, fleet_of, planned, stop


def kitchen(number, earliest_s, latest_s, **more):
    """A kitchen that is to be served between two times of day."""
    return stop(str(number), earliest_s=earliest_s, latest_s=latest_s, **more)


def checked(tasks, *vehicles):
    """The plan of these kitchens, which the checker has passed."""
    plan = planned(tasks, *vehicles)
    assert check(ROAD, fleet_of(*vehicles), tasks, SITES, plan) == []
    return plan


def change_of(plan):
    """The change proposed for the one task left out."""
    (left_out,) = plan.unassigned
    return left_out.change


def test_a_kitchen_that_closes_too_soon_is_told_how_much_later_would_do():
    # The truck is there at 08:02:05 at the earliest; the window shuts at 07:50.
    early = kitchen(1, 7 * HOUR_S, 7 * HOUR_S + 50 * 60)
    change = change_of(checked([early], TRUCK))
    assert (change.kind, change.minutes) == (ChangeKind.LATER_WINDOW, 20)
    later = replace(early, windows=(TimeWindow(earliest_s=7 * HOUR_S, latest_s=29_400),))
    assert checked([later], TRUCK).served == {"kitchen/1"}


def test_a_kitchen_that_opens_too_late_is_told_how_much_earlier_would_do():
    # After 4 min at the kitchen, 125 s of driving and 10 min of unloading it is to be 10:00: the
    # service begins by 09:43 or so, and the window opens at 10:00.
    late = kitchen(1, 10 * HOUR_S, 11 * HOUR_S)
    change = change_of(checked([late], TRUCK))
    assert (change.kind, change.minutes) == (ChangeKind.EARLIER_WINDOW, 20)
    earlier = replace(late, windows=(TimeWindow(earliest_s=34_800, latest_s=11 * HOUR_S),))
    assert checked([earlier], TRUCK).served == {"kitchen/1"}


def test_work_that_outlasts_the_shift_is_told_the_overtime():
    # Two stops of 55 min each, 2 x 125 s of driving and 10 min of unloading: 2 h 4 min.
    two = [kitchen(n, 8 * HOUR_S, 9 * HOUR_S, service_s=3_300) for n in (1, 2)]
    change = change_of(checked(two, TRUCK))
    assert (change.kind, change.minutes, change.extra_visit) == (
        ChangeKind.LONGER_SHIFT,
        10,
        False,
    )
    # An hour costs 180 yuan, and nothing more has to be driven.
    assert change.cost_fen == pytest.approx(3_300 * 18_000 / 3_600, abs=1)
    longer = replace(TRUCK, shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=36_600),))
    assert len(checked(two, longer).served) == 2


def test_a_second_visit_is_told_with_the_overtime_it_needs():
    two = [kitchen(n, 8 * HOUR_S, 10 * HOUR_S, service_s=2_700, demand_kg=900) for n in (1, 2)]
    # 2 x 45 min, 4 drives of some 140 s and 2 x 10 min are 2 h at most; the shift has 1 h 55 min.
    short = replace(TRUCK, shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=35_700),))
    change = change_of(checked(two, short))
    assert (change.kind, change.minutes, change.extra_visit) == (ChangeKind.LONGER_SHIFT, 10, True)


def test_where_hours_are_all_used_one_more_shift_is_the_change():
    # Four hours at most without a break: a shift of four hours cannot be longer.
    full = replace(TRUCK, shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=12 * HOUR_S),))
    two = [kitchen(n, 8 * HOUR_S, 9 * HOUR_S, service_s=2 * HOUR_S) for n in (1, 2)]
    change = change_of(checked(two, full))
    assert (change.kind, change.minutes) == (ChangeKind.MORE_SHIFT, 0)
    assert (change.vehicle_id, change.shift_id) == ("K1", "day")
    # The shift, 2 h at the stop, 250 s of driving, 10 min of unloading, and 2 km.
    hours = (2 * HOUR_S + 250 + 600) / HOUR_S
    assert change.cost_fen == pytest.approx(5_000 + 18_000 * hours + 2 * 300, rel=0.01)
    assert len(checked(two, full, replace(full, id="K2")).served) == 2


def test_of_very_many_vehicles_those_are_asked_that_pass_by_and_their_like(monkeypatch):
    full = replace(TRUCK, shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=12 * HOUR_S),))
    # Its work takes the whole shift; another truck, which is idle, would be there 20 min late.
    whole = kitchen(1, 7 * HOUR_S, 8 * HOUR_S + 300, service_s=13_000)
    early = kitchen(2, 7 * HOUR_S, 7 * HOUR_S + 50 * 60)
    alike = replace(full, id="K2")
    other = replace(alike, shifts=(replace(full.shifts[0], id="other"),))

    def told(idle, most_asked):
        monkeypatch.setattr(remedies, "MOST_ASKED", most_asked)
        change = change_of(planned([whole, early], full, idle))
        return change and (change.kind, change.vehicle_id)

    assert told(other, 200) == (ChangeKind.LATER_WINDOW, "K2")
    assert told(alike, 0) == (ChangeKind.LATER_WINDOW, "K2")
    assert told(other, 0) is None


def test_what_no_change_helps_has_none():
    # Nine hours of work, where nobody may work for more than four.
    endless = kitchen(1, 8 * HOUR_S, 9 * HOUR_S, service_s=9 * HOUR_S)
    assert change_of(checked([endless], TRUCK)) is None
