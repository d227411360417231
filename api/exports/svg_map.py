"""A route on its streets as an SVG drawing, north up."""

import math
from collections.abc import Iterable, Sequence

from api.exports.tracks import Leg, Point
from optimizer.network.road_network import RoadNetwork

WIDTH = 1000.0
"""Drawing units across; heights follow from the ground."""

_MARGIN = 0.04


class _Frame:
    """Turns degrees into drawing units."""

    def __init__(self, points: Sequence[Point]) -> None:
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        narrowing = math.cos(math.radians((min(lats) + max(lats)) / 2))
        # A route that hardly moves still gets a map of some hundred metres.
        across = max((max(lons) - min(lons)) * narrowing, 0.003)
        up = max(max(lats) - min(lats), 0.6 * across)
        across = max(across, up / 0.95)
        middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        across, up = across * (1 + 2 * _MARGIN), up * (1 + 2 * _MARGIN)
        self.scale = WIDTH / across
        self.height = up * self.scale
        self.narrowing = narrowing
        self.west = middle_lon - across / narrowing / 2
        self.north = middle_lat + up / 2
        self.east, self.south = 2 * middle_lon - self.west, 2 * middle_lat - self.north

    def at(self, point: Point) -> tuple[float, float]:
        x = (point[0] - self.west) * self.narrowing * self.scale
        return x, (self.north - point[1]) * self.scale

    def line(self, points: Iterable[Point]) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.at, points))


def route_map(
    network: RoadNetwork, legs: Sequence[Leg], facilities: Sequence[Point]
) -> tuple[str, float]:
    """Returns the drawing of a route's legs and its height as a share of its width.

    Work is drawn thick and blue, driving thin and dark, facilities as squares.

    Raises
    ------
    ValueError
        When the route has no leg.
    """
    points = [point for leg in legs for point in leg.points] + list(facilities)
    if not legs:
        raise ValueError("a map needs at least one leg.")
    frame = _Frame(points)
    drawn = [*_streets(network, frame)]
    for leg in sorted(legs, key=lambda one: one.is_service):
        if len(leg.points) > 1:
            style = (
                'stroke="#0a6fc2" stroke-width="4.5"'
                if leg.is_service
                else 'stroke="#444444" stroke-width="1.6"'
            )
            drawn.append(f'<polyline points="{frame.line(leg.points)}" fill="none" {style}/>')
        else:
            x, y = frame.at(leg.points[0])
            drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#0a6fc2"/>')
    for point in facilities:
        x, y = frame.at(point)
        drawn.append(f'<rect x="{x - 7:.1f}" y="{y - 7:.1f}" width="14" height="14"/>')
    body = "\n".join(drawn)
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{frame.height:.0f}" '
        f'viewBox="0 0 {WIDTH:.0f} {frame.height:.0f}">\n{body}\n</svg>\n'
    )
    return text, frame.height / WIDTH


def _streets(network: RoadNetwork, frame: _Frame) -> Iterable[str]:
    for arc in range(network.num_arcs):
        if 0 <= int(network.arc_inverse[arc]) < arc:
            continue
        line = network.arc_geometry(arc)
        west, south = line.min(axis=0)
        east, north = line.max(axis=0)
        if west > frame.east or east < frame.west or south > frame.north or north < frame.south:
            continue
        points = frame.line((float(lon), float(lat)) for lon, lat in line)
        yield f'<polyline points="{points}" fill="none" stroke="#cfcfcf" stroke-width="1.6"/>'
