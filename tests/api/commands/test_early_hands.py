"""`./run plan` with what is decided by hand before there is a plan."""

import json

import pytest

from api.commands.__main__ import main
from tests.scenarios.planning.two_sweepers import STREETS, write_scenario


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    scenario = write_scenario(tmp_path_factory.mktemp("two"))
    return ["plan", str(scenario), "--osm", STREETS, "--iterations", "100"]


def test_pins_bans_and_hours_hold_and_stand_in_the_plan(command, tmp_path, capsys):
    wishes = ["--pin", "West Street=S2/day", "--pin", "kitchen/K2=T1", "--forbid", "kitchen/K1=T1"]
    wishes += ["--pin-hours", "kitchen/K2=14:00-14:30", "--lang", "zh"]
    assert main([*command, *wishes, "--out", str(tmp_path)]) == 0
    assert "人工决定" in capsys.readouterr().out
    values = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    names = {task["id"]: task["name"] for task in values["tasks"]}
    by_s2 = {
        names[one["task_id"]]
        for route in values["plan"]["routes"]
        if route["vehicle_id"] == "S2"
        for one in route["activities"]
        if one["task_id"]
    }
    assert "West Street" in by_s2
    assert [(one["id"], one["kind"]) for one in values["hands"]][-3:] == [
        ("p2", "pin"),
        ("p3", "forbid"),
        ("p4", "hours"),
    ]
    assert main(["check", str(tmp_path / "plan.json"), "--osm", STREETS]) == 0


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (["--pin", "kitchen/K9=T1"], "nearest are kitchen/K2, kitchen/K1"),
        (["--pin", "kitchen/K1"], "write TASK=VEHICLE"),
        (["--pin-hours", "kitchen/K1=late"], "write TASK=HH:MM-HH:MM"),
        (["--pin", "kitchen/K1=T1", "--forbid", "kitchen/K1=T1"], "contradict each other"),
    ],
)
def test_what_cannot_be_meant_says_what_to_write(command, tmp_path, capsys, wish, said):
    assert main([*command, *wish, "--out", str(tmp_path)]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "plan.json").exists()
