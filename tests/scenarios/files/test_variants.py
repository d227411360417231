"""Tables beside a scenario and lists in it: which count, which are added, which are skipped."""

import csv
from pathlib import Path

import pytest

from api.words import Language, phrasebook
from fleet import TimeWindow
from optimizer.errors import InputError
from scenarios.files.office import TableFaults
from scenarios.files.store import LIBRARY, list_scenarios, load_scenario
from scenarios.files.template import make_scenario

HAMLET = Path(__file__).parents[2] / "data" / "hamlet"
CONTRACTS = "id,name,lon,lat,demand_kg,windows\n"
VEHICLES = (
    "id,kind,profile,works,hopper_kg,working_kph,travel_kph,cost_per_km_fen,cost_per_hour_fen\n"
)
STANDARD = """
[[standards]]
id = "{}"
highways = {}
passes = [["06:00-11:00"]]
required = true
"""


def variant(folder, text="", parent=HAMLET, **tables):
    folder.mkdir(exist_ok=True)
    (folder / "scenario.toml").write_text(
        f'extends = "{parent}"\nname = "variant"\n{text}', encoding="utf-8"
    )
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return str(folder)


def ids(things):
    return [one.id for one in things]


@pytest.mark.parametrize("suffix", [".xlsx", ".XLSX", ".ods"])
def test_a_table_that_stands_there_twice_is_refused_with_both_names(tmp_path, suffix):
    path = variant(tmp_path / "v", vehicles=VEHICLES)
    (tmp_path / "v" / f"vehicles{suffix}").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert "vehicles.csv" in str(caught.value)
    assert f"vehicles{suffix}" in str(caught.value)
    with pytest.raises(InputError, match="which one is meant"):
        make_scenario("other", from_name=path, directory=tmp_path)


def test_standards_of_a_variant_must_say_whether_they_replace_or_add(tmp_path):
    with pytest.raises(InputError) as caught:
        load_scenario(variant(tmp_path / "v", STANDARD.format("V", '["service"]')))
    assert 'standards_mode = "replace"' in str(caught.value)
    assert 'standards_mode = "add"' in str(caught.value)


def test_standards_that_are_added_go_before_those_of_the_same_id(tmp_path):
    text = 'standards_mode = "add"\n' + STANDARD.format("IV", '["residential"]')
    standards = load_scenario(variant(tmp_path / "v", text + STANDARD.format("V", '["service"]')))
    assert ids(standards.standards) == ["II", "IV", "V"]
    assert standards.standards[1].required
    assert standards.notices == ()


def test_standards_that_replace_stand_alone(tmp_path):
    text = 'standards_mode = "replace"\n' + STANDARD.format("V", '["service"]')
    assert ids(load_scenario(variant(tmp_path / "v", text)).standards) == ["V"]


@pytest.mark.parametrize(
    "text", ['standards_mode = "both"', 'standards_mode = "add"', "vehicles_mode = 1"]
)
def test_a_mode_that_is_none_or_has_nothing_to_add_is_refused(tmp_path, text):
    with pytest.raises(InputError, match='write "replace" or "add"'):
        load_scenario(variant(tmp_path / "v", text))


def test_vehicles_are_added_to_those_of_a_table(tmp_path):
    parent = variant(tmp_path / "p", vehicles=f"{VEHICLES}A1,sweeper,sweeper,sweep,9,7,40,1,1\n"
                     "A2,sweeper,sweeper,sweep,9,7,40,1,1\n")  # fmt: skip
    block = (
        'vehicles_mode = "add"\n[[vehicles]]\nid = "A2"\nkind = "sweeper"\nprofile = "sweeper"\n'
        'works = ["sweep"]\nhopper_kg = 5\nworking_kph = 7\ntravel_kph = 40\n'
        "cost_per_km_fen = 1\ncost_per_hour_fen = 1\n"
    )
    vehicles = load_scenario(variant(tmp_path / "v", block, parent=parent)).vehicles
    assert [(one.id, one.hopper_kg) for one in vehicles] == [("A1", 9), ("A2", 5)]
    replaced = load_scenario(variant(tmp_path / "w", block.partition("\n")[2], parent=parent))
    assert ids(replaced.vehicles) == ["A2"]
    assert tuple(map(str, replaced.notices)) == (
        "The 1 vehicles of w/scenario.toml replace those of vehicles.csv in the scenario that it "
        'extends; vehicles_mode = "add" adds to them.',
    )


def test_a_table_beside_a_list_in_the_scenario_wins_and_says_so(tmp_path):
    text = (HAMLET / "scenario.toml").read_text(encoding="utf-8")
    (tmp_path / "scenario.toml").write_text(text, encoding="utf-8")
    (tmp_path / "contracts.csv").write_text(f"{CONTRACTS}A1,Inn,0.001,0.0037,9,6:00-9:00\n")
    scenario = load_scenario(str(tmp_path))
    assert ids(scenario.contracts) == ["A1"]
    assert tuple(map(str, scenario.notices)) == (
        "contracts.csv beside scenario.toml replaces the contracts in it.",
    )


def test_ids_of_vehicles_and_depots_that_look_alike_are_alike(tmp_path):
    path = variant(
        tmp_path / "v",
        vehicles=VEHICLES.replace("works", "works,depot_id")
        + "S1,sweeper,sweeper,sweep,yard\u200b,6000,7,40,224,20000\n",
    )
    assert load_scenario(path).vehicles[0].depot_id == "yard"


def test_rows_with_faults_are_skipped_and_listed_on_request(tmp_path):
    path = variant(
        tmp_path / "v",
        contracts=f"{CONTRACTS}A1,Inn,0.001,0.0037,120,13:30-16:30\n"
        "A2,Bar,0.001,0.0037,heavy,13:30-16:30\n"
        "A1,Inn,0.001,0.0037,120,13:30-16:30\n"
        ",Pub,0.001,99,-1,\n",
        vehicles=f"{VEHICLES}S1,sweeper,sweeper,sweep,6000,7,40,224,20000\n"
        "S2,sweeper,sweper,sweep,6000,7,40,224,20000\n"
        "T1,kitchen_truck,truck,kitchen,none,7,40,224,20000\n",
    )
    with pytest.raises(TableFaults):
        load_scenario(path)
    scenario = load_scenario(path, skip_faults=True)
    assert (ids(scenario.contracts), ids(scenario.vehicles)) == (["A1"], ["S1"])
    assert {(one.table, str(one.where), one.id) for one in scenario.skipped} == {
        ("contracts", "contracts.csv, row 3", "A2"),
        ("contracts", "contracts.csv, row 4", "A1"),
        ("contracts", "contracts.csv, row 5", ""),
        ("vehicles", "vehicles.csv, row 4", "T1"),
        # Its profile is none: that is found once the table is read.
        ("vehicles", "vehicles", "S2"),
    }
    why = next(one for one in scenario.skipped if one.id == "A2")
    assert str(why.why) == "demand_kg 'heavy' is no number"
    assert phrasebook(Language.ZH).say(why.why) == "“demand_kg”列“heavy”不是数字"


def test_rows_of_the_scenario_file_are_skipped_like_those_of_tables(tmp_path):
    block = (
        'contracts_mode = "add"\n[[contracts]]\nid = "BAD"\nname = "x"\nlon = 0.001\n'
        'lat = 0.0037\ndemand_kg = -5\nwindows = ["6:00-9:00"]\n'
    )
    path = variant(tmp_path / "v", block)
    with pytest.raises(InputError, match="demand_kg must be positive"):
        load_scenario(path)
    scenario = load_scenario(path, skip_faults=True)
    assert len(scenario.contracts) == len(load_scenario(str(HAMLET)).contracts)
    (skipped,) = scenario.skipped
    assert (skipped.table, str(skipped.where), skipped.id) == (
        "contracts",
        "scenario.toml, contracts 1",
        "BAD",
    )


def test_a_table_without_a_column_that_it_needs_cannot_be_skipped(tmp_path):
    path = variant(tmp_path / "v", contracts="id,name,lon,lat,windows\nA1,Inn,0,0,6:00-9:00\n")
    with pytest.raises(TableFaults, match="no column with the weight"):
        load_scenario(path, skip_faults=True)


def test_an_unknown_column_is_left_out_on_request(tmp_path):
    path = variant(
        tmp_path / "v",
        contracts="id,name,lon,lat,demand_kg,windows,colour\nA1,Inn,0.001,0.0037,9,6:00-9:00,red\n",
    )
    scenario = load_scenario(path, skip_faults=True)
    assert ids(scenario.contracts) == ["A1"]
    assert "colour" in str(scenario.skipped[0].why)


def library_rows(table):
    for name in list_scenarios():
        path = LIBRARY / name / f"{table}.csv"
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as stream:
                yield load_scenario(name), list(csv.DictReader(stream))


def windows(text):
    """Windows of the library's own form, HH:MM-HH:MM parted by semicolons."""

    def seconds(clock):
        hours, minutes = map(int, clock.split(":"))
        return 3600 * hours + 60 * minutes

    pairs = [part.split("-") for part in text.split(";")]
    return tuple(
        TimeWindow(earliest_s=seconds(first), latest_s=seconds(last)) for first, last in pairs
    )


NUMBERS = {
    "vehicles": (
        *("hopper_kg", "tank_l", "working_kph", "travel_kph", "sweeping_width_cm"),
        *("cost_per_km_fen", "cost_per_hour_fen", "cost_per_shift_fen"),
        *("fuel_ml_per_km", "fuel_ml_per_hour"),
    ),
    "bulk_trucks": ("hopper_kg", "weight_kg", "cost_per_km_fen", "fuel_ml_per_km"),
    "facilities": ("lon", "lat", "parking", "daily_capacity_kg", "storage_kg", "stock_kg"),
    "containers": ("lon", "lat", "num_bins", "fill_kg_per_day", "fill_spread_share", "level_kg"),
    "contracts": ("lon", "lat", "demand_kg"),
}


def number(thing, name):
    return getattr(thing.at if name in ("lon", "lat") else thing, name)


@pytest.mark.parametrize("table", list(NUMBERS))
def test_the_librarys_tables_are_read_as_they_are_written(table):
    for scenario, rows in library_rows(table):
        things = getattr(scenario, table)
        assert len(things) == len(rows)
        for thing, row in zip(things, rows, strict=True):
            assert thing.id == row["id"]
            assert [number(thing, name) for name in NUMBERS[table]] == [
                float(row[name] or 0) for name in NUMBERS[table]
            ]
            for name, field in (("windows", "windows"), ("opening", "opening")):
                if name in row:
                    assert getattr(thing, field) == windows(row[name])
            if "weekdays" in row:
                assert thing.weekdays == tuple(map(int, row["weekdays"].split(";")))
            if "bin_l" in row:
                # 200 g a litre.
                assert thing.bin_kg == int(row["bin_l"]) * 200 // 1000
