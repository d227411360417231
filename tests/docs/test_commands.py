"""Every command that the pages name is run, on a hamlet where they plan a district.

Limits are replaced by a few iterations, streets by those of the hamlet. What each page does, it
does in a folder of its own, from top to bottom, as a reader would. `test_first_start` plans the
reference scenario.
"""

import re
import shutil

import pytest

from api.commands import benchmarks
from api.commands.__main__ import COMMANDS, main
from tests.docs.pages import PAGES, ROOT, page
from tests.optimizer.benchmark.drawn import ENGLISH, a_file, text_of

DATA = ROOT / "tests" / "data"
HAMLET = str(DATA / "hamlet")
STREETS = str(DATA / "nine_corners.osm")

ELSEWHERE = {
    "serve": "tests/api/service",
    "backup": "tests/api/service/test_store.py",
    "restore": "tests/api/service/test_store.py",
    "bench": "tests/api/commands/test_benchmarks.py",
    "test": "this is it",
    "lint": "CI runs it",
    "format": "it works on the sources",
    "docs": "tests/docs/test_made_pages.py",
}
"""Commands that are not run here, and what runs them."""

ACTIONS = {"validate", "new", "list", "revoke"}
"""Those of the commands that have several, each with options of its own."""

SMALLER = {
    "yinzhou-2012": HAMLET,
    "yinzhou-2011": HAMLET,
    "district": STREETS,
    "S01": "S1",
    "vehicles.washer=6..12": "vehicles.kitchen_truck=1,2",
    "vehicles.sweeper=12,14,16": "vehicles.sweeper=1,2",
    "shifts.sweeper=1,2": "shifts.kitchen_truck=1",
}
"""What the pages speak of, and what of the hamlet stands for it."""

CONTRACTS = """id,name,lon,lat,weight (kg),windows,weekdays
K1,Noodle House,0.0010,0.0037,200,13:30-16:30,daily
"""
DRIVERS = """id,name,licences,most_hours_a_week,days_off_wanted,unavailable,by_night
D1,Wang,sweeper;kitchen_truck,44,2024-05-08,,yes
D2,Li,sweeper;kitchen_truck,44,,2024-05-09,yes
D3,Zhao,sweeper;kitchen_truck,44,,,no
"""
EVENTS = """
[[events]]
kind = "delayed"
at = "06:10"
vehicle = "S1"
minutes = 10
"""
CASE = """
[[events]]
kind = "urgent_case"
at = "06:15"
number = "117"
category = "道路遗撒"
source = "12345"
lon = 0.0010
lat = 0.0037
"""


def smaller(words):
    """Returns a command that does the same in the hamlet, in a moment."""
    name, *rest = (SMALLER.get(word, word) for word in words)
    small = (
        "plan",
        "replan",
        "fit",
        "edit",
        "compare",
        "size",
        "robust",
        "calendar",
        "roster",
        "solve",
        "simulate",
    )
    if name not in small:
        return [name, *rest]
    if name in ("plan", "calendar", "roster") and (not rest or rest[0].startswith("-")):
        rest.insert(0, HAMLET)
    if name in ("plan", "replan", "compare", "solve"):
        rest = _without(rest, "--seconds", "--iterations")
        rest += ["--iterations", "20"]
    if name == "simulate":
        if not rest or rest[0].startswith("-"):
            rest.insert(0, HAMLET)
        rest = [*_without(rest, "--seconds", "--days", "--osm"), "--iterations", "20"]
        return [name, *rest, "--days", "1", "--osm", STREETS]
    if name == "size":
        # The hamlet has no washer.
        rest = _without(rest, "--seconds", "--target")
        rest = [*_without(rest, "--target"), "--target", "rate=0.3", "--iterations", "20"]
        rest += ["--osm", STREETS]
    if name == "robust":
        rest = _without(rest, "--days")
        return [name, *rest, "--days", "1", "--processes", "1", "--osm", STREETS]
    if name in ("compare", "size"):
        rest += ["--seeds", "1", "--processes", "1"]
    if name in ("plan", "compare") and "--osm" not in rest:
        rest += ["--osm", STREETS]
    # The hamlet's sweeper is home by half past nine, and its week is another one.
    rest = ["06:20" if word == "09:30" else word for word in rest]
    dates = {"2012-12-13": "2024-05-07", "2012-12-14": "2024-05-08", "2012-12-15": "2024-05-09"}
    dates |= {"2012-12-19": "2024-05-08", "2012-12-20": "2024-05-09"}
    return [name, *(re.sub(r"2012-12-\d\d", lambda day: dates[day[0]], word) for word in rest)]


def _without(words, *options):
    kept = list(words)
    for option in options:
        if option in kept:
            at = kept.index(option)
            del kept[at : at + 2]
    return kept


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with the files that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path / "cache"))
    shutil.copy(STREETS, tmp_path / "streets.osm")
    (tmp_path / "december.csv").write_text(CONTRACTS, encoding="utf-8")
    (tmp_path / "crews.csv").write_text(DRIVERS, encoding="utf-8")
    (tmp_path / "events.toml").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "case.toml").write_text(CASE, encoding="utf-8")
    (tmp_path / "gdb1.dat").write_text(
        text_of(a_file([(1, 2, 5, 1), (2, 3, 4, 1), (1, 3, 6, 1)], capacity=2), ENGLISH),
        encoding="latin-1",
    )
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_it_says(page, office, capsys):
    for words in page.commands:
        if words[0] in ELSEWHERE:
            continue
        # The hamlet's streets and contracts are texts: no binary file is kept for a test.
        given = [word.replace(".osm.pbf", ".osm") for word in smaller(words)]
        given = [word.replace("december.xlsx", "december.csv") for word in given]
        # In the hamlet a daily collection has no other day for a holiday's: the answer is no.
        expected = 1 if "--holidays" in words else 0
        assert main(given) == expected, (words, capsys.readouterr().err)


def test_every_command_is_documented_and_there_are_no_others():
    listed = page("commands")
    assert {words[0] for words in listed.commands} == {*COMMANDS, "test", "lint", "format", "docs"}
    script = (ROOT / "run").read_text(encoding="utf-8")
    assert all(f"\n{name})" in script for name in ("test", "lint", "format", "docs"))
    named = {words.split()[0] for one in PAGES for words in one.mentions if words}
    assert named - {*COMMANDS, "test", "lint", "format", "docs", "COMMAND"} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_in_the_text_is_one_of_its_command(page, capsys):
    unknown = []
    for said in page.mentions:
        name, *rest = said.split() or [""]
        if name not in COMMANDS or name == "bench":
            continue
        known = _options(capsys, name, *(rest[:1] if rest[:1] and rest[0] in ACTIONS else []))
        unknown += [
            f"{name} {word}" for word in rest if word.startswith("--") and word not in known
        ]
    assert unknown == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command, capsys):
    said = " ".join(
        one.content for one in page("commands").tokens if one.type in ("code_inline", "fence")
    )
    options = _options(capsys, command)
    if command == "scenario":
        for action in ("list", "show", "new", "validate"):
            options |= _options(capsys, command, action)
    assert options - {"--help"} - set(re.findall(r"--[a-z-]+", said)) == set()


def _options(capsys, *command):
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    return set(re.findall(r"--[a-z-]+", capsys.readouterr().out))


def test_every_benchmark_that_the_pages_name_exists():
    programs = {
        path.stem
        for path in benchmarks.BENCHMARKS.glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    named = {
        name.replace("-", "_")
        for one in PAGES
        for text in (*one.mentions, *(" ".join(words) for words in one.commands))
        for name in re.findall(r"^bench ([a-z_-]+)", text)
    }
    assert {"carp", "sweeping", "waste_vrptw"} <= named
    assert named <= programs
