"""Where a vehicle is says how late it is.

S1 leaves the yard, 100 m into East Road, at 21,600 s; drives 400 m to node 2 in 60 s; sweeps North
Road, 300 m, from 21,660 to 21,960; turns in 8 s, sweeps West Road from 21,968 to 22,468, drives to
the yard until 22,528 and unloads there until 23,128.
"""

import pytest

from tests.scenarios.operations.telling import one, refused, told

DEGREE_M = 111_195


def at(x_m, y_m):
    """A place of so many metres east and north."""
    return {"lon": x_m / DEGREE_M, "lat": y_m / DEGREE_M}


def clock(time_s):
    return f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}:{time_s % 60:02d}"


def report(time_s, x_m, y_m, **more):
    return {"kind": "delayed", "at": clock(time_s), "vehicle": "S1"} | at(x_m, y_m) | more


def late_s(time_s, x_m, y_m):
    (event,) = told(report(time_s, x_m, y_m))
    return event.late_s


@pytest.mark.parametrize(
    ("time_s", "x_m", "y_m", "behind_s"),
    [
        # Half of North Road is swept at 21,810.
        (21_810, 500, 150, 0),
        (22_410, 500, 150, 600),
        # A receiver is off by 12 m.
        (22_410, 512, 150, 600),
        # Ahead is on time.
        (21_700, 500, 150, 0),
        # Three quarters of the way to node 2, 300 of 400 m, at 21,645.
        (21_700, 400, 0, 55),
        # Still in the yard, where it stood until 21,600; it is there again at 22,528 only.
        (21_900, 100, 0, 300),
        # Unloading, as planned.
        (22_900, 100, 0, 0),
        # Still unloading.
        (23_200, 100, 0, 72),
    ],
)
def test_a_vehicle_is_late_by_when_the_plan_has_it_there(time_s, x_m, y_m, behind_s):
    # Metres on the globe and on the drawing differ by a hair.
    assert late_s(time_s, x_m, y_m) == pytest.approx(behind_s, abs=1)


def test_what_was_told_since_the_plan_was_made_is_taken_off():
    told_before = {"kind": "delayed", "at": "06:05", "vehicle": "S1", "minutes": 4}
    # 600 s behind, of which 240 are known; another vehicle's delay is none of it.
    other = dict(told_before, vehicle="S2", minutes=9)
    events = told(report(22_410, 500, 150), told_before, other)
    assert events[0].late_s == pytest.approx(360, abs=1)


def test_an_outage_counts_until_the_vehicle_is_back():
    # Out from 06:05 until 06:30, back at 06:09 already: 240 s of the 600.
    out = {"kind": "vehicle_out", "at": "06:05", "vehicle": "S1", "until": "06:30"}
    back = {"kind": "vehicle_back", "at": "06:09", "vehicle": "S1"}
    events = told(out, back, report(22_410, 500, 150))
    assert events[2].late_s == pytest.approx(360, abs=1)


def test_the_same_report_is_the_same_event_under_another_plan():
    first = told(report(22_410, 500, 150, id="G1"))
    between = {"kind": "delayed", "at": "06:05", "vehicle": "S1", "minutes": 4}
    known = (*first, *told(between))
    assert told(report(22_410, 500, 150, id="G1"), known=known) == first


def test_a_place_that_the_plan_never_comes_near_is_refused():
    # 400 m east of North Road, and the limit is 300 m.
    (found,) = refused(report(22_000, 900, 150))
    assert (found.field, found.why.code) == ("lon", "events.off_route")


def test_a_vehicle_without_a_route_is_behind_nothing():
    (found,) = refused(report(22_000, 500, 150, vehicle="S2"))
    assert (found.field, found.why.code) == ("vehicle", "events.no_route")
    assert one("delayed", vehicle="S2", minutes=3).late_s == 180


def test_degrees_that_are_swapped_are_refused():
    (found,) = refused(report(22_000, 0, 0, lon=29.8, lat=121.5))
    assert (found.field, found.why.code) == ("lon", "value.swapped")
