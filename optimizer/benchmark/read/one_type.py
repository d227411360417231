"""The arrays of an instance whose vehicles are all alike, as in most public files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from optimizer.benchmark.read.distances import Travel
from optimizer.errors import InputError
from optimizer.instance import FAR, NEVER, Instance, nearest_tasks

NEIGHBOURS = 40
"""Length of the neighbour lists."""

MOST_PLACES = 100_000
"""Most modes and facilities together; beyond, the search would take more time than anyone has."""

MOST_IN_MATRIX = 8_000
"""Most places where there must be a matrix, which takes eight bytes a pair."""


def require_manageable(path: Path, places: int, most: int = MOST_PLACES) -> None:
    """Refuses a file that is too large for a common machine.

    Raises
    ------
    InputError
        When it has more than `most` places.
    """
    if places > most:
        raise InputError(
            "benchmark.too_many_places",
            "{path}: {places:,} ways of serving and facilities are more than the {most:,} that "
            "are taken; leave some out.",
            path=path,
            places=places,
            most=most,
        )


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Names the file in what is wrong with its costs.

    Raises
    ------
    InputError
        For a ValueError.
    """
    try:
        yield
    except ValueError as error:
        raise InputError(
            "benchmark.paths_too_long",
            "{path}: paths are too long for their costs to be kept{error:aside}; use a larger "
            "unit.",
            path=path,
            error=str(error).partition(";")[0],
        ) from error


def one_type_instance(
    path: Path,
    *,
    modes: list[int],
    service: list[int],
    travel: Travel,
    demand: list[int],
    capacity: int,
    duties: int,
    facilities: int = 0,
    limit: int | None = None,
) -> Instance:
    """Returns an instance with one type of vehicle, one resource and no windows.

    Parameters
    ----------
    modes
        How many modes each task has.
    service
        Cost of each mode, those of the tasks first, then those of the facilities.
    travel
        Between places: the modes, the facilities and, last, the depot.
    facilities
        How many there are; with any, a route must end with a visit to one.
    limit
        The most that a route may cost. Costs, those of travel too, then count as seconds, else as
        metres.

    Raises
    ------
    InputError
        When costs are too large to be summed.
    """
    timed = limit is not None
    assert travel.is_time == timed
    tasks, size = len(modes), travel.num_places
    longest = travel.longest
    if 4 * (longest + max(service, default=0)) >= FAR:
        raise InputError(
            "benchmark.too_costly",
            "{path}: paths cost up to {longest:,}, too much to be summed; use a larger unit.",
            path=path,
            longest=longest,
        )
    packed, offset, sizes, labels = travel.pack()
    services = np.array(service, dtype=np.int64)
    idle = np.zeros_like(services)
    starts = np.cumsum([0, *modes, *([facilities] if facilities else [])], dtype=np.int64)
    number = len(services)
    reset = tasks if facilities else -1
    loads = np.array(demand, dtype=np.int64).reshape(-1, 1)
    depot = np.full(duties, size - 1, dtype=np.int64)
    zeros = np.zeros(duties, dtype=np.int64)
    never = np.full(duties, NEVER, dtype=np.int64)
    # A task served alone costs less than this, and leaving one out must never pay.
    worst = 3 * longest + 2 * int(services.max(initial=0)) + 1
    instance = Instance(
        mode_start=starts,
        mode_place=np.arange(number, dtype=np.int64)[None, :].copy(),
        mode_service_s=(services if timed else idle)[None, :].copy(),
        mode_service_m=(idle if timed else services).copy(),
        window_start=np.arange(number + 1, dtype=np.int64),
        window_earliest_s=np.zeros(number, dtype=np.int64),
        window_latest_s=np.full(number, NEVER // 2, dtype=np.int64),
        travel=packed,
        travel_offset=offset,
        travel_size=sizes,
        demand=loads,
        prize=np.full(tasks, 10 * worst, dtype=np.int64),
        worth=loads[:, 0].astype(np.float64),
        required=np.ones(tasks, dtype=np.bool_),
        allowed=np.ones((1, tasks), dtype=np.bool_),
        type_profile=np.zeros(1, dtype=np.int64),
        type_capacity=np.array([[capacity]], dtype=np.int64),
        type_reset=np.array([[reset]], dtype=np.int64),
        type_final_reset=np.array([reset], dtype=np.int64),
        type_per_m=np.array([0 if timed else 1], dtype=np.int64),
        type_per_s=np.array([1 if timed else 0], dtype=np.int64),
        duty_type=zeros,
        duty_start_place=depot,
        duty_end_place=depot.copy(),
        duty_start_s=zeros.copy(),
        duty_end_s=np.full(duties, NEVER // 2 if limit is None else limit, dtype=np.int64),
        duty_cost=zeros.copy(),
        duty_group=zeros.copy(),
        rest_earliest_s=never,
        rest_latest_s=never.copy(),
        rest_s=zeros.copy(),
        neighbours=np.empty((tasks, 0), dtype=np.int64),
        labels=labels,
    )
    return instance.replace(
        neighbours=nearest_tasks(instance, np.zeros(tasks, dtype=np.int64), NEIGHBOURS)
    )
