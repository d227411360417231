"""A block: the ground between streets that the next smaller streets divide."""

from dataclasses import dataclass, replace

from scenarios.district.ground import HEIGHT_M, WIDTH_M, Box
from scenarios.district.street import ALONG_U, DistrictStreet

BORDER_M = 45.0
"""Metres between the district's border and the outermost blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A rectangle of the plan between streets."""

    west: float
    south: float
    east: float
    north: float

    def street(
        self, axis: int, at: float, start: float, end: float, highway: str = "residential"
    ) -> DistrictStreet:
        """Returns a street in shares of the block's sides."""
        low_u, low_v, size_u, size_v = self.west, self.south, self.size_u, self.size_v
        along = (low_u, size_u) if axis == ALONG_U else (low_v, size_v)
        across = (low_v, size_v) if axis == ALONG_U else (low_u, size_u)
        # The ends that touch the block's sides are exact, so that they meet the street there.
        first = along[0] + along[1] * start
        last = along[0] + along[1] * end
        return DistrictStreet(
            axis=axis,
            at=round(across[0] + across[1] * at, 2),
            start=first if start == 0 else round(first, 2),
            end=self._far(axis) if end == 1 else round(last, 2),
            highway=highway,
        )

    def _far(self, axis: int) -> float:
        return self.east if axis == ALONG_U else self.north

    def halves(self, street: DistrictStreet) -> tuple["Block", "Block"]:
        """Returns what lies on both sides of a street through the block."""
        if street.axis == ALONG_U:
            return replace(self, north=street.at), replace(self, south=street.at)
        return replace(self, east=street.at), replace(self, west=street.at)

    @property
    def is_at_border(self) -> bool:
        """True where one of the sides is no street."""
        return min(self.west, self.south) <= BORDER_M or (
            self.east >= WIDTH_M - BORDER_M or self.north >= HEIGHT_M - BORDER_M
        )

    @property
    def box(self) -> Box:
        """West, south, east and north."""
        return self.west, self.south, self.east, self.north

    @property
    def size_u(self) -> float:
        """Metres from west to east."""
        return self.east - self.west

    @property
    def size_v(self) -> float:
        """Metres from south to north."""
        return self.north - self.south
