"""Limits of a request: how long the search may take, and the bound after it."""

from pathlib import Path

import pytest

from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("limits", "bound_s"),
    [
        # A quarter of the seconds; a time of its own where steps alone limit the search.
        ({"seconds": 60.0}, 15.0),
        ({"seconds": 8.0, "iterations": 50}, 2.0),
        ({"iterations": 50}, 15.0),
        ({"iterations": 50, "bound_seconds": 0.0}, 0.0),
        ({"seconds": 60.0, "bound_seconds": 90.0}, 90.0),
    ],
)
def test_the_bound_has_a_limit_whatever_limits_the_search(limits, bound_s):
    assert PlanRequest(scenario="yinzhou-2012", **limits).open_options().bound_s == bound_s


@pytest.mark.parametrize(
    ("limits", "processes"),
    [
        ({"seconds": 60.0}, 3),
        ({"seconds": 60.0, "engine": "divided"}, 3),
        ({"seconds": 60.0, "processes": 2}, 2),
        # One core is all that it can use.
        ({"seconds": 60.0, "engine": "path_scanning"}, 1),
        # The same plan on every machine.
        ({"iterations": 50}, 1),
        ({"iterations": 50, "seconds": 60.0}, 1),
        ({"iterations": 50, "processes": 2}, 2),
    ],
)
def test_all_cores_search_unless_steps_limit_the_search(limits, processes, monkeypatch):
    monkeypatch.setattr("optimizer.engines.usable_cores", lambda: 3)
    asked = PlanRequest(scenario="yinzhou-2012", **limits).open_options()
    assert asked.processes == processes


def test_the_routes_are_the_same_with_a_bound_and_without():
    bounded, bare = (
        plan_day(
            PlanRequest(
                scenario=str(DATA / "hamlet"),
                osm=str(DATA / "nine_corners.osm"),
                iterations=20,
                seed=3,
                bound_seconds=bound_s,
            )
        )
        for bound_s in (None, 0.0)
    )
    assert bounded.plan == bare.plan
    assert bounded.measures.bound is not None
    assert bare.measures.bound is None
