"""Streets that a scenario closes: nobody drives or works there, and the checker finds it again."""

from dataclasses import replace

import numpy as np
import pytest

from fleet import InvalidValue, LonLat, StreetClosure
from optimizer.plan import Reason
from optimizer.stop import limits
from scenarios.due import close_streets
from scenarios.files import load_network, load_scenario
from scenarios.plan_file import dumps, loads
from scenarios.planning import PlanOptions, plan
from scenarios.second_opinion import judge
from scenarios.second_opinion.closures import with_closures
from tests.scenarios.batch.loopback import HAMLET, STREETS


@pytest.fixture(scope="module")
def streets():
    return load_network(osm=str(STREETS))


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(str(HAMLET))


@pytest.fixture(scope="module")
def open_plan(scenario, streets):
    return plan(scenario, streets, PlanOptions(bound_s=0), stop=limits(iterations=20))


@pytest.fixture(scope="module")
def closure(open_plan, streets):
    """The way along which most is swept, closed."""
    ways = [
        int(streets.arc_way_id[entry.arc])
        for task in open_plan.tasks_on(streets)
        if task.id in open_plan.plan.served and task.kerb is not None
        for entry in task.modes[0].place.entries
    ]
    return StreetClosure(id="works", way_ids=(max(set(ways), key=ways.count),))


@pytest.fixture(scope="module")
def closed_plan(scenario, streets, closure):
    closed = replace(scenario, closures=(closure,))
    return plan(closed, streets, PlanOptions(bound_s=0), stop=limits(iterations=20))


def driven_ways(plan_file, streets):
    keys = {
        key
        for route in plan_file.plan.routes
        for activity in route.activities
        if activity.drive is not None
        for key in activity.drive.arcs
    }
    return {int(streets.arc_way_id[streets.arc_of_key[key]]) for key in keys}


def test_nobody_drives_or_works_in_a_closed_street(
    open_plan, closed_plan, streets, closure, scenario
):
    way = closure.way_ids[0]
    on_it = {
        task.id
        for task in closed_plan.tasks_on(streets)
        if any(
            int(streets.arc_way_id[entry.arc]) == way
            for mode in task.modes
            for entry in mode.place.entries
        )
    }
    assert on_it & open_plan.plan.served
    assert way not in driven_ways(closed_plan, streets)
    assert not on_it & closed_plan.plan.served
    reasons = {one.task_id: one.reason for one in closed_plan.plan.unassigned}
    assert {reasons[id_] for id_ in on_it} == {Reason.UNREACHABLE}
    notices = [one.code for one in closed_plan.notices]
    assert "notice.closure" in notices


def test_the_maintained_area_stays(open_plan, closed_plan):
    total = open_plan.measures.coverage.total.maintained_m2
    assert closed_plan.measures.coverage.total.maintained_m2 == total
    assert closed_plan.measures.rate < open_plan.measures.rate


def test_the_checker_finds_nothing_in_a_plan_that_keeps_it(closed_plan, streets):
    assert judge(loads(dumps(closed_plan)), streets).violations == ()


def test_the_checker_finds_work_in_a_closed_street(open_plan, closed_plan, streets):
    """The routes of the open streets in the plan of the closed ones."""
    forged = replace(closed_plan, plan=open_plan.plan)
    codes = {one.code for one in judge(forged, streets).violations}
    assert "closed_arc" in codes


def test_both_readings_close_the_same_arcs(streets):
    west, south, east, north = streets.bounds
    # No street runs along the outline: what lies on it neither reading has to settle.
    middle = west + 0.4 * (east - west)
    west, south, north = west - 1e-3, south - 1e-3, north + 1e-3
    corners = [(west, south), (middle, south), (middle, north), (west, north)]
    names = tuple(name for name in streets.names if name)[:1]
    closures = (
        StreetClosure(id="half", area=tuple(LonLat(lon=x, lat=y) for x, y in corners)),
        StreetClosure(id="named", names=names or ("nobody's",)),
        StreetClosure(id="way", way_ids=(int(streets.arc_way_id[0]),)),
    )
    for chosen in (closures[:1], closures[1:2], closures[2:], closures):
        once = close_streets(streets, chosen)
        values = {
            "closures": [
                {
                    "names": list(one.names),
                    "way_ids": list(one.way_ids),
                    "area": [{"lon": corner.lon, "lat": corner.lat} for corner in one.area],
                }
                for one in chosen
            ]
        }
        again = with_closures(streets, values)
        assert np.array_equal(
            once.arc_signs != streets.arc_signs, again.arc_signs != streets.arc_signs
        )
        assert (once.arc_signs != streets.arc_signs).any()
        # Closed once is closed: no sign is put up twice.
        assert close_streets(once, chosen).signs == once.signs


def test_a_closure_that_names_nothing_is_refused():
    with pytest.raises(InvalidValue, match="names no street"):
        StreetClosure(id="nowhere")


def test_a_closure_that_means_no_street_is_told(scenario, streets):
    closed = replace(scenario, closures=(StreetClosure(id="far", names=("Nowhere Road",)),))
    plan_file = plan(closed, streets, PlanOptions(bound_s=0), stop=limits(iterations=5))
    assert "notice.closure_unused" in [one.code for one in plan_file.notices]
