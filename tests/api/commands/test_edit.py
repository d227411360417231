"""What a dispatcher decides by hand, on the command line."""

import json

import pytest

from api.commands.__main__ import main
from scenarios.plan_file import read_plan, write_plan
from tests.scenarios.planning.two_sweepers import STREETS, plan_two


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edit")
    write_plan(plan_two(folder), folder / "plan.json")
    return folder


def edit(folder, *words, plan="plan.json"):
    return main(
        [
            "edit",
            str(folder / plan),
            "--osm",
            STREETS,
            "--at",
            "06:03",
            "--out",
            str(folder),
            *words,
        ]
    )


def test_a_pin_is_priced_and_its_plan_is_written(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    last = read_plan(folder / "plan.json").plan.routes[0].task_ids[-1]
    assert edit(folder, "--pin", f"{last}=S2") == 0
    told = capsys.readouterr().out
    assert "h1: " in told
    assert "0 violations" in told
    assert max(map(len, told.replace(str(folder), "").splitlines())) <= 80
    after = read_plan(folder / "plan-1-h1.json")
    assert [one.task_ids for one in after.plan.routes if one.vehicle_id == "S2"] == [(last,)]
    # It is released by the id that was printed, and the next one is h2.
    assert edit(folder, "--release", "h1", plan="plan-1-h1.json") == 0
    assert read_plan(folder / "plan-2-h2.json").running.number == 2


def test_the_folder_is_made(folder, tmp_path):
    out = tmp_path / "new" / "folder"
    assert edit(folder, "--lock", "S1", "--out", str(out)) == 0
    assert (out / "plan-1-h1.json").exists()


def test_what_cannot_be_names_the_rule_and_the_way_out(folder, capsys):
    last = read_plan(folder / "plan.json").plan.routes[0].task_ids[-1]
    assert edit(folder, "--pin", f"{last}=T1", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["refused"]["rules"] == ["skill"]
    assert told["refused"]["alternative"]["vehicle"] == "S2"
    assert told["price_yuan"] is None
    assert told["file"] is None
    assert edit(folder, "--pin", f"{last}=T1", "--lang", "zh") == 1
    assert "不可行（技能）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give one of --pin, --forbid, --move, --hours, --after, --lock, --release"),
        (("--hours", "kitchen/K1=soon"), "write TASK=HH:MM-HH:MM"),
        (("--lock", "S1", "--release", "h1"), "and only one"),
        (("--pin", "kitchen/K1"), "write TASK=VEHICLE"),
        (("--lock", "S1", "--before", "kitchen/K1"), "--before goes with --move only"),
        (("--lock", "S9"), "nearest are"),
    ],
)
def test_what_is_typed_wrong_is_refused(folder, capsys, words, said):
    assert edit(folder, *words) == 2
    assert said in capsys.readouterr().err.replace("\n", " ")
