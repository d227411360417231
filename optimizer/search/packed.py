"""The instance as the kernels read it: what is read together lies together.

An `Instance` has one array a quantity, which is easy to build and to check. A kernel that prices a
task wants all about one mode, one duty or one label in one cache line, and few arrays: every array
that a kernel takes costs nine words on each call. So the search packs the instance into records.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InputError
from optimizer.instance import GROUPS, NEVER, Column, Group, Instance, columns_of
from optimizer.search.travel_tables import pack_labels, pack_matrices


def _fields_of(record: str) -> list[tuple[str, Column, str]]:
    """Returns the arrays that belong into a record: name, meaning and the record's field."""
    owners: list[Any] = [Instance, *GROUPS.values()]
    return [
        (name, one, one.packed.partition(".")[2])
        for owner in owners
        for name, one in columns_of(owner)
        if one.packed.partition(".")[0] == record
    ]


def _dtype_of(record: str, *by_hand: str) -> np.dtype[np.void]:
    """Returns the type of a record: fields out of the instance's table, and those packed here."""
    names = [field for _, _, field in _fields_of(record)] + list(by_hand)
    return np.dtype([(name, np.float64 if name == "worth" else np.int64) for name in names])


ELEMENT = np.dtype([("first_mode", np.int64), ("end_mode", np.int64)])
MODE = _dtype_of("mode", "first_window", "end_window", "limits")
WINDOW = np.dtype([("earliest_s", np.int64), ("latest_s", np.int64)])
WAY = np.dtype([("entry", np.int32), ("exit", np.int32)])
WORK = np.dtype([("cost", np.int64), ("duration_s", np.int64)])
TASK = _dtype_of("task", "from_depot")
KIND = _dtype_of("kind", "resets")
DUTY = _dtype_of("duty", "start_place", "end_place", "group")
TRAIT = np.dtype(
    [
        (name, np.int64)
        for name in dict.fromkeys(
            ("timed", "resets", *(kind.TRAIT for kind in GROUPS.values() if kind.TRAIT))
        )
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
        shape (M + 1,), where the last stands for the depots; each window, shape (W,).
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
        reference, any duty a balance, any facility a limit, any task a partner; whether driving
        uses anything up, whether a link may cost more than its drive, and whether waiting costs
        anything; shape (1,).
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
    limits = instance.daily_limits
    if len(limits.capacity) > MOST_LIMITS:
        raise InputError(
            "search.limits",
            "{limits} daily capacities of facilities; the search takes at most {most}. Leave out "
            "those that are never reached.",
            limits=len(limits.capacity),
            most=MOST_LIMITS,
        )
    groups = {name: instance.group(kind) for name, kind in GROUPS.items()}
    table = _Table(instance, groups)
    return Problem(
        element=_records(
            ELEMENT,
            (instance.num_elements,),
            first_mode=instance.mode_start[:-1],
            end_mode=instance.mode_start[1:],
        ),
        mode=_records(
            MODE,
            (len(instance.mode_service_m) + 1,),
            first_window=_and_depot(instance.window_start[:-1]),
            end_window=_and_depot(instance.window_start[1:]),
            limits=_and_depot(limit_bits(limits.mode_limit)),
            **{name: _and_depot(values) for name, values in table.fields("mode").items()},
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
        mode_limit=limits.mode_limit,
        task=_records(
            TASK,
            (instance.num_tasks,),
            from_depot=_from_depot(instance),
            **table.fields("task"),
        ),
        demand=instance.demand,
        allowed=instance.allowed,
        kind=_records(KIND, instance.type_profile.shape, resets=resets, **table.fields("kind")),
        capacity=instance.type_capacity,
        reset=instance.type_reset,
        duty=_records(
            DUTY,
            (instance.num_duties,),
            start_place=start_place,
            end_place=end_place,
            group=instance.alike,
            **table.fields("duty"),
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
            **_traits(groups.values()),
        ),
    )


def _and_depot(modes: NDArray[Any]) -> NDArray[Any]:
    """Returns what modes have, and nothing for the depot's, which is the last."""
    return np.append(modes, np.zeros(1, dtype=modes.dtype))


def _traits(groups: Iterable[Group]) -> dict[str, bool]:
    """Returns which flags are up: those of groups that change anything."""
    found: dict[str, bool] = {}
    for one in groups:
        if one.TRAIT:
            found[one.TRAIT] = found.get(one.TRAIT, False) or one.counts
    return found


class _Table:
    """The arrays of an instance and its groups, by the fields of records."""

    def __init__(self, instance: Instance, groups: Mapping[str, Group]) -> None:
        self._owners: list[Any] = [instance, *groups.values()]

    def fields(self, record: str) -> dict[str, NDArray[Any]]:
        """Returns what belongs into a record, by its fields."""
        return {
            one.packed.partition(".")[2]: getattr(owner, name)
            for owner in self._owners
            for name, one in columns_of(owner)
            if one.packed.partition(".")[0] == record
        }


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
    if not instance.num_duties:
        return apart
    able = instance.allowed[instance.duty_type]
    first = np.where(able.any(axis=0), able.argmax(axis=0), -1)
    for duty in np.unique(first[first >= 0]).tolist():
        mine = np.flatnonzero(first == duty)
        profile = int(instance.type_profile[instance.duty_type[duty]])
        start = np.full(len(mine), instance.duty_start_place[duty], dtype=np.int64)
        places = instance.mode_place[profile, instance.mode_start[mine]].astype(np.int64)
        # Metres too: a benchmark file may have no times.
        apart[mine] = instance.drives(profile, start, places).sum(axis=1)
    return apart
