"""Points on the earth, and what is wrong with figures that are none."""

from dataclasses import dataclass
from enum import StrEnum

from fleet.message import InvalidValue


class Misplaced(StrEnum):
    """Why two figures are no longitude and latitude."""

    SWAPPED = "swapped"
    """They would be one with longitude and latitude exchanged."""
    OFF_THE_GLOBE = "off_the_globe"


def find_misplacement(lon: float, lat: float) -> Misplaced | None:
    """Returns why figures are no longitude and latitude, None where they may be."""
    if -180 <= lon <= 180 and -90 <= lat <= 90:
        return None
    if -90 <= lon <= 90 and -180 <= lat <= 180:
        return Misplaced.SWAPPED
    return Misplaced.OFF_THE_GLOBE


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LonLat:
    """A point on the earth, in WGS-84 degrees."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        fault = find_misplacement(self.lon, self.lat)
        if fault is Misplaced.SWAPPED:
            raise InvalidValue(
                "value.swapped",
                "lon {lon} and lat {lat} are swapped; exchange the two.",
                lon=self.lon,
                lat=self.lat,
            )
        if fault is not None:
            raise InvalidValue(
                "value.not_on_globe",
                "lon {lon}, lat {lat} is not on the globe; write decimal degrees, e.g. 121.54283 "
                "and 29.82234.",
                lon=self.lon,
                lat=self.lat,
            )

    @property
    def pair(self) -> tuple[float, float]:
        """Longitude and latitude, for what takes points in pairs."""
        return self.lon, self.lat

    def __str__(self) -> str:
        return f"{self.lon}, {self.lat}"


Ring = tuple[LonLat, ...]
"""Corners of an area; the last joins the first."""
