"""The instance as the kernels read it: what is read together lies together.

An `Instance` has one array a quantity, which is easy to build and to check. A kernel that prices a
task wants all about one mode, one duty or one label in one cache line, and few arrays: every array
that a kernel takes costs nine words on each call. So the search packs the instance into records.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InputError
from optimizer.instance import NEVER, Instance
from optimizer.search.travel_tables import pack_labels, pack_matrices

ELEMENT = np.dtype([("first_mode", np.int64), ("end_mode", np.int64)])
MODE = np.dtype([("first_window", np.int64), ("end_window", np.int64), ("limits", np.int64)])
WINDOW = np.dtype([("earliest_s", np.int64), ("latest_s", np.int64)])
WAY = np.dtype([("entry", np.int32), ("exit", np.int32)])
WORK = np.dtype([("cost", np.int64), ("duration_s", np.int64)])
TASK = np.dtype(
    [
        ("prize", np.int64),
        ("worth", np.float64),
        ("from_depot", np.int64),
        ("pinned", np.int64),
        ("reference", np.int64),
        ("change_cost", np.int64),
        ("partner", np.int64),
        ("apart_cost", np.int64),
        ("east_m", np.int64),
        ("north_m", np.int64),
        ("stray_per_m", np.int64),
    ]
)
KIND = np.dtype(
    [
        ("profile", np.int64),
        ("per_m", np.int64),
        ("per_s", np.int64),
        ("final_reset", np.int64),
        ("resets", np.int64),
    ]
)
DUTY = np.dtype(
    [
        ("kind", np.int64),
        ("start_place", np.int64),
        ("end_place", np.int64),
        ("start_s", np.int64),
        ("end_s", np.int64),
        ("cost", np.int64),
        ("group", np.int64),
        ("rest_earliest_s", np.int64),
        ("rest_latest_s", np.int64),
        ("rest_s", np.int64),
        ("balance_from", np.int64),
        ("balance_share", np.int64),
        ("vehicle", np.int64),
        ("east_m", np.int64),
        ("north_m", np.int64),
        ("near_m", np.int64),
    ]
)
TRAIT = np.dtype(
    [
        ("timed", np.int64),
        ("resets", np.int64),
        ("owned", np.int64),
        ("balanced", np.int64),
        ("limited", np.int64),
        ("partnered", np.int64),
    ]
)

MOST_LIMITS = 62
"""Each limit of a facility is a bit of what a visit shuns."""


class Problem(NamedTuple):
    """An instance packed for the search; never written to but for `memory` and `rows`.

    E elements, M modes, W windows, P profiles, K types, D duties, T tasks, R resources.

    Parameters
    ----------
    element
        Its modes, first and end; records of shape (E,).
    mode, window
        The windows of a mode, first and end, and the bits of the limits that it counts against,
        shape (M,); each window, shape (W,).
    mode_limit
        The limit that a visit in a mode counts against by resource, or -1; shape (M, R).
    way
        Where a mode begins (a column of the matrix) and ends (a row), by profile; shape (P, M).
        With hub labels, where their lists begin in `hub`.
    work
        Cost and seconds of doing a mode, by type; shape (K, M).
    task, demand, allowed
        Shapes (T,), (T, R), (K, T). `from_depot` is how far a task lies from the depot of the
        first duty that may do it, in seconds plus metres. `pinned` and `reference` are duties or
        -1; `change_cost` is 0 without a reference.
    kind, capacity, reset
        Vehicle types, shapes (K,), (K, R), (K, R); `resets` says whether any resource of the type
        has facilities.
    duty
        Shape (D,); `group` tells apart what pins, references and balance tell apart.
    matrix
        Where a profile's travel stands; shape (P,). From origin o to destination d, seconds
        stand at `start + 2 * (o * columns + d)` in `travel` and metres behind them; the same pair
        stands at `back_start + 2 * (d * back_row + o * back_column)` in `back_travel`. `columns`
        is 0 where travel comes out of hub labels.
    travel, back_travel
        Pairs by origin, and again by destination, so that the prices of one task read few rows.
        Empty with hub labels.
    hub, memory, rows
        Hub labels, and the pairs and lists last asked for, which kernels write to; see `travel`.
    neighbours
        Shape (T, N).
    trait
        Whether times matter at all, whether any type has facilities, any task a pin or a
        reference, any duty a balance, any facility a limit, any task a partner; shape (1,).
    """

    element: NDArray[np.void]
    mode: NDArray[np.void]
    window: NDArray[np.void]
    way: NDArray[np.void]
    work: NDArray[np.void]
    mode_limit: NDArray[np.int64]
    task: NDArray[np.void]
    demand: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    kind: NDArray[np.void]
    capacity: NDArray[np.int64]
    reset: NDArray[np.int64]
    duty: NDArray[np.void]
    matrix: NDArray[np.void]
    travel: NDArray[np.int32]
    back_travel: NDArray[np.int32]
    hub: NDArray[np.void]
    memory: NDArray[np.void]
    rows: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    trait: NDArray[np.void]


def _records(
    dtype: np.dtype[np.void], shape: tuple[int, ...], **fields: object
) -> NDArray[np.void]:
    """Returns an array of records with the given fields."""
    records = np.zeros(shape, dtype=dtype)
    for name, values in fields.items():
        records[name] = values
    return records


def pack(instance: Instance) -> Problem:
    """Returns the instance in the form that the kernels read."""
    packed = pack_labels(instance) if instance.labels is not None else pack_matrices(instance)
    rows, columns = packed.rows, packed.columns
    way = np.zeros(instance.mode_place.shape, dtype=WAY)
    duty_profile = instance.type_profile[instance.duty_type]
    start_place = np.zeros(instance.num_duties, dtype=np.int64)
    end_place = np.zeros(instance.num_duties, dtype=np.int64)
    for profile, place in enumerate(instance.mode_place):
        here = place >= 0
        way["entry"][profile, here] = columns[profile][place[here]]
        way["exit"][profile, here] = rows[profile][place[here]]
        mine = duty_profile == profile
        start_place[mine] = rows[profile][instance.duty_start_place[mine]]
        end_place[mine] = columns[profile][instance.duty_end_place[mine]]
    service_cost = (
        instance.type_per_s[:, None] * instance.mode_service_s
        + instance.type_per_m[:, None] * instance.mode_service_m[None, :]
    )
    resets = (instance.type_reset >= 0).any(axis=1)
    reference, change_cost = instance.references
    balance_from, balance_share = instance.balance
    partner, apart_cost = instance.partners
    at_m, stray_per_m = instance.tasks_at
    middle_m, near_m = instance.territories
    mode_limit, limit_capacity = instance.limits
    if len(limit_capacity) > MOST_LIMITS:
        raise InputError(
            "search.limits",
            "{limits} daily capacities of facilities; the search takes at most {most}. Leave out "
            "those that are never reached.",
            limits=len(limit_capacity),
            most=MOST_LIMITS,
        )
    return Problem(
        element=_records(
            ELEMENT,
            (instance.num_elements,),
            first_mode=instance.mode_start[:-1],
            end_mode=instance.mode_start[1:],
        ),
        mode=_records(
            MODE,
            (len(instance.mode_service_m),),
            first_window=instance.window_start[:-1],
            end_window=instance.window_start[1:],
            limits=limit_bits(mode_limit),
        ),
        window=_records(
            WINDOW,
            instance.window_earliest_s.shape,
            earliest_s=instance.window_earliest_s,
            latest_s=instance.window_latest_s,
        ),
        way=way,
        work=_records(
            WORK,
            instance.mode_service_s.shape,
            cost=service_cost,
            duration_s=instance.mode_service_s,
        ),
        mode_limit=mode_limit,
        task=_records(
            TASK,
            (instance.num_tasks,),
            prize=instance.prize,
            worth=instance.worth,
            from_depot=_from_depot(instance),
            pinned=instance.pins,
            reference=reference,
            change_cost=change_cost,
            partner=partner,
            apart_cost=apart_cost,
            east_m=at_m[:, 0],
            north_m=at_m[:, 1],
            stray_per_m=stray_per_m,
        ),
        demand=instance.demand,
        allowed=instance.allowed,
        kind=_records(
            KIND,
            instance.type_profile.shape,
            profile=instance.type_profile,
            per_m=instance.type_per_m,
            per_s=instance.type_per_s,
            final_reset=instance.type_final_reset,
            resets=resets,
        ),
        capacity=instance.type_capacity,
        reset=instance.type_reset,
        duty=_records(
            DUTY,
            (instance.num_duties,),
            kind=instance.duty_type,
            start_place=start_place,
            end_place=end_place,
            start_s=instance.duty_start_s,
            end_s=instance.duty_end_s,
            cost=instance.duty_cost,
            group=instance.alike,
            rest_earliest_s=instance.rest_earliest_s,
            rest_latest_s=instance.rest_latest_s,
            rest_s=instance.rest_s,
            balance_from=balance_from,
            balance_share=balance_share,
            vehicle=instance.vehicles,
            east_m=middle_m[:, 0],
            north_m=middle_m[:, 1],
            near_m=near_m,
        ),
        matrix=packed.matrix,
        travel=packed.travel,
        back_travel=packed.back_travel,
        hub=packed.hub,
        memory=packed.memory,
        rows=packed.rows_by_hub,
        neighbours=instance.neighbours,
        trait=_records(
            TRAIT,
            (1,),
            timed=_is_timed(instance),
            resets=resets.any(),
            owned=max(instance.pins.max(initial=-1), reference.max(initial=-1)) >= 0,
            balanced=balance_share.any(),
            limited=len(limit_capacity) > 0,
            partnered=(partner >= 0).any(),
        ),
    )


def limit_bits(mode_limit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the limits that each mode counts against, as bits."""
    bits = np.where(mode_limit >= 0, np.int64(1) << np.maximum(mode_limit, 0), 0)
    return np.asarray(np.bitwise_or.reduce(bits, axis=1), dtype=np.int64)


def _is_timed(instance: Instance) -> bool:
    """Says whether any window, shift or break can forbid a route."""
    return bool(
        (instance.duty_end_s < NEVER // 2).any()
        or (instance.rest_s > 0).any()
        or (instance.window_earliest_s > 0).any()
        or (instance.window_latest_s < NEVER // 2).any()
    )


def _from_depot(instance: Instance) -> NDArray[np.int64]:
    """Returns how far each task lies from the depot of the first duty that may do it."""
    apart = np.zeros(instance.num_tasks, dtype=np.int64)
    for task in range(instance.num_tasks):
        able = np.flatnonzero(instance.allowed[instance.duty_type, task])
        if len(able) == 0:
            continue
        profile = int(instance.type_profile[instance.duty_type[able[0]]])
        start = int(instance.duty_start_place[able[0]])
        place = int(instance.mode_place[profile, instance.mode_start[task]])
        # Metres too: a benchmark file may have no times.
        apart[task] = instance.travel_s(profile, start, place) + instance.travel_m(
            profile, start, place
        )
    return apart
