"""When each activity happens: the break where it costs least time."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet import Break
from optimizer.answer.timetable import schedule
from optimizer.day.building import build_day
from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance.solution import Visit
from optimizer.search.labels import end_of
from optimizer.search.packed import pack
from optimizer.search.solutions import load, shuns_of_solution
from optimizer.stop import limits
from tests.optimizer.checker.hand_made import (
    NETWORK,
    S1,
    SHIFT,
    SITES,
    SWEEP_A,
    SWEEP_B,
    fleet_of,
    window,
)
from tests.scenarios.planning.test_random_days import built


def scheduled(rest, *, b_from_s=0, out_since_s=None):
    """Returns departure, the begin of the break after A and after B or None, and the return.

    The shift begins at 993; A, done westward, is done at 1136.
    """
    shift = replace(SHIFT, start_s=993, end_s=5000, rest=rest)
    vehicle = replace(S1, shifts=(shift,), tank_l=500, hopper_kg=500)
    tasks = (
        replace(SWEEP_A, windows=window(1000, 1500)),
        replace(SWEEP_B, windows=window(b_from_s, 9000)),
    )
    day = build_day(NETWORK, fleet_of(vehicle), tasks, SITES)
    duty = next(n for n, d in enumerate(day.duties) if d.vehicle.id == "S1")
    duties = [replace(one, out_since_s=out_since_s) for one in day.duties]
    day = replace(day, duties=tuple(duties))
    # A westward, then B, then the station on the way home.
    visits = [(0, 1), (1, 2), (2, int(day.instance.mode_start[2]))]
    return schedule(day, duty, tuple(Visit(element, mode) for element, mode in visits))


def begins(rest, **given):
    return [timing.rest_begin_s for timing in scheduled(rest, **given)[1]]


def test_the_break_falls_into_a_wait():
    # B opens at 2000: after A there is time to spare, after B there is none.
    rest = Break(earliest_s=1200, latest_s=2200, duration_s=600)
    # It leaves so late that A is over at 2000 - 29 s of driving - 600 s of break, and never waits.
    assert begins(rest, b_from_s=2000) == [1371, None, None]
    assert scheduled(rest, b_from_s=2000)[2] == scheduled(None, b_from_s=2000)[2]


def test_who_would_have_to_wait_leaves_later():
    # A may begin until 1500: all can be as much later as B opens after the earliest arrival.
    early, late = scheduled(None), scheduled(None, b_from_s=1500)
    waits_s = [timing.begin_s - timing.arrival_s for timing in late[1]]
    assert waits_s == [0, 0, 0]
    assert late[1][1].begin_s == 1500
    assert late[0] - early[0] == 1500 - early[1][1].begin_s


def test_who_cannot_leave_later_waits_for_the_rest():
    # A begins at 1500 at the latest, and B opens long after.
    timings = scheduled(None, b_from_s=4000)[1]
    assert timings[0].begin_s == 1500
    assert timings[1].begin_s == 4000 > timings[1].arrival_s


def test_where_nothing_is_gained_the_break_parts_the_route_evenly():
    rest = Break(earliest_s=993, latest_s=1300, duration_s=600)
    ends = [timing.end_s for timing in scheduled(None)[1]]
    assert begins(rest) == [None, ends[1], None]
    assert scheduled(rest)[2] == scheduled(None)[2] + 600


def test_who_is_out_already_counts_from_when_it_left():
    rest = Break(earliest_s=993, latest_s=1300, duration_s=600)
    ends = [timing.end_s for timing in scheduled(None)[1]]
    # An hour on the road before that: the earlier break makes the longest stretch shorter.
    assert begins(rest, out_since_s=993 - 3600) == [ends[0], None, None]
    # A plan for the rest of a day has the break where that of the whole day had it.
    assert begins(rest, out_since_s=993) == begins(rest)


def test_no_break_is_taken_by_who_is_home_before_it_must_begin():
    home_s = scheduled(None)[2]
    rest = Break(earliest_s=993, latest_s=home_s, duration_s=600)
    assert begins(rest) == [None] * 3


def test_a_route_leaves_later_where_that_spares_a_break_that_cannot_begin():
    rest = Break(earliest_s=993, latest_s=1059, duration_s=100)
    departure_s, timings, _ = scheduled(rest)
    assert departure_s == 993 + 100
    assert [timing.rest_begin_s for timing in timings] == [None] * 3


def test_a_break_that_cannot_begin_is_said():
    rest = Break(earliest_s=993, latest_s=1059, duration_s=1000)
    with pytest.raises(ValueError, match="no break can begin within 00:16-00:17"):
        scheduled(rest)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_routes_end_when_the_search_says(seed):
    day = built(seed)[-1]
    stop = limits(iterations=60)
    solution = ruin_recreate(day.instance, Run(stop=stop, seed=seed)).solution
    problem = pack(day.instance)
    state = load(
        day.instance,
        problem,
        [[visit.element for visit in route] for route in solution.routes],
        shuns_of_solution(day.instance, solution),
    )
    for duty, route in enumerate(solution.routes):
        if route:
            assert schedule(day, duty, route)[2] == end_of(problem, state, duty)[2]
