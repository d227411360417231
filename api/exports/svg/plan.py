"""A plan as a picture for the wall: an A1 sheet as vectors, who works at which kerb.

Works that would hide each other have a sheet each (`WorkKind.sheet`), one above the other: an A0
sheet of two, or two of A1 where it is cut.
"""

from collections import defaultdict
from xml.etree import ElementTree as ET

import numpy as np

from api.exports.svg.drawing import Drawing, Pen
from api.exports.svg.elements import FONTS, add, add_title
from api.exports.svg.frame import Frame
from api.exports.svg.kerb_lines import trace_worked
from api.exports.svg.labels import Room, draw_facilities, draw_street_names, draw_tags
from api.exports.svg.layers import (
    draw_drives,
    draw_routes,
    draw_stops,
    draw_streets,
    draw_uncovered,
)
from api.exports.svg.legend import draw_legend
from api.exports.svg.palette import vehicle_colours
from api.exports.svg.scale import draw_scale
from api.exports.tracks import Point
from api.words import Language, phrasebook
from fleet import WORKS, Sheet, Work
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from scenarios.plan_file import PlanFile

SHEET_WIDTH, SHEET_HEIGHT = 2384.0, 1684.0
"""A1 in printer's points."""

_SHEET_MM = (841, 594)
_MARGIN = 44.0
_COLUMN = 540.0
_GAP = 28.0


def to_svg(plan_file: PlanFile, network: RoadNetwork, language: Language = Language.EN) -> str:
    """Returns the picture of a plan."""
    sheets, words = _sheets(plan_file), phrasebook(language)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{_SHEET_MM[0]}mm",
            "height": f"{_SHEET_MM[1] * len(sheets)}mm",
            "viewBox": f"0 0 {SHEET_WIDTH:.0f} {SHEET_HEIGHT * len(sheets):.0f}",
            "font-family": FONTS,
            "lang": "zh-CN" if language is Language.ZH else "en",
        },
    )
    title = words.pick(plan_file.title, plan_file.title_zh)
    add_title(root, words("map.title", title=title, date=plan_file.date))
    add(root, "rect", width="100%", height="100%", fill="#ffffff")
    width = SHEET_WIDTH - 2 * _MARGIN - _COLUMN - _GAP
    height = SHEET_HEIGHT - 2 * _MARGIN
    frame = Frame.fit(_corners(plan_file, network), width=width, height=height, margin=0.015)
    for number, (sheet, works) in enumerate(sheets):
        drawing = Drawing(
            plan_file=plan_file,
            network=network,
            frame=frame,
            pen=Pen.at_scale(frame.units_per_m),
            words=words,
            works=works,
            colours=vehicle_colours(plan_file.fleet),
        )
        top = number * SHEET_HEIGHT + _MARGIN
        _draw_map(add(root, "g", transform=f"translate({_MARGIN:.0f},{top:.0f})"), drawing)
        left = _MARGIN + width + _GAP
        draw_legend(
            add(root, "g", transform=f"translate({left:.0f},{top:.0f})"),
            drawing,
            subtitle=words.word("sheet", sheet),
            width=_COLUMN,
            height=height,
        )
    ET.indent(root, space="")
    return make_legible(ET.tostring(root, encoding="unicode")) + "\n"


def _sheets(plan_file: PlanFile) -> list[tuple[Sheet, frozenset[Work]]]:
    """Returns the sheets on which there is something to draw, at least one, with their works."""
    works_of: dict[Sheet, set[Work]] = defaultdict(set)
    for work, kind in WORKS.items():
        works_of[kind.sheet].add(work)
    sheets = [(sheet, frozenset(works)) for sheet, works in works_of.items()]
    planned = {task.work for task in plan_file.tasks}
    return [one for one in sheets if planned & one[1]] or sheets[:1]


def _corners(plan_file: PlanFile, network: RoadNetwork) -> list[Point]:
    """Returns the corners of the ground to show: all work and all facilities.

    The streets may go on farther than the work; the sheet is for the work.
    """
    arcs = {
        network.arc_of_key[mode.place.entries[0].arc]
        for task in plan_file.tasks
        for mode in task.modes[:1]
    }
    lines = [network.arc_geometry(arc) for arc in arcs] or [network.geometry]
    lines += [np.array([one.at.pair]) for one in plan_file.fleet.facilities]
    points = np.vstack(lines)
    return [tuple(points.min(axis=0).tolist()), tuple(points.max(axis=0).tolist())]


def _draw_map(parent: ET.Element, drawing: Drawing) -> None:
    frame = drawing.frame
    area = add(parent, "svg", width=frame.width, height=frame.height)
    draw_streets(area, drawing)
    draw_drives(area, drawing)
    draw_uncovered(area, drawing)
    lines = trace_worked(drawing)
    draw_routes(area, drawing, lines)
    stops = draw_stops(area, drawing)
    room = Room(width=frame.width, height=frame.height)
    # The corner of the scale bar.
    room.take(frame.width - 175, frame.height - 35, 350, 70)
    draw_facilities(area, drawing, room)
    draw_tags(area, drawing, room, lines, stops)
    draw_street_names(area, drawing, room)
    draw_scale(area, drawing, frame.width - 14, frame.height - 18)
    add(
        area,
        "rect",
        width=frame.width,
        height=frame.height,
        fill="none",
        stroke="#8a929d",
        stroke_width=1.6,
    )
