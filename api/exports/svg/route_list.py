"""The list of routes beside a map: how each looks there, when it works, and how much."""

import math
from collections import defaultdict
from xml.etree import ElementTree as ET

from api.exports.svg.drawing import Drawing, Pen, RouteKey
from api.exports.svg.elements import SOFT_INK, add, add_rule, add_text, text_width
from api.exports.svg.labels import add_tag
from api.exports.svg.layers import add_stop
from scenarios.measures import RouteRow

_LEAST_PITCH = 12.0


def draw_route_list(
    column: ET.Element, drawing: Drawing, y: float, width: float, height: float
) -> float:
    """Lists the routes by kind of vehicle with their colour and work; returns the lower edge."""
    by_kind: dict[str, list[RouteRow]] = defaultdict(list)
    for row in drawing.rows:
        by_kind[row.kind].append(row)
    num_lines = sum(len(rows) + 1.6 for rows in by_kind.values())
    # A large fleet gets several columns, without figures.
    num_columns = max(1, math.ceil(num_lines * _LEAST_PITCH / max(height, 1.0)))
    each = width / num_columns
    pitch = min(25.0, height / math.ceil(num_lines / num_columns + 1))
    lowest, left, base = y, 0.0, y
    for kind, rows in by_kind.items():
        base += 1.3 * pitch
        _kind(column, drawing, kind, left, base, each - 8 * (num_columns > 1), pitch)
        for row in rows:
            base += pitch
            if base > y + height and left + each < width - 1:
                left, base = left + each, y + pitch
            _route(column, drawing, row, left, base, pitch, width if num_columns == 1 else 0.0)
            lowest = max(lowest, base)
        base += 0.3 * pitch
    return lowest + 0.9 * pitch


def _kind(
    column: ET.Element,
    drawing: Drawing,
    kind: str,
    x: float,
    base: float,
    width: float,
    pitch: float,
) -> None:
    heading = drawing.words.word("kinds", kind)
    add_rule(column, base - 0.95 * pitch, width, x)
    add_text(column, heading, x, base, 0.68 * pitch, font_weight="bold")


def _route(
    column: ET.Element,
    drawing: Drawing,
    row: RouteRow,
    x: float,
    base: float,
    pitch: float,
    width: float,
) -> None:
    """Draws one line of the list; its figures only where it has a width for them."""
    size, key = 0.56 * pitch, (row.vehicle_id, row.shift_id)
    line = add(column, "g", data_vehicle=row.vehicle_id, data_shift=row.shift_id)
    middle = base - 0.36 * size
    tag = max(text_width(key[0], 0.9 * size) + 0.6 * size, 3.2 * size)
    add_tag(line, drawing, key, x + tag / 2, middle, 0.9 * size)
    left, sample = x + tag + 0.6 * size, 5.0 * size
    _sample(line, drawing, key, row, left, middle, sample, size)
    left += sample + 0.8 * size
    add_text(line, drawing.shift_name(key), left, base, size)
    if not width:
        return
    hours = drawing.words.bands([(row.start_s, row.end_s)])
    add_text(line, hours, x + 0.55 * width, base, size, text_anchor="end")
    done, more = _describe_work(drawing, row)
    add_text(line, done, x + 0.75 * width, base, size, text_anchor="end")
    add_text(line, more, x + width, base, size, text_anchor="end", fill=SOFT_INK)


def _sample(
    parent: ET.Element,
    drawing: Drawing,
    key: RouteKey,
    row: RouteRow,
    x: float,
    y: float,
    width: float,
    size: float,
) -> None:
    """Draws how a route looks on the map: its line or its stops, and its tag."""
    colour, shift = drawing.colours[key[0]], drawing.shift_number(key)
    if row.service_m:
        add(
            parent,
            "path",
            d=f"M{x:.1f},{y:.1f}h{width:.1f}",
            stroke=colour,
            stroke_width=3.0,
            stroke_dasharray=Pen(factor=2.2).dash(shift),
            data_vehicle=key[0],
            data_shift=key[1],
        )
    else:
        marks = add(
            parent, "g", data_vehicle=key[0], data_shift=key[1], stroke=colour, fill="none"
        )
        add(marks, "path", d=f"M{x:.1f},{y:.1f}h{width:.1f}", stroke_width=0.8)
        for share in (0.08, 0.92):
            add_stop(marks, shift, x + share * width, y, 0.3 * size)


def _describe_work(drawing: Drawing, row: RouteRow) -> tuple[str, str]:
    """Returns what a route does, and what it drives besides or loads."""
    words = drawing.words
    if row.service_m:
        return (
            words("map.worked", km=row.service_m / 1000),
            words("map.empty", km=row.empty_m / 1000),
        )
    return (
        words("map.stops", count=row.num_tasks),
        words("map.tonnes", tonnes=row.load_kg / 1000),
    )
