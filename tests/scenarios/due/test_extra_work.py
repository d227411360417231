"""Work of one day beside what is owed: planned, checked, and said where it cannot be."""

from dataclasses import replace

import pytest

from fleet import ExtraTask, InvalidValue, LonLat, StreetClosure, TimeWindow, Work
from optimizer.errors import InputError
from optimizer.stop import limits
from scenarios.due import place_on
from scenarios.files import load_network, load_scenario
from scenarios.otherwise import apply_otherwise
from scenarios.plan_file import dumps, loads
from scenarios.planning import PlanOptions, plan
from scenarios.second_opinion import judge
from tests.scenarios.batch.loopback import HAMLET, STREETS

MARKET = ExtraTask(
    id="market",
    work=Work.SWEEP,
    name="After the market",
    at=LonLat(lon=0.0005, lat=0.001),
    service_s=1200,
    demand_kg=150,
    windows=(TimeWindow(earliest_s=7 * 3600, latest_s=9 * 3600),),
)


@pytest.fixture(scope="module")
def streets():
    return load_network(osm=str(STREETS))


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(str(HAMLET))


@pytest.fixture(scope="module")
def planned(scenario, streets):
    food = replace(
        MARKET,
        id="fair",
        work=Work.KITCHEN,
        name="Fair",
        windows=(TimeWindow(earliest_s=13 * 3600, latest_s=14 * 3600),),
    )
    day = apply_otherwise(scenario, extra_tasks=[MARKET, food])
    return plan(day, streets, PlanOptions(bound_s=0), stop=limits(iterations=20))


def test_extra_work_is_done_in_its_hours_for_as_long_as_it_takes(planned):
    done = {
        activity.task_id: (route.vehicle_id, activity)
        for route in planned.plan.routes
        for activity in route.activities
        if activity.task_id
    }
    vehicle, market = done["extra/market"]
    assert vehicle == "S1"
    assert 7 * 3600 <= market.begin_s <= 9 * 3600
    assert market.end_s - market.begin_s == 1200
    assert done["extra/fair"][0] == "T1"


def test_the_checker_derives_extra_work_anew_and_misses_it_where_it_is_left_out(planned, streets):
    assert judge(loads(dumps(planned)), streets).violations == ()
    without = replace(
        planned, tasks=tuple(one for one in planned.tasks if one.id != "extra/market")
    )
    found = {(one.code, one.where) for one in judge(without, streets).violations}
    assert ("task_owed", "extra/market") in found


def test_what_no_vehicle_does_is_listed_with_that_reason(scenario, streets):
    wash = replace(MARKET, id="wall", work=Work.WASH, demand_kg=0)
    day = apply_otherwise(scenario, extra_tasks=[wash])
    plan_file = plan(day, streets, PlanOptions(bound_s=0), stop=limits(iterations=5))
    left = {one.task_id: one.reason for one in plan_file.plan.unassigned}
    assert left["extra/wall"] == "no_vehicle"


def test_what_is_drawn_on_the_streets_stays_where_a_scenario_is_moved(streets):
    elsewhere = load_scenario("yinzhou-2011")
    west, south, east, north = streets.bounds
    middle = LonLat(lon=round((west + east) / 2, 6), lat=round((south + north) / 2, 6))
    corners = (middle, LonLat(lon=east, lat=south), LonLat(lon=east, lat=north))
    day = apply_otherwise(
        elsewhere,
        closures=[StreetClosure(id="drawn", area=corners)],
        extra_tasks=[replace(MARKET, at=middle)],
    )
    placed, moved = place_on(day, streets)
    assert moved
    assert placed.closures[-1].area == corners
    assert placed.extra_tasks[-1].at == middle
    assert placed.facilities[0].at != elsewhere.facilities[0].at


def test_an_id_that_is_there_already_is_refused(scenario):
    with pytest.raises(InputError, match="market") as refused:
        apply_otherwise(scenario, extra_tasks=[MARKET, MARKET])
    assert refused.value.message.code == "request.twice"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"work": Work.HAUL}, "extra_task.haul"),
        ({"service_s": 0}, "extra_task.amounts"),
        ({"work": Work.WASH}, "extra_task.no_stream"),
    ],
)
def test_an_extra_task_that_makes_no_sense_is_refused(values, code):
    with pytest.raises(InvalidValue, match="market") as refused:
        replace(MARKET, **values)
    assert refused.value.message.code == code
