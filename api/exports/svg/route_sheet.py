"""The sheet of one route's picture: cut to the shape of its ground, with a head above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from api.exports.svg.elements import INK, SOFT_INK, add, add_text, text_width, wrap_words
from api.exports.svg.frame import Frame
from api.exports.svg.shades import STEPS, shade
from api.exports.tracks import Leg, Point
from api.words import Phrasebook
from optimizer.network.plane import narrowing_at
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Route

LONG, SHORT = 1190.6, 841.9
"""The sides of A3 in printer's points: no sheet is longer or broader, upright or across."""

MARGIN = 28.0
MM_PER_POINT = 420 / LONG

_GROUND_MARGIN = 0.05
"""Ground that is shown beyond what the route needs, as a share of its larger extent."""

_LEAST_DEG = 0.003
"""What hardly moves still gets a map of some hundred metres."""

_NARROWEST, _FLATTEST = 0.5, 2.0
"""Width by height of a map: beyond, more ground is shown."""

_HEADING, _FIGURES = 20.0, 11.0
_HEAD, _LINE, _BAR = 52.0, 15.0, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteGround:
    """A route with the ground that its map has to show, and what its head tells."""

    route: Route
    legs: tuple[Leg, ...]
    points: tuple[Point, ...]
    told: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """The sheet of a route.

    Parameters
    ----------
    told
        What the head tells, line by line.
    head
        Drawing units from the sheet's margin to its map.
    """

    ground: RouteGround
    told: tuple[str, ...]
    head: float
    frame: Frame

    @property
    def width(self) -> float:
        """Drawing units across, margins included."""
        return self.frame.width + 2 * MARGIN

    @property
    def height(self) -> float:
        """Drawing units from top to bottom, margins included."""
        return self.head + self.frame.height + 2 * MARGIN


def cut_sheets(grounds: Sequence[RouteGround], network: RoadNetwork) -> list[RouteSheet]:
    """Returns the sheets of routes that are drawn one above the other, as broad as the broadest.

    A narrower one shows more ground, as far as there are streets.
    """
    sheets = [_cut_sheet(one, network, 0.0) for one in grounds]
    broadest = max(sheet.frame.width for sheet in sheets)
    return [_cut_sheet(one, network, broadest) for one in grounds]


def _cut_sheet(ground: RouteGround, network: RoadNetwork, least_width: float) -> RouteSheet:
    """Returns the sheet of a route; the words beside its bar take no more than one line."""
    told: tuple[str, ...] = (" ".join(ground.told),)
    head = _HEAD
    frame = _fit_ground(ground.points, network, head, least_width)
    if text_width(told[0], _FIGURES) > frame.width - _BAR - 20:
        told, head = ground.told, _HEAD + 45.0
        frame = _fit_ground(ground.points, network, head, least_width)
        told = tuple(line for one in told for line in wrap_words(one, _FIGURES, frame.width))
        head = _HEAD + 15.0 + _LINE * len(told)
    return RouteSheet(ground=ground, told=told, head=head, frame=frame)


def _fit_ground(
    points: Sequence[Point], network: RoadNetwork, head: float, least_width: float
) -> Frame:
    """Returns the frame of a map that has the shape of what it shows.

    The points with some ground around, no more than the streets cover: what lies beyond them would
    be white. As large as an A3 sheet takes it, upright or across.
    """
    low, high = (limit(np.array(points), axis=0) for limit in (np.min, np.max))
    narrowing = narrowing_at(float(low[1] + high[1]) / 2)
    shrink = np.array([narrowing, 1.0])
    low, high = low * shrink, high * shrink
    least = np.array([_LEAST_DEG, _LEAST_DEG * 0.6])
    size = np.maximum(high - low, least)
    size = size + 2 * _GROUND_MARGIN * size.max()
    size = np.maximum(size, (size[1] * _NARROWEST, size[0] / _FLATTEST))
    first, last = _ground(network)
    first, last = first * shrink, last * shrink
    size = np.minimum(size, last - first)
    scale = max(
        min(width / size[0], height / size[1])
        for width, height in (
            (LONG - 2 * MARGIN, SHORT - 2 * MARGIN - head),
            (SHORT - 2 * MARGIN, LONG - 2 * MARGIN - head),
        )
    )
    size[0] = min(max(size[0], least_width / scale), last[0] - first[0])
    # Moved in from beyond the edge of the streets.
    corner = np.clip((low + high - size) / 2, first, last - size)
    return Frame(
        west=float(corner[0] / narrowing),
        north=float(corner[1] + size[1]),
        narrowing=narrowing,
        scale=float(scale),
        width=float(size[0] * scale),
        height=float(size[1] * scale),
    )


def _ground(network: RoadNetwork) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the south-western and the north-eastern corner of the streets that are drawn."""
    drawn = np.repeat(~network.is_beyond, np.diff(network.geometry_start))
    points = network.geometry[drawn] if drawn.any() else network.geometry
    low, high = points.min(axis=0), points.max(axis=0)
    # So that no street runs along the edge of its map; streets in one line have some ground, too.
    pad = max(0.01 * float((high - low).max()), _LEAST_DEG / 4)
    return low - pad, high + pad


def tell_figures(words: Phrasebook, route: Route) -> tuple[str, str]:
    """Returns what a route comes to, and how its picture is read."""
    if route.service_m:
        figures = words(
            "map.route_figures",
            worked_km=route.service_m / 1000,
            driven_km=route.deadhead_m / 1000,
            changes=sum(bool(one.lane_change) for one in route.activities),
        )
        return figures, words("map.route_reading")
    figures = words(
        "map.stops_figures", stops=len(route.task_ids), driven_km=route.deadhead_m / 1000
    )
    return figures, words("map.stops_reading")


def draw_head(parent: ET.Element, words: Phrasebook, sheet: RouteSheet, heading: str) -> None:
    """Draws who and when, and what the shades say: beside that where there is room, or below."""
    route, width = sheet.ground.route, sheet.frame.width
    add_text(parent, heading, 0, 20, _HEADING, font_weight="bold", fill=INK)
    for number, line in enumerate(sheet.told):
        add_text(parent, line, 0, 38 + _LINE * number, _FIGURES, fill=SOFT_INK)
    beside = len(sheet.told) == 1
    bar = min(_BAR, width)
    left, top = (width - bar, 8.0) if beside else (0.0, 31 + _LINE * len(sheet.told))
    for step in range(STEPS):
        add(
            parent,
            "rect",
            x=left + step * bar / STEPS,
            y=top,
            width=bar / STEPS + 0.4,
            height=11.0,
            fill=shade(step / (STEPS - 1)),
        )
    middle_s = (route.start_s + route.end_s) // 2
    for at, time_s, anchor in (
        (left, route.start_s, "start"),
        (left + bar / 2, middle_s, "middle"),
        (left + bar, route.end_s, "end"),
    ):
        add_text(parent, words.clock(time_s), at, top + 25, _FIGURES, text_anchor=anchor, fill=INK)
