"""Kerbs and lanes as they go on over junctions, read anew from tasks and streets.

A strip goes on where its street does, under the same name, in the same lane or along the same
side, bending by less than `GOES_ON_BELOW_DEG`. Where more than one goes on, the straightest does;
of those that bend alike, the first by work, kerb and end.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from fleet import Work
from optimizer.checker.bends import veers_deg
from optimizer.network.kerb import KerbKey
from optimizer.network.place import Position
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task

GOES_ON_BELOW_DEG = 60.0

Strip = tuple[str, tuple[str, int]]
"""The street, and the side or the lane from the right."""

Part = tuple[Work, KerbKey]
"""What is worked between two junctions, whichever pass it is."""

_End = tuple[Part, bool]
"""A part and whether it is the end where its first mode comes out."""

_Spot = tuple[int, int]


def strip_on(kerb: KerbKey) -> tuple[str, int]:
    """Returns what strip of the carriageway a kerb is: left of all, or so many from the right."""
    if kerb.lane:
        return "lane", kerb.lane
    return ("left", 0) if kerb.side == "left" else ("lane", 1)


def strip_along(network: RoadNetwork, task: Task, kerb: KerbKey) -> Strip:
    """Returns the strip that a task works, with its street."""
    arc = task.modes[0].place.entries[0].arc
    return network.street_name(arc) or network.highway(arc), strip_on(kerb)


def find_lengths_m(network: RoadNetwork, tasks: Sequence[Task]) -> dict[Part, tuple[Part, int]]:
    """Returns for each part the first one of all that it goes on with, and their metres.

    For the very same tasks on the same streets it is read once.
    """
    along = [task for task in tasks if task.kerb is not None]
    return network.work_out(find_lengths_m, along, lambda: _find_lengths_m(network, along))


def _find_lengths_m(network: RoadNetwork, tasks: Sequence[Task]) -> dict[Part, tuple[Part, int]]:
    first_task: dict[Part, Task] = {}
    for task in tasks:
        if task.kerb is not None:
            first_task.setdefault((task.work, task.kerb), task)
    beside: defaultdict[Part, list[Part]] = defaultdict(list)
    taken: set[_End] = set()
    for _, left, right in sorted(_candidates(network, first_task)):
        if not taken & {left, right}:
            taken |= {left, right}
            beside[left[0]].append(right[0])
            beside[right[0]].append(left[0])
    found: dict[Part, tuple[Part, int]] = {}
    for part in sorted(first_task):
        if part not in found:
            whole = _reach(part, beside)
            length_m = sum(first_task[one].modes[0].service_m for one in whole)
            found.update(dict.fromkeys(whole, (part, length_m)))
    return found


def _reach(part: Part, beside: Mapping[Part, Sequence[Part]]) -> set[Part]:
    whole, waiting = {part}, [part]
    while waiting:
        for other in beside.get(waiting.pop(), ()):
            if other not in whole:
                whole.add(other)
                waiting.append(other)
    return whole


def _candidates(
    network: RoadNetwork, first_task: Mapping[Part, Task]
) -> Iterator[tuple[float, _End, _End]]:
    """Yields where a strip may go on: how far it bends, the end that it leaves, the next one."""
    begins: defaultdict[tuple[Work, Strip, _Spot], list[tuple[_End, int]]] = defaultdict(list)
    for part, task in first_task.items():
        key = (part[0], strip_along(network, task, part[1]))
        for number, mode in enumerate(task.modes):
            entry = mode.place.entries[0]
            begins[*key, _spot(network, entry)].append(((part, number != 0), entry.arc))
    for part, task in first_task.items():
        key = (part[0], strip_along(network, task, part[1]))
        for number, mode in enumerate(task.modes):
            leaving = mode.place.exits[0]
            for next_end, arc in begins[*key, _spot(network, leaving)]:
                is_back = int(network.arc_inverse[leaving.arc]) == arc
                if next_end[0] == part or is_back:
                    continue
                on_one = leaving.arc == arc
                bend_deg = 0.0 if on_one else abs(veers_deg(network, leaving.arc, arc))
                if bend_deg < GOES_ON_BELOW_DEG:
                    yield round(bend_deg, 6), (part, number == 0), next_end


def _spot(network: RoadNetwork, position: Position[int]) -> _Spot:
    """Returns a junction, or a place between two."""
    if position.offset_m == 0:
        return -1, int(network.arc_from[position.arc])
    if position.offset_m >= int(network.arc_length_m[position.arc]):
        return -1, int(network.arc_to[position.arc])
    return position.arc, position.offset_m
