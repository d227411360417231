"""What is due: a scenario laid over streets becomes tasks and places."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fleet import Contract, Facility, Method, StreetStandard, Work
from optimizer.errors import InputError
from optimizer.network.paths import PathFinder
from optimizer.network.place import Place, Position
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import NoStreet, Snap, Snapper
from optimizer.network.surface import Kerb, is_crossable, kerbs_of
from optimizer.task import Mode, Task
from scenarios.areas import AreaRow, area_notices, area_rows
from scenarios.scenario import Scenario

NOT_MAINTAINED = "-"
"""Service class of roads that no standard names."""

_Thing = TypeVar("_Thing", Facility, Contract)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Maintained area of one service class, every square metre in one of three lots.

    Parameters
    ----------
    mechanised_m2
        Has sweep tasks.
    manual_m2
        Is swept by hand by its standard or for its width.
    unreachable_m2
        A sweeper cannot drive there and back.
    """

    service_class: str
    maintained_m2: int
    mechanised_m2: int
    manual_m2: int
    unreachable_m2: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """The tasks of a day and where everything lies.

    Parameters
    ----------
    scenario
        The scenario as placed on these streets.
    sites
        The place of every facility, by id.
    areas
        The maintained area that the scenario states and the one that the streets measure.
    notices
        Sentences that a reader of the plan should see.
    """

    scenario: Scenario
    tasks: tuple[Task, ...]
    sites: Mapping[str, Place]
    audit: tuple[AuditRow, ...]
    areas: tuple[AreaRow, ...]
    notices: tuple[str, ...]


def due_work(scenario: Scenario, network: RoadNetwork) -> DueWork:
    """Returns what a scenario asks for on these streets.

    Raises
    ------
    InputError
        Names every point that cannot be placed on a street.
    """
    scenario, notices = _placed(scenario, network)
    profiles = sorted({vehicle.profile for vehicle in scenario.vehicles})
    routable = {id_: PathFinder(network, PROFILES[id_]).routable for id_ in profiles}
    everyone = np.logical_and.reduce(list(routable.values()))
    faults: list[str] = []

    def snapper(drivable: NDArray[np.bool_]) -> Snapper:
        # Moved places are only roughly where they should be: the nearest street will do. Canals
        # that were generated part no real place from its street.
        limit_m = math.inf if notices else scenario.max_snap_m
        cross_water = bool(notices) or network.generated
        return Snapper(network, drivable, max_distance_m=limit_m, cross_water=cross_water)

    sites = _sites(scenario, snapper(everyone), faults)
    trucks = _profile_of(scenario, Work.KITCHEN)
    kitchens = (
        _kitchen_tasks(scenario, network, snapper(routable[trucks]), faults) if trucks else []
    )
    if faults:
        raise InputError(
            f"scenario {scenario.name} on {network.name}: {len(faults)} points cannot be placed "
            "on a street:\n  "
            + "\n  ".join(faults[:40])
            + "\ncorrect lon/lat, or raise max_snap_m."
        )
    sweeper = _profile_of(scenario, Work.SWEEP)
    reachable = routable[sweeper] if sweeper else np.zeros(network.num_arcs, dtype=np.bool_)
    sweeps, audit = _sweep_tasks(scenario, network, reachable)
    areas = area_rows(scenario, network)
    notices += area_notices(areas)
    if network.generated:
        notices.append(
            "The streets are a generated stand-in for the real ones; --osm or --place give those."
        )
    return DueWork(
        scenario=scenario,
        tasks=tuple(sorted((*sweeps, *kitchens), key=lambda task: task.id)),
        sites=sites,
        audit=audit,
        areas=areas,
        notices=tuple(notices),
    )


def _profile_of(scenario: Scenario, work: Work) -> str | None:
    for vehicle in scenario.vehicles:
        if work in vehicle.works:
            return vehicle.profile
    return None


def _placed(scenario: Scenario, network: RoadNetwork) -> tuple[Scenario, list[str]]:
    """Returns the scenario with its points on the network's map.

    Where the two do not even overlap, the points are moved as a whole: the box around them is laid
    on the box around the streets. So a scenario can be tried on any city, the same way every time.
    """
    things: list[Facility | Contract] = [*scenario.facilities, *scenario.contracts]
    if not things:
        return scenario, []
    west, south, east, north = network.bounds
    lons, lats = [thing.lon for thing in things], [thing.lat for thing in things]
    left, right, low, high = min(lons), max(lons), min(lats), max(lats)
    if left <= east and right >= west and low <= north and high >= south:
        return scenario, []

    def moved(thing: Facility | Contract) -> tuple[float, float]:
        share_x = (thing.lon - left) / (right - left) if right > left else 0.5
        share_y = (thing.lat - low) / (high - low) if high > low else 0.5
        return (
            round(west + (0.02 + 0.96 * share_x) * (east - west), 6),
            round(south + (0.02 + 0.96 * share_y) * (north - south), 6),
        )

    notice = (
        f"The scenario's places lie outside {network.name}; they were moved onto it as a whole, "
        "each to its nearest street."
    )
    facilities = tuple(
        replace(one, lon=lon, lat=lat) for one in scenario.facilities for lon, lat in [moved(one)]
    )
    contracts = tuple(
        replace(one, lon=lon, lat=lat) for one in scenario.contracts for lon, lat in [moved(one)]
    )
    return replace(scenario, facilities=facilities, contracts=contracts), [notice]


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


def _kitchen_tasks(
    scenario: Scenario, network: RoadNetwork, snapper: Snapper, faults: list[str]
) -> list[Task]:
    tasks = []
    for contract, snap in _snapped("contract", scenario.contracts, snapper, faults):
        if scenario.date.weekday() not in contract.weekdays:
            continue
        either = is_crossable(network, snap.arc)
        positions = snap.positions if either else snap.positions[:1]
        tasks.append(
            Task(
                id=f"kitchen/{contract.id}",
                work=Work.KITCHEN,
                name=contract.name,
                modes=tuple(
                    Mode(
                        place=Place(entries=(position,), exits=(position,)),
                        service_m=0,
                        service_s=contract.service_s,
                    )
                    for position in positions
                ),
                demand_kg=contract.demand_kg,
                windows=tuple(sorted(contract.windows)),
                required=True,
                prize_fen=scenario.kitchen_prize_fen_per_kg * contract.demand_kg,
            )
        )
    return tasks


def _sweep_tasks(
    scenario: Scenario, network: RoadNetwork, reachable: NDArray[np.bool_]
) -> tuple[list[Task], tuple[AuditRow, ...]]:
    """Returns the sweep tasks, and where every maintained square metre went."""
    lots: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    tasks: list[Task] = []
    kerbs: dict[int, list[Kerb]] = defaultdict(list)
    for kerb in kerbs_of(network, workable=reachable):
        kerbs[kerb.arc].append(kerb)
    for arc in range(network.num_arcs):
        standard = scenario.standard_of(network.highway(arc))
        area_m2 = int(network.arc_area_m2[arc])
        if standard is None:
            lots[NOT_MAINTAINED]["unmaintained"] += area_m2
            continue
        if (
            standard.method is Method.MANUAL
            or not standard.passes
            or network.arc_width_cm[arc] < standard.min_width_cm
        ):
            lot = "manual"
        else:
            # Streets out of reach are tasks too: the plan lists them by name with that reason.
            lot = "mechanised" if reachable[arc] else "unreachable"
            tasks += [task for kerb in kerbs[arc] for task in _kerb_tasks(network, kerb, standard)]
        lots[standard.id][lot] += area_m2
    rows = []
    for service_class, lot_m2 in sorted(lots.items()):
        unmaintained = service_class == NOT_MAINTAINED
        rows.append(
            AuditRow(
                service_class=service_class,
                maintained_m2=0 if unmaintained else sum(lot_m2.values()),
                mechanised_m2=lot_m2["mechanised"],
                manual_m2=lot_m2["manual"],
                unreachable_m2=lot_m2["unreachable"],
                reason=f"{lot_m2['unmaintained']} m2 of roads that no standard names"
                if unmaintained
                else "",
            )
        )
    return tasks, tuple(rows)


def _kerb_tasks(network: RoadNetwork, kerb: Kerb, standard: StreetStandard) -> list[Task]:
    """Returns the sweep tasks of one kerb, one for each pass that it is owed."""
    arc = kerb.arc
    length_m = int(network.arc_length_m[arc])
    modes = tuple(
        Mode(
            place=Place(
                entries=(Position(arc=one, offset_m=0),),
                exits=(Position(arc=one, offset_m=int(network.arc_length_m[one])),),
            ),
            service_m=length_m,
            service_s=0,
        )
        for one in kerb.alternatives
    )
    key = f"{network.arc_key(arc)}/{kerb.side}"
    tasks = []
    for number, windows in enumerate(standard.passes, start=1):
        share = 1.0 if number == 1 else standard.repeat_share
        tasks.append(
            Task(
                id=f"sweep/{key}/{number}",
                work=Work.SWEEP,
                name=network.street_name(arc) or f"({network.highway(arc)}, no name)",
                modes=modes,
                demand_kg=-(-standard.sweepings_kg_per_km * length_m // 1000),
                demand_l=-(-standard.water_l_per_km * length_m // 1000),
                windows=tuple(sorted(windows)),
                required=standard.required,
                prize_fen=round(standard.prize_fen_per_m2 * kerb.area_m2 * share),
                kerb=key,
                area_m2=kerb.area_m2,
                service_class=standard.id,
            )
        )
    return tasks
