"""Reports on comparisons: figures by hand, every file read back by another library."""

import io
import json
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from api.exports.report import (
    REPORT_FILES,
    ReportedRun,
    ReportedScenario,
    describe_report,
    write_report,
)
from api.words import Language, phrasebook
from fleet import message
from optimizer.errors import InputError
from scenarios.measures import draw_curves
from tests.api.words.latin import latin_words, names_of
from tests.scenarios import small_plan

STREETS = small_plan.network()
PLAN = small_plan.plan_file()
HOSTILE = "<script>alert(1)</script>|`x`"


def run(seed, swept=(), **costs):
    """A plan of one arc more or less and of other costs."""
    measures = replace(PLAN.measures, costs=replace(PLAN.measures.costs, **costs))
    return ReportedRun(seed=seed, iterations=9, measures=measures, swept=frozenset(swept))


def scenario(name, *runs):
    return ReportedScenario(
        name=name,
        title="Small",
        title_zh="小方案",
        differences=(message("differs.added", "{table}: added {ids:list}", table="v", ids=["S9"]),)
        if name != "old"
        else (),
        runs=runs,
    )


def report(*scenarios, **more):
    return describe_report(
        scenarios,
        STREETS,
        date=PLAN.date,
        streets=STREETS.label,
        version="1.2.3",
        command="./run compare old new",
        **more,
    )


ARCS = sorted(STREETS.arc_of_key)[:3]

OLD = scenario("old", *(run(n, ARCS[:1], time_fen=100_000 + n) for n in range(3)))
# The second arc is swept in two plans of three, the third in one only.
NEW = scenario(
    "new",
    run(0, ARCS[1:3], time_fen=200_000),
    run(1, ARCS[1:2], time_fen=200_001),
    run(2, time_fen=200_002),
)


def test_streets_are_gained_and_lost_where_most_plans_say_so():
    found = report(OLD, NEW)
    assert (found.gained, found.lost) == ({ARCS[1]}, {ARCS[0]})


def test_what_a_plan_sweeps_is_the_kerbs_of_its_routes():
    swept = ReportedRun.of(PLAN).swept
    ids = [id_ for id_ in PLAN.plan.served if id_.startswith("sweep/")]
    assert swept
    assert len(swept) <= len(ids)
    assert swept <= set(STREETS.arc_of_key)


@pytest.fixture(scope="module", params=list(Language))
def files(request):
    words = phrasebook(request.param)
    found, missing = write_report(report(OLD, NEW), words)
    assert missing == ()
    return words, found


def test_every_file_is_there(files):
    assert set(files[1]) == set(REPORT_FILES)


def test_the_page_fetches_nothing_and_tells_both_scenarios(files):
    words, found = files
    page = found["report.html"].decode()
    assert "<script" not in page
    # Names of XML vocabularies are no addresses that a browser asks.
    links = re.findall(r"(?:href|src)\s*=\s*\"([^\"#][^\"]*)|url\(([^)#]+)\)", page)
    assert links == []
    assert words("report.gained") in page
    # A page shows the marks of a drawing only where they are called by this prefix.
    assert 'xlink:href="#' in page
    assert "ns0:" not in page


def test_the_first_figures_are_told_with_their_difference(files):
    found = files[1]
    rows = {row.measure.code: row for row in report(OLD, NEW).comparison.rows}
    # 100,000 fen more of time are 1,000 yuan, in every plan but for a fen or two.
    cost = rows["measure.cost_yuan"]
    assert (cost.difference, cost.counts) == ("+1,000", True)
    assert "+1,000" in found["report.md"].decode()
    assert "+1,000" in found["report.html"].decode()


def test_a_page_in_chinese_has_no_english_word():
    found, _ = write_report(report(OLD, NEW), phrasebook(Language.ZH))
    texts = re.findall(
        r">([^<>]+)<", re.sub(r"(?s)<style.*?</style>", "", found["report.html"].decode())
    )
    own = names_of(PLAN) | {"OneBroom", "old", "new", "run", "compare", "added"}
    assert latin_words([text for text in texts if text.strip()], own) == []


def test_names_do_nothing_in_page_and_markdown():
    found, _ = write_report(report(OLD, replace(NEW, name=HOSTILE)), phrasebook(Language.EN))
    assert HOSTILE not in found["report.html"].decode()
    tokens = (
        MarkdownIt("commonmark", {"html": True}).enable("table").parse(found["report.md"].decode())
    )
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert not {"html_inline", "code_inline", "link_open", "image"} & kinds
    columns = [token for token in tokens if token.type == "th_open"]
    assert len(columns) == 4


def test_the_workbook_has_every_run(files):
    words, found = files
    book = CalamineWorkbook.from_filelike(io.BytesIO(found["report.xlsx"]))
    rows = book.get_sheet_by_name(words("book.runs")).to_python()[1:]
    cost = words.say(report(OLD, NEW).comparison.rows[-3].measure)
    assert [row[:2] for row in rows if row[3] == cost] == [
        [name, seed] for name in ("old", "new") for seed in range(3)
    ]


def test_parquet_has_a_row_a_run_and_a_row_a_route():
    found, _ = write_report(report(OLD, NEW), phrasebook(Language.EN))
    runs = parquet.read_table(io.BytesIO(found["runs.parquet"])).to_pylist()
    assert [(row["scenario"], row["seed"]) for row in runs] == [
        (name, seed) for name in ("old", "new") for seed in range(3)
    ]
    costs = PLAN.measures.costs
    fen = costs.distance_fen + costs.shifts_fen + 200_002
    assert runs[-1]["cost, yuan"] == pytest.approx(fen / 100)
    routes = parquet.read_table(io.BytesIO(found["routes.parquet"])).to_pylist()
    assert len(routes) == 6 * len(PLAN.measures.routes)
    assert {row["vehicle_id"] for row in routes} == {r.vehicle_id for r in PLAN.measures.routes}


def test_the_same_report_gives_the_same_bytes():
    one, other = (write_report(report(OLD, NEW), phrasebook(Language.EN))[0] for _ in range(2))
    assert one == other
    assert json.loads(one["report.json"])["gained"] == [ARCS[1]]


def test_curves_are_drawn_over_the_value_that_is_varied():
    named = [
        (("vehicles.sweeper=1",), [run.measures for run in OLD.runs]),
        (("vehicles.sweeper=2",), [run.measures for run in NEW.runs]),
    ]
    varied = report(OLD, NEW, curves=draw_curves(named, [1, 2]), xs=[1, 2])
    page = write_report(varied, phrasebook(Language.EN))[0]["report.html"].decode()
    assert "vehicles.sweeper" in page
    assert page.count("<figure") == len(varied.curves.measures)


def test_without_the_extra_the_other_files_are_written(monkeypatch):
    def refuse(report, words):
        raise InputError("extra.missing", "{thing} needs", thing="report.html")

    monkeypatch.setitem(REPORT_FILES, "report.html", refuse)
    found, missing = write_report(report(OLD, NEW), phrasebook(Language.EN))
    assert set(found) == set(REPORT_FILES) - {"report.html"}
    assert [one.code for one in missing] == ["extra.missing"]


@pytest.mark.parametrize(("number", "told"), [(4, 4), (5, 2)])
def test_of_many_scenarios_the_first_and_the_last_year_are_told(number, told):
    many = [replace(OLD, name=f"s{one}") for one in range(number)]
    lines = write_report(report(*many), phrasebook(Language.EN))[0]["report.md"].decode()
    years = [line for line in lines.splitlines() if "for a year of 365" in line]
    assert len(years) == told
    assert years[0].startswith("- s0:")
    assert years[-1].startswith(f"- s{number - 1}:")
