"""The files that operations.md gives to an office's own machines, by what checks such files."""

import shutil
import subprocess

import pytest

from tests.docs.pages import ROOT, Page

NOT_HERE = "Command /opt/onebroom/run is not executable"
"""What is said of a unit whose program is not installed: all that may be said here."""


def block(kind):
    (found,) = Page(ROOT / "docs" / "operations.md").blocks(kind)
    return found


def needing(program):
    where = shutil.which(program)
    if where is None:
        pytest.skip(f"needs {program}, which is not installed")
    return where


def test_systemd_takes_the_unit(tmp_path):
    unit = tmp_path / "onebroom.service"
    unit.write_text(block("ini"), encoding="utf-8")
    done = subprocess.run(
        [needing("systemd-analyze"), "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [one for one in done.stderr.splitlines() if "onebroom.service" in one]
    assert [one for one in told if NOT_HERE not in one] == []


def test_the_container_file_keeps_the_rules(tmp_path):
    file = tmp_path / "Dockerfile"
    file.write_text(block("dockerfile"), encoding="utf-8")
    done = subprocess.run(
        [needing("hadolint"), "--no-color", str(file)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)
