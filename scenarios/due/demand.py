"""What is due: a scenario laid over streets becomes tasks and places."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fleet import CollectionPoint, Contract, Facility, Town, Work
from fleet.district import Ring
from optimizer.errors import InputError, NetworkError
from optimizer.network.paths import PathFinder
from optimizer.network.place import Place
from optimizer.network.profile import PROFILES, Hours
from optimizer.network.road_network import RoadNetwork
from optimizer.network.signs import depends_on_hours
from optimizer.network.snap import NoStreet, Snap, Snapper
from optimizer.task import Task
from scenarios.due.areas import AreaRow, area_notices, area_rows
from scenarios.due.container_work import PointDue, container_tasks, points_due
from scenarios.due.kitchen_work import kitchen_notices, kitchen_tasks
from scenarios.due.maintained import maintained
from scenarios.due.street_notices import street_notices
from scenarios.due.street_work import KerbLot, StreetWork, WashDue, street_work
from scenarios.scenario import Scenario

_Thing = TypeVar("_Thing", Facility, Contract, CollectionPoint)
_Placed = TypeVar("_Placed", Facility, Contract, CollectionPoint, Town)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """The tasks of a day and where everything lies.

    Parameters
    ----------
    scenario
        The scenario as placed on these streets.
    sites
        The place of every facility, by id.
    lots
        Every kerb of the maintained roads; their areas add up to the maintained area.
    washing
        What washing is owed and due, by class.
    unmaintained_m2
        Surface of roads that no standard names.
    areas
        The maintained area that the scenario states and the one that the streets measure.
    points
        Every collection point, with what is decided of it before anything is planned.
    notices
        Sentences that a reader of the plan should see.
    """

    scenario: Scenario
    tasks: tuple[Task, ...]
    sites: Mapping[str, Place]
    lots: tuple[KerbLot, ...]
    washing: tuple[WashDue, ...]
    unmaintained_m2: int
    areas: tuple[AreaRow, ...]
    points: tuple[PointDue, ...]
    notices: tuple[str, ...]


def due_work(scenario: Scenario, network: RoadNetwork) -> DueWork:
    """Returns what a scenario asks for on these streets.

    Raises
    ------
    InputError
        Names every point that cannot be placed on a street.
    """
    scenario, notices = _placed(scenario, network)
    profiles = sorted({vehicle.profile for vehicle in scenario.fleet.vehicles})
    routable = {id_: PathFinder(network, PROFILES[id_]).routable for id_ in profiles}
    everyone = np.logical_and.reduce(list(routable.values()))
    at_all_hours = everyone & _open_in_shifts(scenario, network)
    faults: list[str] = []

    def snapper(drivable: NDArray[np.bool_]) -> Snapper:
        # Moved places are only roughly where they should be: the nearest street will do. Canals
        # that were generated part no real place from its street.
        limit_m = math.inf if notices else scenario.max_snap_m
        cross_water = bool(notices) or network.generated
        return Snapper(network, drivable, max_distance_m=limit_m, cross_water=cross_water)

    # A yard on a street that a sign closes in some shift could not be left in it.
    sites = _sites(scenario, snapper(at_all_hours if at_all_hours.any() else everyone), faults)
    trucks = _profile_of(scenario, Work.KITCHEN)
    contracts = (
        list(_snapped("contract", scenario.contracts, snapper(routable[trucks]), faults))
        if trucks
        else []
    )
    kitchens = kitchen_tasks(scenario, network, contracts)
    compactors = _profile_of(scenario, Work.CONTAINER)
    drivable = routable[compactors] if compactors else everyone
    # Where no vehicle empties containers the plan lists them with that reason.
    stops = list(_snapped("container", scenario.containers, snapper(drivable), faults))
    points = points_due(scenario)
    containers = container_tasks(points, network, stops)
    if faults:
        raise InputError(
            f"scenario {scenario.name} on {network.name}: {len(faults)} points cannot be placed "
            "on a street:\n  "
            + "\n  ".join(faults[:40])
            + "\ncorrect lon/lat, or raise max_snap_m."
        )
    nowhere = np.zeros(network.num_arcs, dtype=np.bool_)

    def workable(work: Work) -> NDArray[np.bool_]:
        profile = _profile_of(scenario, work)
        return routable[profile] if profile else nowhere

    streets = maintained(scenario, network)
    work = street_work(
        scenario,
        network,
        streets,
        sweepable=workable(Work.SWEEP),
        washable=workable(Work.WASH),
    )
    areas = area_rows(scenario, network, streets)
    notices += streets.notices
    notices += area_notices(areas)
    notices += street_notices(network, scenario.fleet.vehicles)
    notices += _day_notices(scenario, work)
    notices += kitchen_notices(scenario)
    if network.generated:
        notices.append(
            "The streets are a generated stand-in for the real ones; --osm or --place give those."
        )
    return DueWork(
        scenario=scenario,
        tasks=tuple(sorted((*work.tasks, *kitchens, *containers), key=lambda task: task.id)),
        sites=sites,
        lots=work.lots,
        washing=work.washing,
        unmaintained_m2=work.unmaintained_m2,
        areas=areas,
        points=points,
        notices=tuple(notices),
    )


def _day_notices(scenario: Scenario, work: StreetWork) -> list[str]:
    """Returns what weather and season change on the day, and passes that had to be parted."""
    notices = []
    if work.cancelled:
        conditions = dict.fromkeys(str(condition) for _, condition in work.cancelled)
        classes = dict.fromkeys(id_ for id_, _ in work.cancelled)
        notices.append(
            f"Weather of {scenario.date}: {', '.join(conditions)}; no sweeping and no washing of "
            f"class {', '.join(classes)}."
        )
    season = scenario.season
    if season:
        notices.append(
            f"Season {season.id}: kerbs yield {season.sweepings_share:g} times the sweepings of "
            "the standards."
        )
    notices += [
        f"Class {standard.id}: its {len(standard.passes)} passes could come closer than "
        f"{standard.least_apart_s // 60} min; their hours were divided."
        for standard in scenario.standards
        if standard.is_divided
    ]
    return notices


def _open_in_shifts(scenario: Scenario, network: RoadNetwork) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that every vehicle can use in all shifts that it may have."""
    opened = np.ones(network.num_arcs, dtype=np.bool_)
    if network.date is None or not depends_on_hours(network):
        return opened
    duties = {
        (vehicle.profile, shift.start_s, shift.end_s)
        for vehicle in scenario.fleet.vehicles
        for shift in vehicle.shifts or scenario.shift_templates.get(vehicle.kind, ())
    }
    for profile_id, start_s, end_s in sorted(duties):
        hours = Hours(date=network.date, start_s=start_s, end_s=end_s)
        profile = replace(PROFILES[profile_id], hours=hours)
        # Where no street is open in a shift no yard will help.
        with suppress(NetworkError):
            opened &= PathFinder(network, profile).routable
    return opened


def _profile_of(scenario: Scenario, work: Work) -> str | None:
    for vehicle in scenario.vehicles:
        if work in vehicle.works:
            return vehicle.profile
    return None


def _placed(scenario: Scenario, network: RoadNetwork) -> tuple[Scenario, list[str]]:
    """Returns the scenario with its points and drawn areas on the network's map.

    Where the two do not even overlap, the points are moved as a whole: the box around them is laid
    on the box around the streets. So a scenario can be tried on any city, the same way every time.
    """
    things: list[Facility | Contract | CollectionPoint] = [
        *scenario.facilities,
        *scenario.contracts,
        *scenario.containers,
    ]
    if not things:
        return scenario, []
    west, south, east, north = network.bounds
    lons, lats = [thing.lon for thing in things], [thing.lat for thing in things]
    left, right, low, high = min(lons), max(lons), min(lats), max(lats)
    if left <= east and right >= west and low <= north and high >= south:
        return scenario, []

    def moved(lon: float, lat: float) -> tuple[float, float]:
        share_x = (lon - left) / (right - left) if right > left else 0.5
        share_y = (lat - low) / (high - low) if high > low else 0.5
        return (
            round(west + (0.02 + 0.96 * share_x) * (east - west), 6),
            round(south + (0.02 + 0.96 * share_y) * (north - south), 6),
        )

    notice = (
        f"The scenario's places lie outside {network.name}; they were moved onto it as a whole, "
        "each to its nearest street."
    )

    def ring(area: Ring) -> Ring:
        return tuple(moved(lon, lat) for lon, lat in area)

    def placed(things: Iterable[_Placed]) -> tuple[_Placed, ...]:
        points = ((thing, moved(thing.lon, thing.lat)) for thing in things)
        return tuple(replace(thing, lon=lon, lat=lat) for thing, (lon, lat) in points)

    return replace(
        scenario,
        facilities=placed(scenario.facilities),
        contracts=placed(scenario.contracts),
        containers=placed(scenario.containers),
        towns=tuple(replace(one, area=ring(one.area)) for one in placed(scenario.towns)),
        overrides=tuple(replace(one, area=ring(one.area)) for one in scenario.overrides),
    ), [notice]


def _snapped(
    kind: str, things: Sequence[_Thing], snapper: Snapper, faults: list[str]
) -> Iterator[tuple[_Thing, Snap]]:
    """Yields the things that are on a street, and adds a fault for each that is on none."""
    snaps = snapper.snap([(thing.lon, thing.lat) for thing in things])
    for thing, snap in zip(things, snaps, strict=True):
        if isinstance(snap, NoStreet):
            faults.append(f"{kind} {thing.id} ({thing.lon}, {thing.lat}): {snap}")
        else:
            yield thing, snap


def _sites(scenario: Scenario, snapper: Snapper, faults: list[str]) -> dict[str, Place]:
    snapped = _snapped("facility", scenario.facilities, snapper, faults)
    return {facility.id: snap.yard for facility, snap in snapped}
