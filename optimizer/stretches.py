"""Stretches: tasks that are best worked one after the other, taken as one task.

Along an avenue a sweeper goes straight on from kerb to kerb. Searching for that anew at every
junction makes routes of three hundred elements where a hundred would do. So tasks that follow
each other without a metre or a second lost are joined to *stretches*, and the instance of the
stretches, which is smaller and otherwise like any other, is searched first. What was found is then
taken apart again into single tasks, and the search goes on with those: a multilevel search.

References
----------
Walshaw (2004), Multilevel refinement for combinatorial optimisation problems,
doi 10.1023/B:ANOR.0000039525.80601.15.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import NEVER, Instance, Solution, pack_travel
from optimizer.network.hub_query import HubLabels, answer
from optimizer.search.neighbours import nearest_tasks

LONGEST_S = 900
"""Work of a stretch at most: a quarter of an hour can still be moved to another vehicle."""

SEAMLESS_S = 1
"""Seconds from one task to the next within a stretch at most: straight on, without signals."""

KEPT_SHARE = 0.8
"""Joined tasks may begin in at least this share of the time in which each alone may."""

Step = tuple[int, int]
"""A task, and the one of its modes in which it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """An instance of stretches, and what each is made of.

    Parameters
    ----------
    instance
        The stretches as tasks; resets, types and duties are those of the fine instance.
    members
        For each mode of each stretch the tasks with their modes, in the order of working.
    fine
        The instance of the single tasks.
    """

    instance: Instance
    members: tuple[tuple[tuple[Step, ...], ...], ...]
    fine: Instance

    def sequences(self, solution: Solution) -> list[list[int]]:
        """Returns the elements of each route of a solution, as elements of the fine instance."""
        num_coarse, num_fine = self.instance.num_tasks, self.fine.num_tasks
        found = []
        for route in solution.routes:
            elements: list[int] = []
            for element, mode in route:
                if element >= num_coarse:
                    elements.append(element - num_coarse + num_fine)
                    continue
                way = mode - int(self.instance.mode_start[element])
                elements += [task for task, _ in self.members[element][way]]
            found.append(elements)
        return found

    def joined(self, solution: Solution) -> list[list[int]]:
        """Returns a fine solution's routes as stretches, each where its first member stands."""
        stretch_of = np.empty(self.fine.num_tasks, dtype=np.int64)
        for number, ways in enumerate(self.members):
            for task, _ in ways[0]:
                stretch_of[task] = number
        seen: set[int] = set()
        found = []
        for route in solution.routes:
            elements: list[int] = []
            for element, _ in route:
                if element >= self.fine.num_tasks:
                    elements.append(element - self.fine.num_tasks + self.instance.num_tasks)
                elif int(stretch_of[element]) not in seen:
                    seen.add(int(stretch_of[element]))
                    elements.append(int(stretch_of[element]))
            found.append(elements)
        return found


def join(instance: Instance, *, longest_s: int = LONGEST_S) -> Stretches:
    """Returns the instance with tasks joined to stretches.

    Only tasks are joined that the same vehicles may do, that have as many modes, are required
    alike, and may begin at about the same times.
    """
    chains = _chains(instance, _links(instance), longest_s)
    members = tuple(_ways(instance, chain) for chain in chains)
    return Stretches(instance=_joined(instance, members), members=members, fine=instance)


def _profile_of_task(instance: Instance) -> NDArray[np.int64]:
    """Returns the profile of the first type that may do each task."""
    first = instance.allowed.argmax(axis=0)
    return np.asarray(instance.type_profile[first])


def _travel_pairs(
    instance: Instance, profile: int, origins: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Returns seconds and metres between places of a profile, pair by pair, shape (N, 2)."""
    start = int(instance.travel_offset[profile])
    if instance.labels is not None:
        return answer(instance.labels, start + origins, start + ends)
    size = int(instance.travel_size[profile])
    at = start + 2 * (origins * size + ends)
    return np.stack((instance.travel[at], instance.travel[at + 1]), axis=1)


def _links(instance: Instance) -> list[tuple[int, int, int, int]]:
    """Returns seamless links (seconds, task, next task, their modes' number), the best first.

    The modes' number is 2 * (way of the first) + (way of the second), with ways counted from 0.
    """
    tasks = instance.num_tasks
    ways = np.diff(instance.mode_start[: tasks + 1])
    profile_of = _profile_of_task(instance)
    first = np.repeat(np.arange(tasks), instance.neighbours.shape[1])
    second = instance.neighbours.reshape(-1)
    keep = second >= 0
    first, second = first[keep], second[keep]
    keep = (ways[first] == ways[second]) & (ways[first] <= 2)
    keep &= (instance.allowed[:, first] == instance.allowed[:, second]).all(axis=0)
    keep &= instance.required[first] == instance.required[second]
    keep &= instance.pins[first] == instance.pins[second]
    reference, _ = instance.references
    keep &= reference[first] == reference[second]
    first, second = first[keep], second[keep]
    found: list[tuple[int, int, int, int]] = []
    for a in (0, 1):
        for b in (0, 1):
            both = (a < ways[first]) & (b < ways[second])
            t, u = first[both], second[both]
            seconds, fits = _seamless(
                instance, profile_of, instance.mode_start[t] + a, instance.mode_start[u] + b, t
            )
            found += zip(
                seconds[fits].tolist(),
                t[fits].tolist(),
                u[fits].tolist(),
                [2 * a + b] * int(fits.sum()),
                strict=True,
            )
    return sorted(found)


def _seamless(
    instance: Instance,
    profile_of: NDArray[np.int64],
    modes: NDArray[np.int64],
    others: NDArray[np.int64],
    tasks: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Returns the seconds between pairs of modes, and which lose none in any profile."""
    seconds = np.full(len(modes), NEVER, dtype=np.int64)
    fits = np.ones(len(modes), dtype=np.bool_)
    for profile in range(len(instance.travel_size)):
        place, entry = instance.mode_place[profile][modes], instance.mode_place[profile][others]
        here = np.flatnonzero((place >= 0) & (entry >= 0) & fits)
        pairs = _travel_pairs(instance, profile, place[here], entry[here])
        fits[here] &= (pairs[:, 0] <= SEAMLESS_S) & (pairs[:, 1] == 0)
        own = profile_of[tasks[here]] == profile
        seconds[here[own]] = pairs[own, 0]
    # A task is not followed by another that is worked at the same place, such as the next lane.
    return seconds, fits & (seconds < NEVER)


def _chains(
    instance: Instance, links: Sequence[tuple[int, int, int, int]], longest_s: int
) -> list[list[Step]]:
    """Returns the tasks joined greedily into chains, each in one direction.

    Every task has two ends, 0 where its first way begins and 1 where that way leaves; an end is
    joined once. A task with two ways is joined the other way round by the same link.
    """
    tasks = instance.num_tasks
    service = instance.mode_service_s.max(axis=0)[instance.mode_start[:tasks]]
    total = service.tolist()
    group = list(range(tasks))
    joined: dict[tuple[int, int], tuple[int, int]] = {}

    def root(task: int) -> int:
        while group[task] != task:
            group[task] = group[group[task]]
            task = group[task]
        return task

    for _, t, u, number in links:
        end, begin = (t, 1 - number // 2), (u, number % 2)
        if end in joined or begin in joined:
            continue
        one, other = root(t), root(u)
        if one == other or total[one] + total[other] > longest_s:
            continue
        joined[end], joined[begin] = begin, end
        group[other] = one
        total[one] += total[other]
    chains = []
    done = [False] * tasks
    for task in range(tasks):
        for start in (0, 1):
            # One-way tasks begin at end 0 only; a chain is walked from its free end.
            if done[task] or (task, start) in joined:
                continue
            if start == 1 and instance.mode_start[task + 1] - instance.mode_start[task] == 1:
                continue
            chains += _split(instance, _walk(instance, joined, done, task, start))
    return chains


def _walk(
    instance: Instance,
    joined: dict[tuple[int, int], tuple[int, int]],
    done: list[bool],
    task: int,
    start: int,
) -> list[Step]:
    chain: list[Step] = []
    while True:
        done[task] = True
        chain.append((task, int(instance.mode_start[task]) + start))
        following = joined.get((task, 1 - start))
        if following is None:
            return chain
        task, start = following


def _split(instance: Instance, chain: list[Step]) -> list[list[Step]]:
    """Cuts a chain where its tasks would have too little time to begin in together."""
    parts = [[chain[0]]]
    for step in chain[1:]:
        longer = [*parts[-1], step]
        if _keeps_time(instance, longer):
            parts[-1] = longer
        else:
            parts.append([step])
    return parts


def _keeps_time(instance: Instance, chain: Sequence[Step]) -> bool:
    windows = _windows(instance, chain)
    together_s = sum(latest - earliest for earliest, latest in windows)
    least_s = min(
        sum(latest - earliest for earliest, latest in _windows(instance, [step])) for step in chain
    )
    return bool(windows) and together_s >= KEPT_SHARE * least_s


def _offsets(instance: Instance, chain: Sequence[Step]) -> NDArray[np.int64]:
    """Returns when each task of a chain begins after the first, and its end, by type.

    Shape (K, length + 1); types that may not do the tasks have service times only.
    """
    kinds = len(instance.type_profile)
    offsets = np.zeros((kinds, len(chain) + 1), dtype=np.int64)
    for kind in range(kinds):
        profile = int(instance.type_profile[kind])
        now_s, before = 0, -1
        for n, (_, mode) in enumerate(chain):
            place = int(instance.mode_place[profile, mode])
            if before >= 0 and place >= 0:
                now_s += instance.travel_s(profile, before, place)
            offsets[kind, n] = now_s
            now_s += int(instance.mode_service_s[kind, mode])
            before = place
        offsets[kind, -1] = now_s
    return offsets


def _windows(instance: Instance, chain: Sequence[Step]) -> list[tuple[int, int]]:
    """Returns when a chain may begin so that each of its tasks begins in a window, any type."""
    task = chain[0][0]
    kinds = np.flatnonzero(instance.allowed[:, task])
    # In a rough count first: service alone; what travel adds is a second a link at most.
    found: list[tuple[int, int]] | None = None
    least_s = most_s = 0
    for n, (_, mode) in enumerate(chain):
        own = [
            (
                int(instance.window_earliest_s[w]) - least_s,
                int(instance.window_latest_s[w]) - most_s - n * SEAMLESS_S,
            )
            for w in range(int(instance.window_start[mode]), int(instance.window_start[mode + 1]))
        ]
        found = own if found is None else _common(found, own)
        service = instance.mode_service_s[kinds, mode]
        least_s += int(service.min())
        most_s += int(service.max())
    return [(max(0, earliest), latest) for earliest, latest in found or [] if latest >= earliest]


def _common(
    some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Returns the spans that two sorted lists of spans have in common."""
    both = [
        (max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others if a[1] >= b[0] <= a[1]
    ]
    return sorted(span for span in both if span[0] <= span[1])


def _ways(instance: Instance, chain: list[Step]) -> tuple[tuple[Step, ...], ...]:
    """Returns a chain in each direction that its tasks allow, the given one first."""
    task = chain[0][0]
    first, end = int(instance.mode_start[task]), int(instance.mode_start[task + 1])
    if len(chain) == 1:
        return tuple(((task, mode),) for mode in range(first, end))
    if end - first == 1:
        return (tuple(chain),)
    back = tuple(
        (task, 2 * int(instance.mode_start[task]) + 1 - mode) for task, mode in reversed(chain)
    )
    return (tuple(chain), back)


def _joined(instance: Instance, members: tuple[tuple[tuple[Step, ...], ...], ...]) -> Instance:
    """Returns the instance of the stretches."""
    tasks = instance.num_tasks
    ways = [way for one in members for way in one]
    reset_modes = np.arange(int(instance.mode_start[tasks]), int(instance.mode_start[-1]))
    firsts = np.concatenate([[way[0][1] for way in ways], reset_modes]).astype(np.int64)
    lasts = np.concatenate([[way[-1][1] for way in ways], reset_modes]).astype(np.int64)
    counts = [len(one) for one in members]
    reset_counts = np.diff(instance.mode_start[tasks:])
    mode_start = np.cumsum([0, *counts, *reset_counts], dtype=np.int64)
    service_s = np.stack([_offsets(instance, way)[:, -1] for way in ways], axis=1)
    service_m = [sum(int(instance.mode_service_m[mode]) for _, mode in way) for way in ways]
    spans = [_windows(instance, way) for way in ways] + [
        [
            (int(instance.window_earliest_s[w]), int(instance.window_latest_s[w]))
            for w in range(int(instance.window_start[mode]), int(instance.window_start[mode + 1]))
        ]
        for mode in reset_modes
    ]
    flat = [span for group in spans for span in group]
    who = [[task for task, _ in one[0]] for one in members]
    lead = np.array([group[0] for group in who], dtype=np.int64)
    worth_s = np.array([max(1, service_s[0, mode]) for mode in mode_start[: len(members)]])
    prize = np.array([int(instance.prize[group].sum()) for group in who], dtype=np.int64)
    placed = _placed(instance, firsts, lasts)
    reference, change_cost = instance.reference_duty, instance.change_cost
    partner, apart_cost = _partners(instance, who)
    coarse = instance._replace(
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
        demand=np.stack([instance.demand[group].sum(axis=0) for group in who]),
        prize=prize,
        worth=prize / worth_s,
        required=instance.required[lead],
        allowed=np.ascontiguousarray(instance.allowed[:, lead]),
        type_reset=_moved(instance.type_reset, len(members) - tasks),
        type_final_reset=_moved(instance.type_final_reset, len(members) - tasks),
        neighbours=np.empty((len(members), 0), dtype=np.int64),
        pinned_duty=None if instance.pinned_duty is None else instance.pinned_duty[lead],
        reference_duty=None if reference is None else reference[lead],
        change_cost=None
        if change_cost is None
        else np.array([int(change_cost[group].sum()) for group in who], dtype=np.int64),
        mode_limit=None
        if instance.mode_limit is None
        else np.concatenate(
            (
                np.full((len(ways), instance.demand.shape[1]), -1, dtype=np.int64),
                instance.mode_limit[reset_modes],
            )
        ),
        partner=partner,
        apart_cost=apart_cost,
        **_whereabouts(instance, who),
    )
    count = instance.neighbours.shape[1]
    return coarse._replace(neighbours=nearest_tasks(coarse, _profile_of_task(coarse), count))


def _partners(
    instance: Instance, who: Sequence[Sequence[int]]
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64] | None]:
    """Returns `partner` and `apart_cost`: stretches all of whose tasks face each other's."""
    if instance.partner is None or instance.apart_cost is None:
        return None, None
    stretch_of = np.empty(instance.num_tasks, dtype=np.int64)
    for number, group in enumerate(who):
        stretch_of[list(group)] = number
    partner = np.full(len(who), -1, dtype=np.int64)
    cost = np.zeros(len(who), dtype=np.int64)
    for number, group in enumerate(who):
        across = instance.partner[list(group)]
        others = set(stretch_of[across[across >= 0]].tolist())
        if (across >= 0).all() and len(others) == 1:
            partner[number] = others.pop()
            cost[number] = int(instance.apart_cost[list(group)].sum())
    numbers = np.arange(len(who))
    mutual = (partner >= 0) & (partner != numbers) & (partner[partner] == numbers)
    mutual &= cost == cost[partner]
    return np.where(mutual, partner, -1), np.where(mutual, cost, 0)


def _whereabouts(instance: Instance, who: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """Returns `task_at_m` and `stray_per_m`: a stretch lies in the middle of its tasks."""
    if instance.task_at_m is None or instance.stray_per_m is None:
        return {}
    at_m, per_m = instance.task_at_m, instance.stray_per_m
    return {
        "task_at_m": np.array([at_m[group].mean(axis=0).round() for group in who], dtype=np.int64),
        "stray_per_m": np.array([per_m[group].sum() for group in who], dtype=np.int64),
    }


def _moved(elements: NDArray[np.int64], by: int) -> NDArray[np.int64]:
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


def _placed(instance: Instance, firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> _Placed:
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
