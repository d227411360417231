"""Checks of a scenario's things against each other; each returns all its faults, not the first."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fleet import FacilityKind, Stream, Vehicle, Work, clock
from optimizer.network.profile import PROFILES
from scenarios.files.office import plain
from scenarios.scenario import Scenario


def faults_of_tables(values: Mapping[str, Any], where: Mapping[str, Sequence[str]]) -> list[str]:
    """Returns the ids that stand in a table twice, with the rows where they do.

    Looks at raw values, so that rows with other faults count too.
    """
    faults = []
    for table, places in where.items():
        rows = values[table]
        if not isinstance(rows, list):
            continue
        ids = [plain(str(row.get("id", ""))) if isinstance(row, dict) else "" for row in rows]
        for id_, count in Counter(filter(None, ids)).items():
            if count > 1:
                lines = [places[n] for n, other in enumerate(ids) if other == id_]
                faults.append(f"{table}: id {id_} stands {count} times ({'; '.join(lines)})")
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One row that does not fit to the rest of its scenario, which would do without it."""

    table: str
    id: str
    why: str

    def __str__(self) -> str:
        return f"{self.table}: {self.id}: {self.why}"


def misfits_of(scenario: Scenario) -> list[Misfit]:
    """Returns the rows that name what there is not, or stand in the wrong table."""
    towns = {town.id for town in scenario.towns}
    depots = {one.id for one in scenario.facilities if one.kind is FacilityKind.DEPOT}
    found = [
        Misfit(
            table="containers",
            id=point.id,
            why=f"town {point.town!r} is unknown; towns are {', '.join(sorted(towns)) or 'none'}.",
        )
        for point in scenario.containers
        if point.town and point.town not in towns
    ]
    for table, vehicles in (
        ("vehicles", scenario.vehicles),
        ("bulk_trucks", scenario.bulk_trucks),
    ):
        for vehicle in vehicles:
            why = _why_misfit(table, vehicle, depots)
            found += [Misfit(table=table, id=vehicle.id, why=one) for one in why]
    return found


def _why_misfit(table: str, vehicle: Vehicle, depots: Set[str]) -> Iterator[str]:
    if vehicle.profile not in PROFILES:
        yield (
            f"profile {vehicle.profile!r} is unknown; profiles are {', '.join(sorted(PROFILES))}."
        )
    if vehicle.depot_id is not None and vehicle.depot_id not in depots:
        yield (
            f"depot_id {vehicle.depot_id!r} is unknown; depots are "
            f"{', '.join(sorted(depots)) or 'none'}."
        )
    if table == "vehicles" and Work.HAUL in vehicle.works:
        yield "hauls; put it into the table bulk_trucks."
    if table == "bulk_trucks" and vehicle.works != (Work.HAUL,):
        yield (
            f"its works are {', '.join(vehicle.works)}; a bulk truck hauls and does nothing else."
        )


def faults_of(scenario: Scenario) -> list[str]:
    """Returns what is wrong between the parts of a scenario, each of which is valid alone."""
    return [
        *map(str, misfits_of(scenario)),
        *_faults_of_fleet(scenario),
        *_faults_of_shifts(scenario),
        *_faults_of_standards(scenario),
        *_faults_of_areas(scenario),
        *_faults_of_chain(scenario),
    ]


def _faults_of_chain(scenario: Scenario) -> list[str]:
    if scenario.bulk_trucks and not any(
        Stream.BULK_WASTE in facility.streams for facility in scenario.facilities
    ):
        return ["facilities: none accepts bulk_waste; the bulk trucks need a plant."]
    return []


def _faults_of_fleet(scenario: Scenario) -> list[str]:
    faults = []
    if not scenario.vehicles:
        faults.append("vehicles: is empty; name at least one.")
    if not any(facility.parking for facility in scenario.facilities):
        faults.append("facilities: none is a depot; give one kind = depot and parking.")
    return faults


def _faults_of_shifts(scenario: Scenario) -> list[str]:
    faults = []
    for kind, shifts in scenario.shift_templates.items():
        for id_, count in Counter(shift.id for shift in shifts).items():
            if count > 1:
                faults.append(f"shifts.{kind}: id {id_} stands {count} times.")
        in_order = sorted(shifts, key=lambda shift: shift.start_s)
        for one, next_one in pairwise(in_order):
            if one.end_s > next_one.start_s:
                faults.append(
                    f"shifts.{kind}: {next_one.id} starts at {clock(next_one.start_s)}, before "
                    f"{one.id} ends at {clock(one.end_s)}; a vehicle may be given both, so they "
                    "must not overlap."
                )
    return faults


def _faults_of_standards(scenario: Scenario) -> list[str]:
    named: dict[str, list[str]] = defaultdict(list)
    for standard in scenario.standards:
        for highway in standard.highways:
            named[highway].append(standard.id)
    faults = [
        f"standards: highway {highway} stands in {' and '.join(ids)}; leave it in one."
        for highway, ids in named.items()
        if len(ids) > 1
    ]
    known = {standard.id for standard in scenario.standards}
    wanted = {override.standard for override in scenario.overrides}
    faults += [
        f"overrides: {override.id}: standard {override.standard!r} is unknown; standards are "
        f"{', '.join(sorted(known))}, or an empty text for streets that nobody maintains."
        for override in scenario.overrides
        if override.standard and override.standard not in known
    ]
    faults += [
        f"standards: {standard.id}: names no highways and no override names it; give one of the "
        "two, or take it out."
        for standard in scenario.standards
        if not standard.highways and standard.id not in wanted
    ]
    for noun, keys in (
        ("overrides: id", [override.id for override in scenario.overrides]),
        ("towns: id", [town.id for town in scenario.towns]),
        ("seasons: id", [season.id for season in scenario.seasons]),
        ("weather: date", [day.date.isoformat() for day in scenario.weather]),
    ):
        faults += [
            f"{noun} {key} stands {count} times."
            for key, count in Counter(keys).items()
            if count > 1
        ]
    return faults


def _faults_of_areas(scenario: Scenario) -> list[str]:
    stated = scenario.stated_area_m2_by_class
    standards = {standard.id: standard for standard in scenario.standards}
    highways = {highway for standard in scenario.standards for highway in standard.highways}
    faults = []
    if scenario.stated_area_m2 < 0:
        faults.append(
            f"stated_area_m2: must be positive, or 0 for none, got {scenario.stated_area_m2}."
        )
    for label, area_m2 in stated.items():
        where = f"stated_area_m2_by_class.{label}"
        if area_m2 <= 0:
            faults.append(f"{where}: must be positive, got {area_m2}; leave out what is unknown.")
        if label in standards:
            twice = [h for h in standards[label].highways if h in stated and h not in standards]
            if twice:
                faults.append(
                    f"{where}: its {' and '.join(twice)} are stated too; state the class or its "
                    "roads, not both."
                )
        elif label not in highways:
            faults.append(
                f"{where}: is no standard and no highway of one; standards are "
                f"{', '.join(standards)}."
            )
    total_m2 = sum(stated.values())
    if 0 < scenario.stated_area_m2 < total_m2:
        faults.append(
            f"stated_area_m2_by_class: adds up to {total_m2:,} m2, more than the stated "
            f"{scenario.stated_area_m2:,} m2 in total."
        )
    return faults
