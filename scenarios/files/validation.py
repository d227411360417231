"""Checks of a scenario's things against each other; each returns all its faults, not the first."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fleet import FacilityKind, Message, Stream, Vehicle, Work, message
from optimizer.network.profile import PROFILES
from scenarios.files.office import normalise
from scenarios.scenario import Scenario


def faults_of_tables(
    values: Mapping[str, Any], where: Mapping[str, Sequence[Message]]
) -> list[Message]:
    """Returns the ids that stand in a table twice, with the rows where they do.

    Looks at raw values, so that rows with other faults count too.
    """
    faults = []
    for table, places in where.items():
        rows = values[table]
        if not isinstance(rows, list):
            continue
        ids = [normalise(str(row.get("id", ""))) if isinstance(row, dict) else "" for row in rows]
        for id_, count in Counter(filter(None, ids)).items():
            if count > 1:
                faults.append(
                    message(
                        "scenario.id_twice",
                        "{table}: id {id} stands {count} times ({places:clauses})",
                        table=table,
                        id=id_,
                        count=count,
                        places=[places[n] for n, other in enumerate(ids) if other == id_],
                    )
                )
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One row that does not fit to the rest of its scenario, which would do without it."""

    table: str
    id: str
    why: Message

    @property
    def message(self) -> Message:
        """The row and what is wrong with it."""
        return message(
            "scenario.misfit", "{table}: {id}: {why}", table=self.table, id=self.id, why=self.why
        )


def misfits_of(scenario: Scenario) -> list[Misfit]:
    """Returns the rows that name what there is not, or stand in the wrong table."""
    towns = {town.id for town in scenario.towns}
    depots = {one.id for one in scenario.facilities if one.kind is FacilityKind.DEPOT}
    found = [
        Misfit(
            table="containers",
            id=point.id,
            why=message(
                "scenario.unknown_town",
                "town {town!r} is unknown; towns are {towns:list}.",
                town=point.town,
                towns=sorted(towns),
            ),
        )
        for point in scenario.containers
        if point.town and point.town not in towns
    ]
    for table, vehicles in (
        ("vehicles", scenario.vehicles),
        ("bulk_trucks", scenario.bulk_trucks),
    ):
        for vehicle in vehicles:
            why = _explain_misfit(table, vehicle, depots)
            found += [Misfit(table=table, id=vehicle.id, why=one) for one in why]
    return found


def _explain_misfit(table: str, vehicle: Vehicle, depots: Set[str]) -> Iterator[Message]:
    if vehicle.profile not in PROFILES:
        yield message(
            "scenario.unknown_profile",
            "profile {profile!r} is unknown; profiles are {profiles:list}.",
            profile=vehicle.profile,
            profiles=sorted(PROFILES),
        )
    if vehicle.depot_id is not None and vehicle.depot_id not in depots:
        yield message(
            "scenario.unknown_depot",
            "depot_id {depot!r} is unknown; depots are {depots:list}.",
            depot=vehicle.depot_id,
            depots=sorted(depots),
        )
    if table == "vehicles" and Work.HAUL in vehicle.works:
        yield message("scenario.hauls", "hauls; put it into the table bulk_trucks.")
    if table == "bulk_trucks" and vehicle.works != (Work.HAUL,):
        yield message(
            "scenario.hauls_and_more",
            "its works are {works:list}; a bulk truck hauls and does nothing else.",
            works=vehicle.works,
        )


def faults_of(scenario: Scenario) -> list[Message]:
    """Returns what is wrong between the parts of a scenario, each of which is valid alone."""
    return [
        *(misfit.message for misfit in misfits_of(scenario)),
        *_faults_of_fleet(scenario),
        *_faults_of_shifts(scenario),
        *_faults_of_standards(scenario),
        *_faults_of_areas(scenario),
        *_faults_of_chain(scenario),
        *_faults_of_assumptions(scenario),
    ]


def _faults_of_assumptions(scenario: Scenario) -> Iterator[Message]:
    if scenario.assumptions_zh and len(scenario.assumptions_zh) != len(scenario.assumptions):
        yield message(
            "scenario.assumptions",
            "assumptions_zh: has {num_zh} sentences, assumptions has {num}; give one for each.",
            num_zh=len(scenario.assumptions_zh),
            num=len(scenario.assumptions),
        )


def _faults_of_chain(scenario: Scenario) -> Iterator[Message]:
    if scenario.bulk_trucks and not any(
        Stream.BULK_WASTE in facility.streams for facility in scenario.facilities
    ):
        yield message(
            "scenario.no_plant",
            "facilities: none accepts bulk_waste; the bulk trucks need a plant.",
        )


def _faults_of_fleet(scenario: Scenario) -> Iterator[Message]:
    if not scenario.vehicles:
        yield message("scenario.no_vehicle", "vehicles: is empty; name at least one.")
    if not any(facility.parking for facility in scenario.facilities):
        yield message(
            "scenario.no_depot",
            "facilities: none is a depot; give one kind = depot and parking.",
        )


def _stands_twice(place: str, keys: Sequence[str]) -> Iterator[Message]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield message(
                "scenario.key_twice",
                "{place} {key} stands {count} times.",
                place=place,
                key=key,
                count=count,
            )


def _faults_of_shifts(scenario: Scenario) -> Iterator[Message]:
    for kind, shifts in scenario.shift_templates.items():
        yield from _stands_twice(f"shifts.{kind}: id", [shift.id for shift in shifts])
        in_order = sorted(shifts, key=lambda shift: shift.start_s)
        for one, next_one in pairwise(in_order):
            if one.end_s > next_one.start_s:
                yield message(
                    "scenario.shifts_overlap",
                    "shifts.{kind}: {next} starts at {start_s:clock}, before {one} ends at "
                    "{end_s:clock}; a vehicle may be given both, so they must not overlap.",
                    kind=kind,
                    next=next_one.id,
                    start_s=next_one.start_s,
                    one=one.id,
                    end_s=one.end_s,
                )


def _faults_of_standards(scenario: Scenario) -> Iterator[Message]:
    named: dict[str, list[str]] = defaultdict(list)
    for standard in scenario.standards:
        for highway in standard.highways:
            named[highway].append(standard.id)
    for highway, ids in named.items():
        if len(ids) > 1:
            yield message(
                "scenario.highway_twice",
                "standards: highway {highway} stands in {ids:both}; leave it in one.",
                highway=highway,
                ids=ids,
            )
    known = {standard.id for standard in scenario.standards}
    wanted = {override.standard for override in scenario.overrides}
    for override in scenario.overrides:
        if override.standard and override.standard not in known:
            yield message(
                "scenario.unknown_standard",
                "overrides: {id}: standard {standard!r} is unknown; standards are "
                "{standards:list}, or an empty text for streets that nobody maintains.",
                id=override.id,
                standard=override.standard,
                standards=sorted(known),
            )
    for standard in scenario.standards:
        if not standard.highways and standard.id not in wanted:
            yield message(
                "scenario.standard_of_nothing",
                "standards: {id}: names no highways and no override names it; give one of the "
                "two, or take it out.",
                id=standard.id,
            )
    for place, keys in (
        ("overrides: id", [override.id for override in scenario.overrides]),
        ("closures: id", [closure.id for closure in scenario.closures]),
        ("extra_tasks: id", [task.id for task in scenario.extra_tasks]),
        ("towns: id", [town.id for town in scenario.towns]),
        ("seasons: id", [season.id for season in scenario.seasons]),
        ("weather: date", [day.date.isoformat() for day in scenario.weather]),
        ("case_categories:", [name for one in scenario.case_categories for name in one.names]),
    ):
        yield from _stands_twice(place, keys)


def _faults_of_areas(scenario: Scenario) -> Iterator[Message]:
    stated = scenario.stated_area_m2_by_class
    standards = {standard.id: standard for standard in scenario.standards}
    highways = {highway for standard in scenario.standards for highway in standard.highways}
    if scenario.stated_area_m2 < 0:
        yield message(
            "scenario.stated_area",
            "stated_area_m2: must be positive, or 0 for none, got {area_m2}.",
            area_m2=scenario.stated_area_m2,
        )
    for label, area_m2 in stated.items():
        where = f"stated_area_m2_by_class.{label}"
        if area_m2 <= 0:
            yield message(
                "scenario.stated_area_of_class",
                "{where}: must be positive, got {area_m2}; leave out what is unknown.",
                where=where,
                area_m2=area_m2,
            )
        if label in standards:
            twice = [h for h in standards[label].highways if h in stated and h not in standards]
            if twice:
                yield message(
                    "scenario.stated_twice",
                    "{where}: its {roads:both} are stated too; state the class or its roads, not "
                    "both.",
                    where=where,
                    roads=twice,
                )
        elif label not in highways:
            yield message(
                "scenario.stated_unknown",
                "{where}: is no standard and no highway of one; standards are {standards:list}.",
                where=where,
                standards=list(standards),
            )
    total_m2 = sum(stated.values())
    if 0 < scenario.stated_area_m2 < total_m2:
        yield message(
            "scenario.stated_sum",
            "stated_area_m2_by_class: adds up to {total_m2:,} m2, more than the stated "
            "{area_m2:,} m2 in total.",
            total_m2=total_m2,
            area_m2=scenario.stated_area_m2,
        )
