"""A scenario on streets that are not its own: its points are moved there as a whole."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from fleet import CollectionPoint, Contract, Facility, LonLat, Ring, Town
from optimizer.network.road_network import RoadNetwork
from scenarios.scenario import Scenario

_Placed = TypeVar("_Placed", Facility, Contract, CollectionPoint, Town)


def place_on(scenario: Scenario, network: RoadNetwork) -> tuple[Scenario, bool]:
    """Returns the scenario with its points and drawn areas on the network's map.

    Where the two do not even overlap, the points are moved as a whole: the box around them is laid
    on the box around the streets. So a scenario can be tried on any city, the same way every time.
    Closures and extra tasks that lie on the streets already were meant there, and stay.
    The second value says whether they were.
    """
    things: list[Facility | Contract | CollectionPoint] = [
        *scenario.facilities,
        *scenario.contracts,
        *scenario.containers,
    ]
    if not things:
        return scenario, False
    west, south, east, north = network.bounds
    lons, lats = [thing.at.lon for thing in things], [thing.at.lat for thing in things]
    left, right, low, high = min(lons), max(lons), min(lats), max(lats)
    if left <= east and right >= west and low <= north and high >= south:
        return scenario, False

    def is_here(at: LonLat) -> bool:
        return west <= at.lon <= east and south <= at.lat <= north

    def move(at: LonLat) -> LonLat:
        share_x = (at.lon - left) / (right - left) if right > left else 0.5
        share_y = (at.lat - low) / (high - low) if high > low else 0.5
        return LonLat(
            lon=round(west + (0.02 + 0.96 * share_x) * (east - west), 6),
            lat=round(south + (0.02 + 0.96 * share_y) * (north - south), 6),
        )

    def ring(area: Ring) -> Ring:
        return tuple(map(move, area))

    def place(things: Iterable[_Placed]) -> tuple[_Placed, ...]:
        return tuple(replace(thing, at=move(thing.at)) for thing in things)

    return replace(
        scenario,
        facilities=place(scenario.facilities),
        contracts=place(scenario.contracts),
        containers=place(scenario.containers),
        towns=tuple(replace(one, area=ring(one.area)) for one in place(scenario.towns)),
        overrides=tuple(replace(one, area=ring(one.area)) for one in scenario.overrides),
        closures=tuple(
            one if any(map(is_here, one.area)) else replace(one, area=ring(one.area))
            for one in scenario.closures
        ),
        extra_tasks=tuple(
            one if is_here(one.at) else replace(one, at=move(one.at))
            for one in scenario.extra_tasks
        ),
    ), True
