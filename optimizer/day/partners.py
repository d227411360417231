"""The two kerbs of a street: which tasks of a day lie across from each other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fleet import WORKS, Where
from optimizer.day.day import Day
from optimizer.instance import FEN, Partners
from optimizer.network.kerb import KerbKey
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task

Kerb = tuple[int, KerbKey]
"""An arc and what is swept along it."""


def with_partners(day: Day, network: RoadNetwork, *, apart_fen: int) -> Day:
    """Returns the day with a price on the two kerbs of a street in two vehicles' routes."""
    if not apart_fen:
        return day
    numbers: dict[str, int] = {}
    return replace(
        day,
        instance=day.instance.replace(
            partners=Partners(
                partner=partners_of(network, day.tasks),
                apart_cost=np.full(len(day.tasks), FEN * apart_fen, dtype=np.int64),
                duty_vehicle=np.array(
                    [numbers.setdefault(d.vehicle.id, len(numbers)) for d in day.duties],
                    dtype=np.int64,
                ),
            )
        ),
    )


def partners_of(network: RoadNetwork, tasks: Sequence[Task]) -> NDArray[np.int64]:
    """Returns for each task the one on the opposite kerb in the same pass, -1 for none.

    Opposite are the kerbs of an arc and of its inverse, and both kerbs of one arc; of a street
    with four kerbs those of one carriageway belong together. Where both kerbs have as many passes
    the first belongs to the first and so on, else those with the same windows.
    """
    streets: defaultdict[int, defaultdict[Kerb, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for number, task in enumerate(tasks):
        if WORKS[task.work].where is Where.KERB and task.kerb:
            arc = task.modes[0].place.entries[0].arc
            streets[max(arc, int(network.arc_inverse[arc]))][arc, task.kerb].append(number)
    partner = np.full(len(tasks), -1, dtype=np.int64)
    for kerbs in streets.values():
        for passes in kerbs.values():
            passes.sort(key=lambda number: (tasks[number].windows, number))
        for one, other in _pair_opposite(sorted(kerbs)):
            for a, b in _pair_passes(tasks, kerbs[one], kerbs[other]):
                partner[a], partner[b] = b, a
    return partner


def _pair_opposite(kerbs: Sequence[Kerb]) -> list[tuple[Kerb, Kerb]]:
    """Returns pairs of a street's kerbs: those of one arc first, then what is left."""
    pairs: list[tuple[Kerb, Kerb]] = []
    single: list[Kerb] = []
    of_arc: defaultdict[int, list[Kerb]] = defaultdict(list)
    for kerb in kerbs:
        of_arc[kerb[0]].append(kerb)
    for mine in of_arc.values():
        pairs += zip(mine[::2], mine[1::2], strict=False)
        single += mine[len(mine) - len(mine) % 2 :]
    pairs += zip(single[::2], single[1::2], strict=False)
    return pairs


def _pair_passes(
    tasks: Sequence[Task], ones: Sequence[int], others: Sequence[int]
) -> list[tuple[int, int]]:
    """Returns the tasks of two kerbs that belong to the same pass."""
    if len(ones) == len(others):
        return list(zip(ones, others, strict=True))
    left = list(others)
    pairs = []
    for one in ones:
        other = next((n for n in left if tasks[n].windows == tasks[one].windows), None)
        if other is not None:
            left.remove(other)
            pairs.append((one, other))
    return pairs
