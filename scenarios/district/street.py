"""What the plan of the district is made of: streets, links and canals."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from optimizer.network.osm import width_cm
from scenarios.district.ground import Point

ALONG_U, ALONG_V = 0, 1

_STRAIGHT_M = 45.0
_MOST_ASIDE_M = 32.0


def width_m(highway: str, *, is_one_way: bool, tags: Iterable[tuple[str, str]] = ()) -> float:
    """Returns the metres of carriageway that a reader takes from a street's tags."""
    return width_cm({"highway": highway, **dict(tags)}, one_way=is_one_way) / 100


def draw_bow(reach: tuple[float, float], rng: Random) -> float:
    """Returns a random bow of at least and at most so much, to either side."""
    least, most = reach
    return (least + (most - least) * rng.random()) * (1 if rng.random() < 0.5 else -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A street's name in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictStreet:
    """A street that is straight in the plan.

    Parameters
    ----------
    axis
        `ALONG_U` or `ALONG_V`.
    at
        The coordinate that stays the same.
    start, end
        The other coordinate's range, start < end.
    one_way
        0 for both directions, 1 for traffic from start to end, -1 from end to start.
    is_elevated
        Passes over everything; only links meet it.
    bow
        How far it bends aside between two junctions, as a share of the way between them; to one
        side and to the other in turn, so that it passes the junctions without a kink.
    """

    axis: int
    at: float
    start: float
    end: float
    highway: str
    name: Name | None = None
    one_way: int = 0
    is_elevated: bool = False
    bow: float = 0.0
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def width_m(self) -> float:
        """Metres of carriageway."""
        return width_m(self.highway, is_one_way=self.one_way != 0, tags=self.tags)

    def point(self, along: float) -> Point:
        """Returns the place in the plan at one coordinate."""
        return (along, self.at) if self.axis == ALONG_U else (self.at, along)

    def bend_point(self, along: float, start: float, end: float, *, is_turn: bool) -> Point:
        """Returns the place at one coordinate, between the junctions at two others."""
        if not self.bow or end - start < _STRAIGHT_M:
            return self.point(along)
        share = (along - start) / (end - start)
        aside_m = 4 * share * (1 - share) * min(_MOST_ASIDE_M, abs(self.bow) * (end - start))
        if is_turn == (self.bow > 0):
            aside_m = -aside_m
        u, v = self.point(along)
        return (u, v + aside_m) if self.axis == ALONG_U else (u + aside_m, v)

    def points(self, step_m: float = 60.0) -> list[Point]:
        """Returns places along the street, both ends included."""
        num_pieces = max(1, math.ceil((self.end - self.start) / step_m))
        size = (self.end - self.start) / num_pieces
        return [self.point(self.start + size * number) for number in range(num_pieces + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-way line through given places in the plan: slip roads, ramps, roundabouts."""

    points: tuple[Point, ...]
    highway: str
    name: Name | None = None
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Canal:
    """Water along one axis; `bends` are (height_m, per_m, phase) of its sines."""

    axis: int
    at: float
    start: float
    end: float
    width_m: float
    name: Name
    bends: tuple[tuple[float, float, float], ...]

    @classmethod
    def draw(
        cls,
        rng: Random,
        *,
        axis: int,
        at: float,
        start: float,
        end: float,
        width_m: float,
        name: Name,
        height_m: float,
    ) -> "Canal":
        """Returns a canal with two random bends."""
        bends = tuple(
            (height, math.tau / (length * (0.8 + 0.4 * rng.random())), rng.random() * math.tau)
            for height, length in ((height_m, 2600.0), (height_m / 3, 900.0))
        )
        return cls(axis=axis, at=at, start=start, end=end, width_m=width_m, name=name, bends=bends)

    def middle(self, along: float) -> float:
        """Returns the other coordinate of the middle of the water."""
        return self.at + sum(h * math.sin(per_m * along + phase) for h, per_m, phase in self.bends)

    @property
    def tags(self) -> dict[str, str]:
        """The waterway's tags."""
        kind = "river" if self.width_m > 60 else "canal"
        return {
            "waterway": kind,
            "name": self.name.zh,
            "name:en": self.name.en,
            "width": f"{self.width_m:.0f}",
        }

    def points(self, step_m: float = 80.0) -> list[Point]:
        """Returns places along the middle."""
        num_pieces = max(1, round((self.end - self.start) / step_m))
        size = (self.end - self.start) / num_pieces
        alongs = [self.start + size * number for number in range(num_pieces + 1)]
        if self.axis == ALONG_U:
            return [(along, self.middle(along)) for along in alongs]
        return [(self.middle(along), along) for along in alongs]

    def crosses(self, street: DistrictStreet) -> float | None:
        """Returns where along a street at right angles the middle of the water is, or None."""
        if street.axis == self.axis or not self.start <= street.at <= self.end:
            return None
        along = self.middle(street.at)
        return along if street.start < along < street.end else None

    def is_beside(self, street: DistrictStreet, room_m: float) -> bool:
        """Returns whether a street of the same axis comes nearer to the water than `room_m`."""
        if street.axis != self.axis:
            return False
        first, last = max(street.start, self.start), min(street.end, self.end)
        if first >= last:
            return False
        reach_m = self.width_m / 2 + room_m
        if abs(self.at - street.at) > reach_m + sum(height for height, _, _ in self.bends):
            return False
        return any(
            abs(self.middle(first + (last - first) * share / 20) - street.at) < reach_m
            for share in range(21)
        )


@dataclass(slots=True, kw_only=True)
class DistrictPlan:
    """Everything that is drawn; filled part by part."""

    streets: list[DistrictStreet] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    canals: list[Canal] = field(default_factory=list)
