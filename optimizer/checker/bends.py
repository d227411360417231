"""How far a turn veers, read off the lines of two arcs."""

import math

import numpy as np
from numpy.typing import NDArray

from optimizer.network.road_network import RoadNetwork

STRAIGHT_BELOW_DEG = 30.0
ROUND_FROM_DEG = 150.0


def veers_deg(network: RoadNetwork, arc: int, following: int) -> float:
    """Returns how far a turn veers, in (-180, 180], clockwise positive."""
    coming, going = network.arc_geometry(arc), network.arc_geometry(following)
    latitude_deg = float(going[0][1])
    angle_deg = _bearing_deg(going[0], going[1], latitude_deg) - _bearing_deg(
        coming[-2], coming[-1], latitude_deg
    )
    # Rounded, so that the last binary digit of a right angle or of straight back says nothing.
    angle_deg = round(angle_deg, 6) % 360.0
    return angle_deg - 360.0 if angle_deg > 180.0 else angle_deg


def _bearing_deg(
    start: NDArray[np.float64], end: NDArray[np.float64], latitude_deg: float
) -> float:
    """Returns the compass bearing of a short line between two (lon, lat) points."""
    east = float(end[0] - start[0]) * math.cos(math.radians(latitude_deg))
    return math.degrees(math.atan2(east, float(end[1] - start[1])))
