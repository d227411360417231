"""What the maps of a duty are drawn of: streets, drives and work, facilities, names, the scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from api.exports.svg.drawing import SIGNAL
from api.exports.svg.elements import INK, SOFT_INK, add, add_text, path_data, text_width
from api.exports.svg.frame import Frame
from api.exports.svg.ground_lines import ground_lines, join_lines, tenths_data
from api.exports.svg.kerb_lines import Line, trace_beside
from api.exports.svg.labels import Room, fit_along
from api.exports.tracks import Leg, Point
from api.words import Phrasebook
from optimizer.network.road_network import RoadNetwork

_WORK, _DRIVE = "#0a5fb0", "#303030"
_STREETS = (("#c9c9c9", 5.0), ("#d3d3d3", 3.4), ("#dedede", 1.8))
_MINOR = 0.12
"""Units to a metre below which lanes without names would only be a grey haze."""

_WATER = "#b9dcf0"
STRIP = 22.0
"""Height of the strip below a map, with its scale."""

NUMBER_SIZE = 15.0
"""Of the numbers of a map, in drawing units."""

_BESIDE = 13.0
_APART = 90.0
"""Between two arrows of one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPoint:
    """A point of the driver's list: work, a stop or a visit."""

    at: Point
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGround:
    """What is drawn of a duty.

    Parameters
    ----------
    yards
        Facilities on the way, with their names.
    streets
        Names of the streets that the driver is told, which come before others.
    """

    network: RoadNetwork
    legs: Sequence[Leg]
    points: Sequence[NumberedPoint]
    yards: Sequence[tuple[Point, str]]
    streets: frozenset[str]
    words: Phrasebook


@dataclass(slots=True)
class DutyPaper:
    """One map while it is drawn."""

    root: ET.Element
    frame: Frame
    room: Room
    left: list[tuple[Point, str]] = field(default_factory=list)


def draw_ground(sheet: DutyPaper, network: RoadNetwork) -> None:
    ground, frame = ground_lines(network), sheet.frame
    shown = ground.shown(frame)
    layer = add(sheet.root, "g", fill="none", stroke_linecap="round", stroke_linejoin="round")
    waters = [
        frame.project_line(line)
        for line in np.split(network.water, network.water_start[1:-1])
        if len(line) > 1 and frame.shows(line)
    ]
    if waters:
        add(layer, "path", d=path_data(waters), stroke=_WATER, stroke_width=4.0)
    # In whole tenths, which are shorter and sooner written.
    streets = add(layer, "g", transform="scale(0.1)")
    for rank in (2, 1, 0):
        colour, width = _STREETS[rank]
        of_rank = shown[ground.rank[shown] == rank]
        if rank == 2 and frame.units_per_m < _MINOR:
            of_rank = of_rank[network.arc_name[of_rank] > 0]
        if len(of_rank):
            data = tenths_data(join_lines(ground.trace(of_rank, frame)))
            add(streets, "path", d=data, stroke=colour, stroke_width=10 * width)


def draw_legs(sheet: DutyPaper, ground: DutyGround) -> None:
    """Draws drives, then work above them; arrows last."""
    drives = add(
        sheet.root,
        "g",
        fill="none",
        stroke=_DRIVE,
        stroke_width=1.5,
        stroke_dasharray="5 2.5",
        stroke_linejoin="round",
    )
    work = add(sheet.root, "g", fill="none", stroke_width=4.2, stroke_linejoin="round")
    arrows = add(sheet.root, "g")
    for leg in ground.legs:
        points = np.array(leg.points)
        if not sheet.frame.shows(points):
            continue
        line = sheet.frame.project_line(points)
        if len(line) < 2:
            x, y = line[0].tolist()
            fill = SIGNAL if leg.is_mishap else _WORK
            add(work, "circle", cx=x, cy=y, r=5.0, fill=fill)
            continue
        if not leg.is_service and not leg.is_mishap:
            add(drives, "path", d=path_data([line]))
            _add_arrows(arrows, line, _DRIVE, 5.0)
            continue
        colour = SIGNAL if leg.is_mishap else _WORK
        offset = {"right": 3.6, "left": -3.6}.get(leg.side, 0.0)
        for part in trace_beside([line], offset):
            add(work, "path", d=path_data([part]), stroke=colour)
            _add_arrows(arrows, part, "#ffffff", 4.4, outline=colour)


def _add_arrows(
    parent: ET.Element, line: Line, colour: str, size: float, *, outline: str = ""
) -> None:
    """Adds arrow heads along a line, some way apart, none on what is too short for one."""
    along, wing = _APART / 2, 0.8 * size
    whole = 0.0
    for a, b in zip(line[:-1].tolist(), line[1:].tolist(), strict=True):
        step = math.dist(a, b)
        while step and along <= whole + step:
            share = (along - whole) / step
            x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            turn = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
            add(
                parent,
                "path",
                d=f"M{size},0l{-2 * size},{wing:.1f}l{0.6 * size:.1f},{-wing:.1f}"
                f"l{-0.6 * size:.1f},{-wing:.1f}Z",
                transform=f"translate({x:.1f},{y:.1f})rotate({turn:.0f})",
                fill=colour,
                stroke=outline or colour,
                stroke_width=1.2 if outline else 0.0,
            )
            along += _APART
        whole += step


def draw_yards(sheet: DutyPaper, ground: DutyGround) -> None:
    for at, name in dict(ground.yards).items():
        x, y = sheet.frame.project(at)
        if not (0 <= x <= sheet.frame.width and 0 <= y <= sheet.frame.height):
            continue
        add(sheet.root, "rect", x=x - 6, y=y - 6, width=12.0, height=12.0, fill=INK)
        sheet.room.take(x, y, 14, 14)
        width = text_width(name, NUMBER_SIZE * 0.8)
        for side in (1, -1):
            middle = x + side * (10 + width / 2)
            if sheet.room.take(middle, y, width, NUMBER_SIZE):
                add_halo(sheet.root, name, middle, y + 4.5, NUMBER_SIZE * 0.8, INK, bold=True)
                break


def draw_bar(sheet: DutyPaper, words: Phrasebook) -> None:
    """Draws a bar of a round length, and an arrow to the north, in the strip below a map."""
    per_m, top = sheet.frame.units_per_m, sheet.frame.height
    most = sheet.frame.width * 0.25
    lengths = [n * 10**power for power in range(5) for n in (1, 2, 5)]
    length_m = max((one for one in lengths if one * per_m <= most), default=1)
    bar, x, y = length_m * per_m, 4.0, top + 16
    text = (
        words("map.kilometres", km=length_m / 1000)
        if length_m >= 1000
        else words("map.metres", metres=length_m)
    )
    # What runs on beyond the map's edge ends there.
    add(sheet.root, "rect", y=top, width=sheet.frame.width, height=STRIP, fill="#ffffff")
    line = {"fill": "none", "stroke": INK, "stroke_width": 1.8}
    add(sheet.root, "path", d=f"M{x},{y - 6}v6h{bar:.1f}v-6", **line)
    add_text(sheet.root, text, x + bar + 6, y + 1, 12.0, fill=INK)
    north = x + bar + text_width(text, 12) + 22
    add(sheet.root, "path", d=f"M{north:.1f},{top + 3}l5,15l-5,-4l-5,4z", fill=INK)
    add_text(sheet.root, words("map.north"), north + 8, y + 1, 12.0, fill=INK)


def add_halo(
    root: ET.Element,
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
) -> None:
    """Writes a text with white around it; the typesetter paints a stroke above the letters."""
    weight = "bold" if bold else "normal"
    for style in (
        {"stroke": "#ffffff", "stroke_width": size * 0.22, "stroke_linejoin": "round"},
        {},
    ):
        add_text(
            root, text, x, y, size, fill=colour, text_anchor="middle", font_weight=weight, **style
        )


def draw_names(sheet: DutyPaper, ground: DutyGround) -> None:
    """Writes street names along their streets, first those that the driver is told."""
    size = NUMBER_SIZE * 0.78
    for is_other, _, name, line in _named_lines(ground, sheet.frame)[:60]:
        width = text_width(name, size)
        for share in (0.5, 0.3, 0.7, 0.15, 0.85):
            fit = fit_along(line, share, width)
            if fit is None:
                continue
            x, y, turn = fit
            # Beside the street and the work on it.
            x, y = x + _BESIDE * math.sin(turn), y - _BESIDE * math.cos(turn)
            across = abs(width * math.cos(turn)) + abs(size * math.sin(turn))
            up = abs(width * math.sin(turn)) + abs(size * math.cos(turn))
            if sheet.room.take(x, y, across, up):
                group = add(
                    sheet.root,
                    "g",
                    transform=f"translate({x:.1f},{y:.1f})rotate({math.degrees(turn):.1f})",
                )
                add_halo(group, name, 0.0, 0.36 * size, size, SOFT_INK if is_other else INK)
                break


def _named_lines(ground: DutyGround, frame: Frame) -> list[tuple[bool, float, str, Line]]:
    """Returns the longest line of each street that has a name, in the order of writing."""
    network, streets = ground.network, ground_lines(ground.network)
    shown = streets.shown(frame)
    shown = shown[network.arc_name[shown] > 0]
    pieces: dict[str, list[shapely.LineString]] = {}
    for arc, line in zip(shown.tolist(), streets.trace(shown, frame), strict=True):
        name = network.street_name(arc)
        if name and (name in ground.streets or streets.rank[arc] < 2):
            pieces.setdefault(name, []).append(line)
    longest = []
    for name, lines in pieces.items():
        joined = join_lines(lines)
        lengths = shapely.length(joined)
        best = int(np.argmax(lengths))
        line = shapely.get_coordinates(joined[best])
        longest.append((name not in ground.streets, -float(lengths[best]), name, line))
    return sorted(longest, key=lambda one: one[:3])
