"""Files that earlier versions wrote are read as today's.

`tests/data/older` has a day and a week of a hamlet that is swept, washed and emptied, as the
versions before wrote them.
"""

import json
from pathlib import Path

import pytest

from fleet import LonLat, Supply, Work
from optimizer.errors import InputError
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.osm import read_osm
from scenarios.files import from_snapshot
from scenarios.plan_file import loads, read_plan
from scenarios.week import read_calendar

DATA = Path(__file__).parents[2] / "data"
PLAN = DATA / "older" / "plan-format-2.json"
CALENDAR = DATA / "older" / "calendar-format-1.json"
OLD = json.loads(PLAN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan_file():
    return read_plan(PLAN)


def of_work(plan_file, work):
    return {task.id: task for task in plan_file.tasks if task.work is work}


def test_routes_and_what_was_left_are_the_same(plan_file):
    assert (OLD["format"], plan_file.format) == (2, 3)
    assert [route.vehicle_id for route in plan_file.plan.routes] == [
        route["vehicle_id"] for route in OLD["plan"]["routes"]
    ]
    assert len(plan_file.plan.served) + len(plan_file.plan.unassigned) == len(plan_file.tasks)
    assert len(plan_file.tasks) == len(OLD["task_records"])


def test_kerbs_are_values_again(plan_file):
    washes = of_work(plan_file, Work.WASH)
    assert washes["wash/11>12/right/1"].kerb == KerbKey(arc="11>12", side=Side.RIGHT, lane=1)
    sweeps = of_work(plan_file, Work.SWEEP)
    assert sweeps["sweep/11>12/right/1"].kerb == KerbKey(arc="11>12", side=Side.RIGHT)
    assert {str(task.kerb) for task in washes.values()} == {
        record["kerb"] for record in OLD["task_records"] if record["work"] == "wash"
    }


def test_tasks_know_again_whose_they_are(plan_file):
    kitchens = of_work(plan_file, Work.KITCHEN).values()
    assert {task.contract_id for task in kitchens} == {"K1", "K2"}
    points = of_work(plan_file, Work.CONTAINER).values()
    assert {task.point_id for task in points} == {"G1", "G2", "G4"}
    assert {task.facility_id for task in of_work(plan_file, Work.HAUL).values()} == {"station"}


def test_stops_are_left_where_they_are_entered(plan_file):
    places = [task.modes[0].place for task in of_work(plan_file, Work.KITCHEN).values()]
    places += plan_file.sites.values()
    assert all(place.exits == place.entries for place in places)


def test_tasks_lie_on_the_streets_that_the_plan_was_made_for(plan_file):
    network = read_osm(DATA / "nine_corners.osm")
    tasks = plan_file.tasks_on(network)
    assert [task.with_arcs(network.arc_key) for task in tasks] == list(plan_file.tasks)


def test_facilities_lie_where_they_lay_and_have_water(plan_file):
    yard = plan_file.fleet.facility("yard")
    assert (yard.at, yard.supplies) == (LonLat(lon=0.0001, lat=0.001), (Supply.WATER,))
    assert plan_file.fleet.facility("plant").supplies == ()


def test_the_scenario_in_the_plan_is_one_of_today(plan_file):
    scenario = from_snapshot(plan_file.scenario)
    assert [contract.at.pair for contract in scenario.contracts][:1] == [(0.001, 0.0037)]
    (west,) = [town for town in scenario.towns if town.area]
    assert west.area[1] == LonLat(lon=0.001, lat=-0.001)
    assert scenario.overrides[0].area[0] == LonLat(lon=0.0001, lat=0.0001)


def test_washing_is_work_lane_by_lane(plan_file):
    (old,) = OLD["measures"]["coverage"]["washing"]
    (row,) = plan_file.measures.coverage.lanes
    assert (row.work, row.service_class, row.times_a_week) == ("wash", "II", 7)
    assert row.done_m2 == old["washed_m2"] > 0


@pytest.mark.parametrize("missing", ["task_records", "fleet", "measures"])
def test_a_plan_that_is_not_of_its_format_is_refused_with_the_remedy(missing):
    values = {key: value for key, value in OLD.items() if key != missing}
    with pytest.raises(InputError, match=r"has format 2 and cannot .* plan the day again"):
        loads(json.dumps(values))


def test_a_calendar_is_read_and_keeps_its_rules():
    file = read_calendar(CALENDAR)
    assert file.format == 2
    assert file.problem.contracts[0].at == LonLat(lon=0.001, lat=0.0037)
    assert {visit.contract_id for visit in file.calendar.visits} == {"K1", "K2", "K3"}


def test_a_calendar_that_is_not_of_its_format_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_text('{"format": 1, "calendar": {}, "problem": {}}', encoding="utf-8")
    with pytest.raises(InputError, match=r"has format 1 and cannot .* make the calendar again"):
        read_calendar(path)
