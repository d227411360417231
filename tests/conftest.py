"""Fixtures that every test may use."""

import os
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
