"""Plots of a report as SVG with text that stays text."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any
from xml.etree import ElementTree as ET

from api.exports.report.contents import ComparisonReport
from api.exports.svg import FONTS, INK, SOFT_INK
from api.words import Phrasebook
from optimizer.extras import needing
from scenarios.measures import ComparisonRow

COLOURS = ("#1f5fa8", "#c2571a", "#2f7d4f", "#7a4fa3", "#8a6d1c", "#a3324f")
"""Of the scenarios, one after the other; dark enough on white for small marks."""

_WIDTH_IN = 4.6
_ROW_IN = 0.34


def plot_measure(row: ComparisonRow, names: Sequence[str], title: str) -> str:
    """Returns a measure of all scenarios: a dot for each plan, a bar at the median."""
    with _figure(_WIDTH_IN, 0.85 + _ROW_IN * len(names)) as (figure, axes):
        for place, runs in enumerate(row.runs):
            colour = COLOURS[place % len(COLOURS)]
            axes.plot(runs, [place] * len(runs), "o", color=colour, alpha=0.55, markersize=5)
            if runs:
                middle = median(runs)
                axes.vlines(middle, place - 0.32, place + 0.32, color=colour, linewidth=2.2)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.margins(x=0.08)
        _scale(axes.xaxis, row.form)
        axes.grid(axis="x", color="#e3e6ea", linewidth=0.8)
        axes.set_title(title, loc="left", fontsize=10, color=INK)
        return _save(figure)


def plot_curve(report: ComparisonReport, aim: int, words: Phrasebook) -> str:
    """Returns an aim over the values that are varied: medians, the spread, the knee."""
    curves, xs = report.curves, report.xs
    if curves is None or xs is None:
        raise ValueError("nothing is varied, or more than one value.")
    points = [(x, point.values[aim]) for x, point in zip(xs, curves.points, strict=True)]
    row = next(
        one for one in report.comparison.rows if one.measure.code == curves.measures[aim].code
    )
    with _figure(_WIDTH_IN, 2.7) as (figure, axes):
        shown = [(x, y) for x, y in points if y is not None]
        spread = [(x, runs) for x, runs in zip(xs, row.runs, strict=True) if runs]
        axes.fill_between(
            [x for x, _ in spread],
            [min(runs) for _, runs in spread],
            [max(runs) for _, runs in spread],
            color=COLOURS[0],
            alpha=0.15,
            linewidth=0,
        )
        axes.plot(*zip(*shown, strict=True), "o-", color=COLOURS[0], markersize=4, linewidth=1.5)
        knee = curves.knees[aim]
        if knee is not None and points[knee][1] is not None:
            x, y = points[knee]
            axes.plot([x], [y], "o", markersize=10, markerfacecolor="none", color=COLOURS[1])
            axes.annotate(
                words("report.knee"),
                (x, y),
                xytext=(8, -14),
                textcoords="offset points",
                fontsize=8.5,
                color=COLOURS[1],
            )
        axes.set_xticks(xs) if len(xs) <= 12 else None
        _scale(axes.yaxis, row.form)
        axes.grid(color="#e3e6ea", linewidth=0.8)
        axes.set_xlabel(curves.points[0].settings[0].partition("=")[0], color=SOFT_INK)
        axes.set_title(words.say(curves.measures[aim]), loc="left", fontsize=10, color=INK)
        return _save(figure)


@contextmanager
def _figure(width_in: float, height_in: float) -> Iterator[tuple[Any, Any]]:
    with needing("report", thing="report.html"):
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    style: dict[Any, Any] = {
        # Letters stay letters: the reader's browser has the fonts, and small files are read fast.
        "svg.fonttype": "none",
        # Ids are made from it; the same report gives the same bytes.
        "svg.hashsalt": "onebroom",
        "font.size": 9,
        "axes.edgecolor": "#c8cdd4",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": SOFT_INK,
        "ytick.color": INK,
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(width_in, height_in), layout="constrained")
        FigureCanvasSVG(figure)
        with warnings.catch_warnings():
            # Its own font has no Chinese; text stays text, which the reader's fonts show.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            yield figure, figure.add_subplot()


def _scale(axis: Any, form: str) -> None:
    """Writes the numbers of an axis as its measure is written."""
    from matplotlib.ticker import MaxNLocator

    # Numbers that are written whole would else stand there several times.
    whole = form.endswith(".0f}")
    axis.set_major_locator(MaxNLocator(4, integer=whole, min_n_ticks=1))
    axis.set_major_formatter(lambda value, _: form.format(value))


def _save(figure: Any) -> str:
    memory = io.BytesIO()
    figure.savefig(memory, format="svg", metadata={"Date": None, "Creator": None})
    root = ET.fromstring(memory.getvalue())
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("font-family", FONTS)
    for element in root.iter():
        style = element.get("style", "")
        if "font" in style:
            # One family for the page; matplotlib writes its own into every text.
            parts = [one for one in style.split(";") if "font:" not in one]
            size = style.partition("font:")[2].partition("px")[0].split()[-1:]
            element.set("style", ";".join([*parts, f"font-size: {(size or ['9'])[0]}px"]))
    metadata = root.find("{*}metadata")
    if metadata is not None:
        root.remove(metadata)
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    # A page knows links within a drawing by this prefix only.
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    return ET.tostring(root, encoding="unicode")
