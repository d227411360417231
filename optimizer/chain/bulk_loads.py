"""Bulk loads: what a transfer station sends on, decided by what is delivered there and when."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    station: Facility, arriving: Sequence[Delivery], *, size_kg: int, loading_s: int
) -> tuple[BulkLoad, ...]:
    """Returns the loads that a station sends on in a day; together they are all that is there.

    A load leaves when it is full, when the next delivery would not fit into the station beside it,
    or when the day's last delivery is in.

    Parameters
    ----------
    arriving
        What is delivered at this station, by time.
    size_kg
        What a bulk truck holds.
    loading_s
        How long loading takes; what is being loaded still needs its room.
    """
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
