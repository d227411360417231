"""Haulage: bulk trucks carry on what the collection has brought to the transfer stations.

Planning is in two stages. First everything is planned that collects; then the deliveries at each
station, as they come in that plan, are cut into loads, and the loads are planned as tasks of the
bulk trucks with the same solver. So the collection does not know of the haulage but for the daily
capacity of the stations. Where the bulk trucks cannot keep a station within its storage,
`find_overfull_stations` says what the station could take, for the collection to be planned anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from fleet import Facility, Fleet, Message, Stream, TimeWindow, Work, message
from optimizer.answer import explain, routes_of
from optimizer.chain import (
    BegunLoad,
    BulkLoad,
    Delivery,
    cut_bulk_loads,
    deliveries,
    most_held_kg,
)
from optimizer.day import build_day, with_price_on_waiting
from optimizer.engines import Run
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import RestOfDay, join_lived, resume, with_amounts
from optimizer.plan import ActivityKind, Plan, Reason, Route, Unassigned
from optimizer.solver import solve
from optimizer.stop import limits
from optimizer.task import Mode, Task
from scenarios.planning.going_on import NOBODY_LEFT

ITERATIONS = 2_000
"""Steps of the search for the bulk trucks: a day has a dozen loads, so that is plenty, and a count
keeps the plan the same on every machine."""

WORTH_FEN_PER_KG = 1
"""Required as it is, a load outweighs any way to the plant and any shift for it alone (20 t: 4,000
yuan), and of two loads for one truck the larger goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hauled:
    """A plan with its haulage, and the loads as tasks."""

    plan: Plan
    tasks: tuple[Task, ...] = ()


def haul(
    network: RoadNetwork,
    fleet: Fleet,
    sites: Mapping[str, Place],
    plan: Plan,
    *,
    loading_s: int,
    seed: int,
    waiting_fen_per_hour: int = 0,
    rest: RestOfDay | None = None,
    before: Mapping[str, Task] | None = None,
) -> Hauled:
    """Returns a plan of the collection with the routes of the bulk trucks.

    Loads that no truck takes are among the unassigned; they stay at their station.

    Parameters
    ----------
    waiting_fen_per_hour
        What it costs that a truck waits on its way for a load.
    rest
        The bulk trucks when the day has begun: where each goes on, and what it has hauled.
    before
        The tasks of the plan in force then, by id.

    Raises
    ------
    InfeasibleScenario
        When there is no plant that the bulk trucks can drive to.
    """
    trucks = tuple(one for one in fleet.vehicles if Work.HAUL in one.works)
    unloaded = deliveries(plan)
    begun = _begun_loads(rest, before or {}) if rest is not None else {}
    tasks = _tasks(fleet, sites, unloaded, loading_s, begun) if trucks else ()
    if rest is None:
        facilities = tuple(_with_room(one, unloaded) for one in fleet.facilities)
        left, on_duty = tasks, Fleet(vehicles=trucks, facilities=facilities)
    else:
        brought = {task.id: task for task in tasks if task.id in begun}
        rest = with_amounts(rest, {id_: one.task for id_, one in begun.items()}, brought)
        left = tuple(task for task in tasks if task.id not in begun)
        left = (*left, *(one.task for one in rest.go_ons))
        on_duty = replace(rest.fleet, facilities=_facilities_left(fleet, rest, unloaded))
    routes: tuple[Route, ...] = ()
    absent: tuple[Unassigned, ...] = ()
    if left and not any(vehicle.shifts for vehicle in on_duty.vehicles):
        absent = tuple(
            Unassigned(task_id=task.id, reason=Reason.SHIFT_TIME, detail=NOBODY_LEFT)
            for task in left
        )
    elif left:
        day = build_day(network, on_duty, left, sites)
        day = with_price_on_waiting(day, waiting_fen_per_hour=waiting_fen_per_hour)
        if rest is not None:
            day = resume(day, rest, network)
        outcome = solve(day.instance, Run(stop=limits(iterations=ITERATIONS), seed=seed))
        routes, absent = routes_of(day, outcome.solution), explain(day, outcome.solution)
    if rest is not None:
        routes = join_lived(rest, routes)
    return Hauled(
        plan=Plan(
            routes=(*plan.routes, *routes),
            unassigned=tuple(sorted((*plan.unassigned, *absent), key=lambda one: one.task_id)),
        ),
        tasks=tasks,
    )


class _Begun(NamedTuple):
    """A load that was begun: its task in the plan in force, and when loading begins."""

    task: Task
    begin_s: int

    @property
    def load(self) -> BegunLoad:
        number = int(self.task.id.rpartition("/")[2])
        return BegunLoad(number=number, begin_s=self.begin_s, load_kg=self.task.demand_kg)


def _begun_loads(rest: RestOfDay, before: Mapping[str, Task]) -> dict[str, _Begun]:
    return {
        activity.task_id: _Begun(task=before[activity.task_id], begin_s=activity.begin_s)
        for route in rest.lived.routes
        for activity in route.frozen
        if activity.kind is ActivityKind.SERVICE and activity.task_id is not None
    }


def _tasks(
    fleet: Fleet,
    sites: Mapping[str, Place],
    unloaded: Sequence[Delivery],
    loading_s: int,
    begun: Mapping[str, _Begun],
) -> tuple[Task, ...]:
    # Any truck can then take any load.
    size_kg = min(one.hopper_kg for one in fleet.vehicles if Work.HAUL in one.works)
    tasks = []
    for station in fleet.facilities:
        if not station.is_station:
            continue
        loads = cut_bulk_loads(
            station,
            [one for one in unloaded if one.facility_id == station.id],
            size_kg=size_kg,
            loading_s=loading_s,
            begun=[one.load for one in begun.values() if one.task.facility_id == station.id],
        )
        for load in loads:
            task = _task(load, station, sites[station.id], loading_s)
            known = begun.get(task.id)
            tasks.append(task if known is None else _with_load(known.task, load.load_kg))
    return tuple(sorted(tasks, key=lambda task: task.id))


def _with_load(task: Task, load_kg: int) -> Task:
    """Returns the task of a load that is begun, with what it came to be."""
    if load_kg == task.demand_kg:
        return task
    return replace(task, demand_kg=load_kg, prize_fen=WORTH_FEN_PER_KG * load_kg)


def _task(load: BulkLoad, station: Facility, place: Place, loading_s: int) -> Task:
    windows = tuple(
        TimeWindow(
            earliest_s=max(load.earliest_s, band.earliest_s),
            latest_s=min(load.latest_s, band.latest_s),
        )
        for band in station.opening
        if band.latest_s >= load.earliest_s and band.earliest_s <= load.latest_s
    )
    # A load that would have to leave while the station is shut waits for it to open.
    later = tuple(band for band in station.opening if band.latest_s >= load.earliest_s)
    return Task(
        id=f"haul/{station.id}/{load.number:02d}",
        work=Work.HAUL,
        name=station.name,
        modes=tuple(
            Mode(
                place=Place(entries=(position,), exits=(position,)),
                service_m=0,
                service_s=loading_s,
            )
            for position in place.entries
        ),
        demand_kg=load.load_kg,
        windows=windows or later or station.opening[-1:],
        required=True,
        prize_fen=WORTH_FEN_PER_KG * load.load_kg,
        facility_id=station.id,
    )


def _facilities_left(
    fleet: Fleet, rest: RestOfDay, unloaded: Sequence[Delivery]
) -> tuple[Facility, ...]:
    """Returns the facilities as the bulk trucks find them from now on, open as they are by now."""
    brought = (*unloaded, *deliveries(_lived_plan(rest)))
    whole = {one.id: one.daily_capacity_kg for one in fleet.facilities}
    # What the collection has brought by now is among what it brings in all.
    return tuple(
        _with_room(replace(one, daily_capacity_kg=whole[one.id]), brought)
        for one in rest.fleet.facilities
    )


def _with_room(facility: Facility, unloaded: Sequence[Delivery]) -> Facility:
    """Returns a facility as the bulk trucks find it: the collection has used some of the day."""
    used_kg = sum(one.load_kg for one in unloaded if one.facility_id == facility.id)
    if not facility.daily_capacity_kg or not used_kg or Stream.BULK_WASTE not in facility.streams:
        return facility
    if used_kg >= facility.daily_capacity_kg:
        others = tuple(one for one in facility.streams if one is not Stream.BULK_WASTE)
        return replace(facility, streams=others)
    return replace(facility, daily_capacity_kg=facility.daily_capacity_kg - used_kg)


def find_overfull_stations(fleet: Fleet, hauled: Hauled) -> dict[str, int]:
    """Returns the stations that come to hold more than their storage.

    With each goes what it may be brought in the day so that it does not: no more than has been
    brought less what was too much.
    """
    unloaded = deliveries(hauled.plan)
    load_of = {task.id: task for task in hauled.tasks}
    leaving: dict[str, list[tuple[int, int]]] = {}
    for route in hauled.plan.routes:
        for activity in route.activities:
            task = load_of.get(activity.task_id or "")
            if task is not None and activity.kind is ActivityKind.SERVICE:
                leaving.setdefault(task.facility_id, []).append((activity.end_s, task.demand_kg))
    most = {}
    for station in fleet.facilities:
        if not station.is_station or not station.storage_kg:
            continue
        arriving = [one for one in unloaded if one.facility_id == station.id]
        held_kg = most_held_kg(station, arriving, leaving.get(station.id, ()))
        if held_kg > station.storage_kg:
            brought_kg = sum(one.load_kg for one in arriving)
            most[station.id] = brought_kg - (held_kg - station.storage_kg)
    return most


def most_after_overfull(
    fleet: Fleet,
    most_kg: Mapping[str, int],
    over_kg: Mapping[str, int],
    *,
    times: int,
    rest: RestOfDay | None = None,
) -> dict[str, int]:
    """Returns what stations may be brought in a day after some came to hold too much.

    From the second time on a station is given no more than it can hold with no bulk truck coming
    at all, so that it keeps within its storage whatever the trucks do. What one is not brought
    goes to others, so the third time that is so for all: the fourth plan is the last, however many
    stations a city has. On a day that runs a station is then given what it has, and what is aboard
    by now: where even that is too much, nothing that is planned helps.

    Parameters
    ----------
    times
        How often some station came to hold too much by now.
    rest
        The vehicles that collect when the day has begun.
    """
    if rest is None:
        least_kg = {one.id: one.storage_kg - one.stock_kg for one in fleet.facilities}
    else:
        aboard_kg = sum(one.aboard_kg.get(Stream.DOMESTIC_WASTE, 0) for one in rest.go_ons)
        there_kg = find_brought_kg(rest)
        least_kg = {one.id: there_kg.get(one.id, 0) + aboard_kg for one in fleet.facilities}
    strict = set(over_kg) if times > 1 else set()
    if times > 2:
        over_kg = {one.id: 0 for one in fleet.facilities if one.is_station and one.storage_kg}
        strict = set(over_kg)
    return dict(most_kg) | {
        id_: least_kg[id_] if id_ in strict else max(least_kg[id_], brought_kg)
        for id_, brought_kg in over_kg.items()
    }


def find_brought_kg(rest: RestOfDay) -> dict[str, int]:
    """Returns what has been brought to facilities by what can no longer be changed, by id."""
    brought_kg: dict[str, int] = {}
    for one in deliveries(_lived_plan(rest)):
        brought_kg[one.facility_id] = brought_kg.get(one.facility_id, 0) + one.load_kg
    return brought_kg


def _lived_plan(rest: RestOfDay) -> Plan:
    return Plan(routes=tuple(replace(one, open=()).whole for one in rest.lived.routes))


def storage_notice(fleet: Fleet, over_kg: Mapping[str, int]) -> Message:
    """Returns the notice that the collection was planned anew, and why."""
    return message(
        "notice.storage",
        "The bulk trucks cannot keep {stations:list} within its storage; the collection was "
        "planned anew to bring less there.",
        stations=[fleet.facility(id_).name for id_ in over_kg],
    )


def with_capacities(fleet: Fleet, most_kg: Mapping[str, int]) -> Fleet:
    """Returns the fleet with stations that take no more in a day than `most_kg` says."""
    return replace(
        fleet,
        facilities=tuple(_limit(one, most_kg.get(one.id)) for one in fleet.facilities),
    )


def _limit(station: Facility, most_kg: int | None) -> Facility:
    if most_kg is None:
        return station
    if most_kg <= 0:
        return replace(station, streams=(), storage_kg=0, stock_kg=0)
    return replace(station, daily_capacity_kg=min(most_kg, station.daily_capacity_kg or most_kg))
