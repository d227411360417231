"""The streets of a plan within a box, as GeoJSON (RFC 7946), with their kerbs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InputError
from optimizer.legible import make_legible
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.road_network import RoadNetwork
from optimizer.network.surface import Kerb, kerbs_of
from scenarios.plan_file import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundBox:
    """A box on the ground, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        is_ordered = self.west < self.east and self.south < self.north
        is_on_earth = self.west >= -180 and self.east <= 180 and self.south >= -90
        if not (is_ordered and is_on_earth and self.north <= 90):
            raise InputError(
                "box.none",
                "a box is west,south,east,north in degrees, e.g. 121.54,29.86,121.56,29.88.",
            )


def read_box(text: str) -> GroundBox:
    """Returns the box of a text as "121.54,29.86,121.56,29.88".

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        # Ordered by no reading: what is said of such a box is said of this.
        west = south = east = north = 0.0
    return GroundBox(west=west, south=south, east=east, north=north)


def streets_within(network: RoadNetwork, box: GroundBox) -> NDArray[np.intp]:
    """Returns the arcs whose lines may touch a box, of a two-way street one."""
    starts = network.geometry_start[:-1]
    least = np.minimum.reduceat(network.geometry, starts)
    most = np.maximum.reduceat(network.geometry, starts)
    touches = (
        (least[:, 0] <= box.east)
        & (most[:, 0] >= box.west)
        & (least[:, 1] <= box.north)
        & (most[:, 1] >= box.south)
    )
    inverse = network.arc_inverse
    is_second = (inverse >= 0) & (inverse < np.arange(network.num_arcs))
    found: NDArray[np.intp] = np.flatnonzero(touches & ~is_second & ~network.is_beyond)
    return found


def draw_box(plan_file: PlanFile, network: RoadNetwork, arcs: NDArray[np.intp]) -> dict[str, Any]:
    """Returns streets as a FeatureCollection, each with its class and its kerbs.

    Parameters
    ----------
    arcs
        One of each street, as `streets_within` returns them.
    """
    class_of = {
        (task.kerb.arc, task.kerb.side): task.service_class
        for task in plan_file.tasks
        if task.kerb is not None
    }
    kerbs = _kerbs_by_arc(network)
    features = []
    for arc in arcs.tolist():
        inverse = int(network.arc_inverse[arc])
        own = kerbs.get(arc, []) + (kerbs.get(inverse, []) if inverse >= 0 else [])
        described = [_describe(kerb, kerb.key(network), class_of) for kerb in own]
        line = network.arc_geometry(arc)
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": line.round(6).tolist()},
                "properties": {
                    "kind": "street",
                    "id": network.arc_key(arc),
                    "name": make_legible(network.street_name(arc)),
                    "highway": network.highway(arc),
                    "service_class": next(
                        (one["service_class"] for one in described if one["service_class"]), ""
                    ),
                    "one_way": inverse < 0,
                    "length_m": int(network.arc_length_m[arc]),
                    "width_cm": int(network.arc_width_cm[arc]),
                    "kerbs": described,
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _kerbs_by_arc(network: RoadNetwork) -> Mapping[int, list[Kerb]]:
    kept: dict[str, Mapping[int, list[Kerb]]] = network.worked_out.setdefault(GroundBox, {})
    if "kerbs" not in kept:
        kerbs = defaultdict(list)
        for kerb in kerbs_of(network):
            kerbs[kerb.arc].append(kerb)
        kept["kerbs"] = dict(kerbs)
    return kept["kerbs"]


def _describe(
    kerb: Kerb, key: KerbKey, class_of: Mapping[tuple[str, Side], str]
) -> dict[str, Any]:
    return {
        "id": str(key),
        "side": str(key.side),
        "width_cm": kerb.width_cm,
        "area_m2": kerb.area_m2,
        "service_class": make_legible(class_of.get((key.arc, key.side), "")),
    }
