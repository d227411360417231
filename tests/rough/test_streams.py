"""Standard output and error that take nothing: a full disk, a closed pipe, nothing at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.plan_file import read_plan
from tests.rough.hamlet import PATIENCE_S, ROOT, plan, start

FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


def test_a_full_disk_behind_stdout_is_told_and_the_plan_is_kept(tmp_path):
    with FULL.open("wb") as full:
        process = start(plan(tmp_path, "--iterations", "20"), stdout=full)
        _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert b"standard output cannot be written to" in err
    assert b"Traceback" not in err
    assert read_plan(tmp_path / "plan.json").plan.routes


def test_a_full_disk_behind_stderr_ends_nothing(tmp_path):
    with FULL.open("wb") as full:
        process = start(plan(tmp_path, "--iterations", "20"), stderr=full)
        out, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert b"Plan: 2 routes" in out


def test_whoever_reads_only_the_first_lines_has_seen_enough(tmp_path):
    process = start(["scenario", "show", "yinzhou-2012"])
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_closed_streams_are_no_fault_of_ours(closed, tmp_path):
    told = tmp_path / "told"
    command = f"{sys.executable} -m api.commands.supervised scenario list {closed}"
    with told.open("wb") as stream:
        subprocess.run(
            ["sh", "-c", command], cwd=ROOT, stdout=stream, stderr=stream, timeout=PATIENCE_S
        )
    assert b"fault of OneBroom" not in told.read_bytes()
    assert b"Traceback" not in told.read_bytes()
