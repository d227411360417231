"""The maps of one duty: all of it, and larger ones of where its numbers crowd.

Work is a broad line beside the street, on the side where it is done; driving is thin and dashed;
arrows say which way. Numbers are those of the driver's list; squares are facilities.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from api.exports.svg.drawing import SIGNAL
from api.exports.svg.duty_layers import (
    NUMBER_SIZE,
    STRIP,
    DutyGround,
    DutyPaper,
    NumberedPoint,
    add_halo,
    draw_bar,
    draw_ground,
    draw_legs,
    draw_names,
    draw_yards,
)
from api.exports.svg.elements import INK, SOFT_INK, add, add_text, text_width
from api.exports.svg.frame import Frame
from api.exports.svg.labels import Room
from api.exports.tracks import Point
from optimizer.legible import make_legible

MAP_WIDTH, DETAIL = 1000.0, 325.0
"""Drawing units across the map of all, and a detail, of which three stand in a row."""

LEAST_HEIGHT, MOST_HEIGHT = 420.0, 640.0
LEAST_WIDTH = 560.0
"""Of the map of all: the list is to begin on its page."""

_MOST_DETAILS = 6
_DETAIL_SHARE = 0.2
"""Of the ground that the map of all shows across, what a detail shows at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMap:
    """A map as SVG, and how wide it is in drawing units."""

    svg: str
    width: float


def duty_maps(ground: DutyGround) -> list[DutyMap]:
    """Returns the map of a duty, and those of its details, as SVG.

    Raises
    ------
    ValueError
        When the duty has no leg.
    """
    if not ground.legs:
        raise ValueError("a map needs at least one leg.")
    everything = [point for leg in ground.legs for point in leg.points]
    everything += [at for at, _ in ground.yards]
    labels = list(_labels(ground.points))
    width, height = _size_for(everything)
    frame = Frame.fit(everything, width=width, height=height)
    whole = _draw(ground, frame, labels)
    left, details = whole.left, list[DutyPaper]()
    side_deg = max(width, height) / frame.scale * _DETAIL_SHARE
    while left and len(details) < _MOST_DETAILS:
        centre = max(left, key=lambda one: _crowd(one[0], left, side_deg))[0]
        near = [one for one in labels if _is_near(one[0], centre, side_deg)]
        detail = _draw(ground, _square(centre, side_deg), near)
        placed = {at for at, _ in near} - {at for at, _ in detail.left}
        if not placed & {at for at, _ in left}:
            side_deg /= 2
            if side_deg * 111_000 < 60:
                break
            continue
        details.append(detail)
        left = [one for one in left if one[0] not in placed]
    for at, label in left:
        # What has no room anywhere is still somewhere.
        _pill(whole.root, *whole.frame.project(at), label)
    for letter, detail in zip("ABCDEFGH", details, strict=False):
        _box(whole, detail.frame, letter)
        _corner(detail, letter)
    return [DutyMap(svg=_text(one.root), width=one.frame.width) for one in (whole, *details)]


def _size_for(points: Sequence[Point]) -> tuple[float, float]:
    """Returns how wide and high a map is that shows some points and little besides."""
    lons, lats = zip(*points, strict=True)
    across = (max(lons) - min(lons)) * math.cos(math.radians(max(lats))) or 1e-6
    ratio = (max(lats) - min(lats)) / across
    height = min(max(MAP_WIDTH * ratio, LEAST_HEIGHT), MOST_HEIGHT)
    return min(MAP_WIDTH, max(1.1 * height / max(ratio, 1e-6), LEAST_WIDTH)), height


def _labels(points: Iterable[NumberedPoint]) -> Iterator[tuple[Point, str]]:
    """Yields what is written at each place: the numbers of all that is done there."""
    numbers: dict[Point, list[int]] = {}
    for one in points:
        numbers.setdefault(one.at, []).append(one.number)
    for at, here in numbers.items():
        yield at, " ".join(map(str, here[:4])) + ("…" if len(here) > 4 else "")


def _square(centre: Point, side_deg: float) -> Frame:
    half = side_deg / 2
    corners = [(centre[0] - half, centre[1] - half), (centre[0] + half, centre[1] + half)]
    return Frame.fit(corners, width=DETAIL, height=DETAIL, margin=0.0, least_deg=0.0)


def _is_near(at: Point, centre: Point, side_deg: float) -> bool:
    half = 0.46 * side_deg
    narrowing = math.cos(math.radians(centre[1]))
    return abs(at[0] - centre[0]) * narrowing <= half and abs(at[1] - centre[1]) <= half


def _crowd(at: Point, left: Sequence[tuple[Point, str]], side_deg: float) -> int:
    return sum(_is_near(other, at, side_deg) for other, _ in left)


def _draw(ground: DutyGround, frame: Frame, labels: Sequence[tuple[Point, str]]) -> DutyPaper:
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{frame.width:.0f}",
            "height": f"{frame.height + STRIP:.0f}",
            "viewBox": f"0 0 {frame.width:.0f} {frame.height + STRIP:.0f}",
            "font-family": "Noto Sans CJK JP",
        },
    )
    sheet = DutyPaper(root=root, frame=frame, room=Room(width=frame.width, height=frame.height))
    add(root, "rect", width=frame.width, height=frame.height, fill="#ffffff")
    draw_ground(sheet, ground.network)
    draw_legs(sheet, ground)
    draw_yards(sheet, ground)
    draw_bar(sheet, ground.words)
    for at, label in labels:
        if not _place(sheet, at, label):
            sheet.left.append((at, label))
    draw_names(sheet, ground)
    add(
        root,
        "rect",
        x=0.5,
        y=0.5,
        width=frame.width - 1,
        height=frame.height - 1,
        fill="none",
        stroke=SOFT_INK,
        stroke_width=1.5,
    )
    return sheet


def _place(sheet: DutyPaper, at: Point, label: str) -> bool:
    """Writes numbers at their place, or beside it with a line to it; says whether it could."""
    x, y = sheet.frame.project(at)
    if not (0 <= x <= sheet.frame.width and 0 <= y <= sheet.frame.height):
        return False
    width, height = text_width(label, NUMBER_SIZE) + 7, NUMBER_SIZE + 4
    for away in (0.0, 22.0, 36.0):
        turns = range(8) if away else range(1)
        for turn in turns:
            to_x = x + (away + width / 3 * bool(away)) * math.cos(turn * math.pi / 4)
            to_y = y + away * math.sin(turn * math.pi / 4)
            if sheet.room.take(to_x, to_y, width, height):
                if away:
                    add(
                        sheet.root,
                        "path",
                        d=f"M{x:.1f},{y:.1f}L{to_x:.1f},{to_y:.1f}",
                        stroke=INK,
                        stroke_width=1.0,
                    )
                    add(sheet.root, "circle", cx=x, cy=y, r=2.2, fill=INK)
                _pill(sheet.root, to_x, to_y, label)
                return True
    return False


def _pill(root: ET.Element, x: float, y: float, label: str) -> None:
    width = text_width(label, NUMBER_SIZE) + 6
    add(
        root,
        "rect",
        x=x - width / 2,
        y=y - NUMBER_SIZE / 2 - 1,
        width=width,
        height=NUMBER_SIZE + 2,
        rx=NUMBER_SIZE / 2,
        fill="#ffffff",
        stroke=INK,
        stroke_width=1.2,
    )
    add_text(
        root,
        label,
        x,
        y + 0.36 * NUMBER_SIZE,
        NUMBER_SIZE,
        fill=INK,
        text_anchor="middle",
        font_weight="bold",
    )


def _box(whole: DutyPaper, of: Frame, letter: str) -> None:
    """Draws on the map of all which ground a detail shows."""
    x, y = whole.frame.project((of.west, of.north))
    to_x, to_y = whole.frame.project((of.east, of.south))
    add(
        whole.root,
        "rect",
        x=x,
        y=y,
        width=to_x - x,
        height=to_y - y,
        fill="none",
        stroke=SIGNAL,
        stroke_width=1.4,
        stroke_dasharray="6 3",
    )
    add_halo(whole.root, letter, x + 8, y + 15, 15.0, SIGNAL, bold=True)


def _corner(detail: DutyPaper, letter: str) -> None:
    add_halo(detail.root, letter, 14, 24, 22.0, SIGNAL, bold=True)


def _text(root: ET.Element) -> str:
    return make_legible(ET.tostring(root, encoding="unicode"))
