"""The instance of the stretches, made from that of the single tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import GROUPS, Instance, join_columns, nearest_tasks, pack_travel
from optimizer.network.paths import HubLabels
from optimizer.stretches.chains import Step, profile_of_task, windows_of


def _work_s(instance: Instance, ways: Sequence[Sequence[Step]]) -> NDArray[np.int64]:
    """Returns how long each way takes, with the seconds between its tasks, by type; (K, ways).

    Of types that may not do the tasks service times only.
    """
    modes = np.array([mode for way in ways for _, mode in way], dtype=np.int64)
    begin = np.cumsum([0, *(len(way) for way in ways)])[:-1]
    follows = np.ones(len(modes), dtype=np.bool_)
    follows[begin] = False
    between_s = np.zeros((len(instance.travel_size), len(modes)), dtype=np.int64)
    for profile, place in enumerate(instance.mode_place[:, modes]):
        at = np.flatnonzero(follows & (place >= 0) & (np.roll(place, 1) >= 0))
        between_s[profile, at] = instance.drives(profile, place[at - 1], place[at])[:, 0]
    seconds = instance.mode_service_s[:, modes] + between_s[instance.type_profile]
    return np.asarray(np.add.reduceat(seconds, begin, axis=1))


def coarse_instance(
    instance: Instance, members: tuple[tuple[tuple[Step, ...], ...], ...]
) -> Instance:
    """Returns the instance of the stretches."""
    tasks = instance.num_tasks
    ways = [way for one in members for way in one]
    reset_modes = np.arange(int(instance.mode_start[tasks]), int(instance.mode_start[-1]))
    firsts = np.concatenate([[way[0][1] for way in ways], reset_modes]).astype(np.int64)
    lasts = np.concatenate([[way[-1][1] for way in ways], reset_modes]).astype(np.int64)
    counts = [len(one) for one in members]
    reset_counts = np.diff(instance.mode_start[tasks:])
    mode_start = np.cumsum([0, *counts, *reset_counts], dtype=np.int64)
    service_s = _work_s(instance, ways)
    service_m = [sum(int(instance.mode_service_m[mode]) for _, mode in way) for way in ways]
    spans = [windows_of(instance, way) for way in ways] + [
        [
            (int(instance.window_earliest_s[w]), int(instance.window_latest_s[w]))
            for w in range(int(instance.window_start[mode]), int(instance.window_start[mode + 1]))
        ]
        for mode in reset_modes
    ]
    flat = [span for group in spans for span in group]
    tasks_of = [[task for task, _ in one[0]] for one in members]
    worth_s = np.array([max(1, service_s[0, mode]) for mode in mode_start[: len(members)]])
    joined = join_columns(instance, tasks_of, firsts)
    placed = _place(instance, firsts, lasts)
    coarse = instance.replace(
        **joined,
        **{
            name: None if group is None else group.join(tasks_of, firsts)
            for name in GROUPS
            for group in [getattr(instance, name)]
        },
        mode_start=mode_start,
        mode_place=placed.mode_place,
        mode_service_s=np.concatenate(
            (service_s, instance.mode_service_s[:, reset_modes]), axis=1
        ).astype(np.int64),
        mode_service_m=np.concatenate(
            (np.array(service_m, dtype=np.int64), instance.mode_service_m[reset_modes])
        ),
        window_start=np.cumsum([0, *(len(group) for group in spans)], dtype=np.int64),
        window_earliest_s=np.array([earliest for earliest, _ in flat], dtype=np.int64),
        window_latest_s=np.array([latest for _, latest in flat], dtype=np.int64),
        travel=placed.travel,
        travel_offset=placed.offset,
        travel_size=placed.size,
        labels=placed.labels,
        duty_start_place=placed.duty_start,
        duty_end_place=placed.duty_end,
        worth=joined["prize"] / worth_s,
        type_reset=_shift(instance.type_reset, len(members) - tasks),
        type_final_reset=_shift(instance.type_final_reset, len(members) - tasks),
        neighbours=np.empty((len(members), 0), dtype=np.int64),
    )
    count = instance.neighbours.shape[1]
    return coarse.replace(neighbours=nearest_tasks(coarse, profile_of_task(coarse), count))


def _shift(elements: NDArray[np.int64], by: int) -> NDArray[np.int64]:
    """Returns numbers of resets, which stand behind the tasks, with -1 for none as it is."""
    return np.where(elements >= 0, elements + by, elements)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """Places of the stretches: a stretch is entered where it begins and left where it ends."""

    mode_place: NDArray[np.int64]
    duty_start: NDArray[np.int64]
    duty_end: NDArray[np.int64]
    travel: NDArray[np.int32]
    offset: NDArray[np.int64]
    size: NDArray[np.int64]
    labels: HubLabels | None


def _place(instance: Instance, firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> _Placed:
    mode_place = np.full((len(instance.travel_size), len(firsts)), -1, dtype=np.int64)
    duty_start = instance.duty_start_place.copy()
    duty_end = instance.duty_end_place.copy()
    duty_profile = instance.type_profile[instance.duty_type]
    entries: list[list[int]] = []
    exits: list[list[int]] = []
    for profile, place in enumerate(instance.mode_place):
        index: dict[tuple[int, int], int] = {}
        for mode, (first, last) in enumerate(zip(place[firsts], place[lasts], strict=True)):
            if first >= 0 and last >= 0:
                mode_place[profile, mode] = index.setdefault((int(first), int(last)), len(index))
        for duty in np.flatnonzero(duty_profile == profile):
            for ends in (duty_start, duty_end):
                depot = int(ends[duty])
                ends[duty] = index.setdefault((depot, depot), len(index))
        entries.append([first for first, _ in index])
        exits.append([last for _, last in index])
    size = np.array([len(part) for part in entries], dtype=np.int64)
    if instance.labels is not None:
        old = instance.travel_offset
        out = np.concatenate([old[p] + np.array(e, dtype=np.int64) for p, e in enumerate(exits)])
        in_ = np.concatenate([old[p] + np.array(e, dtype=np.int64) for p, e in enumerate(entries)])
        labels = instance.labels._replace(
            out_start=instance.labels.out_start[out], in_start=instance.labels.in_start[in_]
        )
        offset = np.cumsum([0, *size[:-1]], dtype=np.int64)
        travel = np.empty(0, dtype=np.int32)
    else:
        labels = None
        matrices = []
        for profile in range(len(size)):
            pairs = instance.pairs(profile)[np.ix_(exits[profile], entries[profile])]
            matrices.append((pairs[:, :, 0], pairs[:, :, 1]))
        travel, offset, size = pack_travel(matrices)
    return _Placed(
        mode_place=mode_place,
        duty_start=duty_start,
        duty_end=duty_end,
        travel=travel,
        offset=offset,
        size=size,
        labels=labels,
    )
