"""Which streets are meant: by name, by OSM way, by a drawn area."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet import Ring, StreetClosure, StreetOverride
from optimizer.network.road_network import RoadNetwork


def find_meant(network: RoadNetwork, streets: StreetOverride | StreetClosure) -> NDArray[np.bool_]:
    """Returns the arcs whose name, way or middle is named; both directions of a street."""
    meant = np.isin(network.arc_way_id, np.array(streets.way_ids, dtype=np.int64))
    meant |= _find_named(network, streets.names)
    if streets.area:
        meant |= find_inside(streets.area, middles(network))
    paired = network.arc_inverse >= 0
    meant[paired] |= meant[network.arc_inverse[paired]]
    return np.asarray(meant)


def middles(network: RoadNetwork) -> NDArray[np.float64]:
    """Returns the middle of each arc's line, the same for both directions; shape (arcs, 2)."""
    starts = network.geometry_start
    of_point = np.repeat(np.arange(network.num_arcs), np.diff(starts))
    lines = shapely.linestrings(network.geometry, indices=of_point)
    middle = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    arcs = np.arange(network.num_arcs)
    later = (network.arc_inverse >= 0) & (network.arc_inverse < arcs)
    middle[later] = middle[network.arc_inverse[later]]
    return np.asarray(middle)


def _find_named(network: RoadNetwork, names: Sequence[str]) -> NDArray[np.bool_]:
    wanted = set(names) - {""}
    numbers = [
        number
        for number, (name, english) in enumerate(zip(network.names, network.names_en, strict=True))
        if name in wanted or english in wanted
    ]
    return np.isin(network.arc_name, numbers)


def find_inside(ring: Ring, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Returns which points lie in a drawn area."""
    area = shapely.Polygon([corner.pair for corner in ring])
    return np.asarray(shapely.contains_xy(area, points[:, 0], points[:, 1]))
