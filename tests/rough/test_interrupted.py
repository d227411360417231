"""Ctrl-C and SIGTERM at every stage of a plan, in real processes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.commands.__main__ import main
from api.commands.supervised import GRACE_S, SAME_S
from scenarios.plan_file import read_plan
from tests.rough.hamlet import (
    HAMLET,
    PATIENCE_S,
    ROOT,
    STREETS,
    descendants,
    is_running,
    plan,
    read_until,
    start,
)

SAYS = {
    "streets": b"reading the streets",
    "tasks": b"collecting what is due",
    "matrix": b"travel times",
    "compile": b"preparing the search",
    "check": b"checking the plan",
    "explain": b"finding what keeps out",
    "bound": b"proving a lower bound",
    "draw": b"drawing maps",
}
BEFORE = ("streets", "tasks", "matrix", "compile")
AFTER = ("check", "explain", "bound", "draw")


def ended(process: subprocess.Popen[bytes], family: set[int]) -> tuple[int, bytes, bytes]:
    """Waits until a process and all that it started have ended."""
    out, err = process.communicate(timeout=PATIENCE_S)
    until_s = time.monotonic() + PATIENCE_S
    while any(map(is_running, family)):
        assert time.monotonic() < until_s, "left a process behind"
        time.sleep(0.05)
    return process.returncode, out, err


def interrupted_at(stage: str, out: Path, *signals: int, deaf: bool = False):
    """Plans the hamlet, sends signals while it is held at a stage, and waits for its end."""
    process = start(
        plan(out, "--iterations", "20"),
        module="tests.rough.held",
        environment={"ONEBROOM_TEST_HOLD": f"{stage}:deaf" if deaf else stage},
    )
    assert process.stderr is not None
    read_until(process.stderr, SAYS[stage])
    family = descendants(process.pid)
    assert family
    for number in signals:
        process.send_signal(number)
        time.sleep(2 * SAME_S)
    return ended(process, family)


def kept(out: Path) -> bool:
    """Whether there is a plan that the checker passes, and nothing half written beside it."""
    assert not [path for path in out.glob(".*")]
    if not (out / "plan.json").exists():
        assert not out.exists()
        return False
    assert main(["check", str(out / "plan.json")]) == 0
    return True


def test_nobody_waits_for_more_than_three_seconds():
    assert GRACE_S + SAME_S <= 3


@pytest.mark.parametrize("stage", BEFORE)
def test_ctrl_c_before_there_is_a_plan_leaves_nothing(stage, tmp_path):
    code, out, err = interrupted_at(stage, tmp_path / "out", signal.SIGINT)
    assert (code, out) == (130, b"")
    assert err.splitlines()[-1] == b"interrupted"
    assert b"Traceback" not in err
    assert not kept(tmp_path / "out")


@pytest.mark.parametrize("stage", AFTER)
def test_ctrl_c_after_the_search_keeps_the_plan(stage, tmp_path):
    code, out, _ = interrupted_at(stage, tmp_path / "out", signal.SIGINT)
    assert code == 130
    assert kept(tmp_path / "out")
    # While it is checked it is to be written, so that is waited for, and here takes too long.
    assert (b"Plan: 2 routes" in out) == (stage != "check")


@pytest.mark.parametrize("stage", ["matrix", "bound"])
def test_sigterm_does_the_same_and_ends_with_143(stage, tmp_path):
    code, _, _ = interrupted_at(stage, tmp_path / "out", signal.SIGTERM)
    assert code == 143
    assert kept(tmp_path / "out") == (stage == "bound")


@pytest.mark.parametrize("stage", ["streets", "compile", "bound"])
def test_compiled_code_that_hears_nothing_is_ended(stage, tmp_path):
    code, _, err = interrupted_at(stage, tmp_path / "out", signal.SIGINT, deaf=True)
    assert code == 130
    assert err.splitlines()[-1] == b"interrupted"
    assert b"Traceback" not in err
    assert kept(tmp_path / "out") == (stage == "bound")


def test_the_second_ctrl_c_loses_no_file(tmp_path):
    code, _, _ = interrupted_at("bound", tmp_path / "out", signal.SIGINT, signal.SIGINT, deaf=True)
    assert code == 130
    assert kept(tmp_path / "out")


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        ([signal.SIGINT], 130),
        # `timeout` sends its signal to the process, then to its group.
        ([signal.SIGTERM, signal.SIGTERM], 143),
    ],
)
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_search_ends_with_its_best_plan(signals, code, processes, tmp_path):
    out = tmp_path / "out"
    process = start(plan(out, "--seconds", "9000", "--processes", processes))
    assert process.stderr is not None
    read_until(process.stderr, b"searching")
    family = descendants(process.pid)
    for number in signals:
        process.send_signal(number)
    given, printed, told = ended(process, family)
    assert given == code
    assert b"stopping with the best so far" in told
    assert b"Plan: 2 routes" in printed
    assert kept(out)
    assert read_plan(out / "plan.json").interrupted


def test_ctrl_c_of_a_terminal_reaches_all_processes_and_counts_once(tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "api.commands.supervised", *plan(out, "--seconds", "9000")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    assert process.stderr is not None
    read_until(process.stderr, b"searching")
    family = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    code, printed, _ = ended(process, family)
    assert code == 130
    assert b"Plan: 2 routes" in printed
    assert kept(out)


def test_a_plan_is_on_disk_while_the_search_goes_on(tmp_path):
    out = tmp_path / "out"
    process = start(plan(out, "--seconds", "9000"))
    assert process.stderr is not None
    read_until(process.stderr, b"searching")
    until_s = time.monotonic() + PATIENCE_S
    while not (out / "plan.json").exists():
        assert time.monotonic() < until_s
        time.sleep(0.05)
    family = descendants(process.pid)
    process.kill()
    # Whoever listened is gone; the others notice, and what is written stays.
    ended(process, family)
    assert main(["check", str(out / "plan.json")]) == 0
    assert read_plan(out / "plan.json").interrupted


def test_json_is_whole_when_a_search_is_interrupted(tmp_path):
    process = start(plan(tmp_path / "out", "--seconds", "9000", "--json"))
    assert process.stderr is not None
    read_until(process.stderr, b"searching")
    process.send_signal(signal.SIGINT)
    code, printed, _ = ended(process, set())
    assert code == 130
    answer = json.loads(printed)
    assert answer["interrupted"]
    assert answer["files"] == [str(tmp_path / "out" / "plan.json")]


@pytest.mark.parametrize("command", [["network", "district"], ["scenario", "list"]])
def test_other_commands_end_too_even_while_they_start(command):
    process = start(command)
    family = children_of(process)
    process.send_signal(signal.SIGTERM)
    code, out, err = ended(process, family)
    assert code == 143
    assert (out, b"Traceback" in err) == (b"", False)


def compared(tmp_path, *options):
    """Starts a comparison whose searches take longer than anybody waits."""
    streets = ["--osm", str(STREETS), "--out", str(tmp_path), "--bound-seconds", "0"]
    return start(["compare", str(HAMLET), str(HAMLET), *streets, "--json", *options])


def test_a_comparison_keeps_and_prints_the_plans_that_are_complete(tmp_path):
    process = compared(tmp_path, "--seconds", "4", "--seeds", "9", "--processes", "2")
    assert process.stderr is not None
    read_until(process.stderr, b"2 of 18 plans")
    process.send_signal(signal.SIGINT)
    code, out, _ = ended(process, descendants(process.pid))
    assert code == 130
    answer = json.loads(out)
    assert [run["seed"] for run in answer["runs"]][:2] == [0, 0]
    assert main(["check", str(tmp_path / "hamlet" / "plan.json")]) == 0


def test_a_comparison_without_a_second_plan_says_so(tmp_path):
    process = compared(tmp_path, "--seconds", "900", "--processes", "1")
    assert process.stderr is not None
    read_until(process.stderr, b"searching")
    process.send_signal(signal.SIGINT)
    code, _, err = ended(process, descendants(process.pid))
    assert code == 130
    assert err.splitlines()[-1] == b"interrupted before the second plan"


@pytest.mark.shared
def test_a_cost_is_told_though_its_bound_is_not_proved(shared):
    # Larger than its bound can be proved for in the time that anybody waits here.
    file = shared / "benchmarks" / "carp" / "egl-s4-C.dat"
    process = start(["solve", str(file), "--iterations", "10", "--bound", "--json"])
    while b"bound_apart" not in b"".join(command_of(pid) for pid in descendants(process.pid)):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    code, out, _ = ended(process, descendants(process.pid))
    assert code == 130
    answer = json.loads(out)
    assert answer["cost"] > 0
    assert (answer["bound"], answer["iterations"]) == (None, 10)


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def children_of(process: subprocess.Popen[bytes]) -> set[int]:
    """Waits until a process has started another."""
    while not (family := descendants(process.pid)):
        assert process.poll() is None
    return family
