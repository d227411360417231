"""What stands beside a map: title, figures, whose line is whose, signs and source."""

import math
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from api.exports import CREDIT
from api.exports.svg.drawing import BY_HAND, SIGNAL, Drawing
from api.exports.svg.elements import INK, SOFT_INK, add, add_rule, add_text, text_width, wrap_words
from api.exports.svg.labels import add_sign
from api.exports.svg.layers import add_missed
from api.exports.svg.route_list import draw_route_list
from fleet import FacilityKind


def draw_legend(
    parent: ET.Element, drawing: Drawing, *, subtitle: str, width: float, height: float
) -> None:
    """Draws the column beside a map, from the origin down."""
    column = add(parent, "g", class_="legend", fill=INK)
    y = _head(column, drawing, subtitle, width)
    y = _figures(column, drawing, y, width)
    foot = height - _foot_height(drawing, width)
    signs = _signs_height(drawing)
    y = draw_route_list(column, drawing, y, width, foot - signs - y)
    _signs(column, drawing, y, width)
    _foot(column, drawing, foot, width)


def _head(column: ET.Element, drawing: Drawing, subtitle: str, width: float) -> float:
    plan_file = drawing.plan_file
    title = drawing.words.pick(plan_file.title, plan_file.title_zh)
    y = 0.0
    for line in wrap_words(title, 31, width)[:3]:
        y += 37
        add_text(column, line, 0, y - 8, 31, font_weight="bold")
    y += 28
    add_text(column, plan_file.date, 0, y - 4, 23, font_weight="bold", fill=SOFT_INK)
    add_text(column, subtitle, width, y - 4, 19, text_anchor="end", fill=SOFT_INK)
    return y + 12


def _figures(column: ET.Element, drawing: Drawing, y: float, width: float) -> float:
    """Writes the mechanised rate large, with the classes beside it."""
    measures = drawing.plan_file.measures
    add_rule(column, y, width)
    left, size = 0.40 * width, 13.0
    rate, room = f"{100 * measures.rate:.1f} %", left - 14
    large = min(58.0, room / text_width(rate, 1.0))
    add_text(column, rate, 0, y + 62, large, font_weight="bold")
    label = drawing.words("map.rate")
    small = min(14.0, room / text_width(label, 1.0))
    add_text(column, label, 0, y + 84, small, fill=SOFT_INK)
    edges = (left, 0.58 * width, 0.69 * width, 0.79 * width, 0.90 * width, width)
    headings = ("class", "thousand_m2", "by_machine", "by_hand", "uncovered", "share")
    rows = [
        tuple(drawing.words(f"map.{name}") for name in headings),
        *(
            (
                row.label,
                f"{row.maintained_m2 / 1000:,.0f}",
                f"{row.mechanised_m2 / 1000:,.0f}",
                f"{row.manual_m2 / 1000:,.0f}",
                f"{row.uncovered_m2 / 1000:,.0f}",
                f"{100 * row.rate:.0f} %",
            )
            for row in measures.classes[:8]
        ),
    ]
    for number, row in enumerate(rows):
        for place, (cell, edge) in enumerate(zip(row, edges, strict=True)):
            add_text(
                column,
                cell,
                edge,
                y + 20 + 16 * number,
                size if number else 10.5,
                text_anchor="end" if place else "start",
                fill=INK if number else SOFT_INK,
            )
    worked_m = sum(row.service_m for row in drawing.rows)
    empty_m = sum(row.empty_m for row in drawing.rows)
    between_m = sum(row.between_stops_m for row in drawing.rows)
    y += max(100, 16 * len(rows) + 14)
    text = drawing.words(
        "map.figures_between" if between_m else "map.figures",
        routes=len(drawing.rows),
        worked_km=worked_m / 1000,
        empty_km=empty_m / 1000,
        between_km=between_m / 1000,
    )
    add_text(column, text, 0, y + 8, 14.0)
    return y + 20


def _signs_height(drawing: Drawing) -> float:
    return 21.0 * math.ceil(len(_sign_names(drawing)) / 2) + 22


def _sign_names(drawing: Drawing) -> list[tuple[str, str]]:
    kinds = {facility.kind for facility in drawing.plan_file.fleet.facilities}
    words = drawing.words
    names = [(kind.value, words.word("facility", kind)) for kind in FacilityKind if kind in kinds]
    names += [("required", words("map.required")), ("by-hand", words("map.optional"))]
    tasks = drawing.plan_file.tasks
    if any(task.work in drawing.works and not task.modes[0].service_m for task in tasks):
        names.append(("missed", words("map.missed")))
    return [*names, ("street", words("map.streets"))]


def _signs(column: ET.Element, drawing: Drawing, y: float, width: float) -> None:
    add_rule(column, y, width)
    strokes: Mapping[str, Mapping[str, object]] = {
        "required": {"stroke": SIGNAL, "stroke_width": 2.4, "stroke_dasharray": "7 3.6"},
        "by-hand": {
            "stroke": BY_HAND,
            "stroke_width": 1.6,
            "stroke_dasharray": "0.2 3.3",
            "stroke_linecap": "round",
        },
        "street": {"stroke": "#b4bac3", "stroke_width": 3.0},
    }
    for number, (sign, name) in enumerate(_sign_names(drawing)):
        x = number % 2 * width / 2
        middle = y + 20 + 21 * (number // 2)
        if sign == "required":
            add(
                column,
                "path",
                d=f"M{x:.1f},{middle:.1f}h36",
                stroke=SIGNAL,
                stroke_opacity=0.16,
                stroke_width=9.0,
            )
        if sign in strokes:
            add(column, "path", d=f"M{x:.1f},{middle:.1f}h36", **strokes[sign])
        elif sign == "missed":
            add_missed(column, x + 18, middle, 3.2)
        else:
            add_sign(column, FacilityKind(sign), drawing.words.language, x + 18, middle, 6.4)
        add_text(column, name, x + 46, middle + 4.6, 13.5)


def _notices(drawing: Drawing, width: float) -> list[str]:
    return [
        line
        for notice in drawing.plan_file.notices
        for line in wrap_words(drawing.words.say(notice), 11.0, width)
    ][:10]


def _foot_height(drawing: Drawing, width: float) -> float:
    return 14.0 * len(_notices(drawing, width)) + 46


def _foot(column: ET.Element, drawing: Drawing, y: float, width: float) -> None:
    add_rule(column, y, width)
    y += 14
    for line in _notices(drawing, width):
        add_text(column, line, 0, y, 11.0, fill=SOFT_INK)
        y += 14
    network = drawing.plan_file.network
    source = drawing.words("map.generated") if network.generated else CREDIT
    add_text(column, source, 0, y + 6, 13.5, font_weight="bold")
    add_text(
        column,
        drawing.words(
            "map.source", network=network.label, scenario=drawing.plan_file.scenario_name
        ),
        0,
        y + 23,
        11.0,
        fill=SOFT_INK,
    )
