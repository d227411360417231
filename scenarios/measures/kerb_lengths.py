"""How long kerbs and lanes are as they go on: what a run could be at most.

A kerb goes on where its street does, under the same name, on the same side or in the same lane and
more or less straight. Where it ends, every run along it ends, whatever the plan.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fleet import Work
from optimizer.day import lane_of
from optimizer.network.kerb import KerbKey
from optimizer.network.road_network import RoadNetwork
from optimizer.network.turns import turn_angles_deg
from optimizer.task import Task

BENDS_BELOW_DEG = 60.0
"""A street that bends by less than this at a junction goes on there (assumed)."""

Piece = tuple[Work, KerbKey]
"""What is worked of a kerb or lane between two junctions, whichever pass it is."""

_End = tuple[int, bool]
"""A piece, by number, and whether it is the end at which its first mode comes out."""

_Point = tuple[int, int]
"""A junction and -1, or an arc and the metres along it."""


@dataclass(frozen=True, slots=True)
class KerbStrip:
    """What a run stays in: a lane, as changes of lane are counted, of a street."""

    street: str
    lane: int


@dataclass(frozen=True, slots=True)
class WholeKerb:
    """A kerb or lane from where it begins to where it ends, straight on over the junctions.

    Parameters
    ----------
    first
        One of its pieces, which tells it from others.
    """

    first: Piece
    length_m: int


def strip_of(network: RoadNetwork, task: Task) -> KerbStrip:
    """Returns the strip of a task along a street."""
    arc = task.modes[0].place.entries[0].arc
    return KerbStrip(network.street_name(arc) or network.highway(arc), lane_of(task))


def whole_kerbs(network: RoadNetwork, tasks: Sequence[Task]) -> dict[Piece, WholeKerb]:
    """Returns the whole kerb of each piece that some tasks work."""
    along = [task for task in tasks if task.kerb is not None]
    return network.work_out(whole_kerbs, along, lambda: _whole_kerbs(network, along))


def _whole_kerbs(network: RoadNetwork, tasks: Sequence[Task]) -> dict[Piece, WholeKerb]:
    task_of: dict[Piece, Task] = {}
    for task in tasks:
        if task.kerb is not None:
            task_of.setdefault((task.work, task.kerb), task)
    # By number, in the order of the pieces, they are compared in no time.
    pieces = sorted(task_of, key=_order_of)
    root = list(range(len(pieces)))

    def first_of(number: int) -> int:
        while root[number] != number:
            root[number] = number = root[root[number]]
        return number

    joined: set[_End] = set()
    # The straightest first: of a street that forks, one branch goes on.
    for _, before, after in sorted(_joins(network, [task_of[piece] for piece in pieces])):
        if before not in joined and after not in joined:
            joined |= {before, after}
            root[first_of(before[0])] = first_of(after[0])
    first = [first_of(number) for number in range(len(pieces))]
    length_m = [0] * len(pieces)
    for number, piece in enumerate(pieces):
        length_m[first[number]] += task_of[piece].modes[0].service_m
    return {
        piece: WholeKerb(first=pieces[first[number]], length_m=length_m[first[number]])
        for number, piece in enumerate(pieces)
    }


def _order_of(piece: Piece) -> tuple[str, str, str, int, int]:
    work, kerb = piece
    return work, kerb.arc, kerb.side, kerb.lane, kerb.piece


def _joins(network: RoadNetwork, tasks: Sequence[Task]) -> Iterator[tuple[float, _End, _End]]:
    """Yields how much a street bends from the end of a piece to the end of another one."""
    comes_in: defaultdict[tuple[Work, str, int, _Point], list[tuple[_End, int]]] = defaultdict(
        list
    )
    strips = [strip_of(network, task) for task in tasks]
    for number, (task, strip) in enumerate(zip(tasks, strips, strict=True)):
        for way, mode in enumerate(task.modes):
            entry = mode.place.entries[0]
            at = (entry.arc, entry.offset_m)
            if entry.offset_m == 0:
                at = (int(network.arc_from[entry.arc]), -1)
            comes_in[task.work, strip.street, strip.lane, at].append(
                ((number, way > 0), entry.arc)
            )
    found: list[tuple[_End, _End, int, int]] = []
    for number, (task, strip) in enumerate(zip(tasks, strips, strict=True)):
        for way, mode in enumerate(task.modes):
            leaves = mode.place.exits[0]
            at = (leaves.arc, leaves.offset_m)
            if leaves.offset_m >= network.arc_length_m[leaves.arc]:
                at = (int(network.arc_to[leaves.arc]), -1)
            found += (
                ((number, way == 0), other, leaves.arc, arc)
                for other, arc in comes_in.get((task.work, strip.street, strip.lane, at), ())
                if other[0] != number and network.arc_inverse[leaves.arc] != arc
            )
    arcs = np.array([pair[2:] for pair in found], dtype=np.int32).reshape(-1, 2)
    bends_deg = np.abs(turn_angles_deg(network, arcs[:, 0], arcs[:, 1]))
    bends_deg[arcs[:, 0] == arcs[:, 1]] = 0.0
    for (before, after, _, _), bend_deg in zip(found, bends_deg.tolist(), strict=True):
        if bend_deg < BENDS_BELOW_DEG:
            yield round(bend_deg, 6), before, after
