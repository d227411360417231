"""Areas: a compact part of the district for each truck, with about as much work in each.

A few rounds of k-means whose groups are kept within their share of the work. Its only product are
the centres that the next stage counts distances from; what that stage proves holds for them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fleet import Contract, LonLat
from optimizer.network.plane import Plane

ROUNDS = 20
SLACK = 1.05
"""A group may be so much above its share of the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A contract as a point on a plane, in metres, with its work in the week."""

    x_m: float
    y_m: float
    work_s: int


class ContractPlane:
    """The plane on which contracts lie, from their south-western corner."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._plane = Plane(
            lon=min((contract.at.lon for contract in contracts), default=0.0),
            lat=min((contract.at.lat for contract in contracts), default=0.0),
        )

    def point(self, at: LonLat) -> tuple[float, float]:
        """Returns a place on earth in metres."""
        return self._plane.metres(at.lon, at.lat)

    def place(self, x_m: float, y_m: float) -> LonLat:
        """Returns a point as a place on earth."""
        lon, lat = self._plane.degrees(x_m, y_m)
        return LonLat(lon=round(lon, 5), lat=round(lat, 5))


def centres(spots: Sequence[Spot], count: int) -> list[tuple[float, float]]:
    """Returns the centres of so many compact groups with about equal work, from west to east."""
    if not spots:
        return [(0.0, 0.0)] * count
    found = _seeds(spots, count)
    room_s = SLACK * sum(spot.work_s for spot in spots) / count
    for _ in range(ROUNDS):
        groups = _deal(spots, found, room_s)
        moved = [
            _mean(group) if group else centre for group, centre in zip(groups, found, strict=True)
        ]
        if moved == found:
            break
        found = moved
    return sorted(found)


def _mean(spots: Sequence[Spot]) -> tuple[float, float]:
    total = sum(spot.work_s for spot in spots)
    return (
        sum(spot.x_m * spot.work_s for spot in spots) / total,
        sum(spot.y_m * spot.work_s for spot in spots) / total,
    )


def _seeds(spots: Sequence[Spot], count: int) -> list[tuple[float, float]]:
    """Returns points far apart: each next one is the farthest from those before."""
    middle = _mean(spots)
    seeds: list[tuple[float, float]] = []
    for _ in range(count):
        others = seeds or [middle]
        far = max(spots, key=lambda s: min(math.dist((s.x_m, s.y_m), one) for one in others))
        seeds.append((far.x_m, far.y_m))
    return seeds


def _deal(
    spots: Sequence[Spot], found: Sequence[tuple[float, float]], room_s: float
) -> list[list[Spot]]:
    """Returns the spots of each centre; those that would lose most by their second best first."""
    groups: list[list[Spot]] = [[] for _ in found]
    left = [room_s] * len(found)

    def far(spot: Spot) -> list[float]:
        return [math.dist((spot.x_m, spot.y_m), centre) for centre in found]

    def regret(spot: Spot) -> float:
        nearest = sorted(far(spot))
        return nearest[0] - nearest[1] if len(nearest) > 1 else 0.0

    for spot in sorted(spots, key=lambda s: (regret(s), s.x_m, s.y_m)):
        distances = far(spot)
        number = min(range(len(found)), key=lambda n: (left[n] < spot.work_s, distances[n]))
        groups[number].append(spot)
        left[number] -= spot.work_s
    return groups


def areas_of(
    contracts: Sequence[Contract], work_s: Mapping[str, int], vehicles: Sequence[tuple[str, int]]
) -> dict[str, LonLat]:
    """Returns the centre of every truck's area, the largest hoppers where most waste arises.

    Parameters
    ----------
    work_s
        Work of each contract in the week, by id.
    vehicles
        Ids and hoppers of the trucks.
    """
    ground = ContractPlane(contracts)
    own = [contract for contract in contracts if work_s.get(contract.id)]
    points = {contract.id: ground.point(contract.at) for contract in own}
    spots = [Spot(x_m=points[c.id][0], y_m=points[c.id][1], work_s=work_s[c.id]) for c in own]
    found = centres(spots, len(vehicles))
    kg = [0] * len(found)
    for contract in own:
        distances = [math.dist(points[contract.id], centre) for centre in found]
        kg[distances.index(min(distances))] += contract.demand_kg
    heavy_first = sorted(range(len(found)), key=lambda n: (-kg[n], n))
    large_first = sorted(vehicles, key=lambda one: (-one[1], one[0]))
    return {
        vehicle_id: ground.place(*found[number])
        for (vehicle_id, _), number in zip(large_first, heavy_first, strict=True)
    }
