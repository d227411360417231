"""Facility visits of a day: which facilities each type of vehicle may empty or fill up at."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet import Facility, Vehicle
from optimizer.day.resources import HOPPER, TANK, Resources
from optimizer.errors import InfeasibleScenario
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

    for kind, vehicle in enumerate(types):
        streams = vehicle.streams
        if streams:
            accepting = tuple(
                number
                for number, facility in enumerate(facilities)
                if streams <= set(facility.streams) and facility.id in reached[kind]
            )
            if not accepting:
                raise InfeasibleScenario(
                    f"{vehicle.id}: no facility accepts {', '.join(sorted(streams))} where it can "
                    "drive; add the stream to a facility."
                )
            # One visit empties all compartments, so all have the same reset.
            type_final[kind] = element(HOPPER, accepting)
            type_reset[kind, resources.columns(vehicle)] = type_final[kind]
        if vehicle.tank_l > 0 and any(task.demand_l for task in tasks):
            wet = tuple(
                number
                for number, facility in enumerate(facilities)
                if facility.has_water and facility.id in reached[kind]
            )
            if wet:
                type_reset[kind, TANK] = element(TANK, wet)
    return resets, type_reset, type_final


def limits_of(
    facilities: Sequence[Facility],
    resets: Sequence[tuple[int, ...]],
    type_reset: NDArray[np.int64],
    starts: Sequence[int],
    resources: Resources,
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64] | None]:
    """Returns `mode_limit` and `limit_capacity` of an `Instance`; None when nothing is limited.

    `starts` has the first mode of each element and the end of the last; resets come last.
    """
    mode_limit = np.full((starts[-1], resources.count), -1, dtype=np.int64)
    capacity: list[int] = []
    number_of: dict[tuple[int, int], int] = {}
    first = len(starts) - 1 - len(resets)
    for place, numbers in enumerate(resets):
        for resource in range(resources.count):
            # What a facility takes of all streams together has one limit.
            shared = TANK if resource == TANK else HOPPER
            if not (type_reset[:, resource] == first + place).any():
                continue
            for mode, number in enumerate(numbers, start=starts[first + place]):
                facility = facilities[number]
                most = (facility.daily_capacity_kg, facility.daily_capacity_l)[shared]
                if most:
                    if (number, shared) not in number_of:
                        number_of[number, shared] = len(capacity)
                        capacity.append(most)
                    mode_limit[mode, resource] = number_of[number, shared]
    if not capacity:
        return None, None
    return mode_limit, np.array(capacity, dtype=np.int64)
