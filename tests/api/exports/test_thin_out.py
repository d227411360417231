"""Routes of GPX files in as few points as a navigator takes."""

import gpxpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exports.gpx import thin_out, to_gpx
from api.exports.turn_list import LineKind, TurnLine
from tests.scenarios import small_plan

STREETS = small_plan.network()
PLAN = small_plan.plan_file()


def line(kind, number):
    """A turn, a stop, or a stretch of work of so many metres."""
    of_kind = {"turn": LineKind.DRIVE, "stop": LineKind.STOP, "stretch": LineKind.WORK}
    here = (0.0, 0.0)
    return TurnLine(
        kind=of_kind[kind],
        text=f"{kind} {number}",
        point=here,
        end_point=here,
        worked_m=number if kind == "stretch" else 0,
    )


LINES = st.lists(st.sampled_from(["turn", "stop", "stretch"]), min_size=1, max_size=60).map(
    lambda kinds: [line(kind, number) for number, kind in enumerate(kinds, start=1)]
)


@given(LINES, st.integers(1, 40))
def test_no_route_has_more_points_and_no_turn_or_stop_is_lost(lines, most):
    parts = thin_out(lines, most)
    assert all(1 <= len(part) <= most for part in parts)
    kept = [one for part in parts for one in part]
    # In order, and all that is no stretch of work.
    assert kept == [one for one in lines if one in kept]
    assert [one for one in lines if not one.worked_m] == [one for one in kept if not one.worked_m]


@given(LINES)
def test_what_fits_stays_as_it_is(lines):
    assert thin_out(lines, len(lines)) == [lines]


def test_the_shortest_stretches_go_first():
    lines = [line("stretch", 300), line("turn", 1), line("stretch", 50), line("stretch", 80)]
    assert [one.text for one in thin_out(lines, 3)[0]] == ["stretch 300", "turn 1", "stretch 80"]


def test_turns_that_are_too_many_make_several_routes():
    lines = [line("turn", number) for number in range(5)]
    assert [len(part) for part in thin_out(lines, 2)] == [2, 2, 1]


@pytest.mark.parametrize(("points", "names"), [(8, ["S1 day"]), (3, ["1/3", "2/3", "3/3"])])
def test_a_gpx_file_keeps_its_track_and_its_turns(points, names):
    whole = gpxpy.parse(to_gpx(PLAN, STREETS, "S1"))
    thin = gpxpy.parse(to_gpx(PLAN, STREETS, "S1", points=points))
    assert [route.name.removeprefix("S1 day ") for route in thin.routes] == names
    assert len(thin.tracks[0].segments[0].points) == len(whole.tracks[0].segments[0].points)

    def turns(document):
        return [p.name for route in document.routes for p in route.points if "Turn" in p.name]

    # Left into North Road, West Road, South Road and East Road.
    assert len(turns(whole)) == 4
    assert turns(thin) == turns(whole)
    assert all(len(route.points) <= points for route in thin.routes)
