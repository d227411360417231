"""What is due: a scenario laid over streets becomes tasks and places."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from fleet import (
    CollectionPoint,
    Contract,
    ExtraTask,
    Facility,
    InvalidValue,
    Message,
    Work,
    message,
)
from optimizer.errors import InputError, NetworkError
from optimizer.network.paths import path_finder
from optimizer.network.place import Place
from optimizer.network.profile import PROFILES, Hours
from optimizer.network.road_network import RoadNetwork
from optimizer.network.signs import depends_on_hours
from optimizer.network.snap import NoStreet, Snap, Snapper
from optimizer.task import Task
from scenarios.due.areas import AreaRow, area_notices, area_rows
from scenarios.due.closures import close_streets, closure_notices
from scenarios.due.container_work import PointDue, container_tasks, points_due
from scenarios.due.extra_work import find_extra_work
from scenarios.due.first_named import name_first
from scenarios.due.kitchen_work import kitchen_notices, kitchen_tasks
from scenarios.due.lanes import LaneDue
from scenarios.due.maintained import find_maintained
from scenarios.due.placing import place_on
from scenarios.due.street_notices import street_notices
from scenarios.due.street_work import KerbLot, find_street_work
from scenarios.scenario import Scenario, Skipped

SHOWN_SKIPPED = 10
"""Things that a notice names."""

_Thing = TypeVar("_Thing", Facility, Contract, CollectionPoint, ExtraTask)


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
    lanes
        What is owed and due lane by lane, by work and class.
    unmaintained_m2
        Surface of roads that no standard names.
    areas
        The maintained area that the scenario states and the one that the streets measure.
    points
        Every collection point, with what is decided of it before anything is planned.
    notices
        Sentences that a reader of the plan should see.
    moved
        Whether the scenario's points were moved onto the streets as a whole.
    """

    scenario: Scenario
    tasks: tuple[Task, ...]
    sites: Mapping[str, Place]
    lots: tuple[KerbLot, ...]
    lanes: tuple[LaneDue, ...]
    unmaintained_m2: int
    areas: tuple[AreaRow, ...]
    points: tuple[PointDue, ...]
    notices: tuple[Message, ...]
    moved: bool = False


def streets_on_day(scenario: Scenario, network: RoadNetwork) -> RoadNetwork:
    """Returns the streets as they are on a scenario's day: whose signs hold, what is closed.

    What is worked out of them serves every plan of the day.
    """
    if scenario.closures:
        placed, _ = place_on(scenario, network)
        network = close_streets(network, placed.closures)
    return network.on_day(
        scenario.date, driving_side=scenario.driving_side, country=scenario.country
    )


def find_due_work(
    scenario: Scenario, network: RoadNetwork, *, skip_faults: bool = False, moved: bool = False
) -> DueWork:
    """Returns what a scenario asks for on these streets.

    Parameters
    ----------
    skip_faults
        Leaves out points that cannot be placed on a street; `Scenario.skipped` lists them.
    moved
        Whether the scenario's points were moved onto the streets as a whole before.

    Raises
    ------
    InputError
        Names every point that cannot be placed on a street.
    """
    scenario, moved_now = place_on(scenario, network)
    moved = moved or moved_now
    notices = [_say_moved(network)] if moved else []
    profiles = sorted({vehicle.profile for vehicle in scenario.fleet.vehicles})
    routable = {id_: path_finder(network, PROFILES[id_]).routable for id_ in profiles}
    everyone = np.logical_and.reduce(list(routable.values()))
    at_all_hours = everyone & _open_in_shifts(scenario, network)
    lost: list[_Lost] = []

    def snapper(drivable: NDArray[np.bool_]) -> Snapper:
        # Moved places are only roughly where they should be: the nearest street will do. Canals
        # that were generated part no real place from its street.
        limit_m = math.inf if moved else scenario.max_snap_m
        cross_water = moved or network.generated
        return Snapper(network, drivable, max_distance_m=limit_m, cross_water=cross_water)

    # A yard on a street that a sign closes in some shift could not be left in it.
    sites = _sites(scenario, snapper(at_all_hours if at_all_hours.any() else everyone), lost)
    trucks = _profile_of(scenario, Work.KITCHEN)
    contracts = (
        list(_snap("contracts", scenario.contracts, snapper(routable[trucks]), lost))
        if trucks
        else []
    )

    def drivable_for(work: Work) -> NDArray[np.bool_]:
        # What no vehicle does the plan lists with that reason.
        profile = _profile_of(scenario, work)
        return routable[profile] if profile else everyone

    drivable = drivable_for(Work.CONTAINER)
    stops = list(_snap("containers", scenario.containers, snapper(drivable), lost))
    extra = [
        snapped
        for work, ones in groupby(sorted(scenario.extra_tasks, key=_by_work), _by_work)
        for snapped in _snap("extra_tasks", [*ones], snapper(drivable_for(work)), lost)
    ]
    if lost:
        scenario = _leave_out(scenario, network, lost, skip_faults=skip_faults)
    kitchens = kitchen_tasks(scenario, network, contracts)
    points = points_due(scenario)
    containers = container_tasks(points, network, stops)
    nowhere = np.zeros(network.num_arcs, dtype=np.bool_)

    def find_workable(work: Work) -> NDArray[np.bool_]:
        profile = _profile_of(scenario, work)
        return routable[profile] if profile else nowhere

    streets = find_maintained(scenario, network)
    work = find_street_work(scenario, network, streets, workable=find_workable)
    areas = area_rows(scenario, network, streets)
    notices += [*_skip_notices(scenario), *scenario.notices, *_name_notices(network)]
    notices += streets.notices
    notices += area_notices(areas)
    notices += closure_notices(network, scenario)
    notices += street_notices(network, scenario.fleet.vehicles)
    notices += work.notices
    notices += _day_notices(scenario)
    notices += kitchen_notices(scenario)
    if network.generated:
        notices.append(
            message(
                "notice.generated",
                "The streets are a generated stand-in for the real ones; --osm or --place give "
                "those.",
            )
        )
    return DueWork(
        scenario=scenario,
        tasks=tuple(
            sorted(
                (*work.tasks, *kitchens, *containers, *find_extra_work(network, extra)),
                key=lambda task: task.id,
            )
        ),
        sites=sites,
        lots=work.lots,
        lanes=work.lanes,
        unmaintained_m2=work.unmaintained_m2,
        areas=areas,
        points=points,
        notices=tuple(notices),
        moved=moved,
    )


def _day_notices(scenario: Scenario) -> list[Message]:
    """Returns what the season changes on the day, and passes that had to be parted."""
    notices = []
    season = scenario.season
    if season:
        notices.append(
            message(
                "notice.season",
                "Season {season}: kerbs yield {share:g} times the sweepings of the standards.",
                season=season.id,
                share=season.sweepings_share,
            )
        )
    notices += [
        message(
            "notice.passes_divided",
            "Class {standard}: its {passes} passes could come closer than {apart_min} min; their "
            "hours were divided.",
            standard=standard.id,
            passes=len(standard.passes),
            apart_min=standard.least_apart_s // 60,
        )
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
        hours = Hours(date=network.date, start_s=start_s, end_s=end_s, country=network.country)
        profile = replace(PROFILES[profile_id], hours=hours)
        # Where no street is open in a shift no yard will help.
        with suppress(NetworkError):
            opened &= path_finder(network, profile).routable
    return opened


def _by_work(task: ExtraTask) -> Work:
    return task.work


def _profile_of(scenario: Scenario, work: Work) -> str | None:
    for vehicle in scenario.vehicles:
        if work in vehicle.works:
            return vehicle.profile
    return None


def _say_moved(network: RoadNetwork) -> Message:
    return message(
        "notice.moved",
        "The scenario's places lie outside {network}; they were moved onto it as a whole, each to "
        "its nearest street.",
        network=network.label,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """A thing that lies on no street, with its table and what is wrong."""

    table: str
    thing: Facility | Contract | CollectionPoint | ExtraTask
    why: Message

    @property
    def message(self) -> Message:
        """What is to be said of it."""
        return message(
            "scenario.point_off_streets",
            "{table}: {id} ({lon}, {lat}): {why}",
            table=self.table,
            id=self.thing.id,
            lon=self.thing.at.lon,
            lat=self.thing.at.lat,
            why=self.why,
        )


def _leave_out(
    scenario: Scenario, network: RoadNetwork, lost: Sequence[_Lost], *, skip_faults: bool
) -> Scenario:
    """Returns the scenario without what lies on no street, where that may be left out."""
    if not skip_faults:
        raise InputError(
            "scenario.points_off_streets",
            "scenario {scenario} on {network}: {count} points cannot be placed on a street:"
            "{points:lines}\ncorrect lon/lat, raise max_snap_m, or leave them out with "
            "--skip-faults.",
            scenario=scenario.name,
            network=network.label,
            count=len(lost),
            points=[one.message for one in lost[:40]],
        )
    skipped = tuple(
        Skipped(
            table=one.table,
            where=message(
                "scenario.at", "lon {lon}, lat {lat}", lon=one.thing.at.lon, lat=one.thing.at.lat
            ),
            id=one.thing.id,
            why=one.why,
        )
        for one in lost
    )
    gone = {(one.table, one.thing.id) for one in lost}
    kept: dict[str, Any] = {
        table: tuple(one for one in getattr(scenario, table) if (table, one.id) not in gone)
        for table in {one.table for one in lost}
    }
    rest = replace(scenario, **kept, skipped=(*scenario.skipped, *skipped))
    try:
        # A vehicle may have stood in a depot that is gone.
        _ = rest.fleet
    except InvalidValue as error:
        raise InputError(
            "scenario.fault",
            "scenario {scenario}: {why}",
            scenario=scenario.name,
            why=error.message,
        ) from None
    return rest


def _name_notices(network: RoadNetwork) -> Iterator[Message]:
    """Yields what was done to names of streets that no file could hold."""
    names = network.cleaned_names
    if names:
        yield message(
            "notice.names_cleaned",
            "Street names with characters that cannot be printed, now blanks: {count:,} "
            "({names:list}).",
            count=len(names),
            names=name_first(names, SHOWN_SKIPPED),
        )


def _skip_notices(scenario: Scenario) -> Iterator[Message]:
    """Yields what was left out because of its faults, by table."""
    for table, skipped in groupby(
        sorted(scenario.skipped, key=lambda one: one.table), lambda one: one.table
    ):
        names = [one.id or one.where for one in skipped]
        yield message(
            "notice.skipped",
            "Left out of {table} because of faults: {count:,} ({names:list}); scenario.skipped in "
            "plan.json has the reasons.",
            table=table,
            count=len(names),
            names=name_first(names, SHOWN_SKIPPED),
        )


def _snap(
    table: str, things: Sequence[_Thing], snapper: Snapper, lost: list[_Lost]
) -> Iterator[tuple[_Thing, Snap]]:
    """Yields the things that are on a street, and notes those that are on none."""
    snaps = snapper.snap([thing.at.pair for thing in things])
    for thing, snap in zip(things, snaps, strict=True):
        if isinstance(snap, NoStreet):
            lost.append(_Lost(table=table, thing=thing, why=snap.message))
        else:
            yield thing, snap


def _sites(scenario: Scenario, snapper: Snapper, lost: list[_Lost]) -> dict[str, Place]:
    snapped = _snap("facilities", scenario.facilities, snapper, lost)
    return {facility.id: snap.yard for facility, snap in snapped}
