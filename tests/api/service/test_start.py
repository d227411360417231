"""What the server reads before it is ready, and what beside its first answers."""

import ast
import json
import os
import subprocess
import sys

import pytest

from tests.api.service.service import ROOT, free_port

LATER = {
    *("llvmlite", "numba", "numpy", "pandas", "scipy"),
    *("networkx", "opening_hours", "ortools", "osmium", "osmnx", "shapely"),
    *("matplotlib", "segno", "tomlkit", "typst", "xlsxwriter"),
    *("optimizer.checker", "optimizer.kernel", "optimizer.search"),
    *("scenarios.files", "scenarios.plan_file", "scenarios.planning"),
}
"""What no server waits for: the search, the streets, files and exports."""

SERVER = """
import json, os, signal, sys, threading, time, urllib.request

from api.commands.__main__ import main
from api.service.reading_up import ReadingUp

def tell():
    while True:
        try:
            urllib.request.urlopen("http://127.0.0.1:%(port)d/readyz").close()
            break
        except OSError:
            time.sleep(0.05)
    ready = [*sys.modules]
    read_up(ReadingUp(list))
    print(json.dumps({"ready": ready, "read up": [*sys.modules]}), flush=True)
    os.kill(os.getpid(), signal.SIGTERM)

# Held back, or it might have read something by the time that the server is ready.
read_up, ReadingUp._run = ReadingUp._run, lambda self: None
threading.Thread(target=tell).start()
main(["serve", "--port", "%(port)d"])
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """The modules of a real server: when it is ready, and when it has read up."""
    folder = tmp_path_factory.mktemp("start")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONEBROOM")}
    done = subprocess.run(
        [sys.executable, "-c", SERVER % {"port": free_port()}],
        # As with no set-up at all: the database is in the cache folder.
        env=kept | {"ONEBROOM_CACHE": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return {when: set(names) for when, names in json.loads(done.stdout).items()}


def imported_where_used():
    """The modules that functions of the service import."""
    for path in (ROOT / "api" / "service").rglob("*.py"):
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(made, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(made):
                    if isinstance(node, ast.ImportFrom):
                        yield node.module


def test_it_is_ready_without_the_search_the_streets_and_the_exports(modules):
    assert "api.service.main" in modules["ready"]
    assert modules["ready"] & LATER == set()


def test_what_requests_need_is_read_beside_the_first_answers(modules):
    needed = {
        name for name in imported_where_used() if name.split(".")[0] in ("optimizer", "scenarios")
    }
    assert "scenarios.planning" in needed
    assert needed - modules["read up"] == set()
