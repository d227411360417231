"""What facilities still take and give on a day that has begun, and when they are open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fleet import Facility, Fleet, TimeWindow
from optimizer.operations.lived import LivedDay
from optimizer.plan import ActivityKind

Bands = Mapping[str, Sequence[tuple[int, int | None]]]
"""When facilities are shut, by id: from, and until or None for the rest of the day."""


def facilities_left(lived: LivedDay, fleet: Fleet, shut: Bands) -> tuple[Facility, ...]:
    """Returns the facilities as those who come from now on find them.

    What has been brought and drawn by now counts against their limits of the day.
    """
    used = _sum_used(lived, fleet)
    return tuple(
        _outside_of(_with_what_is_left(one, used.get(one.id, (0, 0))), shut.get(one.id, ()))
        for one in fleet.facilities
    )


def _sum_used(lived: LivedDay, fleet: Fleet) -> dict[str, tuple[int, int]]:
    """Returns what facilities have been brought and have given on this day: kilograms, litres."""
    used: dict[str, tuple[int, int]] = {}
    for route in lived.routes:
        vehicle = fleet.vehicle(route.vehicle_id)
        load_kg, tank_l = 0, vehicle.tank_l
        for activity in route.frozen:
            kg, litres = used.get(activity.facility_id or "", (0, 0))
            if activity.kind is ActivityKind.UNLOAD:
                used[activity.facility_id or ""] = kg + load_kg, litres
            elif activity.kind is ActivityKind.REFILL:
                used[activity.facility_id or ""] = kg, litres + activity.tank_l - tank_l
            load_kg, tank_l = activity.load_kg, activity.tank_l
    return used


def _with_what_is_left(facility: Facility, used: tuple[int, int]) -> Facility:
    """Returns a facility with what it still takes and gives on this day."""
    kg, litres = used
    left = facility
    if facility.daily_capacity_kg and kg:
        if kg >= facility.daily_capacity_kg:
            left = replace(left, streams=(), storage_kg=0, stock_kg=0)
        else:
            left = replace(left, daily_capacity_kg=facility.daily_capacity_kg - kg)
    if facility.daily_capacity_l and litres:
        # At least a litre: 0 would stand for no limit.
        left = replace(left, daily_capacity_l=max(1, facility.daily_capacity_l - litres))
    return left


def _outside_of(facility: Facility, bands: Sequence[tuple[int, int | None]]) -> Facility:
    """Returns a facility with the opening hours that are left when it is shut in some bands."""
    opening = facility.opening
    for from_s, until_s in bands:
        left: list[TimeWindow] = []
        for window in opening:
            if window.earliest_s < from_s:
                left.append(replace(window, latest_s=min(window.latest_s, from_s - 1)))
            if until_s is not None and window.latest_s >= until_s:
                left.append(replace(window, earliest_s=max(window.earliest_s, until_s)))
        opening = tuple(left)
    if opening:
        return replace(facility, opening=opening)
    return replace(facility, streams=(), supplies=(), storage_kg=0, stock_kg=0)
