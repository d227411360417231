import csv
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.commands import benchmarks
from api.commands.__main__ import main

ROOT = benchmarks.ROOT
HAMLET = str(ROOT / "tests/data/hamlet")
STREETS = str(ROOT / "tests/data/nine_corners.osm")


@pytest.fixture(scope="module", autouse=True)
def environment(tmp_path_factory):
    handler = signal.getsignal(signal.SIGINT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("LC_ALL", "C.UTF-8")
        yield
    signal.signal(signal.SIGINT, handler)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the hamlet's calendar of its week."""
    path = tmp_path_factory.mktemp("week")
    assert main(["calendar", HAMLET, "--processes", "1", "--out", str(path)]) == 0
    return path


def test_the_verdict_and_the_proofs_are_printed(folder, capsys):
    assert main(["calendar", HAMLET, "--out", str(folder / "again")]) == 0
    text = capsys.readouterr().out
    assert "Calendar: 13 of 13 promised collections, 3 contracts, 0 missing" in text
    assert re.search(r"days +[\d,]+ +[\d,]+ +proved best", text)
    assert (folder / "again" / "calendar.csv").read_text(encoding="utf-8-sig").startswith("id,")


def test_a_holiday_is_missing_and_the_answer_is_no(folder, capsys):
    command = ["calendar", HAMLET, "--holidays", "2024-05-08", "--out", str(folder / "holiday")]
    assert main([*command, "--keep", str(folder / "calendar.json"), "--lang", "zh"]) == 1
    text = capsys.readouterr().out
    assert "停收日：2024-05-08" in text
    assert "有变动的单位：0" in text


def test_json_is_one_object(folder, capsys):
    command = ["calendar", HAMLET, "--out", str(folder / "json"), "--json"]
    assert main([*command, "--keep", str(folder / "calendar.json")]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["changed"] == []
    assert [stage["gap"] for stage in values["stages"]] == [0, 0, 0]


def test_an_edited_calendar_that_breaks_a_rule_is_refused(folder, capsys):
    values = json.loads((folder / "calendar.json").read_text(encoding="utf-8"))
    values["calendar"]["visits"].pop()
    broken = folder / "broken.json"
    broken.write_text(json.dumps(values), encoding="utf-8")
    assert main(["record", str(broken)]) == 2
    assert "lost at" in capsys.readouterr().err


def test_what_is_no_calendar_is_refused(folder, capsys):
    nothing = folder / "nothing.json"
    nothing.write_text("{}", encoding="utf-8")
    assert main(["calendar", HAMLET, "--keep", str(nothing), "--out", str(folder)]) == 2
    assert "is no calendar" in capsys.readouterr().err


def test_a_day_is_planned_from_its_calendar(folder, capsys):
    command = ["plan", HAMLET, "--osm", STREETS, "--iterations", "200"]
    command += ["--calendar", str(folder / "calendar.json"), "--out", str(folder / "plan")]
    assert main(command) == 0
    text = capsys.readouterr().out
    assert "Calendar: 2 of 3 kitchen-waste contracts are due on this day." in text
    assert "of 2 collections, 2 are planned, 2 by the calendar's truck, 2 within" in text
    check = ["check", str(folder / "plan" / "plan.json"), "--osm", STREETS]
    assert main(check) == 0
    assert "only the calendar can tell" in capsys.readouterr().err
    assert main([*check, "--calendar", str(folder / "calendar.json")]) == 0
    assert "calendar" not in capsys.readouterr().err
    files = [str(folder / "plan" / "plan.json"), str(folder / "calendar.json")]
    assert main(["record", *files]) == 0
    assert "13 of 13 promised collections (100.0%); 3 of 3 contracts" in capsys.readouterr().out


def test_a_plan_that_keeps_to_another_calendar_is_found(folder, tmp_path, capsys):
    command = ["plan", HAMLET, "--osm", STREETS, "--iterations", "200"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    check = ["check", str(tmp_path / "plan.json"), "--osm", STREETS]
    assert main([*check, "--calendar", str(folder / "calendar.json")]) == 1
    assert "[other_calendar] on_calendar" in capsys.readouterr().out


def test_how_much_of_the_calendar_is_kept_is_counted_again(folder, tmp_path, capsys):
    command = ["plan", HAMLET, "--osm", STREETS, "--iterations", "200", "--out", str(tmp_path)]
    assert main([*command, "--calendar", str(folder / "calendar.json")]) == 0
    plan = tmp_path / "plan.json"
    values = json.loads(plan.read_text(encoding="utf-8"))
    (kept,) = [one for one in values["notices"] if one["code"] == "notice.calendar_kept"]
    kept["arguments"]["same_hour"] -= 1
    plan.write_text(json.dumps(values), encoding="utf-8")
    capsys.readouterr()
    check = ["check", str(plan), "--osm", STREETS]
    assert main([*check, "--calendar", str(folder / "calendar.json")]) == 1
    assert "same_hour: says 1, it is 2" in capsys.readouterr().out


def test_a_calendar_of_another_week_is_refused(folder, capsys):
    command = ["plan", HAMLET, "--osm", STREETS, "--iterations", "10", "--date", "2024-06-06"]
    assert main([*command, "--calendar", str(folder / "calendar.json")]) == 2
    assert "not for 2024-06-06" in capsys.readouterr().err


def test_the_calendars_table_holds_no_formula_that_came_as_a_name(tmp_path):
    scenario = tmp_path / "s"
    scenario.mkdir()
    (scenario / "scenario.toml").write_text(
        f'extends = "{HAMLET}"\nname = "s"\n', encoding="utf-8"
    )
    (scenario / "contracts.csv").write_text(
        "id,name,lon,lat,demand_kg,windows\n"
        'A1,"=HYPERLINK(""http://x"",""y"")",0.001,0.0037,120,13:30-16:30\n',
        encoding="utf-8",
    )
    assert main(["calendar", str(scenario), "--processes", "1", "--out", str(tmp_path)]) == 0
    with (tmp_path / "calendar.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == ['\'=HYPERLINK("http://x","y")']


def test_a_roster_of_assumed_drivers_says_so(folder, capsys):
    command = ["roster", HAMLET, "--calendar", str(folder / "calendar.json")]
    code = main([*command, "--processes", "1", "--out", str(folder / "roster")])
    text = capsys.readouterr().out
    assert "The drivers are assumed" in text
    assert code == 0, text
    before = str(folder / "roster" / "roster.json")
    later = ["roster", HAMLET, "--date", "2024-05-13", "--before", before]
    assert main([*later, "--out", str(folder / "later")]) == 0
    capsys.readouterr()
    # The same week, and one two weeks later.
    for date in ("2024-05-06", "2024-05-20"):
        other = ["roster", HAMLET, "--date", date, "--before", before]
        assert main([*other, "--out", str(folder / "later")]) == 2
        assert "is for the week of 2024-05-06; --before takes the one" in capsys.readouterr().err
    newer = json.loads((folder / "roster" / "roster.json").read_text(encoding="utf-8"))
    (folder / "newer.json").write_text(json.dumps(newer | {"format": 9}), encoding="utf-8")
    command = [*later[:-1], str(folder / "newer.json"), "--out", str(folder / "later")]
    assert main(command) == 2
    assert "has format 9; this version reads 2" in capsys.readouterr().err


def test_drivers_come_from_a_table(folder, capsys):
    crews = folder / "crews.csv"
    crews.write_text(
        "id,name,licences,most_hours_a_week,unavailable,by_night\n"
        "1,王师傅,sweeper;kitchen_truck,44,2024-05-07;2024-05-08,no\n",
        encoding="utf-8",
    )
    command = ["roster", HAMLET, "--crews", str(crews), "--out", str(folder / "crews")]
    assert main([*command, "--lang", "zh"]) == 1
    text = capsys.readouterr().out
    assert "王师傅" in text
    assert "无人可出" in text
    crews.write_text("id,licences\n1,bus\n1,sweeper\n1,sweeper\n", encoding="utf-8")
    assert main(command) == 2
    error = capsys.readouterr().err
    assert "crews.csv, row 2, column 'licences', 'bus': 'bus' is not one of the choices" in error
    assert "crews.csv, row 4, column 'id', '1': is the id of row 2 too" in error


def test_ctrl_c_keeps_the_best_calendar_and_exits_130(tmp_path):
    command = ["calendar", "--seconds", "600", "--out", str(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-m", "api.commands", *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert any("choosing" in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == 130
    assert json.loads((Path(tmp_path) / "calendar.json").read_text(encoding="utf-8"))["calendar"][
        "interrupted"
    ]
