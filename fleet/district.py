"""Parts of the district: towns, and streets with a standard of their own."""

from dataclasses import dataclass

from fleet.checks import require_on_globe
from fleet.message import InvalidValue

Ring = tuple[tuple[float, float], ...]
"""Corners of an area as (lon, lat) in WGS-84 degrees; the last joins the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town whose streets are counted together.

    Parameters
    ----------
    lon, lat
        Its centre: streets in no town's area belong to the town whose centre is nearest.
    area
        Its drawn area, empty where only the centre is known.
    """

    id: str
    name: str
    lon: float
    lat: float
    area: Ring = ()

    def __post_init__(self) -> None:
        _check_ring(f"towns {self.id}", self.area)
        require_on_globe(f"towns {self.id}", self.lon, self.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetOverride:
    """Streets that another standard holds for than their class has.

    A street is meant when its name, its OSM way or its middle is named. Of several overrides that
    mean one street the last holds.

    Parameters
    ----------
    standard
        Id of the standard that holds; "" for streets that nobody maintains.
    names
        Street names as on the map.
    way_ids
        OSM ways.
    area
        A drawn area.
    """

    id: str
    standard: str
    names: tuple[str, ...] = ()
    way_ids: tuple[int, ...] = ()
    area: Ring = ()

    def __post_init__(self) -> None:
        _check_ring(f"overrides {self.id}", self.area)
        if not (self.names or self.way_ids or self.area):
            raise InvalidValue(
                "override.no_street",
                "override {id}: names no street; give names, way_ids or an area.",
                id=self.id,
            )


def _check_ring(where: str, ring: Ring) -> None:
    if ring and len(ring) < 3:
        raise InvalidValue(
            "area.corners",
            "{where}: an area needs at least three corners, got {corners}.",
            where=where,
            corners=len(ring),
        )
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in ring):
        raise InvalidValue(
            "area.not_on_globe",
            "{where}: a corner of its area is not on the globe.",
            where=where,
        )
