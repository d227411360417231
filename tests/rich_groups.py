"""Random pins, lanes, limits and other groups for the instances of `tests.rich_instances`."""

import numpy as np

from optimizer.instance import (
    DailyLimits,
    DrivingUse,
    Interruptions,
    LaneChanges,
    Partners,
    Pins,
    Reference,
    RouteBalance,
    Territories,
    Waiting,
)
from optimizer.instance.instance import Instance


def add_lanes(rng: np.random.Generator, instance: Instance) -> Instance:
    """Returns the instance with lanes; facilities have none, and far changes take nothing."""
    modes, tasks_end = len(instance.mode_service_m), int(instance.mode_start[instance.num_tasks])
    lane = np.where(np.arange(modes) < tasks_end, rng.integers(0, 4, modes), 0)
    return instance.replace(
        lane_changes=LaneChanges(
            mode_lane=lane,
            mode_across=np.where(lane > 0, rng.integers(0, 4, modes), 0),
            mode_crossed_s=rng.integers(0, 5, modes),
            mode_change_s=rng.integers(0, 20, modes),
            mode_change_cost=rng.integers(0, 50, modes),
            type_within_m=rng.integers(-1, 60, len(instance.type_profile)),
        ),
        interruptions=Interruptions(
            mode_begin_cost=np.where(lane > 0, rng.integers(0, 40, modes), 0),
        ),
    )


def add_range(rng: np.random.Generator, instance: Instance) -> Instance:
    """Returns the instance with driving that uses up what a facility sets back, where one does."""
    kinds = len(instance.type_profile)
    resource = np.full(kinds, -1, dtype=np.int64)
    capacity = instance.type_capacity.copy()
    for kind in range(kinds):
        with_reset = np.flatnonzero(instance.type_reset[kind] >= 0)
        if len(with_reset) and rng.random() < 0.8:
            resource[kind] = rng.choice(with_reset)
            capacity[kind, resource[kind]] = rng.integers(120, 400)
    return instance.replace(
        type_capacity=capacity,
        driving_use=DrivingUse(
            type_resource=resource,
            type_per_m=np.where(resource >= 0, rng.integers(1, 3, kinds), 0),
        ),
    )


def _columns(who: str, at_m: np.ndarray) -> dict[str, np.ndarray]:
    return {f"{who}_east_m": at_m[:, 0], f"{who}_north_m": at_m[:, 1]}


def add_partners(rng: np.random.Generator, instance: Instance) -> Instance:
    """Returns the instance with most tasks in pairs, some of which cost nothing apart."""
    tasks, duties = instance.num_tasks, instance.num_duties
    partner = np.full(tasks, -1, dtype=np.int64)
    cost = np.zeros(tasks, dtype=np.int64)
    order = rng.permutation(tasks)
    for one, other in zip(order[::2], order[1::2], strict=False):
        if rng.random() < 0.8:
            partner[one], partner[other] = other, one
            cost[one] = cost[other] = rng.integers(0, 60) * (rng.random() < 0.8)
    vehicle = rng.integers(0, duties, duties)
    return instance.replace(
        partners=Partners(partner=partner, apart_cost=cost, duty_vehicle=vehicle)
    )


def add_waiting(rng: np.random.Generator, instance: Instance) -> Instance:
    """Returns the instance with a price on waiting; of some types it costs nothing."""
    kinds = len(instance.type_profile)
    per_s = rng.integers(1, 5, kinds) * (rng.random(kinds) < 0.8)
    return instance.replace(waiting=Waiting(type_per_s=per_s))


def add_limits(rng: np.random.Generator, instance: Instance) -> Instance:
    """Returns the instance with a limit on most facilities, about half of what there is."""
    mode_limit = np.full((len(instance.mode_service_m), 2), -1, dtype=np.int64)
    first = int(instance.mode_start[instance.num_tasks])
    count = 0
    for mode in range(first, len(mode_limit)):
        for r in range(2):
            if rng.random() < 0.7:
                mode_limit[mode, r] = rng.integers(0, count + 1)
                count = max(count, int(mode_limit[mode, r]) + 1)
    most = max(2, int(instance.demand.sum(axis=0).max()))
    capacity = rng.integers(1, most + 1, count)
    return instance.replace(limits=DailyLimits(mode_limit=mode_limit, capacity=capacity))


def tie(
    rng: np.random.Generator,
    instance: Instance,
    *,
    pins: bool,
    reference: bool,
    balance: bool,
    territories: bool,
) -> Instance:
    """Returns the instance with pins, references, a balance and territories, as far as it has."""
    tasks, duties = instance.num_tasks, instance.num_duties
    if pins:
        pinned = np.where(rng.random(tasks) < 0.4, rng.integers(0, duties, tasks), -1)
        instance = instance.replace(fixed=Pins(duty=pinned))
    if reference:
        # Some cost nothing: then the reference must not matter.
        instance = instance.replace(
            reference=Reference(
                duty=rng.integers(-1, duties, tasks),
                change_cost=rng.integers(0, 60, tasks) * (rng.random(tasks) < 0.8),
            )
        )
    if balance:
        instance = instance.replace(
            balance=RouteBalance(
                above=rng.integers(0, 500, duties),
                share=rng.integers(0, 3000, duties) * (rng.random(duties) < 0.8),
            )
        )
    if territories:
        instance = instance.replace(
            territories=Territories(
                **_columns("task", rng.integers(0, 60, (tasks, 2))),
                stray_per_m=rng.integers(0, 4, tasks) * (rng.random(tasks) < 0.8),
                **_columns("duty", rng.integers(0, 60, (duties, 2))),
                duty_near_m=rng.integers(0, 40, duties),
            )
        )
    return instance
