"""Words and signs on a plan's map: facilities, street names, and which line is whose."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from xml.etree import ElementTree as ET

import shapely

from api.exports.svg.drawing import Drawing, RouteKey, rank_of
from api.exports.svg.elements import INK, add, add_text, add_title, text_width
from api.exports.svg.kerb_lines import Line, merge_lines
from api.words import Language
from fleet import FacilityKind

FACILITY_SIZE = 9.0
_TAG_SIZE = 6.2
_STREET_SIZE = 6.6
_APART = 230.0
"""Between two tags of one route."""

_TAGS = 5
_HALO = {"paint_order": "stroke", "stroke": "#ffffff", "stroke_linejoin": "round"}
_CJK = "⺀-鿿豈-﫿"

SIGNS: Mapping[FacilityKind, tuple[str, str, str]] = {
    FacilityKind.DEPOT: ("#20262e", "P", "车"),
    FacilityKind.TRANSFER_STATION: ("#7a4b00", "T", "转"),
    FacilityKind.PLANT: ("#a3195b", "F", "厂"),
    FacilityKind.WATER_POINT: ("#0b74b5", "W", "水"),
    FacilityKind.CHARGING_STATION: ("#2e8b57", "E", "电"),
}
"""Colour of a facility's sign, and its letter in English and in Chinese."""


@dataclass(slots=True)
class Room:
    """What of a map is written on; first come, first served."""

    width: float
    height: float
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, x: float, y: float, width: float, height: float) -> bool:
        """Takes a box around a point if it is free and on the map; says whether it was."""
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if box[0] < 0 or box[1] < 0 or box[2] > self.width or box[3] > self.height:
            return False
        if any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in self.boxes
        ):
            return False
        self.boxes.append(box)
        return True


def pick_language(name: str, language: Language) -> str:
    """Returns the half of a name in two scripts that is in a language, without remarks."""
    short = re.sub(r"\s*[(（][^)）]*[)）]\s*$", "", name).strip()
    # A letter or two is no translation: "A区".
    chinese, latin = re.search(f"[{_CJK}]", short), re.search("[A-Za-z]{3}", short)
    if chinese is None or latin is None:
        return short
    cut = max(chinese.start(), latin.start())
    halves = (short[:cut], short[cut:])
    wanted = (chinese.start() < latin.start()) == (language is Language.ZH)
    half = halves[0 if wanted else 1].strip(" ,-/·")
    # A name that changes its script more than once is no name with its translation.
    mixed = re.search(f"[{_CJK}]" if language is Language.EN else "[A-Za-z]", half)
    return short if mixed or not half else half


def add_sign(
    parent: ET.Element, kind: FacilityKind, language: Language, x: float, y: float, size: float
) -> None:
    """Adds a facility's sign around a point: another shape, colour and letter for every kind."""
    colour, letter, letter_zh = SIGNS[kind]
    style = {"fill": colour, "stroke": "#ffffff", "stroke_width": size * 0.12}
    if kind is FacilityKind.DEPOT:
        add(parent, "rect", x=x - size, y=y - size, width=2 * size, height=2 * size, **style)
    elif kind is FacilityKind.WATER_POINT:
        add(parent, "circle", cx=x, cy=y, r=size, **style)
    else:
        corners = {FacilityKind.PLANT: 6, FacilityKind.CHARGING_STATION: 3}.get(kind, 4)
        radius = 1.15 * size if corners == 6 else 1.35 * size
        points = " ".join(
            f"{x + radius * math.sin(2 * math.pi * n / corners):.1f},"
            f"{y - radius * math.cos(2 * math.pi * n / corners):.1f}"
            for n in range(corners)
        )
        add(parent, "polygon", points=points, **style)
    add_text(
        parent,
        letter_zh if language is Language.ZH else letter,
        x,
        y + 0.42 * size,
        1.2 * size,
        fill="#ffffff",
        font_weight="bold",
        text_anchor="middle",
    )


def draw_facilities(
    parent: ET.Element, drawing: Drawing, room: Room, *, only: Collection[str] | None = None
) -> None:
    """Draws depots, unloading sites, plants and water points with their names.

    Parameters
    ----------
    only
        Ids of those to draw; None for all.
    """
    layer = add(parent, "g", class_="facilities")
    size = 5.6 * min(drawing.pen.factor, 1.6)
    facilities = sorted(
        (one for one in drawing.plan_file.fleet.facilities if only is None or one.id in only),
        key=lambda one: list(FacilityKind).index(one.kind),
    )
    spots = [drawing.frame.project(one.at.pair) for one in facilities]
    for x, y in spots:
        room.take(x, y, 2.4 * size, 2.4 * size)
    for facility, (x, y) in zip(facilities, spots, strict=True):
        mark = add(layer, "g", data_facility=facility.id)
        add_title(mark, facility.name)
        add_sign(mark, facility.kind, drawing.words.language, x, y, size)
        name = pick_language(facility.name, drawing.words.language)
        width = text_width(name, FACILITY_SIZE)
        for side, up in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            edge_x = x + side * 1.6 * size
            middle_y = y + up * (1.4 * size + FACILITY_SIZE / 2)
            if room.take(edge_x + side * width / 2, middle_y, width, FACILITY_SIZE * 1.1):
                add_text(
                    mark,
                    name,
                    edge_x,
                    middle_y + 0.36 * FACILITY_SIZE,
                    FACILITY_SIZE,
                    text_anchor=("middle", "start", "end")[side],
                    font_weight="bold",
                    fill=SIGNS[facility.kind][0],
                    stroke_width=2.2,
                    **_HALO,
                )
                break


def draw_street_names(
    parent: ET.Element, drawing: Drawing, room: Room, *, but: Sequence[Line] = ()
) -> None:
    """Writes the names of the larger streets beside them, the longest streets first.

    Parameters
    ----------
    but
        Lines over which none is written: a name that finds no place beside them is left out.
    """
    network, frame = drawing.network, drawing.frame
    pieces: dict[str, list[Line]] = {}
    for arc in range(network.num_arcs):
        if 0 <= int(network.arc_inverse[arc]) < arc or rank_of(network.highway(arc)) > 1:
            continue
        name = network.street_name(arc, english=drawing.words.language is Language.EN)
        if name and frame.shows(network.arc_geometry(arc)):
            pieces.setdefault(name, []).append(frame.project_line(network.arc_geometry(arc)))
    longest = sorted(
        ((max(merge_lines(lines), key=length_of), name) for name, lines in pieces.items()),
        key=lambda one: (-length_of(one[0]), one[1]),
    )
    layer = add(
        parent,
        "g",
        class_="street-names",
        fill="#5b6470",
        font_style="italic",
        stroke_width=1.8,
        text_anchor="middle",
        **_HALO,
    )
    barred = shapely.STRtree([shapely.LineString(line) for line in but])
    # Beside the street, where no kerb of it is drawn; past its laps where there are some.
    near = 4.6 * drawing.pen.factor + _STREET_SIZE / 2
    sides = (near, -near, 2 * near, -2 * near) if len(but) else (near,)
    for line, name in longest[:120]:
        width = text_width(name, _STREET_SIZE)
        for share, away in product((0.5, 0.3, 0.7, 0.15, 0.85), sides):
            place = fit_along(line, share, width)
            if place is None:
                continue
            x, y, turn = place
            x, y = x + away * math.sin(turn), y - away * math.cos(turn)
            if barred.query(_slanted(x, y, turn, width), predicate="intersects").size:
                continue
            across = abs(width * math.cos(turn)) + abs(_STREET_SIZE * math.sin(turn))
            up = abs(width * math.sin(turn)) + abs(_STREET_SIZE * math.cos(turn))
            if room.take(x, y, across, up):
                add_text(
                    layer,
                    name,
                    0.0,
                    0.36 * _STREET_SIZE,
                    _STREET_SIZE,
                    transform=f"translate({x:.1f},{y:.1f})rotate({math.degrees(turn):.1f})",
                )
                break


def _slanted(x: float, y: float, turn: float, width: float) -> shapely.Geometry:
    """Returns the ground of a name that is written along a street."""
    dx, dy = width / 2 * math.cos(turn), width / 2 * math.sin(turn)
    line = shapely.LineString([(x - dx, y - dy), (x + dx, y + dy)])
    return line.buffer(_STREET_SIZE / 2, cap_style="flat")


def length_of(line: Line) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line.tolist()))


def fit_along(line: Line, share: float, width: float) -> tuple[float, float, float] | None:
    """Returns the middle and the turn (radians) of a straight enough piece, or None."""
    whole = shapely.LineString(line)
    middle = share * whole.length
    if middle < width / 2 or middle > whole.length - width / 2:
        return None
    a, b = (whole.interpolate(middle + sign * width / 2) for sign in (-1, 1))
    if a.distance(b) < 0.97 * width:
        return None
    turn = math.atan2(b.y - a.y, b.x - a.x)
    if abs(turn) > math.pi / 2:
        turn -= math.copysign(math.pi, turn)
    return (a.x + b.x) / 2, (a.y + b.y) / 2, turn


def draw_tags(
    parent: ET.Element,
    drawing: Drawing,
    room: Room,
    lines: Mapping[RouteKey, Sequence[Line]],
    stops: Mapping[RouteKey, Sequence[tuple[float, float]]],
) -> None:
    """Writes the vehicles' ids on some of their longest lines and beside some of their stops."""
    layer = add(parent, "g", class_="tags")
    away = 6.0 * drawing.pen.factor
    spots: dict[RouteKey, list[tuple[float, float]]] = {}
    for key, its_lines in lines.items():
        for line in sorted(its_lines, key=length_of, reverse=True):
            middle = shapely.LineString(line).interpolate(0.5, normalized=True)
            spots.setdefault(key, []).append((middle.x, middle.y))
    for key, its_stops in stops.items():
        spots.setdefault(key, []).extend((x, y - away) for x, y in its_stops)
    placed: dict[RouteKey, list[tuple[float, float]]] = {key: [] for key in spots}
    # In turns, so that the first route does not take all the room.
    for count in range(1, _TAGS + 1):
        for key, candidates in spots.items():
            width = text_width(key[0], _TAG_SIZE) + 3.0
            while candidates and len(placed[key]) < count:
                spot = candidates.pop(0)
                if all(math.dist(spot, other) > _APART for other in placed[key]) and room.take(
                    *spot, width, _TAG_SIZE + 2.4
                ):
                    placed[key].append(spot)
                    add_tag(layer, drawing, key, *spot, _TAG_SIZE)


def add_tag(
    parent: ET.Element, drawing: Drawing, key: RouteKey, x: float, y: float, size: float
) -> None:
    """Adds a vehicle's id in a box around a point: filled in its first shift, outlined later."""
    colour = drawing.colours[key[0]]
    filled = drawing.shift_number(key) == 0
    width, height = text_width(key[0], size) + 0.5 * size, 1.35 * size
    add(
        parent,
        "rect",
        x=x - width / 2,
        y=y - height / 2,
        width=width,
        height=height,
        rx=0.25 * size,
        fill=colour if filled else "#ffffff",
        stroke="#ffffff" if filled else colour,
        stroke_width=0.1 * size,
    )
    add_text(
        parent,
        key[0],
        x,
        y + 0.36 * size,
        size,
        fill=_ink_on(colour) if filled else colour,
        font_weight="bold",
        text_anchor="middle",
    )


def _ink_on(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else "#ffffff"
