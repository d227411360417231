"""One vehicle's day as a picture: its way drawn in time, from dark to light, with its side shown.

A sheet for each of its shifts, one above the other, each of the shape of its ground. Work is a
broad line beside the street, on the side where it is done, lane beside lane; drives are thin lines
in between; what could not be done, delays and breakdowns are red. Numbers count the runs: where
work begins after a drive or a visit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from api.exports.svg.drawing import SIGNAL, Drawing, Pen, rank_of
from api.exports.svg.elements import FONTS, INK, add, add_text, add_title, path_data
from api.exports.svg.kerb_lines import Line, trace_beside
from api.exports.svg.labels import Room, draw_facilities, draw_street_names
from api.exports.svg.layers import draw_streets
from api.exports.svg.palette import vehicle_colours
from api.exports.svg.route_sheet import (
    MARGIN,
    MM_PER_POINT,
    RouteGround,
    RouteSheet,
    cut_sheets,
    draw_head,
    tell_figures,
)
from api.exports.svg.scale import box_of_scale, draw_scale
from api.exports.svg.shades import shade
from api.exports.tracks import Leg, Point, legs_of, what_of
from api.words import Language, phrasebook
from fleet import Work
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Route
from scenarios.plan_file import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stroke:
    """A line of a route, at a share of its time; `begins` where a run of work does."""

    line: Line
    share: float
    is_work: bool
    begins: bool
    title: str
    is_mishap: bool = False

    @property
    def colour(self) -> str:
        """Its shade of the day, or that of what went wrong."""
        return SIGNAL if self.is_mishap else shade(self.share)


def route_to_svg(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    language: Language = Language.EN,
) -> str:
    """Returns the picture of what one vehicle, which has a route in the plan, does in a day."""
    words = phrasebook(language)
    routes = [one for one in plan_file.plan.routes if one.vehicle_id == vehicle_id]
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "font-family": FONTS,
            "lang": "zh-CN" if language is Language.ZH else "en",
        },
    )
    add_title(root, words("map.route_title", vehicle=vehicle_id, date=plan_file.date))
    add(root, "rect", width="100%", height="100%", fill="#ffffff")
    sheets = cut_sheets(
        [
            _ground(plan_file, network, route, language)
            for route in sorted(routes, key=lambda one: one.start_s)
        ],
        network,
    )
    height = 0.0
    for sheet in sheets:
        place = add(root, "g", transform=f"translate({MARGIN:.0f},{height + MARGIN:.0f})")
        _draw_sheet(place, plan_file, network, sheet, language)
        height += sheet.height
    width = max(sheet.width for sheet in sheets)
    root.set("width", f"{width * MM_PER_POINT:.0f}mm")
    root.set("height", f"{height * MM_PER_POINT:.0f}mm")
    root.set("viewBox", f"0 0 {width:.0f} {height:.0f}")
    ET.indent(root, space="")
    return make_legible(ET.tostring(root, encoding="unicode")) + "\n"


def _ground(
    plan_file: PlanFile, network: RoadNetwork, route: Route, language: Language
) -> RouteGround:
    legs = tuple(legs_of(plan_file, network, route))
    return RouteGround(
        route=route,
        legs=legs,
        points=tuple(_points(plan_file, route, legs)),
        told=tell_figures(phrasebook(language), route),
    )


def _draw_sheet(
    parent: ET.Element,
    plan_file: PlanFile,
    network: RoadNetwork,
    sheet: RouteSheet,
    language: Language,
) -> None:
    """Draws the head and the map of a route."""
    words = phrasebook(language)
    route, legs, frame = sheet.ground.route, sheet.ground.legs, sheet.frame
    drawing = Drawing(
        plan_file=plan_file,
        network=network,
        frame=frame,
        pen=Pen.at_scale(frame.units_per_m / 1.6),
        words=words,
        works=frozenset(Work),
        colours=vehicle_colours(plan_file.fleet),
    )
    heading = words(
        "map.route_heading",
        vehicle=route.vehicle_id,
        shift=drawing.shift_name((route.vehicle_id, route.shift_id)),
        date=plan_file.date,
    )
    draw_head(parent, words, sheet, heading)
    area = add(parent, "svg", y=sheet.head, width=frame.width, height=frame.height)
    draw_streets(area, drawing)
    strokes = list(_strokes(drawing, route, legs))
    # Of who stops at doors the drives are all that there is to follow.
    widths = {"drives": 0.8 if route.service_m else 1.3, "work": 1.5}
    for name, width in widths.items():
        part = [one for one in strokes if one.is_work is (name == "work")]
        _draw_strokes(area, drawing, name, part, width)
    room = Room(width=frame.width, height=frame.height)
    visited = frozenset(a.facility_id for a in route.activities if a.facility_id)
    worked = [one.line for one in strokes if one.is_work and len(one.line) > 1]
    place = _find_place_of_scale(drawing, worked)
    draw_scale(area, drawing, *place, paper="A3")
    draw_facilities(area, drawing, room, only=visited)
    _draw_numbers(area, drawing, room, strokes)
    # Numbers come before names, wherever they are.
    room.boxes.append(box_of_scale(drawing, *place))
    draw_street_names(area, drawing, room, but=worked)
    add(
        area,
        "rect",
        width=frame.width,
        height=frame.height,
        fill="none",
        stroke="#8a929d",
        stroke_width=1.2,
    )


def _find_place_of_scale(drawing: Drawing, worked: Sequence[Line]) -> tuple[float, float]:
    """Returns the right end of the scale: in the lower corner that hides less of the work."""
    frame = drawing.frame
    right, y = frame.width - 14, frame.height - 18
    left = right - box_of_scale(drawing, right, y)[0] + 4
    lines = shapely.MultiLineString(list(worked)) if worked else shapely.MultiLineString()

    def hidden(x: float) -> float:
        return float(lines.intersection(shapely.box(*box_of_scale(drawing, x, y))).length)

    return min((right, left), key=hidden), y


def _points(plan_file: PlanFile, route: Route, legs: Sequence[Leg]) -> list[Point]:
    """Returns the ground to show: all work along streets; of who stops at doors the whole way."""
    work = [point for leg in legs if leg.is_service for point in leg.points]
    if work and route.service_m:
        return work
    facilities = {one.id: one.at.pair for one in plan_file.fleet.facilities}
    visited = [facilities[a.facility_id] for a in route.activities if a.facility_id]
    return [*visited, *(point for leg in legs for point in leg.points)]


def _strokes(drawing: Drawing, route: Route, legs: Sequence[Leg]) -> Iterator[_Stroke]:
    """Yields the lines of a route in the order of driving."""
    whole_s = max(1, route.end_s - route.start_s)
    inward = _lanes_inward(drawing.plan_file)
    was_work = False
    for leg in legs:
        line = drawing.frame.project_line(np.array(leg.points))
        is_drive = not (leg.is_service or leg.is_mishap)
        begin_s = leg.activity.arrival_s if is_drive else leg.activity.begin_s
        share = min(1.0, max(0.0, (begin_s - route.start_s) / whole_s))
        title = drawing.words.clock(begin_s)
        if leg.is_mishap:
            what = drawing.words.word("activity", what_of(leg.activity))
            yield _Stroke(
                line=line,
                share=share,
                is_work=False,
                begins=False,
                title=drawing.words.phrases(filter(None, (title, what, leg.name))),
                is_mishap=True,
            )
            was_work = False
            continue
        if not leg.is_service:
            yield _Stroke(line=line, share=share, is_work=False, begins=False, title=title)
            was_work = False
            continue
        arc = drawing.network.arc_of_key[leg.arcs[0]]
        offset = drawing.pen.offset(
            rank_of(drawing.network.highway(arc)),
            one_way=bool(drawing.network.arc_inverse[arc] < 0),
            lane=inward.get(leg.activity.task_id or "", 0),
            num_lanes=1,
            side=leg.side,
        )
        street = drawing.words.word("kerb", leg.side) if leg.side else ""
        named = drawing.words.phrases(filter(None, (title, leg.name, street)))
        for number, part in enumerate(trace_beside([line], offset) if len(line) > 1 else [line]):
            yield _Stroke(
                line=part,
                share=share,
                is_work=True,
                begins=number == 0 and not was_work,
                title=named,
            )
        was_work = True


def _lanes_inward(plan_file: PlanFile) -> dict[str, int]:
    """Returns how many lanes a task that works in one lies right of the innermost of its street.

    The laps of a washer would else be drawn over each other.
    """
    kerbs = {task.id: task.kerb for task in plan_file.tasks if task.kerb and task.kerb.lane}
    most: dict[tuple[str, str], int] = {}
    for kerb in kerbs.values():
        carriageway = kerb.arc, kerb.side
        most[carriageway] = max(kerb.lane, most.get(carriageway, 0))
    return {id_: most[kerb.arc, kerb.side] - kerb.lane for id_, kerb in kerbs.items()}


def _draw_strokes(
    parent: ET.Element, drawing: Drawing, name: str, strokes: Sequence[_Stroke], width: float
) -> None:
    factor = drawing.pen.factor
    layer = add(
        parent, "g", class_=name, fill="none", stroke_linecap="round", stroke_linejoin="round"
    )
    for one in strokes:
        if len(one.line) < 2:
            x, y = one.line[0].tolist()
            spot = add(layer, "circle", cx=x, cy=y, r=2.2 * factor, fill=one.colour)
            add_title(spot, one.title)
            continue
        path = add(
            layer,
            "path",
            d=path_data([one.line]),
            stroke=one.colour,
            stroke_width=width * factor,
            stroke_dasharray="none" if one.is_work else f"{3 * factor:.1f} {1.6 * factor:.1f}",
        )
        add_title(path, one.title)


def _draw_numbers(
    parent: ET.Element, drawing: Drawing, room: Room, strokes: Sequence[_Stroke]
) -> None:
    """Draws the number of every run where it begins, as far as there is room."""
    layer = add(parent, "g", class_="runs", text_anchor="middle", font_weight="bold")
    size = 7.5
    for number, one in enumerate((one for one in strokes if one.begins), start=1):
        x, y = one.line[0].tolist()
        if not room.take(x, y, 14, 11):
            continue
        add(layer, "circle", cx=x, cy=y, r=6.0, fill="#ffffff", stroke=shade(one.share))
        add_text(layer, str(number), x, y + 2.6, size, fill=INK)
