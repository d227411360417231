"""Bulk loads: what each station sends on, cut anew from what the routes bring there.

A load leaves when it is full, when the next delivery would not fit into the station beside it, or
when the day's last delivery is in. It may be taken from when all of it is there until the station
needs its room.

A load that has left, or that a truck has set out for, keeps its number and its hour; of what it
was to be it is what is there by then. Where that is not how it would be cut anew, the rest is cut
of what such loads leave, and they take what came first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, count
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


class LeftLoad(NamedTuple):
    """A load that has left: when loading began, and the load as it was to be."""

    begin_s: int
    task: Task


class _Load(NamedTuple):
    """A load: kilograms, when they are all there, and what has left before."""

    kg: int
    ready_s: int
    before_kg: int


def bulk_loads_due(
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    plan: Plan,
    *,
    loading_s: int,
    has_left: Sequence[LeftLoad] = (),
) -> Iterator[Task]:
    """Yields the bulk loads that come of a plan's collection, as tasks.

    Parameters
    ----------
    has_left
        Loads of a day that runs that can no longer be cut otherwise.
    """
    hoppers_kg = [one.hopper_kg for one in fleet.vehicles if Work.HAUL in one.works]
    if not hoppers_kg:
        return
    arriving = _arrivals(tasks, plan)
    for station in fleet.facilities:
        if station.is_station and station.id in sites:
            here = sorted(arriving.get(station.id, ()))
            gone = [one for one in has_left if one.task.facility_id == station.id]
            gone.sort(key=lambda one: (one.begin_s, one.task.id))
            yield from _due_at(
                station, sites[station.id], here, min(hoppers_kg), loading_s=loading_s, gone=gone
            )


def _due_at(
    station: Facility,
    place: Place,
    here: Sequence[_Arrival],
    most_kg: int,
    *,
    loading_s: int,
    gone: Sequence[LeftLoad],
) -> Iterator[Task]:
    """Yields the loads of one station, those that have left first."""
    gone_of = {one.task.id: one for one in gone}
    kg_of = dict(zip(gone_of, _taken_kg(station, here, gone), strict=True))
    for id_, kg in kg_of.items():
        load = _Load(kg, ready_s=0, before_kg=0)
        # Until when it could have waited hung on what was to come then.
        windows = gone_of[id_].task.windows
        yield replace(_task(station, place, id_, load, loading_s, LAST_S), windows=windows)
    loads = list(_loads(station, here, most_kg))
    ids = [f"haul/{station.id}/{number:02d}" for number, _ in enumerate(loads, start=1)]
    as_cut = [
        (id_, load.kg)
        for id_, load in zip(ids, loads, strict=True)
        if id_ in gone_of and load.ready_s <= gone_of[id_].begin_s
    ]
    if len(as_cut) < len(gone) or dict(as_cut) != kg_of:
        station, here = _after_first(station, here, sum(kg_of.values()))
        loads = list(_loads(station, here, most_kg))
        names = (f"haul/{station.id}/{number:02d}" for number in count(1))
        ids = [id_ for id_, _ in zip((n for n in names if n not in gone_of), loads, strict=False)]
    for id_, load in zip(ids, loads, strict=True):
        if id_ not in gone_of:
            last_s = _room_needed_s(station, here, load.before_kg, loading_s)
            yield _task(station, place, id_, load, loading_s, last_s)


def _taken_kg(
    station: Facility, here: Sequence[_Arrival], gone: Sequence[LeftLoad]
) -> Iterator[int]:
    """Yields what loads that have left took, by when: what they were to, if that was there."""
    so_far_kg = 0
    for begin_s, task in gone:
        there_kg = station.stock_kg + sum(one.kg for one in here if one.end_s <= begin_s)
        kg = min(task.demand_kg, there_kg - so_far_kg)
        so_far_kg += kg
        yield kg


def _after_first(
    station: Facility, here: Sequence[_Arrival], first_kg: int
) -> tuple[Facility, list[_Arrival]]:
    """Returns what is left of a station's stock and arrivals when what came first is away."""
    stock_kg = max(0, station.stock_kg - first_kg)
    come_kg = accumulate((one.kg for one in here), initial=station.stock_kg)
    left = [
        one._replace(kg=min(one.kg, before_kg + one.kg - first_kg))
        for one, before_kg in zip(here, come_kg, strict=False)
        if before_kg + one.kg > first_kg
    ]
    return replace(station, stock_kg=stock_kg), left


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


def _loads(station: Facility, here: Sequence[_Arrival], most_kg: int) -> Iterator[_Load]:
    """Yields the loads of a station by time."""
    there_kg, gone_kg, now_s = station.stock_kg, 0, 0
    for next_kg, next_s in (*((one.kg, one.end_s) for one in here), (None, now_s)):
        while there_kg - gone_kg >= most_kg:
            yield _Load(most_kg, now_s, gone_kg)
            gone_kg += most_kg
        rest_kg = there_kg - gone_kg
        full = next_kg is not None and 0 < station.storage_kg < rest_kg + next_kg
        if rest_kg and (next_kg is None or full):
            yield _Load(rest_kg, now_s, gone_kg)
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
    id_: str,
    load: _Load,
    loading_s: int,
    last_s: int,
) -> Task:
    at = [Place(entries=(one,), exits=(one,)) for one in place.entries]
    return Task(
        id=id_,
        work=Work.HAUL,
        name=station.name,
        modes=tuple(Mode(place=one, service_m=0, service_s=loading_s) for one in at),
        demand_kg=load.kg,
        windows=_hours(station.opening, load.ready_s, max(load.ready_s, last_s)),
        required=True,
        prize_fen=FEN_PER_KG * load.kg,
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
