"""Planning a day, from the command line to the files."""

import json

import pytest

from api.commands.__main__ import main
from api.commands.interrupt import Interrupt
from api.exports.report import REPORT_FILES
from scenarios.plan_file import read_plan
from tests.api.commands.two_blocks import arguments

pytestmark = pytest.mark.usefixtures("surroundings")


def test_plan_writes_the_plan_a_map_and_a_track_for_every_vehicle(planned):
    vehicles = {route.vehicle_id for route in read_plan(planned / "plan.json").plan.routes}
    assert {path.name for path in planned.iterdir()} == {
        "plan.json",
        "plan.geojson",
        "plan.svg",
        "gpx",
    }
    assert {path.stem for path in (planned / "gpx").iterdir()} == vehicles
    assert vehicles >= {"K1"}


def test_plan_prints_results_to_stdout_and_progress_to_stderr(scenario, streets, tmp_path, capsys):
    assert main(arguments(scenario, streets, tmp_path)) == 0
    printed = capsys.readouterr()
    assert "\nPlan: " in printed.out
    assert "Kitchen waste: 0.3 t collected of 0.3 t (100%), 2 of 2 contracts" in printed.out
    assert "searching" in printed.err
    assert "searching" not in printed.out


def test_plan_as_json_is_one_object(scenario, streets, tmp_path, capsys):
    assert main(arguments(scenario, streets, tmp_path, "--json")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"] == 0
    assert answer["measures"]["contracts_served"] == 2
    assert answer["files"][0] == str(tmp_path / "plan.json")


def test_the_same_seed_and_iterations_give_the_same_bytes(planned, scenario, streets, tmp_path):
    assert main(arguments(scenario, streets, tmp_path)) == 0
    for name in ("plan.json", "plan.geojson", "plan.svg", "gpx/K1.gpx"):
        assert (tmp_path / name).read_bytes() == (planned / name).read_bytes()


def test_an_interrupted_search_keeps_its_best_plan(
    scenario, streets, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(Interrupt, "__call__", lambda self: True)
    assert main(arguments(scenario, streets, tmp_path)) == 130
    assert read_plan(tmp_path / "plan.json").interrupted
    assert "best plan so far" in capsys.readouterr().out


def test_tracks_of_an_earlier_plan_go_and_files_of_others_stay(
    planned, scenario, streets, tmp_path
):
    gpx = tmp_path / "gpx"
    gpx.mkdir()
    (gpx / "S9.gpx").write_bytes((planned / "gpx" / "K1.gpx").read_bytes())
    (gpx / "hike.gpx").write_text("<gpx/>", encoding="utf-8")
    assert main(arguments(scenario, streets, tmp_path)) == 0
    assert not (gpx / "S9.gpx").exists()
    assert (gpx / "hike.gpx").exists()


HEADER = "编号,名称,经度,纬度,每次收运量(吨),收运时段\n"


def test_plan_takes_contracts_of_another_file(scenario, streets, tmp_path, capsys):
    file = tmp_path / "单位.csv"
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,0.1,20:00-23:30\n", encoding="gb18030")
    out = tmp_path / "out"
    assert main(arguments(scenario, streets, out, "--contracts", str(file))) == 0
    assert "0.1 t collected of 0.1 t (100%), 1 of 1 contracts" in capsys.readouterr().out
    assert any(task.id == "kitchen/B1" for task in read_plan(out / "plan.json").tasks)


@pytest.mark.parametrize(
    ("language", "first", "of_row"),
    [
        ("en", "error: c.csv: 2 faults, no contract was read", "row 2, column '收运时段'"),
        ("zh", "错误：c.csv：2 处错误，未读入任何合同", "第 2 行，“收运时段”列"),
    ],
)
def test_every_fault_of_a_contracts_table_is_said_in_the_language(
    tmp_path, capsys, language, first, of_row
):
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,900,22:00-02:00\n", encoding="utf-8")
    assert main(["scenario", "validate", str(file), "--lang", language]) == 2
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert lines[0] == first
    assert len(lines) == 3
    assert of_row in printed.err
    assert printed.out == ""


def test_faulty_contracts_are_refused_before_anything_is_planned(
    scenario, streets, tmp_path, capsys
):
    file = tmp_path / "c.csv"
    # The scenario's truck holds 4,000 kg.
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,4.1,6:00-9:00\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(arguments(scenario, streets, out, "--contracts", str(file))) == 2
    assert "more than a truck holds (4,000 kg)" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["c.csv: valid, 1 contracts, 700 kg a week", "06:00-09:00", "daily", "GCJ-02"]),
        ("zh", ["c.csv：有效，1 个签约单位，每周 700 公斤", "06:00-09:00", "每天"]),
    ],
)
def test_validate_prints_what_was_read_of_a_contracts_table(tmp_path, capsys, language, said):
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADER}B1,面馆,121.543,29.823,0.1,6:00-9:00\n", encoding="utf-8")
    assert main(["scenario", "validate", str(file), "--lang", language]) == 0
    printed = capsys.readouterr().out
    assert all(text in printed for text in said)


def test_rows_and_points_with_faults_are_left_out_on_request(scenario, streets, tmp_path, capsys):
    file = tmp_path / "c.csv"
    file.write_text(
        "id,name,lon,lat,demand_kg,windows\n"
        "B1,Inn,120.003,30.003,100,13:30-16:30\n"
        "B2,Bar,120.003,30.003,heavy,13:30-16:30\n"
        "B3,Far,120.9,30.003,100,13:30-16:30\n",
        encoding="utf-8",
    )
    command = arguments(scenario, streets, tmp_path / "out", "--contracts", str(file))
    assert main(command) == 2
    capsys.readouterr()
    places = "id,name,kind,lon,lat,streams,parking,opening\n"
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "scenario.toml").write_text(
        f'extends = "{scenario}"\nname = "s"\n', encoding="utf-8"
    )
    (tmp_path / "s" / "facilities.csv").write_text(
        f"{places}yard,Yard,depot,120.002,30.002,sweepings,5,00:00-48:00\n"
        "plant,Plant,plant,120.005,30.005,kitchen_waste,,00:00-48:00\n"
        "bad,Bad,plant,120.005,95,kitchen_waste,,00:00-48:00\n",
        encoding="utf-8",
    )
    command = arguments(tmp_path / "s", streets, tmp_path / "out", "--contracts", str(file))
    assert main([*command, "--skip-faults"]) == 0
    assert "Left out of contracts because of faults: 2 (B2, B3)" in capsys.readouterr().out
    plan_file = read_plan(tmp_path / "out" / "plan.json")
    skipped = {(one["table"], one["id"]) for one in plan_file.scenario["skipped"]}
    # The district's collection points and bulk trucks are not at home here.
    elsewhere = {one for one in skipped if one[0] in ("containers", "bulk_trucks")}
    assert skipped - elsewhere == {
        ("contracts", "B2"),
        ("contracts", "B3"),
        ("facilities", "bad"),
    }
    assert [one["id"] for one in plan_file.scenario["contracts"]] == ["B1"]


def test_validate_lists_what_it_would_skip(tmp_path, capsys):
    file = tmp_path / "crews.csv"
    file.write_text("工号,准驾,每周最多工时\nD1,清扫车,44\nD2,清扫车,-40\n", encoding="gb18030")
    assert main(["scenario", "validate", str(file), "--lang", "en"]) == 2
    assert "column '每周最多工时', '-40': is not a positive number" in capsys.readouterr().err
    assert main(["scenario", "validate", str(file), "--lang", "zh", "--skip-faults"]) == 0
    printed = capsys.readouterr().out
    assert "有效，1 个驾驶员" in printed
    assert "“-40”不是正数" in printed


def test_an_argument_that_is_no_text_is_refused(capsys):
    assert main(["scenario", "validate", "\udcff.csv"]) == 2
    assert "no UTF-8 text" in capsys.readouterr().err


def test_compare_prints_the_plans_side_by_side(scenario, streets, tmp_path, capsys):
    limits = ["--osm", str(streets), "--iterations", "20", "--seeds", "2", "--seed", "5"]
    command = ["compare", str(scenario), str(scenario), *limits, "--processes", "2"]
    assert main([*command, "--out", str(tmp_path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["names"] == [str(scenario), str(scenario)]
    row = next(r for r in answer["rows"] if r["measure"]["code"] == "measure.contracts_served")
    assert (row["texts"], row["difference"], row["counts"]) == (["2", "2"], "0", False)
    assert row["runs"] == [[2, 2], [2, 2]]
    assert [(run["seed"], run["iterations"]) for run in answer["runs"]] == [
        *((5, 20), (5, 20)),
        *((6, 20), (6, 20)),
    ]
    seeds = {
        str(path.parent.relative_to(tmp_path)): json.loads(path.read_text("utf-8"))["seed"]
        for path in tmp_path.rglob("plan.json")
    }
    # With the list of finished runs, from which `--resume` goes on.
    files = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert files == {*REPORT_FILES, "finished.json"}
    assert "compare" in json.loads((tmp_path / "report.json").read_text("utf-8"))["command"]
    # Two of one name stay apart; the first plan of each lies where it always did.
    assert seeds == {
        "two-blocks": 5,
        "two-blocks/seed-6": 6,
        "two-blocks-2": 5,
        "two-blocks-2/seed-6": 6,
    }


def test_what_a_comparison_cannot_plan_ends_it(scenario, streets, capsys):
    limits = ["--osm", str(streets), "--iterations", "20", "--engine", "none"]
    assert main(["compare", str(scenario), str(scenario), *limits]) == 2
    assert "engine" in capsys.readouterr().err


def test_an_unwritable_folder_is_refused_before_the_search(scenario, streets, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(arguments(scenario, streets, tmp_path / "file" / "out")) == 2
    printed = capsys.readouterr()
    assert "is a file; give a folder" in printed.err
    assert "searching" not in printed.err
