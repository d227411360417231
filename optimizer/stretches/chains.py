"""Which tasks follow each other without a metre or a second lost, joined to chains."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import GROUPS, NEVER, Instance, may_be_joined, modes_may_follow
from optimizer.network.paths import answer

LONGEST_S = 900
"""Work of a stretch at most: a quarter of an hour can still be moved to another vehicle."""


SEAMLESS_S = 1
"""Seconds from one task to the next within a stretch at most: straight on, without signals."""


KEPT_SHARE = 0.8
"""Joined tasks may begin in at least this share of the time in which each alone may."""


Step = tuple[int, int]
"""A task, and the one of its modes in which it is done."""


def profile_of_task(instance: Instance) -> NDArray[np.int64]:
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


def find_links(instance: Instance) -> list[tuple[int, int, int, int]]:
    """Returns seamless links (seconds, task, next task, their modes' number), the best first.

    The modes' number is 2 * (way of the first) + (way of the second), with ways counted from 0.
    """
    tasks = instance.num_tasks
    ways = np.diff(instance.mode_start[: tasks + 1])
    profile_of = profile_of_task(instance)
    first = np.repeat(np.arange(tasks), instance.neighbours.shape[1])
    second = instance.neighbours.reshape(-1)
    keep = second >= 0
    first, second = first[keep], second[keep]
    keep = (ways[first] == ways[second]) & (ways[first] <= 2)
    keep &= may_be_joined(instance, first, second)
    groups = [instance.group(kind) for kind in GROUPS.values()]
    for group in groups:
        keep &= may_be_joined(group, first, second)
    first, second = first[keep], second[keep]
    found: list[tuple[int, int, int, int]] = []
    for a in (0, 1):
        for b in (0, 1):
            both = (a < ways[first]) & (b < ways[second])
            t, u = first[both], second[both]
            modes, others = instance.mode_start[t] + a, instance.mode_start[u] + b
            seconds, fits = _find_seamless(instance, profile_of, modes, others, t)
            for group in groups:
                fits &= modes_may_follow(group, modes, others)
            found += zip(
                seconds[fits].tolist(),
                t[fits].tolist(),
                u[fits].tolist(),
                [2 * a + b] * int(fits.sum()),
                strict=True,
            )
    return sorted(found)


def _find_seamless(
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


def chain_links(
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
    if len(chain) == 1:
        return parts
    alone_s = {
        step: sum(latest - earliest for earliest, latest in windows_of(instance, [step]))
        for step in chain
    }
    for step in chain[1:]:
        longer = [*parts[-1], step]
        if _keeps_time(instance, longer, min(alone_s[one] for one in longer)):
            parts[-1] = longer
        else:
            parts.append([step])
    return parts


def _keeps_time(instance: Instance, chain: Sequence[Step], least_s: int) -> bool:
    """Says whether a chain has enough of the time of the task that alone has least."""
    windows = windows_of(instance, chain)
    together_s = sum(latest - earliest for earliest, latest in windows)
    return bool(windows) and together_s >= KEPT_SHARE * least_s


def windows_of(instance: Instance, chain: Sequence[Step]) -> list[tuple[int, int]]:
    """Returns when a chain may begin so that each of its tasks begins in a window, any type."""
    task = chain[0][0]
    able = instance.allowed[:, task]
    # What nobody may do takes whatever time it would.
    kinds = np.flatnonzero(able) if able.any() else np.arange(len(able))
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


def ways_of(instance: Instance, chain: list[Step]) -> tuple[tuple[Step, ...], ...]:
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
