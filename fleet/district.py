"""Parts of the district: towns, streets with a standard of their own, streets that are closed."""

from dataclasses import dataclass

from fleet.lon_lat import LonLat, Ring
from fleet.message import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town whose streets are counted together.

    Parameters
    ----------
    at
        Its centre: streets in no town's area belong to the town whose centre is nearest.
    area
        Its drawn area, empty where only the centre is known.
    """

    id: str
    name: str
    at: LonLat
    area: Ring = ()

    def __post_init__(self) -> None:
        _check_ring(f"towns {self.id}", self.area)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetClosure:
    """Streets that are closed to everybody, all day: a bridge that is rebuilt.

    A street is meant as in a `StreetOverride`, in both directions. Nobody drives or works there;
    its work stays due, and is listed with that reason.
    """

    id: str
    names: tuple[str, ...] = ()
    way_ids: tuple[int, ...] = ()
    area: Ring = ()

    def __post_init__(self) -> None:
        _check_ring(f"closures {self.id}", self.area)
        if not (self.names or self.way_ids or self.area):
            raise InvalidValue(
                "closure.no_street",
                "closure {id}: names no street; give names, way_ids or an area.",
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
