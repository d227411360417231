"""With `--lang zh` every command speaks Chinese: no Latin word but names, files and options."""

import datetime as dt
import io
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from api.commands.__main__ import COMMANDS, main
from api.commands.arguments import TABLES
from api.exports import EXPORTS
from api.exports.run_sheet import pdf, to_pdf
from api.screen import ProgressLine
from api.words import Language, phrasebook
from fleet import Condition, Weather
from optimizer.engines import ENGINES
from optimizer.plan import Plan
from optimizer.stop import Progress, Stage
from scenarios.due import find_due_work
from scenarios.files import list_scenarios, load_network, load_scenario
from scenarios.files.contract_table import read_contracts
from scenarios.plan_file import PlanFile, read_plan, write_plan
from scenarios.simulation import Policy
from tests.api.words.latin import latin_words, names_of
from tests.optimizer.benchmark.drawn import a_file, text_of
from tests.scenarios.workbook.workbooks import row, workbook
from tests.streets import street_network

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
HAMLET = str(DATA / "hamlet-chain")
STREETS = str(DATA / "nine_corners.osm")
WORDS = phrasebook(Language.ZH)
VALUES = {
    *COMMANDS,
    *("list", "show", "new", "validate", "revoke", "district", "none", "text", "json"),
    # A program is called by its name.
    "Dask",
    "Parquet",
    # Names of targets.
    "rate",
    # Places for ids in an address that is given.
    *("{vehicle}", "{shift}"),
    *Condition,
    *ENGINES,
    *Policy,
    *EXPORTS,
    *TABLES,
    *(path.stem for path in (ROOT / "tests" / "benchmarks").glob("*.py")),
}
"""Commands, and values of options: they are typed as they are in either language."""

PLACES = {one.name for one in fields(PlanFile)}
"""Places in plan.json, which people look for in the file."""


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """A folder with a plan, a calendar and a roster of the hamlet."""
    folder = tmp_path_factory.mktemp("week")
    plan = ["plan", HAMLET, "--osm", STREETS, "--iterations", "20", "--out", str(folder)]
    assert main([*plan, "--lang", "zh"]) == 0
    assert main(["calendar", HAMLET, "--out", str(folder), "--lang", "zh"]) == 0
    assert main(["roster", HAMLET, "--out", str(folder), "--lang", "zh"]) == 0
    return folder


@pytest.fixture(scope="module")
def names(week):
    """Names and ids of the hamlet, its contracts, streets and vehicles."""
    plan_file = read_plan(week / "plan.json")
    network = load_network(osm=STREETS)
    scenario = load_scenario(HAMLET)
    barred = load_network(osm=str(DATA / "barred_corners.osm"))
    return {
        *names_of(plan_file),
        *filter(None, (*network.names, *barred.names)),
        *(one.name for one in network.left_out),
        *(text for one in scenario.contracts for text in (one.id, one.name)),
        *(text for one in scenario.containers for text in (one.id, one.name)),
        *(text for town in scenario.towns for text in (town.id, town.name)),
        str(week),
    } - {""}


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    """Runs a command in Chinese and returns what it says, on both streams."""
    monkeypatch.chdir(tmp_path)
    # Wide enough that no word of the help is broken in two.
    monkeypatch.setenv("COLUMNS", "400")

    def run(*command: str, code: int = 0) -> str:
        capsys.readouterr()
        try:
            ended = main([*command, "--lang", "zh"])
        except SystemExit as left:
            ended = left.code
        assert ended == code
        out, err = capsys.readouterr()
        return out + err

    return run


def assert_chinese(text: str, names: set[str]) -> None:
    assert re.search("[\u4e00-\u9fff]", text)
    assert latin_words(text.splitlines(), names) == []


STANDARDS = """等级,道路类型,清扫时段,必做,每周冲洗次数,冲洗时段,除雪时段
I,trunk;primary;service,00:30-07:00 | 09:00-16:00,是,3,22:00-26:00,07:00-09:00
"""

PLAN = ("plan", HAMLET, "--osm", STREETS, "--iterations", "5")


@pytest.mark.parametrize(
    "command",
    [
        ("scenario", "list"),
        ("scenario", "show", "yinzhou-2012"),
        ("scenario", "validate", HAMLET),
        ("network", STREETS),
        ("network", str(DATA / "barred_corners.osm")),
        (*PLAN, "--weather", "rain", "--target-rate", "0.9"),
        (*PLAN, "--target-rate", "1"),
        ("compare", "{week}/a", "{week}/b", "--osm", STREETS, "--iterations", "5"),
        ("check", "{week}/plan.json"),
        ("check", "{week}/plan.json", "--scenario", HAMLET),
        ("record", "{week}/plan.json", "{week}/calendar.json"),
        ("calendar", HAMLET),
        ("roster", HAMLET, "--calendar", "{week}/calendar.json"),
        ("scenario", "show", HAMLET),
        ("scenario", "validate", "{week}/standards.csv"),
        ("scenario", "validate", "{week}/crews.csv", "--skip-faults"),
        ("solve", "{week}/drawn.dat", "--iterations", "20", "--bound"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_what_a_command_prints_is_chinese(said, week, names, command):
    for name in ("a", "b"):
        (week / name).mkdir(exist_ok=True)
        text = f'extends = "{HAMLET}"\nname = "{name}"\ntitle = "{name}"\ntitle_zh = "{name}"\n'
        (week / name / "scenario.toml").write_text(text, encoding="utf-8")
    (week / "standards.csv").write_text(STANDARDS, encoding="utf-8")
    (week / "crews.csv").write_text("id,licences\n王,sweeper\n李,broom\n", encoding="utf-8")
    drawn = a_file([(1, 2, 3, 1), (2, 3, 4, 1), (3, 1, 5, 1)], capacity=2)
    (week / "drawn.dat").write_text(text_of(drawn), encoding="utf-8")
    text = said(*(part.format(week=week) for part in command))
    assert_chinese(
        text, names | PLACES | {*list_scenarios()} | {"licences", "broom", "drawn", "hamlet"}
    )


def test_what_a_terminal_shows_of_progress_is_chinese():
    for stage in Stage:
        shown = io.StringIO()
        line = ProgressLine(WORDS, shown)
        line(Progress(stage=stage, iterations=5, best_cost=3, unassigned=1))
        line.close()
        assert_chinese(shown.getvalue(), set())


def test_what_changes_between_plans_is_chinese(said, week, names):
    old = read_plan(week / "plan.json")
    first, *others = old.plan.routes
    late = replace(first, activities=first.activities[:2] + first.activities[-1:])
    write_plan(replace(old, plan=Plan(routes=(late, *others[1:]))), week / "new.json")
    for plans in (("plan.json", "new.json"), ("new.json", "plan.json"), ("new.json", "new.json")):
        assert_chinese(said("changes", *(str(week / name) for name in plans)), names)


@pytest.mark.parametrize("holiday", ["2024-05-08", "2024-05-12"])
def test_a_calendar_with_what_is_missing_is_chinese(said, week, names, holiday):
    keep = ("--keep", str(week / "calendar.json"), "--out", "holiday")
    text = said("calendar", HAMLET, "--holidays", holiday, *keep, code=1)
    assert_chinese(text, names)
    (table,) = Path("holiday").glob("*.csv")
    assert_chinese(table.read_text(encoding="utf-8-sig"), names)


def test_a_roster_with_duties_that_nobody_does_is_chinese(said, names):
    Path("crews.csv").write_text("id,licences\n王,sweeper\n", encoding="utf-8")
    text = said("roster", HAMLET, "--crews", "crews.csv", code=1)
    duties = set(re.findall(r"\d{4}-\d\d-\d\d \w+ \w+", text))
    assert duties
    assert_chinese(text, names | duties)


@pytest.mark.parametrize(
    "command",
    ["", *COMMANDS, *(f"scenario {action}" for action in ("list", "show", "new", "validate"))],
)
def test_help_is_chinese(said, command):
    text = said(*command.split(), "--help")
    assert_chinese(text, VALUES)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("plan", "nowhere"), 2),
        (("plan", "--seconds", "x"), 2),
        (("plan", "--weather", "hail"), 2),
        (("plan", "--target-rate", "2"), 2),
        (("plan", HAMLET, "--osm", "/nowhere.osm"), 2),
        (("plan", HAMLET, "--engine", "magic", "--osm", STREETS), 2),
        (("check", "/nowhere/plan.json"), 2),
        (("export", "/nowhere/plan.json", "--format", "doc", "--out", "x"), 2),
        (("compare", HAMLET), 2),
        (("bench",), 2),
        (("scenario", "new", "v", "--from", "nowhere"), 2),
        (("scenario", "show", "nowhere"), 2),
        (("scenario", "validate", "/nowhere.csv"), 2),
        (("scenario",), 2),
        (("scenario", "new", "v"), 2),
        (("network", "/nowhere.osm"), 2),
        (("network",), 2),
        (("solve", "/nowhere.dat"), 2),
        (("solve", STREETS), 2),
        (("bench", "nonsense"), 2),
        (("serve", "--port", "x"), 2),
        (("serve", "--port", "70000"), 2),
        (("calendar", HAMLET, "--holidays", "x"), 2),
        (("calendar", HAMLET, "--keep", "/nowhere.json"), 2),
        (("calendar", HAMLET, "--date", "2024-13-01"), 2),
        (("roster", HAMLET, "--crews", "/nowhere.csv"), 2),
        (("roster", HAMLET, "--before", STREETS), 2),
        (("record", STREETS), 2),
        (("check", STREETS), 2),
        (("plan", HAMLET, "--date", "tomorrow"), 2),
        (("plan", HAMLET, "--reference", STREETS, "--osm", STREETS), 2),
        (("plan", HAMLET, "--iterations", "0"), 2),
        (("plan", HAMLET, "--contracts", STREETS, "--osm", STREETS), 2),
        (("plan", HAMLET, "--se", "3"), 2),
        (("plan", HAMLET, "--speed", "3"), 2),
        (("export", "{plan}", "--format", "gpx", "--vehicle", "X9", "--out", "x"), 2),
        (("nonsense",), 2),
        ((), 2),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_errors_are_chinese(said, week, command, code):
    text = said(*(part.format(plan=week / "plan.json") for part in command), code=code)
    assert_chinese(text, VALUES | {part for part in command if "/" not in part})


def test_faults_of_a_table_are_chinese(said):
    Path("contracts.csv").write_text(
        "编号,单位名称,经度,纬度,每次收运量(公斤),收运时段\n"
        "K1,面馆,29.8,121.5,x,9:00-8:00\nK1,,121.5,29.8,-1,26:99-30:00\n",
        encoding="utf-8",
    )
    text = said("scenario", "validate", "contracts.csv", code=2)
    assert text.count("\n") > 5
    assert_chinese(text, set())


def test_faults_of_a_scenario_are_chinese(said):
    text = (DATA / "hamlet" / "scenario.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "sweeper"', 'kind = "broom"', 1).replace("06:00", "6 Uhr", 1)
    Path("scenario.toml").write_text(f"speed = 3\n{text}", encoding="utf-8")
    # What is wrong is said between the field's name and the value that was got.
    said_of = re.findall(
        r"：([^：]*?)（现为", said("scenario", "validate", "scenario.toml", code=2)
    )
    assert len(said_of) >= 2
    assert latin_words([one.partition("应为")[0] for one in said_of], {"6 Uhr"}) == []


def test_the_run_sheet_is_chinese(week, names, monkeypatch):
    sheets = []

    compiler = pdf.typst.Compiler

    def recorded(*given, sys_inputs, **options):
        sheets.append(json.loads(sys_inputs["sheet"]))
        return compiler(*given, sys_inputs=sys_inputs, **options)

    monkeypatch.setattr(pdf.typst, "Compiler", recorded)
    plan_file = read_plan(week / "plan.json")
    network = load_network(osm=STREETS)
    for id_ in sorted({route.vehicle_id for route in plan_file.plan.routes}):
        assert to_pdf(plan_file, network, id_, language=Language.ZH).startswith(b"%PDF")
    texts = [
        text
        for sheet in sheets
        for text in (
            sheet["heading"],
            sheet["title"],
            *sheet["notices"],
            *(one for route in sheet["routes"] for one in (route["name"], route["figures"])),
            *(
                line
                for route in sheet["routes"]
                for row in route["rows"]
                for line in (
                    [turn[1] for turn in row["turns"]]
                    if "turns" in row
                    else [row["text"], *row["aboard"]]
                )
            ),
        )
    ]
    assert len(texts) > 50
    assert latin_words(texts, names) == []


def test_notices_of_a_day_are_chinese():
    scenario = load_scenario(str(DATA / "hamlet"))
    contracts = scenario.contracts
    asked = replace(
        scenario,
        stated_area_m2=1_000_000,
        weather=(Weather(date=scenario.date, rain=True),),
        vehicles=tuple(replace(one, length_cm=0) for one in scenario.vehicles),
        contracts=(
            replace(contracts[0], max_length_cm=500),
            replace(contracts[1], weekdays=(1,)),
            replace(contracts[2], last_date=dt.date(2000, 1, 1)),
        ),
        max_snap_m=10**6,
    )
    network = street_network({1: (0, 0), 2: (500, 0), 3: (500, 500)}, [(1, 2), (2, 3)])
    notices = find_due_work(asked, replace(network, generated=True)).notices
    assert len(notices) >= 5
    assert latin_words(map(WORDS.say, notices), ()) == []


def test_notices_of_a_table_are_chinese(tmp_path):
    header = ["编号", "单位名称", "经度", "纬度", "每次收运量(公斤)", "收运时段"]
    cells = row(1, *header)
    cells += row(2, "K001", "面馆", "121.54", "29.82", "200", "13:30-16:30", hidden=True)
    cells += row(3, "注：截至12月") + row(4, *header) + row(5, "合计", "", "", "", "200")
    notices = read_contracts(workbook(tmp_path / "c.xlsx", cells)).notices
    assert len(notices) == 5
    texts = [WORDS.say(notice) for notice in notices]
    assert latin_words(texts, {"datum"}) == []
    assert all(text != str(notice) for text, notice in zip(texts, notices, strict=True))
