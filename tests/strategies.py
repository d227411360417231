"""Random small instances for Hypothesis."""

import numpy as np
from hypothesis import strategies as st

from optimizer.instance.instance import NEVER, Instance, pack_travel
from optimizer.instance.neighbours import nearest_tasks


def make_instance(
    *,
    seed: int,
    num_tasks: int,
    num_duties: int = 2,
    windows: bool = False,
    rest: bool = False,
    num_facilities: int = 1,
    capacity: int = 6,
    optional: bool = False,
    two_types: bool = False,
) -> Instance:
    """Returns an instance on random points, one or two modes a task.

    Places are ordered pairs of points (come in here, go out there), so travel is not symmetric.
    Costs are metres plus seconds; prizes are far above any detour unless `optional`.
    """
    rng = np.random.default_rng(seed)
    modes_of = rng.integers(1, 3, num_tasks)
    entries, exits, starts, service, demand = [], [], [0], [], []
    points = rng.integers(0, 60, (2 * num_tasks + num_facilities + 1, 2))
    for task in range(num_tasks):
        a, b = 2 * task, 2 * task + 1
        ends = [(a, b), (b, a)][: modes_of[task]]
        length = int(np.abs(points[a] - points[b]).sum())
        for come, go in ends:
            entries.append(come)
            exits.append(go)
            service.append(length)
        starts.append(len(entries))
        demand.append((int(rng.integers(1, 4)), int(rng.integers(0, 3))))
    for facility in range(num_facilities):
        entries.append(2 * num_tasks + facility)
        exits.append(2 * num_tasks + facility)
        service.append(5)
    if num_facilities:
        starts.append(len(entries))
    depot = len(entries)
    entries.append(2 * num_tasks + num_facilities)
    exits.append(2 * num_tasks + num_facilities)
    metres = (
        np.abs(points[exits][:, None, :] - points[entries][None, :, :])
        .sum(axis=2)
        .astype(np.int32)
    )
    # The same extra metres on every way into a place keep the triangle inequality.
    metres = metres + rng.integers(0, 10, len(entries)).astype(np.int32)[None, :]
    kinds = 2 if two_types else 1
    profiles = 1
    travel, offset, size = pack_travel([(metres, metres)])
    num_modes = len(service)
    earliest = np.zeros(num_modes, dtype=np.int64)
    latest = np.full(num_modes, 100_000, dtype=np.int64)
    if windows:
        for task in range(num_tasks):
            begin = int(rng.integers(0, 400))
            for mode in range(starts[task], starts[task + 1]):
                earliest[mode], latest[mode] = begin, begin + 300
    reset = num_tasks if num_facilities else -1
    end = 900 if windows or rest else 100_000
    prize = rng.integers(5, 120, num_tasks) if optional else np.full(num_tasks, 10**6)
    duty_type = np.arange(num_duties) % kinds
    allowed = np.ones((kinds, num_tasks), dtype=np.bool_)
    if two_types:
        allowed[1] = rng.random(num_tasks) < 0.6
    instance = Instance(
        mode_start=np.array(starts, dtype=np.int64),
        mode_place=np.tile(np.arange(num_modes, dtype=np.int64), (profiles, 1)),
        mode_service_s=np.tile(np.array(service, dtype=np.int64), (kinds, 1)),
        mode_service_m=np.array(service, dtype=np.int64),
        window_start=np.arange(num_modes + 1, dtype=np.int64),
        window_earliest_s=earliest,
        window_latest_s=latest,
        travel=travel,
        travel_offset=offset,
        travel_size=size,
        demand=np.array(demand, dtype=np.int64).reshape(-1, 2),
        prize=prize.astype(np.int64),
        worth=prize.astype(np.float64),
        required=np.full(num_tasks, not optional),
        allowed=allowed,
        type_profile=np.zeros(kinds, dtype=np.int64),
        type_capacity=np.tile(np.array([capacity, 1000], dtype=np.int64), (kinds, 1)),
        type_reset=np.tile(np.array([reset, -1], dtype=np.int64), (kinds, 1)),
        type_final_reset=np.full(kinds, reset, dtype=np.int64),
        type_per_m=np.array([1, 2][:kinds], dtype=np.int64),
        type_per_s=np.array([1, 1][:kinds], dtype=np.int64),
        duty_type=duty_type.astype(np.int64),
        duty_start_place=np.full(num_duties, depot, dtype=np.int64),
        duty_end_place=np.full(num_duties, depot, dtype=np.int64),
        duty_start_s=np.zeros(num_duties, dtype=np.int64),
        duty_end_s=np.full(num_duties, end, dtype=np.int64),
        duty_cost=np.full(num_duties, 7, dtype=np.int64),
        duty_group=duty_type.astype(np.int64),
        rest_earliest_s=np.full(num_duties, 150 if rest else NEVER, dtype=np.int64),
        rest_latest_s=np.full(num_duties, 400 if rest else NEVER, dtype=np.int64),
        rest_s=np.full(num_duties, 20 if rest else 0, dtype=np.int64),
        neighbours=np.empty((num_tasks, 0), dtype=np.int64),
    )
    return instance.replace(
        neighbours=nearest_tasks(instance, np.zeros(num_tasks, dtype=np.int64), 8)
    )


@st.composite
def instances(draw, *, max_tasks: int = 12, timed: bool = True) -> Instance:
    """Instances of every combination of features; with `timed=False` none that limits time."""
    return make_instance(
        seed=draw(st.integers(0, 2**32 - 1)),
        num_tasks=draw(st.integers(1, max_tasks)),
        num_duties=draw(st.integers(1, 3)),
        windows=timed and draw(st.booleans()),
        rest=timed and draw(st.booleans()),
        num_facilities=draw(st.integers(0, 2)),
        capacity=draw(st.integers(3, 12)),
        optional=draw(st.booleans()),
        two_types=draw(st.booleans()),
    )
