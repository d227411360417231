"""Facility visits of a day: which facilities each type of vehicle may empty or fill up at."""

from collections.abc import Sequence

import numpy as np

from fleet import STREAM_OF_WORK, Facility, Vehicle
from optimizer.errors import InfeasibleScenario
from optimizer.task import Task

HOPPER, TANK = 0, 1
"""The resources of a day's instance."""


def resets_of(
    types: Sequence[Vehicle],
    reached: Sequence[frozenset[str]],
    kept: Sequence[tuple[Task, tuple[int, ...]]],
    facilities: Sequence[Facility],
) -> tuple[list[tuple[int, ...]], np.ndarray, np.ndarray]:
    """Returns the resets as tuples of facilities, and those of each type.

    `reached` has the ids of the facilities to which each type can drive.
    """
    resets: list[tuple[int, ...]] = []
    type_reset = np.full((len(types), 2), -1, dtype=np.int64)
    type_final = np.full(len(types), -1, dtype=np.int64)

    def element(numbers: tuple[int, ...]) -> int:
        if numbers not in resets:
            resets.append(numbers)
        return len(kept) + resets.index(numbers)

    for kind, vehicle in enumerate(types):
        streams = {STREAM_OF_WORK[work] for work in vehicle.works if work in STREAM_OF_WORK}
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
            type_reset[kind, HOPPER] = type_final[kind] = element(accepting)
        if vehicle.tank_l > 0 and any(task.demand_l for task, _ in kept):
            wet = tuple(
                number
                for number, facility in enumerate(facilities)
                if facility.has_water and facility.id in reached[kind]
            )
            if wet:
                type_reset[kind, TANK] = element(wet)
    return resets, type_reset, type_final
