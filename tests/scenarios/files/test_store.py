"""Scenarios on disk: the library, tables beside a scenario, variants, snapshots."""

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from api.words import Language, phrasebook
from fleet import Method, Priority, Supply, VehicleKind
from optimizer.errors import InputError
from scenarios.files.office import TableFaults
from scenarios.files.store import (
    from_snapshot,
    list_scenarios,
    load_scenario,
    snapshot,
)
from scenarios.files.template import make_scenario

HAMLET = Path(__file__).parents[2] / "data" / "hamlet"


def test_the_reference_scenario_has_the_numbers_of_the_report():
    scenario = load_scenario("yinzhou-2012")
    assert len(scenario.vehicles) == 30
    assert scenario.stated_area_m2 == 5_264_000
    assert len(scenario.contracts) == 328
    # kg a collection x collections a week x 52.14 weeks, in tonnes: 22,000 a year in the report.
    year_t = sum(c.demand_kg * len(c.weekdays) for c in scenario.contracts) * 52.14 / 1000
    assert year_t == pytest.approx(22_000, rel=0.01)
    assert any("assumed" in assumption for assumption in scenario.assumptions)


def test_the_older_fleet_is_eighteen_vehicles_and_nothing_else_differs():
    before, after = load_scenario("yinzhou-2011"), load_scenario("yinzhou-2012")
    assert Counter(vehicle.kind for vehicle in before.vehicles) == {
        VehicleKind.SWEEPER: 8,
        VehicleKind.WASHER: 3,
        VehicleKind.COMPACTOR: 5,
        VehicleKind.KITCHEN_TRUCK: 2,
    }
    assert before.contracts == after.contracts
    assert before.facilities == after.facilities
    assert before.standards == after.standards


def test_the_library_has_titles_in_both_languages():
    assert list_scenarios()["yinzhou-2012"].title_zh.startswith("鄞州区")


def test_scenarios_of_users_are_listed_and_found_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_SCENARIOS", str(tmp_path))
    make_scenario("winter", from_name="yinzhou-2012", directory=tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "scenario.toml").write_text("name = ", encoding="utf-8")
    listed = list_scenarios()
    assert listed["winter"].title == "Variant of yinzhou-2012"
    # It takes the day of 2012 from its parent, and states none itself.
    assert listed["winter"].date is None
    assert listed["yinzhou-2012"].date == dt.date(2012, 12, 12)
    assert listed["broken"].title == "broken"
    assert load_scenario("winter").name == "winter"


def test_scenarios_of_users_are_looked_for_in_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.delenv("ONEBROOM_SCENARIOS", raising=False)
    monkeypatch.chdir(tmp_path)
    make_scenario("winter", from_name="yinzhou-2012", directory=tmp_path)
    assert "winter" in list_scenarios()


def test_a_highway_value_stands_in_one_standard_at_most():
    for name in list_scenarios():
        highways = [h for s in load_scenario(name).standards for h in s.highways]
        assert len(highways) == len(set(highways))


def test_narrow_lanes_are_mechanised_in_no_standard_below_five_metres():
    standard = load_scenario("yinzhou-2012").standard_of("residential")
    assert standard is not None
    assert standard.method is Method.MECHANISED
    assert (standard.required, standard.min_width_cm) == (False, 500)
    assert load_scenario("yinzhou-2012").standard_of("motorway") is None


def test_a_snapshot_brings_the_scenario_back():
    scenario = load_scenario("yinzhou-2012")
    assert from_snapshot(snapshot(scenario)) == scenario


def test_a_date_replaces_the_scenarios_own():
    assert load_scenario("yinzhou-2012", date="2013-01-02").date.isoformat() == "2013-01-02"


def test_a_new_scenario_extends_another_and_can_be_changed(tmp_path):
    folder = make_scenario("next-year", from_name="yinzhou-2012", directory=tmp_path)
    vehicles = (folder / "vehicles.csv").read_text(encoding="utf-8").splitlines()
    (folder / "vehicles.csv").write_text("\n".join(vehicles[:-1]) + "\n", encoding="utf-8")
    scenario = load_scenario(str(folder))
    assert (scenario.name, len(scenario.vehicles)) == ("next-year", 29)
    assert len(scenario.contracts) == 328
    with pytest.raises(InputError, match="is there already"):
        make_scenario("next-year", from_name="yinzhou-2012", directory=tmp_path)


def test_a_scenario_that_extends_itself_is_refused(tmp_path):
    folder = tmp_path / "loop"
    folder.mkdir()
    (folder / "scenario.toml").write_text('extends = "loop"\nname = "loop"\n', encoding="utf-8")
    with pytest.raises(InputError, match="extends itself"):
        load_scenario(str(folder))


def variant(folder: Path, **tables: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "scenario.toml").write_text(
        f'extends = "{HAMLET}"\nname = "variant"\n', encoding="utf-8"
    )
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def test_a_table_beside_the_scenario_replaces_the_inherited_one(tmp_path):
    path = variant(
        tmp_path / "v",
        contracts="id,name,lon,lat,demand_kg,windows,weekdays\n"
        "A1,Inn,0.001,0.0037,120,13:30-16:30;20:00-23:00,0;1\n",
    )
    (contract,) = load_scenario(path).contracts
    assert contract.demand_kg == 120
    # 20:00 is 72,000 s.
    assert [window.earliest_s for window in contract.windows] == [48_600, 72_000]
    assert contract.weekdays == (0, 1)


def test_a_workbook_serves_as_well_as_a_csv(tmp_path):
    path = variant(tmp_path / "v")
    book = xlsxwriter.Workbook(str(tmp_path / "v" / "contracts.xlsx"))
    sheet = book.add_worksheet()
    for row, values in enumerate(
        [
            ["id", "name", "lon", "lat", "demand_kg", "windows"],
            ["A1", "Inn", 0.001, 0.0037, 120, "13:30-16:30"],
        ]
    ):
        sheet.write_row(row, 0, values)
    book.close()
    (contract,) = load_scenario(path).contracts
    assert (contract.id, contract.demand_kg) == ("A1", 120)


def test_faults_of_a_table_name_row_column_and_value(tmp_path):
    path = variant(
        tmp_path / "v",
        contracts="id,name,lon,lat,demand_kg,windows\n"
        "A1,Inn,0.001,0.0037,heavy,13:30-16:30\n"
        "A2,Bar,0.001,0.0037,-5,13:30-16:30\n"
        "A2,Bar,0.001,99,50,16:30-13:30\n",
    )
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    text = str(caught.value)
    assert "contracts.csv, row 2, column 'demand_kg', 'heavy': is no number" in text
    assert "row 3, column 'demand_kg', '-5': is not a positive number" in text
    assert "row 4, column 'id', 'A2': is the id of row 3 too" in text


def test_faults_of_contracts_and_of_other_tables_come_in_one_error(tmp_path):
    path = variant(
        tmp_path / "v",
        contracts="id,name,lon,lat,demand_kg,windows\nA1,Inn,0.001,0.0037,-5,13:30-16:30\n",
        vehicles="id,kind,profile,works,hopper_kg,working_kph,travel_kph,"
        "cost_per_km_fen,cost_per_hour_fen\n"
        "S1,sweeper,sweeper,sweep,heavy,7,40,224,20000\n",
    )
    with pytest.raises(TableFaults) as caught:
        load_scenario(path)
    assert [str(fault).partition(";")[0] for fault in caught.value.faults] == [
        "vehicles.csv, row 2, column 'hopper_kg', 'heavy': is no number",
        "contracts.csv, row 2, column 'demand_kg', '-5': is not a positive number",
    ]


def test_a_contract_of_more_than_the_largest_kitchen_truck_holds_is_refused(tmp_path):
    path = variant(
        tmp_path / "v",
        contracts="id,name,lon,lat,demand_kg,windows\nA1,Inn,0.001,0.0037,4001,13:30-16:30\n",
        vehicles="id,kind,profile,works,hopper_kg,working_kph,travel_kph,"
        "cost_per_km_fen,cost_per_hour_fen\n"
        "K1,kitchen_truck,truck,kitchen,4000,7,40,224,20000\n",
    )
    with pytest.raises(TableFaults, match="more than a truck holds"):
        load_scenario(path)


def test_contracts_of_another_file_replace_the_scenarios_own(tmp_path):
    file = tmp_path / "单位.csv"
    file.write_bytes(
        "编号,名称,经度,纬度,每次收运量(公斤),收运时段\nB1,面馆,0.001,0.0037,90,13:30-16:30\n".encode(
            "gb18030"
        )
    )
    (contract,) = load_scenario(str(HAMLET), contracts=str(file)).contracts
    assert (contract.id, contract.demand_kg) == ("B1", 90)


def test_a_snapshot_keeps_all_that_a_contract_holds():
    scenario = load_scenario(str(HAMLET))
    full = replace(
        scenario.contracts[0],
        collections_per_week=2,
        excluded_dates=(dt.date(2013, 2, 10),),
        first_date=dt.date(2012, 1, 1),
        last_date=dt.date(2013, 12, 31),
        max_length_cm=600,
        may_cross=False,
        priority=Priority.MUST,
        penalty_fen=500,
    )
    scenario = replace(scenario, contracts=(full,))
    assert from_snapshot(json.loads(json.dumps(snapshot(scenario)))) == scenario


def test_toml_that_cannot_be_read_is_told_with_its_place_in_both_languages(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text('name = "x"\ndate = \n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(str(path))
    said = "cannot be read as TOML: it is no TOML, line 2, column 8 (Invalid value)."
    assert str(caught.value) == f"{path}: {said}"
    chinese = phrasebook(Language.ZH).say(caught.value.message)
    assert "第 2 行第 8 列不是 TOML" in chinese


def test_toml_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.toml: cannot be read as TOML"):
        load_scenario(str(path))


def test_a_facility_whose_coordinates_are_swapped_is_told_so_with_its_row(tmp_path):
    path = variant(
        tmp_path / "v",
        facilities="id,name,kind,lon,lat,parking\nyard,Yard,depot,29.82,121.54,5\n",
    )
    said = r"facilities.csv, row 2, column 'lat', '121.54': lon .* lat .* are swapped; exchange"
    with pytest.raises(InputError, match=said):
        load_scenario(path)


@pytest.mark.parametrize("column", ["has_water,yes", "supplies,water"])
def test_a_facility_has_water_in_either_column(tmp_path, column):
    name, value = column.split(",")
    path = variant(
        tmp_path / "v",
        facilities=f"id,name,kind,lon,lat,streams,parking,{name}\n"
        f"yard,Yard,depot,0.0001,0.001,sweepings;kitchen_waste,5,{value}\n",
    )
    (yard,) = load_scenario(path).facilities
    assert yard.supplies == (Supply.WATER,)
