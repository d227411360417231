"""What is done with a plan that is there: checking and exporting it."""

import json
from dataclasses import replace

import gpxpy
import pytest

from api.commands.__main__ import main
from scenarios.plan_file import RunningDay, digest_of, read_plan, write_plan

pytestmark = pytest.mark.usefixtures("surroundings")


def test_check_finds_no_violations_in_a_plan_of_ours(planned, capsys):
    assert main(["check", str(planned / "plan.json")]) == 0
    assert capsys.readouterr().out == "0 violations\n"


def test_check_lists_the_violations_of_a_damaged_plan(planned, tmp_path, capsys):
    values = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    values["plan"]["routes"][0]["activities"][1]["load_kg"] += 1
    damaged = tmp_path / "plan.json"
    damaged.write_text(json.dumps(values), encoding="utf-8")
    assert main(["check", str(damaged)]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("[stated_load]")
    assert last.endswith("violations")
    assert main(["check", str(damaged), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"][0]["code"] == "stated_load"


def test_check_says_beside_its_answer_what_it_leaves_open(planned, capsys):
    assert main(["check", str(planned / "plan.json")]) == 0
    said = capsys.readouterr().err
    assert "stated, not checked:" in said
    assert "engine, seed, iterations, processes, interrupted: only the search that ran" in said
    assert main(["check", str(planned / "plan.json"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"] == []
    assert {"what": "seed", "why": "only the search that ran could know it"} in answer[
        "not_checked"
    ]


def test_check_finds_a_scenario_that_is_not_the_one_given(planned, scenario, tmp_path, capsys):
    text = f'extends = "{scenario}"\nname = "other"\ntitle = "Other"\ntitle_zh = "另一个"\n'
    (tmp_path / "scenario.toml").write_text(f"{text}stated_area_m2 = 1000\n", encoding="utf-8")
    other = ["--scenario", str(tmp_path)]
    assert main(["check", str(planned / "plan.json"), *other, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in answer["violations"]} == {"other_scenario"}
    assert answer["scenario"]["same"] is False
    assert "stated_area_m2" in answer["scenario"]["differs_in"]


def test_check_holds_a_plan_of_the_running_day_against_the_one_before(planned, tmp_path, capsys):
    before = read_plan(planned / "plan.json")
    running = RunningDay(
        based_on=digest_of(before), number=1, now_s=30_000, freeze_s=600, events=()
    )
    later, other = tmp_path / "later.json", tmp_path / "other.json"
    write_plan(replace(before, running=running), later)
    write_plan(replace(before, seed=before.seed + 1), other)
    assert main(["check", str(later), "--before", str(planned / "plan.json")]) == 0
    capsys.readouterr()
    assert main(["check", str(later), "--before", str(other)]) == 1
    assert "[other_before] running.based_on: the plan goes on from " in capsys.readouterr().out
    assert main(["check", str(later)]) == 0
    assert "give it with --before" in capsys.readouterr().err


def test_check_refuses_streets_that_have_changed(planned, streets, tmp_path, capsys):
    changed = tmp_path / "changed.osm"
    text = streets.read_text(encoding="utf-8").replace("Row 1", "First Row")
    changed.write_text(text, encoding="utf-8")
    assert main(["check", str(planned / "plan.json"), "--osm", str(changed)]) == 2
    assert "other streets than changed.osm" in capsys.readouterr().err


def test_check_finds_streets_that_have_moved(planned, streets, tmp_path):
    moved = tmp_path / "grid.osm"
    moved.write_bytes(streets.read_bytes())
    assert main(["check", str(planned / "plan.json"), "--osm", str(moved)]) == 0


@pytest.mark.parametrize(
    "form", ["gpx", "kml", "geojson", "csv", "xlsx", "pdf", "ics", "html", "txt"]
)
def test_export_writes_one_vehicle_in_each_format(planned, tmp_path, capsys, form):
    command = ["export", str(planned / "plan.json"), "--format", form, "--vehicle", "K1"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / f"K1.{form}")]
    assert [path.name for path in tmp_path.iterdir()] == [f"K1.{form}"]


def test_export_of_all_is_a_folder_by_depot_and_vehicle(planned, tmp_path, capsys):
    command = ["export", str(planned / "plan.json"), "--all", "--vehicle", "K1"]
    link = "https://one.test/{vehicle}/{shift}"
    assert main([*command, "--datum", "gcj02", "--link", link, "--out", str(tmp_path)]) == 0
    (folder,) = [path for path in tmp_path.glob("*/K1")]
    assert {path.suffix for path in folder.iterdir()} >= {".pdf", ".html", ".gpx", ".xlsx"}
    assert "GCJ-02" in (folder / "K1.gpx").read_text(encoding="utf-8")
    assert main([*command, "--roster", str(tmp_path / "none.json"), "--out", str(tmp_path)]) == 2


def test_export_of_an_unknown_vehicle_writes_nothing(planned, tmp_path, capsys):
    command = ["export", str(planned / "plan.json"), "--format", "gpx", "--vehicle", "X"]
    assert main([*command, "--out", str(tmp_path / "new")]) == 2
    assert "vehicle 'X' has no route" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_export_thins_routes_for_navigators_and_nothing_else(planned, tmp_path, capsys):
    plan = str(planned / "plan.json")
    command = ["export", plan, "--out", str(tmp_path), "--points", "4", "--format"]
    assert main([*command, "gpx"]) == 0
    for path in tmp_path.glob("*.gpx"):
        routes = gpxpy.parse(path.read_text(encoding="utf-8")).routes
        assert all(len(route.points) <= 4 for route in routes)
    capsys.readouterr()
    assert main([*command, "kml"]) == 2
    assert "--points is for --format gpx" in capsys.readouterr().err


def test_a_calendar_over_an_earlier_one_tells_the_changed_plan(planned, tmp_path):
    plan = tmp_path / "plan.json"
    plan.write_bytes((planned / "plan.json").read_bytes())
    command = ["export", str(plan), "--format", "ics", "--out", str(tmp_path)]

    def exported():
        assert main(command) == 0
        return (tmp_path / "plan.ics").read_bytes()

    first = exported()
    assert exported() == first
    values = json.loads(plan.read_text(encoding="utf-8"))
    # As an earlier version wrote them: without codes all of them stand on the sheets.
    values["notices"] = [{"code": "", "text": "As planned anew.", "arguments": {}}]
    plan.write_text(json.dumps(values), encoding="utf-8")
    second = exported()
    assert (first.count(b"SEQUENCE:0"), second.count(b"SEQUENCE:1")) == (3, 3)
