"""The reference scenario several times over: as many towns, fleets and stops."""

from dataclasses import replace
from pathlib import Path

from fleet import LonLat
from optimizer.network.cache import load
from optimizer.network.road_network import RoadNetwork
from scenarios.district import district_file, town_offsets_deg
from scenarios.scenario import Scenario

MAX_SNAP_M = 3_000
"""The towns are not alike: what lies on a street in one is blocks away from it in another."""


def towns_network(scale: int, folder: Path) -> RoadNetwork:
    """Returns the streets of so many towns of the district's size, joined by arterial roads."""
    file = district_file(folder, scale=scale)
    return load(file, name=f"{scale} generated towns", generated=True, directory=folder)


def scaled(scenario: Scenario, scale: int) -> Scenario:
    """Returns the scenario with its vehicles, facilities and stops once for each town.

    Everything lies in its town as it lies in the first; ids get the number of the town. Vehicles
    keep to their own town's depot where they name one.
    """
    vehicles, facilities, contracts, containers = [], [], [], []
    for number, (east, north) in enumerate(town_offsets_deg(scale)):

        def own(id_: str, number: int = number) -> str:
            return f"{id_}-{number}" if number else id_

        def moved(thing, east: float = east, north: float = north):
            return replace(
                thing,
                id=own(thing.id),
                at=LonLat(lon=round(thing.at.lon + east, 6), lat=round(thing.at.lat + north, 6)),
            )

        vehicles += [
            replace(v, id=own(v.id), depot_id=v.depot_id and own(v.depot_id))
            for v in scenario.vehicles
        ]
        # The haulage to the plant is planned after the day and is no part of this, so stations
        # have to keep what they get.
        facilities += [
            replace(moved(facility), storage_kg=0, stock_kg=0) for facility in scenario.facilities
        ]
        contracts += [moved(contract) for contract in scenario.contracts]
        containers += [moved(point) for point in scenario.containers]
    return replace(
        scenario,
        name=f"{scenario.name}-x{scale}",
        vehicles=tuple(vehicles),
        facilities=tuple(facilities),
        contracts=tuple(contracts),
        containers=tuple(containers),
        bulk_trucks=(),
        max_snap_m=MAX_SNAP_M,
        stated_area_m2=scale * scenario.stated_area_m2,
    )
