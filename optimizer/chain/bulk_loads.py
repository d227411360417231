"""Bulk loads: what a transfer station sends on, decided by what is delivered there and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from fleet import DAY_S, Facility
from optimizer.plan import ActivityKind, Plan

END_S = 2 * DAY_S
"""No activity begins later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Waste that one vehicle unloads at a facility, from `begin_s` to `end_s`."""

    facility_id: str
    vehicle_id: str
    begin_s: int
    end_s: int
    load_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLoad:
    """A load for a bulk truck.

    Parameters
    ----------
    earliest_s
        When all of it is at the station.
    latest_s
        When loading must begin at the latest, so that the next delivery finds room.
    """

    facility_id: str
    number: int
    load_kg: int
    earliest_s: int
    latest_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunLoad:
    """A load that a bulk truck has taken or has set out for, on a day that runs.

    Parameters
    ----------
    begin_s
        When loading begins.
    load_kg
        What the truck was to take.
    """

    number: int
    begin_s: int
    load_kg: int


def deliveries(plan: Plan) -> tuple[Delivery, ...]:
    """Returns what is unloaded in a plan, anywhere, by time."""
    found = []
    for route in plan.routes:
        aboard_kg = 0
        for activity in route.activities:
            if activity.kind is ActivityKind.UNLOAD and aboard_kg:
                found.append(
                    Delivery(
                        facility_id=activity.facility_id or "",
                        vehicle_id=route.vehicle_id,
                        begin_s=activity.begin_s,
                        end_s=activity.end_s,
                        load_kg=aboard_kg,
                    )
                )
            aboard_kg = activity.load_kg
    return tuple(sorted(found, key=lambda one: (one.end_s, one.begin_s, one.vehicle_id)))


def cut_bulk_loads(
    station: Facility,
    arriving: Sequence[Delivery],
    *,
    size_kg: int,
    loading_s: int,
    begun: Sequence[BegunLoad] = (),
) -> tuple[BulkLoad, ...]:
    """Returns the loads that a station sends on in a day; together they are all that is there.

    A load leaves when it is full, when the next delivery would not fit into the station beside it,
    or when the day's last delivery is in. Loads that are begun keep their number and their hour,
    whatever has come of the deliveries; what they leave is cut by the same rule.

    Parameters
    ----------
    arriving
        What is delivered at this station, by time.
    size_kg
        What a bulk truck holds.
    loading_s
        How long loading takes; what is being loaded still needs its room.
    begun
        Those that can no longer be cut otherwise.
    """
    loads = _cut(station, arriving, size_kg, loading_s)
    taken_kg = take_begun(station, arriving, begun)
    as_cut = {load.number: load for load in loads}
    if all(_is_as_cut(one, taken_kg[one.number], as_cut.get(one.number)) for one in begun):
        return loads
    left = _cut(*_without_first(station, arriving, sum(taken_kg.values())), size_kg, loading_s)
    free_numbers = (number for number in count(1) if number not in taken_kg)
    renumbered = [
        replace(load, number=number) for load, number in zip(left, free_numbers, strict=False)
    ]
    kept = [
        BulkLoad(
            facility_id=station.id,
            number=one.number,
            load_kg=taken_kg[one.number],
            earliest_s=one.begin_s,
            latest_s=one.begin_s,
        )
        for one in begun
    ]
    return tuple(sorted((*kept, *renumbered), key=lambda load: load.number))


def take_begun(
    station: Facility, arriving: Sequence[Delivery], begun: Sequence[BegunLoad]
) -> dict[int, int]:
    """Returns the kilograms of the loads that are begun, by number.

    Each takes what it was to take, or what is there of it when loading begins.
    """
    taken_kg: dict[int, int] = {}
    for one in sorted(begun, key=lambda one: (one.begin_s, one.number)):
        there_kg = station.stock_kg - sum(taken_kg.values())
        there_kg += sum(delivery.load_kg for delivery in arriving if delivery.end_s <= one.begin_s)
        taken_kg[one.number] = min(one.load_kg, there_kg)
    return taken_kg


def _is_as_cut(begun: BegunLoad, taken_kg: int, load: BulkLoad | None) -> bool:
    """Says whether a load that is begun is one that would be cut now."""
    if load is None:
        return False
    return load.load_kg == taken_kg and load.earliest_s <= begun.begin_s


def _without_first(
    station: Facility, arriving: Sequence[Delivery], gone_kg: int
) -> tuple[Facility, list[Delivery]]:
    """Returns a station and its deliveries without the kilograms that come first."""
    from_stock_kg = min(station.stock_kg, gone_kg)
    gone_kg -= from_stock_kg
    left = []
    for delivery in arriving:
        of_it_kg = min(delivery.load_kg, gone_kg)
        gone_kg -= of_it_kg
        if of_it_kg < delivery.load_kg:
            left.append(replace(delivery, load_kg=delivery.load_kg - of_it_kg))
    return replace(station, stock_kg=station.stock_kg - from_stock_kg), left


def _cut(
    station: Facility, arriving: Sequence[Delivery], size_kg: int, loading_s: int
) -> tuple[BulkLoad, ...]:
    cut: list[tuple[int, int]] = []
    waiting_kg, now_s = station.stock_kg, 0

    def take(load_kg: int) -> None:
        nonlocal waiting_kg
        cut.append((load_kg, now_s))
        waiting_kg -= load_kg

    while waiting_kg >= size_kg:
        take(size_kg)
    for delivery in arriving:
        if waiting_kg and 0 < station.storage_kg < waiting_kg + delivery.load_kg:
            take(waiting_kg)
        waiting_kg, now_s = waiting_kg + delivery.load_kg, delivery.end_s
        while waiting_kg >= size_kg:
            take(size_kg)
    if waiting_kg:
        take(waiting_kg)
    loads, gone_kg = [], 0
    for number, (load_kg, earliest_s) in enumerate(cut, start=1):
        latest_s = _latest_s(station, arriving, gone_kg, loading_s)
        gone_kg += load_kg
        loads.append(
            BulkLoad(
                facility_id=station.id,
                number=number,
                load_kg=load_kg,
                earliest_s=earliest_s,
                latest_s=max(earliest_s, latest_s),
            )
        )
    return tuple(loads)


def _latest_s(
    station: Facility, arriving: Sequence[Delivery], gone_kg: int, loading_s: int
) -> int:
    """Returns when loading must begin once all loads before, `gone_kg` in all, are away."""
    if not station.storage_kg:
        return END_S
    held_kg = station.stock_kg - gone_kg
    for delivery in sorted(arriving, key=lambda one: one.begin_s):
        held_kg += delivery.load_kg
        if held_kg > station.storage_kg:
            return max(0, delivery.begin_s - loading_s)
    return END_S


def most_held_kg(
    station: Facility, arriving: Sequence[Delivery], leaving: Sequence[tuple[int, int]]
) -> int:
    """Returns the most that a station holds at any time of the day.

    `leaving` has the end of loading and the kilograms of every bulk load that is taken. A delivery
    needs its room from when unloading begins.
    """
    changes = [(end_s, 0, -load_kg) for end_s, load_kg in leaving]
    changes += [(one.begin_s, 1, one.load_kg) for one in arriving]
    held_kg = most_kg = station.stock_kg
    for _, _, change_kg in sorted(changes):
        held_kg += change_kg
        most_kg = max(most_kg, held_kg)
    return most_kg
