"""Routes grouped into parts of about the same size so that few links between them are cut.

A group is cut in two by growing one half from a random route, always by the route that is tied
most closely to it, until it is large enough; and so on with both halves. Routes that no link joins
come apart first.

References
----------
Karypis and Kumar (1998), section 3.2.2, doi 10.1137/S1064827595287997: greedy graph growing.
Santini, Schneider, Vidal and Vigo (2023), doi 10.1287/ijoc.2023.1288: parts made of whole routes
near each other, which served better than parts of routes.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

TRIALS = 4
"""Routes that a half is grown from, of which the one that cuts least counts."""


def cut(
    links: NDArray[np.int64],
    weight: NDArray[np.int64],
    *,
    largest: int,
    rng: np.random.Generator,
) -> list[NDArray[np.int64]]:
    """Returns groups of routes, each ascending.

    Parameters
    ----------
    links
        What is lost when two routes come into different groups; shape (D, D), symmetric.
    weight
        The size of each route; shape (D,).
    largest
        Aimed-at size of a group. A group of routes that no link joins to others may be smaller,
        one of few large routes larger.
    """
    _, component = connected_components(links > 0, directed=False)
    groups = []
    for number in range(int(component.max(initial=-1)) + 1):
        members = np.flatnonzero(component == number)
        count = max(1, round(float(weight[members].sum()) / largest))
        groups += _split(links, weight, members, count, rng)
    return list(_pack(groups, weight, largest))


def _split(
    links: NDArray[np.int64],
    weight: NDArray[np.int64],
    members: NDArray[np.int64],
    count: int,
    rng: np.random.Generator,
) -> list[NDArray[np.int64]]:
    """Returns the members in `count` groups, or fewer when they are fewer."""
    if count < 2 or len(members) < 2:
        return [members]
    own_links, own_weight = links[np.ix_(members, members)], weight[members]
    goal = float(own_weight.sum()) * (count // 2) / count
    halves = [
        _grow(own_links, own_weight, goal, int(seed))
        for seed in rng.integers(0, len(members), TRIALS)
    ]
    half = min(halves, key=lambda half: int(own_links[np.ix_(half, ~half)].sum()))
    return [
        *_split(links, weight, members[half], count // 2, rng),
        *_split(links, weight, members[~half], count - count // 2, rng),
    ]


def _grow(
    links: NDArray[np.int64], weight: NDArray[np.int64], goal: float, seed: int
) -> NDArray[np.bool_]:
    """Returns which routes make up a half of about the wanted size, grown from one of them."""
    taken = np.zeros(len(weight), dtype=np.bool_)
    size = 0.0
    inside = np.zeros(len(weight), dtype=np.float64)
    total = np.maximum(1, links.sum(axis=1)).astype(np.float64)
    following = seed
    while True:
        taken[following] = True
        size += float(weight[following])
        inside += links[following]
        left = np.flatnonzero(~taken)
        following = int(left[(inside[left] / total[left]).argmax()])
        # The next one comes in as long as that brings the size nearer to the goal.
        if len(left) == 1 or size + float(weight[following]) / 2 >= goal:
            return taken


def _pack(
    groups: list[NDArray[np.int64]], weight: NDArray[np.int64], largest: int
) -> Iterator[NDArray[np.int64]]:
    """Yields the groups, those that are very small put together."""
    pending: list[NDArray[np.int64]] = []
    size = 0
    for group in groups:
        group_size = int(weight[group].sum())
        if group_size * 20 > largest:
            yield group
            continue
        pending.append(group)
        size += group_size
        if size * 2 > largest:
            yield np.sort(np.concatenate(pending))
            pending, size = [], 0
    if pending:
        yield np.sort(np.concatenate(pending))
