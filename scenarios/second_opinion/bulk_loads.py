"""Bulk loads: what each station sends on, cut anew from what the routes bring there.

A load leaves when it is full, when the next delivery would not fit into the station beside it, or
when the day's last delivery is in. It may be taken from when all of it is there until the station
needs its room.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fleet import DAY_S, Facility, Fleet, TimeWindow, Work
from optimizer.network.place import Place
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Mode, Task

FEN_PER_KG = 1
"""What a kilogram of a load is worth."""

LAST_S = 2 * DAY_S
"""Nothing begins later."""


class _Arrival(NamedTuple):
    """What one vehicle sets down at a station."""

    end_s: int
    begin_s: int
    vehicle_id: str
    kg: int


def bulk_loads_due(
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    plan: Plan,
    *,
    loading_s: int,
) -> Iterator[Task]:
    """Yields the bulk loads that come of a plan's collection, as tasks."""
    hoppers_kg = [one.hopper_kg for one in fleet.vehicles if Work.HAUL in one.works]
    if not hoppers_kg:
        return
    arriving = _arrivals(tasks, plan)
    for station in fleet.facilities:
        if station.is_station and station.id in sites:
            here = sorted(arriving.get(station.id, ()))
            loads = _loads(station, here, min(hoppers_kg))
            for number, (kg, ready_s, before_kg) in enumerate(loads, start=1):
                last_s = _room_needed_s(station, here, before_kg, loading_s)
                yield _task(station, sites[station.id], number, kg, loading_s, ready_s, last_s)


def _arrivals(tasks: Sequence[Task], plan: Plan) -> dict[str, list[_Arrival]]:
    task_of = {task.id: task for task in tasks}
    found: dict[str, list[_Arrival]] = {}
    for route in plan.routes:
        aboard_kg = 0
        for activity in route.activities:
            task = task_of.get(activity.task_id or "")
            if task is not None and activity.kind is ActivityKind.SERVICE:
                aboard_kg += task.demand_kg
            elif activity.kind is ActivityKind.UNLOAD and aboard_kg:
                arrival = _Arrival(activity.end_s, activity.begin_s, route.vehicle_id, aboard_kg)
                found.setdefault(activity.facility_id or "", []).append(arrival)
                aboard_kg = 0
    return found


def _loads(
    station: Facility, here: Sequence[_Arrival], most_kg: int
) -> Iterator[tuple[int, int, int]]:
    """Yields kilograms of each load, when they are all there, and what has left before."""
    there_kg, gone_kg, now_s = station.stock_kg, 0, 0
    for next_kg, next_s in (*((one.kg, one.end_s) for one in here), (None, now_s)):
        while there_kg - gone_kg >= most_kg:
            yield most_kg, now_s, gone_kg
            gone_kg += most_kg
        rest_kg = there_kg - gone_kg
        full = next_kg is not None and 0 < station.storage_kg < rest_kg + next_kg
        if rest_kg and (next_kg is None or full):
            yield rest_kg, now_s, gone_kg
            gone_kg += rest_kg
        if next_kg is not None:
            there_kg, now_s = there_kg + next_kg, next_s


def _room_needed_s(
    station: Facility, here: Sequence[_Arrival], before_kg: int, loading_s: int
) -> int:
    """Returns when loading must begin once `before_kg` are away."""
    if not station.storage_kg:
        return LAST_S
    held_kg = station.stock_kg - before_kg
    for arrival in sorted(here, key=lambda one: one.begin_s):
        held_kg += arrival.kg
        if held_kg > station.storage_kg:
            return max(0, arrival.begin_s - loading_s)
    return LAST_S


def _task(
    station: Facility,
    place: Place,
    number: int,
    kg: int,
    loading_s: int,
    ready_s: int,
    last_s: int,
) -> Task:
    at = [Place(entries=(one,), exits=(one,)) for one in place.entries]
    return Task(
        id=f"haul/{station.id}/{number:02d}",
        work=Work.HAUL,
        name=station.name,
        modes=tuple(Mode(place=one, service_m=0, service_s=loading_s) for one in at),
        demand_kg=kg,
        windows=_hours(station.opening, ready_s, max(ready_s, last_s)),
        required=True,
        prize_fen=FEN_PER_KG * kg,
        facility_id=station.id,
    )


def _hours(opening: tuple[TimeWindow, ...], ready_s: int, last_s: int) -> tuple[TimeWindow, ...]:
    """Returns when the station is open for it; where it never is, when it is open after that."""
    open_later = [hours for hours in opening if hours.latest_s >= ready_s]
    in_time = [hours for hours in open_later if hours.earliest_s <= last_s]
    if not in_time:
        return tuple(open_later) or opening[-1:]
    return tuple(
        TimeWindow(earliest_s=max(ready_s, hours.earliest_s), latest_s=min(last_s, hours.latest_s))
        for hours in in_time
    )
