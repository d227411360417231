"""Fixtures that every test may use."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Readline, which the test runner loads, tells its workers of a terminal that there is not.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public instances and real streets beside the checkout."""
    folder = ROOT.parent / "shared"
    if not (folder / "benchmarks").is_dir():
        if os.environ.get("CI"):
            pytest.fail("the shared folder of instances and streets is missing in CI")
        pytest.skip("needs ../shared (public instances and streets), which is not here")
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compiles the kernels once, before each of several workers would compile all of them."""
    if not getattr(session.config.option, "numprocesses", None):
        return
    from optimizer.engines.compiling import are_kernels_compiled

    if not are_kernels_compiled():
        data = ROOT / "tests" / "data"
        with tempfile.TemporaryDirectory() as folder:
            plan = ["plan", str(data / "hamlet"), "--osm", str(data / "nine_corners.osm")]
            limits = ["--iterations", "1", "--bound-seconds", "0", "--out", folder]
            subprocess.run(
                [sys.executable, "-m", "api.commands", *plan, *limits],
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                check=True,
            )
