"""The files that operations.md gives to an office's own machines, by what checks such files."""

import shutil
import subprocess
import sysconfig

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


def lint_container(folder, text):
    """What hadolint, of this environment, says of a container file, and its exit code."""
    file = folder / "Dockerfile"
    file.write_text(text, encoding="utf-8")
    program = shutil.which("hadolint", path=sysconfig.get_path("scripts"))
    assert program is not None, "hadolint stands in requirements.lock; ./run installs it"
    done = subprocess.run(
        [program, "--no-color", str(file)], capture_output=True, text=True, check=False
    )
    return done.stdout, done.returncode


def test_the_container_file_keeps_the_rules(tmp_path):
    assert lint_container(tmp_path, block("dockerfile")) == ("", 0)


def test_a_container_file_that_breaks_them_is_told(tmp_path):
    said, code = lint_container(
        tmp_path, block("dockerfile").replace("WORKDIR /data", "WORKDIR data")
    )
    assert code == 1
    assert "DL3000" in said
