"""A route on its streets as an SVG drawing, north up."""

from collections.abc import Iterable, Sequence

import numpy as np

from api.exports.svg.drawing import SIGNAL
from api.exports.svg.frame import Frame
from api.exports.tracks import Leg, Point
from optimizer.network.road_network import RoadNetwork

WIDTH = 1000.0
"""Drawing units across; heights follow from the ground."""


def route_map(
    network: RoadNetwork, legs: Sequence[Leg], facilities: Sequence[Point]
) -> tuple[str, float]:
    """Returns the drawing of a route's legs and its height as a share of its width.

    Work is drawn thick and blue, driving thin and dark, facilities as squares, mishaps red.

    Raises
    ------
    ValueError
        When the route has no leg.
    """
    points = [point for leg in legs for point in leg.points] + list(facilities)
    if not legs:
        raise ValueError("a map needs at least one leg.")
    frame = Frame.around(points, width=WIDTH)
    drawn = [*_streets(network, frame)]
    for leg in sorted(legs, key=lambda one: one.is_service):
        if len(leg.points) > 1:
            style = (
                f'stroke="{SIGNAL if leg.is_mishap else "#0a6fc2"}" stroke-width="4.5"'
                if leg.is_service or leg.is_mishap
                else 'stroke="#444444" stroke-width="1.6"'
            )
            drawn.append(f'<polyline points="{frame.line(leg.points)}" fill="none" {style}/>')
        else:
            x, y = frame.project(leg.points[0])
            fill = SIGNAL if leg.is_mishap else "#0a6fc2"
            drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{fill}"/>')
    for point in facilities:
        x, y = frame.project(point)
        drawn.append(f'<rect x="{x - 7:.1f}" y="{y - 7:.1f}" width="14" height="14"/>')
    body = "\n".join(drawn)
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{frame.height:.0f}" '
        f'viewBox="0 0 {WIDTH:.0f} {frame.height:.0f}">\n{body}\n</svg>\n'
    )
    return text, frame.height / WIDTH


def _streets(network: RoadNetwork, frame: Frame) -> Iterable[str]:
    for arc in np.flatnonzero(~network.is_beyond).tolist():
        if 0 <= int(network.arc_inverse[arc]) < arc:
            continue
        line = network.arc_geometry(arc)
        if not frame.shows(line):
            continue
        points = frame.line((float(lon), float(lat)) for lon, lat in line)
        yield f'<polyline points="{points}" fill="none" stroke="#cfcfcf" stroke-width="1.6"/>'
