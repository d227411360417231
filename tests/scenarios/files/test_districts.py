"""A scenario of several districts: its tables once for each, on generated streets side by side."""

from dataclasses import replace

import pytest

from optimizer.errors import InputError
from scenarios.files import count_districts, from_snapshot, load_scenario, snapshot
from scenarios.plan_request import PlanRequest, load_streets

TABLES = ("vehicles", "bulk_trucks", "facilities", "contracts", "containers", "towns")
VARIANT = 'extends = "yinzhou-2012"\nname = "two"\ndistricts = 2\n'


def write(folder, text):
    folder.mkdir()
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def one():
    return load_scenario("yinzhou-2012")


def test_ten_districts_have_ten_times_everything_of_one(one):
    ten = load_scenario("ten-districts")
    for table in TABLES:
        ids = {row.id for row in getattr(ten, table)}
        assert len(ids) == len(getattr(ten, table)) == 10 * len(getattr(one, table))
    assert len(ten.vehicles) == 300
    assert ten.stated_area_m2 == 10 * one.stated_area_m2


def test_the_second_district_is_the_first_one_moved_east(tmp_path, one):
    two = load_scenario(write(tmp_path / "two", VARIANT))
    (first,) = (station for station in two.facilities if station.id == "dayanqiao")
    (second,) = (station for station in two.facilities if station.id == "dayanqiao-2")
    # A district is 0.104 degrees wide, and 0.007 lie between two.
    assert second.at.lon - first.at.lon == pytest.approx(0.111)
    assert second.at.lat == first.at.lat
    assert replace(second, id=first.id, name=first.name, at=first.at) == first
    points = {point.id: point for point in two.containers}
    assert points["C001-2"].town == f"{points['C001'].town}-2"
    trucks = {truck.id: truck for truck in two.bulk_trucks}
    assert trucks["B01-2"].depot_id == f"{trucks['B01'].depot_id}-2"
    # Those that leave their depot open have all to choose from.
    assert {vehicle.depot_id for vehicle in two.vehicles} == {None}


def test_a_plans_snapshot_of_districts_is_not_put_in_each_again(tmp_path):
    two = load_scenario(write(tmp_path / "two", VARIANT))
    assert from_snapshot(snapshot(two)) == two


def test_a_table_of_contracts_given_beside_is_of_all_districts(tmp_path):
    table = tmp_path / "contracts.csv"
    table.write_text(
        "id,name,lon,lat,demand_kg,windows,weekdays,service_minutes\n"
        "K1,One,121.54283,29.82234,365,20:00-23:30,0;1;2;3;4;5;6,4\n",
        encoding="utf-8",
    )
    two = load_scenario(write(tmp_path / "two", VARIANT), contracts=str(table))
    assert [contract.id for contract in two.contracts] == ["K1"]


@pytest.mark.parametrize("districts", ["0", "21"])
def test_a_number_of_districts_that_is_none_is_refused(tmp_path, districts):
    folder = write(tmp_path / "none", VARIANT.replace("= 2", f"= {districts}"))
    with pytest.raises(InputError, match="districts"):
        load_scenario(folder)


def test_scenarios_of_other_numbers_of_districts_have_no_streets_in_common(one):
    request = PlanRequest(scenario="yinzhou-2012", iterations=1)
    with pytest.raises(InputError, match=r"yinzhou-2012, ten.*\(1, 10\)"):
        load_streets(request, [one, replace(one, name="ten", districts=10)])


@pytest.mark.parametrize(
    ("source", "count"), [("district", 1), ("district-x10", 10), ("district.osm", 0)]
)
def test_a_source_says_how_many_districts_it_is(source, count):
    assert count_districts(source) == count
