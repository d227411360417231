"""`./run changes` and `./run export --diff`, on the hamlet's plans made by hand."""

import csv
import io
import json
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from api.commands.__main__ import main
from api.exports.changes import changes_files
from api.words import Language
from optimizer.plan import Plan
from scenarios.changes import MOST_CHARACTERS
from scenarios.plan_file import write_plan
from tests.scenarios.changes.two_plans import DATA, STREETS, as_planned, broken, hamlet

PLANNED = (str(DATA / "hamlet"), "--osm", STREETS, "--iterations", "20", "--seed", "1")


@pytest.fixture(autouse=True, scope="module")
def _surroundings(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """A plan, and the one after S2 broke down, as files."""
    folder = tmp_path_factory.mktemp("plans")
    write_plan(as_planned(), folder / "old.json")
    write_plan(broken(), folder / "new.json")
    return str(folder / "old.json"), str(folder / "new.json")


def test_the_terminal_tells_what_changes_and_whom_to_call(plans, capsys):
    assert main(["changes", *plans]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "6 of 8 tasks keep vehicle and order (75.0%), drivers to call: 1"
    assert "S1 day, from 06:49" in lines
    assert "  06:50 also South Lane, right kerb, 400 m, from S2" in lines
    assert "  stands since 06:25" in lines
    assert max(map(len, lines[3:])) <= 80


def test_the_terminal_speaks_chinese(plans, capsys):
    assert main(["changes", *plans, "--vehicle", "S1", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "须通知驾驶员 1 人" in shown
    assert "06:50 增加South Lane右侧 400 米（原 S2）" in shown
    assert "06:25 起停驶" not in shown


def test_the_same_plan_says_that_nothing_changes(plans, capsys):
    assert main(["changes", plans[0], plans[0]]) == 0
    assert capsys.readouterr().out == "The plans are the same.\n"


def test_programs_get_the_same_as_json(plans, capsys):
    assert main(["changes", *plans, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["totals"]["kept_share"] == 0.75
    first, second = answer["duties"]
    assert (first["vehicle_id"], first["is_to_call"], first["back_later_s"]) == ("S1", True, 720)
    came, back = first["differences"]
    assert came["task_ids"] == ["sweep/18>19/right/1", "sweep/19>31/right/1"]
    assert came["other"] == ["S2", "day"]
    assert back["text"] == "back at 07:22, 12 min later"
    assert (second["is_to_call"], second["message"]) == (False, "")


def test_minutes_say_what_is_where_it_was(plans, capsys):
    assert main(["changes", *plans, "--minutes", "5"]) == 0
    assert "by more than 5 min" in capsys.readouterr().out


def test_a_vehicle_that_neither_plan_knows_is_named(plans, capsys):
    assert main(["changes", *plans, "--vehicle", "S9"]) == 2
    assert "'S9' has no route in this plan; those that have: S1, S2" in capsys.readouterr().err


def test_the_sheet_has_a_row_for_each_difference():
    files = changes_files(as_planned(), broken(), form="csv")
    assert set(files) == {"changes.csv", "messages/S1-day.txt"}
    rows = list(csv.DictReader(io.StringIO(files["changes.csv"].decode("utf-8-sig"))))
    shown = [
        (
            row["vehicle_id"],
            row["what_changes"],
            row["old_time"],
            row["new_time"],
            row["later_min"],
        )
        for row in rows
    ]
    assert shown == [
        ("S1", "came", "", "06:50", "0"),
        ("S1", "back", "07:10", "07:22", "12"),
        ("S2", "broken down", "", "06:25", "0"),
        ("S2", "went", "06:30", "", "0"),
    ]
    assert rows[0]["what"] == "South Lane"
    assert rows[0]["length_m"] == "400"
    assert rows[3]["to_call"] == "no"


def test_the_workbook_and_the_messages_are_in_the_language_that_is_asked_for():
    files = changes_files(as_planned(), broken(), language=Language.ZH)
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["changes.xlsx"]))
    assert book.sheet_names == ["变动", "汇总"]
    heading, first, *_ = book.get_sheet_by_name("变动").to_python()
    assert dict(zip(heading, first, strict=True))["变动"] == "增加"
    text = files["messages/S1-day.txt"].decode()
    assert text.startswith("S1 日班，06:49 起：")
    assert len(text) <= MOST_CHARACTERS + 1


def test_a_formula_in_a_name_stays_text_and_an_id_leads_out_of_no_folder():
    old, new = as_planned(), broken()
    tasks = tuple(replace(one, name="=1+1\x07") for one in new.tasks)
    hostile = "../S1"

    def renamed(plan_file):
        fleet = plan_file.fleet
        vehicles = [replace(one, id=hostile) if one.id == "S1" else one for one in fleet.vehicles]
        routes = [
            replace(one, vehicle_id=hostile) if one.vehicle_id == "S1" else one
            for one in plan_file.plan.routes
        ]
        return replace(
            plan_file,
            fleet=replace(fleet, vehicles=tuple(vehicles)),
            plan=Plan(routes=tuple(routes)),
            tasks=tasks,
        )

    files = changes_files(renamed(old), renamed(new), form="csv")
    # A leading point and a slash are written as their numbers.
    assert set(files) == {"changes.csv", "messages/%2E.%2FS1-day.txt"}
    text = files["changes.csv"].decode("utf-8-sig")
    assert "'=1+1" in text
    assert "\x07" not in text


def test_export_writes_sheet_and_messages_of_a_checked_plan(tmp_path, capsys):
    planned = hamlet()
    without = [one for one in planned.plan.routes if one.vehicle_id != "T1"]
    write_plan(replace(planned, plan=Plan(routes=tuple(without))), tmp_path / "old.json")
    assert main(["plan", *PLANNED, "--out", str(tmp_path / "day")]) == 0
    capsys.readouterr()
    new, out = str(tmp_path / "day" / "plan.json"), tmp_path / "told"
    diff = ("export", "--diff", str(tmp_path / "old.json"), new, "--out", str(out))
    assert main([*diff, "--format", "csv"]) == 0
    # The same search as the old plan's: only the truck's route is new.
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.*")} == {
        "changes.csv",
        "messages/T1-lunch.txt",
    }
    assert main([*diff, "--format", "pdf"]) == 2
    assert "exported as xlsx, or csv, not as pdf" in capsys.readouterr().err


def test_export_asks_for_a_format(plans, tmp_path, capsys):
    assert main(["export", plans[0], "--out", str(tmp_path)]) == 2
    assert "--format is missing: give gpx, or kml" in capsys.readouterr().err
