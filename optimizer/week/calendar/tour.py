"""A short round through some points: what follows what when a truck drives them in one go."""

import math
from collections.abc import Sequence

ROUNDS = 30


def tour(points: Sequence[tuple[float, float]], start: tuple[float, float]) -> list[int]:
    """Returns the numbers of the points in the order of a short path that begins near `start`.

    Always to the nearest next, then stretches are turned round as long as that shortens the path
    (2-opt). The same points give the same order.
    """
    left = list(range(len(points)))
    here, order = start, list[int]()
    while left:
        nearest = min(left, key=lambda n: (math.dist(here, points[n]), n))
        left.remove(nearest)
        order.append(nearest)
        here = points[nearest]
    for _ in range(ROUNDS):
        if not _turn_stretches(order, points, start):
            break
    return order


def _turn_stretches(
    order: list[int], points: Sequence[tuple[float, float]], start: tuple[float, float]
) -> bool:
    """Turns stretches round where that helps; says whether any was."""
    helped = False
    for i in range(len(order) - 1):
        before = points[order[i - 1]] if i else start
        for j in range(i + 1, len(order)):
            first, last = points[order[i]], points[order[j]]
            gain = math.dist(before, first) - math.dist(before, last)
            if j + 1 < len(order):
                after = points[order[j + 1]]
                gain += math.dist(last, after) - math.dist(first, after)
            if gain > 1e-6:
                order[i : j + 1] = order[i : j + 1][::-1]
                helped = True
    return helped
