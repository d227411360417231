"""A report as one HTML file that fetches nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.exports.report.contents import ComparisonReport
from api.exports.report.plots import plot_curve, plot_measure
from api.exports.report.text import (
    assumptions_of,
    headline,
    made_of,
    table_lines,
    tell_streets,
    title_of,
)
from api.exports.svg import GAINED, LOST, draw_changed_streets
from api.words import Phrasebook
from optimizer.extras import needing
from optimizer.legible import make_legible

MOST_PLOTS = 12
"""More measures than these nobody looks at; the table has all."""

_ALWAYS = ("measure.mechanised_rate", "measure.required_unserved", "measure.cost_yuan")

_PARTS = (
    *("first", "scenarios", "base", "no_difference", "plots", "measures", "map", "gained"),
    *("lost", "assumptions", "made"),
)


def to_page(report: ComparisonReport, words: Phrasebook) -> bytes:
    """Returns the page.

    Raises
    ------
    InputError
        When the libraries that draw it are not installed.
    """
    with needing("report", thing="report.html"):
        from jinja2 import Environment, StrictUndefined
        from markupsafe import Markup
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    text = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
    values: dict[str, Any] = {
        "lang": "zh-CN" if str(words.language) == "zh" else "en",
        "title": title_of(report, words),
        "below": words("report.below", date=report.date, streets=words.say(report.streets)),
        "say": {part: words(f"report.{part}") for part in _PARTS},
        "headline": headline(report, words),
        "scenarios": [
            {
                "name": one.name,
                "title": words.pick(one.title, one.title_zh),
                "differences": [words.say(told) for told in one.differences],
            }
            for one in report.scenarios
        ],
        "plots": [Markup(plot) for plot in _plots(report, words)],
        "plots_below": words("report.curves_below" if report.xs else "report.plots_below"),
        "rule": words("comparison.rule", none=words("comparison.none")),
        "headings": [
            *words.columns("measure"),
            *(one.name for one in report.scenarios),
            *(words("report.against", name=one.name) for one in report.scenarios[1:]),
        ],
        "lines": table_lines(report, words),
        "streets": tell_streets(report, words),
        "gained": GAINED,
        "lost": LOST,
        "map": Markup(
            draw_changed_streets(report.network, gained=report.gained, lost=report.lost)
        ),
        "assumptions": assumptions_of(report, words),
        "made": made_of(report, words),
        "credit": report.credit,
    }
    page = environment.from_string(text).render(values)
    return make_legible(page).encode()


def _plots(report: ComparisonReport, words: Phrasebook) -> Iterator[str]:
    if report.curves is not None and report.xs is not None:
        yield from (plot_curve(report, aim, words) for aim in range(len(report.curves.measures)))
        return
    names = [one.name for one in report.scenarios]
    rows = report.comparison.rows
    chosen = [row for row in rows if row.measure.code in _ALWAYS]
    chosen += [row for row in rows if row not in chosen and any(one.counts for one in row.changes)]
    for row in chosen[:MOST_PLOTS]:
        yield plot_measure(row, names, words.say(row.measure).strip())
