"""The wheel in a clean environment: it plans, serves and benches, or says what to install."""

import json
import os
import subprocess
import sys
import time
import urllib.request
import zipfile
from types import SimpleNamespace

import pytest

from api import VERSION
from api.commands.__main__ import main
from tests.api.service.service import free_port
from tests.docs.pages import Page
from tests.package.clean_environment import ROOT, CleanEnvironment, environment

HAMLET = (str(ROOT / "tests/data/hamlet"), "--osm", str(ROOT / "tests/data/nine_corners.osm"))
PATIENCE_S = 600


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built of the checkout as it is."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A clean environment with the wheel."""
    folder = tmp_path_factory.mktemp("clean")
    # The checkout plans first: what is compiled of the same lines need not be compiled again.
    assert main(["plan", *HAMLET, "--iterations", "1", "--out", str(folder / "first")]) == 0
    return CleanEnvironment(folder / "venv", wheel)


@pytest.fixture(scope="module")
def onebroom(installed, tmp_path_factory):
    """Calls the installed command as a user would, in a folder of its own."""
    folder = tmp_path_factory.mktemp("work")

    def call(*arguments, code=0):
        done = installed.onebroom(*arguments, cwd=folder)
        assert done.returncode == code, done.stderr[-3000:]
        return done

    call.folder = folder
    return call


@pytest.fixture(scope="module")
def plan(onebroom):
    """A plan that the installed command made."""
    onebroom("plan", *HAMLET, "--iterations", "20")
    return onebroom.folder / "out" / "plan.json"


def test_the_wheel_holds_everything_in_the_packages_that_is_no_program(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    kept = subprocess.run(
        ["git", "ls-files", "api", "fleet", "optimizer", "scenarios"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert set(kept) - names == set()
    assert not [name for name in names if name.startswith("tests") or "/test_" in name]


def test_the_installed_command_knows_its_version_and_its_name(onebroom):
    assert onebroom("--version").stdout == f"OneBroom {VERSION}\n"
    assert onebroom("--help").stdout.startswith("usage: onebroom ")


def test_the_library_of_scenarios_comes_with_it(onebroom):
    assert "yinzhou-2012" in onebroom("scenario", "list").stdout


def test_it_plans_and_the_plan_passes_the_checker(onebroom, plan):
    assert json.loads(plan.read_text(encoding="utf-8"))["plan"]["routes"]
    assert onebroom("check", str(plan)).stdout == "0 violations\n"


@pytest.mark.parametrize("form", ["gpx", "xlsx", "ics", "svg"])
def test_it_exports_what_drivers_and_offices_take(onebroom, plan, form):
    onebroom("export", str(plan), "--format", form, "--out", form)
    assert list((onebroom.folder / form).iterdir())


def test_run_sheets_ask_for_the_typesetter(onebroom, plan):
    said = onebroom("export", str(plan), "--format", "pdf", "--out", "pdf", code=2).stderr
    assert "needs the package typst" in said
    assert "pip install 'onebroom[pdf]'" in said


def test_the_other_engine_asks_for_its_package(onebroom):
    said = onebroom("plan", *HAMLET, "--iterations", "5", "--engine", "pyvrp", code=2).stderr
    assert "needs the package pyvrp" in said
    assert "pip install 'onebroom[pyvrp]'" in said


def test_the_benchmark_programs_come_with_it(onebroom):
    assert "calendar, carp" in onebroom("bench", code=2).stderr
    assert "--tasks" in onebroom("bench", "large", "--help").stdout


def test_a_benchmark_asks_for_what_it_compares_with(onebroom):
    said = onebroom("bench", "paths", "--help", code=2).stderr
    assert "paths needs the package igraph" in said
    assert "pip install 'onebroom[bench]'" in said


@pytest.fixture
def container(installed, tmp_path):
    """What the container file of operations.md starts and asks, without a container."""
    (file,) = Page(ROOT / "docs" / "operations.md").blocks("dockerfile")
    port = free_port()
    here = file.replace("/data", str(tmp_path)).replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    said = dict(line.split(" ", 1) for line in here.splitlines() if line[:1].isupper())
    program, *arguments = json.loads(said["CMD"])
    assert program == installed.command.rpartition("/")[2]
    return SimpleNamespace(
        start=[installed.command, *arguments, "--port", str(port)],
        health=json.loads(said["HEALTHCHECK"].removeprefix("CMD ")),
        address=f"http://127.0.0.1:{port}",
        folder=tmp_path,
        environment=environment(tmp_path)
        | dict(one.split("=", 1) for one in said["ENV"].split())
        | {"PATH": f"{installed.folder / 'bin'}:{os.environ['PATH']}"},
    )


def test_it_serves_the_page_and_the_scenarios_started_as_in_a_container(container):
    surroundings = {"cwd": container.folder, "env": container.environment}
    with subprocess.Popen(
        container.start, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **surroundings
    ) as server:
        try:
            key = server.stdout.readline().strip()

            def get(path):
                asked = urllib.request.Request(
                    f"{container.address}{path}", headers={"Authorization": f"Bearer {key}"}
                )
                with urllib.request.urlopen(asked) as answer:
                    return answer.read().decode()

            _wait_for(
                lambda: subprocess.run(
                    container.health, check=True, capture_output=True, **surroundings
                )
            )
            assert "<html" in get("/")
            assert get("/static/main.js")
            assert get("/static/maplibre/maplibre-gl.js")
            assert "yinzhou-2012" in get("/scenarios")
            assert json.loads(get("/openapi.json"))["info"]["version"] == VERSION
        finally:
            server.terminate()
        logged = [json.loads(line) for line in server.stderr]
    assert any("Listening on http://0.0.0.0:" in one["message"] for one in logged)
    assert (container.folder / "plans.db").is_file()


def _wait_for(answer):
    """Asks until there is an answer; a safety net, since a machine may be slow."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return answer()
        except (OSError, subprocess.CalledProcessError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
