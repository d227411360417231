"""Facility visits of a day: which facilities each type of vehicle may empty or fill up at."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fleet import WORKS, Facility, Supply, Vehicle
from optimizer.day.resources import HOPPER, Resources
from optimizer.errors import InfeasibleScenario
from optimizer.instance import DailyLimits, DrivingUse
from optimizer.task import Task


def resets_of(
    types: Sequence[Vehicle],
    reached: Sequence[frozenset[str]],
    tasks: Sequence[Task],
    facilities: Sequence[Facility],
    resources: Resources,
) -> tuple[list[tuple[int, ...]], np.ndarray, np.ndarray]:
    """Returns the resets as tuples of facilities, and those of each type.

    `reached` has the ids of the facilities to which each type can drive.

    Raises
    ------
    InfeasibleScenario
        When a vehicle has nowhere to unload, or would need two tanks.
    """
    resets: list[tuple[int, ...]] = []
    # By resource: a visit is written down as an unload or as a refill, not as both.
    numbered: dict[tuple[int, tuple[int, ...]], int] = {}
    type_reset = np.full((len(types), resources.count), -1, dtype=np.int64)
    type_final = np.full(len(types), -1, dtype=np.int64)

    def element(resource: int, numbers: tuple[int, ...]) -> int:
        if (resource, numbers) not in numbered:
            numbered[resource, numbers] = len(tasks) + len(resets)
            resets.append(numbers)
        return numbered[resource, numbers]

    drawn = {WORKS[task.work].supply for task in tasks if task.demand_l}
    for kind, vehicle in enumerate(types):
        streams, supplies = vehicle.streams, vehicle.supplies & drawn
        if streams:
            accepting = tuple(
                number
                for number, facility in enumerate(facilities)
                if streams <= set(facility.streams) and facility.id in reached[kind]
            )
            if not accepting:
                raise InfeasibleScenario(
                    "day.nowhere_to_unload",
                    "{id}: no facility accepts {streams:list} where it can drive; add the stream "
                    "to a facility.",
                    id=vehicle.id,
                    streams=sorted(streams),
                )
            # One visit empties all compartments, so all have the same reset.
            type_final[kind] = element(HOPPER, accepting)
            type_reset[kind, resources.columns(vehicle)] = type_final[kind]
        if len(supplies) > 1:
            raise InfeasibleScenario(
                "day.two_tanks",
                "{id}: its one tank would have to hold {supplies:both} on this day; give it one "
                "of the works that draw them.",
                id=vehicle.id,
                supplies=sorted(supplies),
            )
        for column in resources.refilled:
            needed = resources.list_needed(column, vehicle) & (drawn | {Supply.CHARGE})
            if not resources.capacity(vehicle)[column] or not needed:
                continue
            giving = tuple(
                number
                for number, facility in enumerate(facilities)
                if needed <= set(facility.supplies) and facility.id in reached[kind]
            )
            if giving:
                type_reset[kind, column] = element(column, giving)
            elif column == resources.metres:
                raise InfeasibleScenario(
                    "day.nowhere_to_charge",
                    "{id}: no facility where it can drive has a charger; add the supply charge "
                    "to one, such as its depot.",
                    id=vehicle.id,
                )
    return resets, type_reset, type_final


def facility_groups(
    types: Sequence[Vehicle],
    facilities: Sequence[Facility],
    resets: Sequence[tuple[int, ...]],
    type_reset: NDArray[np.int64],
    starts: Sequence[int],
    resources: Resources,
) -> dict[str, Any]:
    """Returns what of an `Instance` has to do with facilities: its groups, by name."""
    found: dict[str, Any] = {
        "limits": limits_of(facilities, resets, type_reset, starts, resources)
    }
    if resources.has_range:
        ranged = np.array([vehicle.range_m > 0 for vehicle in types])
        found["driving_use"] = DrivingUse(
            type_resource=np.where(ranged, resources.metres, -1),
            type_per_m=ranged.astype(np.int64),
        )
    return found


def limits_of(
    facilities: Sequence[Facility],
    resets: Sequence[tuple[int, ...]],
    type_reset: NDArray[np.int64],
    starts: Sequence[int],
    resources: Resources,
) -> DailyLimits | None:
    """Returns what facilities take in a day; None when nothing is limited.

    `starts` has the first mode of each element and the end of the last; resets come last.
    """
    mode_limit = np.full((starts[-1], resources.count), -1, dtype=np.int64)
    capacity: list[int] = []
    number_of: dict[tuple[int, str], int] = {}
    first = len(starts) - 1 - len(resets)
    for place, numbers in enumerate(resets):
        for resource in range(resources.count):
            # What a facility takes of all streams together has one limit.
            unit = resources.unit(resource)
            if not (type_reset[:, resource] == first + place).any():
                continue
            for mode, number in enumerate(numbers, start=starts[first + place]):
                facility = facilities[number]
                most = resources.daily_limit(resource, facility)
                if most:
                    if (number, unit) not in number_of:
                        number_of[number, unit] = len(capacity)
                        capacity.append(most)
                    mode_limit[mode, resource] = number_of[number, unit]
    if not capacity:
        return None
    return DailyLimits(mode_limit=mode_limit, capacity=np.array(capacity, dtype=np.int64))
