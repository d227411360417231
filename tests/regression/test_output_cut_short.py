"""`./run plan | head` ended with exit code 1: rich turns a closed pipe into a failure."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAMLET = ROOT / "tests" / "data" / "hamlet"
STREETS = ROOT / "tests" / "data" / "nine_corners.osm"


def test_a_reader_who_has_seen_enough_is_no_failure(tmp_path):
    command = [
        sys.executable,
        "-m",
        "api.commands",
        "plan",
        str(HAMLET),
        "--osm",
        str(STREETS),
    ]
    process = subprocess.Popen(
        [*command, "--iterations", "20", "--out", str(tmp_path / "out")],
        env=os.environ | {"PYTHONPATH": str(ROOT), "ONEBROOM_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait() == 0
    assert (tmp_path / "out" / "plan.json").is_file()
