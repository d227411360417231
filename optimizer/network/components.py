"""The part of a network in which every arc can be driven to from every other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from optimizer.network.findings import LeftOut, Omission
from optimizer.network.road_network import Lack, OutsideStreets, RoadNetwork
from optimizer.network.turns import Turns, turns_of

_PER_NODE = ("node_lon", "node_lat", "node_osm_id", "node_signs", "node_turning")
_RENUMBERED = ("arc_from", "arc_to", "arc_inverse")


def find_largest_part(turns: Turns, open_arcs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Returns a mask of the arcs in the largest strongly connected part of the states and turns.

    Of parts with equally many states it is the one with the lowest. All False when no arc is open.
    """
    # Whoever stands on an arc may go on in every way that any of its states allows.
    arcs = np.zeros_like(open_arcs)
    arcs[turns.state_arc[_find_largest_states(turns, open_arcs)]] = True
    return arcs


def _find_largest_states(turns: Turns, open_arcs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Returns a mask of the states in their largest strongly connected part."""
    opened = open_arcs[turns.state_arc]
    if not opened.any():
        return np.zeros_like(opened)
    part = connected_components(
        _graph(turns.keep_within(opened)), directed=True, connection="strong"
    )[1]
    states = np.flatnonzero(opened)
    size = np.bincount(part[states])
    # argmax gives the first, so that the answer does not depend on how scipy numbers the parts.
    lowest = states[np.argmax(size[part[states]])]
    return np.asarray((part == part[lowest]) & opened)


def _graph(turns: Turns) -> csr_array:
    return csr_array(
        (np.ones(len(turns.next_state), dtype=np.int8), turns.next_state, turns.start),
        shape=(turns.num_states, turns.num_states),
    )


def lacks(turns: Turns, open_arcs: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Returns what each arc lacks, as `Lack`, when one is in the largest part.

    0 for the arcs of the part, all of which can be driven to and back. Judged by states: an arc
    that a ban over via ways lets in by one way and out only for who came by another can be driven
    to, and has no way out.
    """
    found = np.full(turns.num_arcs, Lack.WAY_IN | Lack.WAY_OUT, dtype=np.int8)
    part = _find_largest_states(turns, open_arcs)
    if not part.any():
        return found
    # From one of its states all of them can be reached, so one will do to start from.
    begin = int(np.argmax(part))
    graph = _graph(turns.keep_within(open_arcs[turns.state_arc]))
    reached = breadth_first_order(graph, begin, directed=True, return_predecessors=False)
    leaving = breadth_first_order(graph.T.tocsr(), begin, directed=True, return_predecessors=False)
    found[turns.state_arc[leaving]] = Lack.WAY_IN
    # Who can come here at all cannot go back, whatever others could do who cannot come here.
    found[turns.state_arc[reached]] = Lack.WAY_OUT
    found[turns.state_arc[part]] = 0
    return found


def keep_strongly_connected(network: RoadNetwork) -> RoadNetwork:
    """Returns the network without the arcs outside its largest strongly connected part.

    Signs count, vehicle sizes do not. What is dropped is listed in `left_out` by street name, a
    two-way street's length once, and keeps its line in `outside`. Arcs keep their keys.
    """
    opened = np.ones(network.num_arcs, dtype=np.bool_)
    turns = turns_of(network, None)
    kept = find_largest_part(turns, opened)
    if kept.all():
        return network
    return replace(
        _keep_only(network, kept),
        left_out=(
            *network.left_out,
            *_sum_dropped(network, np.flatnonzero(~kept & ~network.is_beyond)),
        ),
        outside=_list_outside(network, kept, lacks(turns, opened)),
    )


def _list_outside(
    network: RoadNetwork, kept: NDArray[np.bool_], lack: NDArray[np.int8]
) -> OutsideStreets:
    """Returns the dropped arcs with their lines, both directions of a street as one."""
    inverse = network.arc_inverse
    # What is kept lacks nothing, so a street of which one direction is kept is no such pair.
    alike = (inverse >= 0) & (lack == lack[inverse])
    second = alike & (inverse < np.arange(network.num_arcs))
    arcs = np.flatnonzero(~kept & ~second & ~network.is_beyond)
    num_points = np.diff(network.geometry_start)
    listed = np.zeros(network.num_arcs, dtype=np.bool_)
    listed[arcs] = True
    area_m2 = network.arc_area_m2 + np.where(alike, network.arc_area_m2[inverse], 0)
    return OutsideStreets(
        geometry=network.geometry[np.repeat(listed, num_points)],
        geometry_start=np.concatenate(([0], np.cumsum(num_points[arcs]))).astype(np.int64),
        name=network.arc_name[arcs],
        highway=network.arc_highway[arcs],
        length_m=network.arc_length_m[arcs],
        area_m2=area_m2[arcs].astype(np.int32),
        one_direction=(inverse >= 0)[arcs] & ~alike[arcs],
        lack=lack[arcs],
    )


def _sum_dropped(network: RoadNetwork, arcs: Iterable[np.intp]) -> tuple[LeftOut, ...]:
    """Returns what the dropped arcs add up to, by street name.

    An arc whose other direction stays takes its half of the street's surface with it, so that what
    is kept and what is left out add up to what was read.
    """
    num_arcs: Counter[str] = Counter()
    length_m: Counter[str] = Counter()
    area_m2: Counter[str] = Counter()
    seen: set[int] = set()
    for arc in map(int, arcs):
        name = network.street_name(arc)
        num_arcs[name] += 1
        area_m2[name] += int(network.arc_area_m2[arc])
        if int(network.arc_inverse[arc]) not in seen:
            length_m[name] += int(network.arc_length_m[arc])
        seen.add(arc)
    return tuple(
        LeftOut(
            name=name,
            reason=Omission.OUTSIDE,
            length_m=length_m[name],
            num_arcs=num_arcs[name],
            area_m2=area_m2[name],
        )
        for name in sorted(num_arcs)
    )


def _keep_only(network: RoadNetwork, kept: NDArray[np.bool_]) -> RoadNetwork:
    arcs = np.flatnonzero(kept)
    nodes = np.unique(np.concatenate((network.arc_from[arcs], network.arc_to[arcs])))
    node_number = _number_kept(nodes, network.num_nodes)
    arc_number = _number_kept(arcs, network.num_arcs)

    changed: dict[str, NDArray[np.generic]] = {
        name: getattr(network, name)[nodes] for name in _PER_NODE
    }
    changed |= {
        name: getattr(network, name)[arcs]
        for name in RoadNetwork.__dataclass_fields__
        if name.startswith("arc_") and name not in _RENUMBERED
    }
    changed["arc_from"] = node_number[network.arc_from[arcs]]
    changed["arc_to"] = node_number[network.arc_to[arcs]]
    inverse = network.arc_inverse[arcs]
    changed["arc_inverse"] = np.where(inverse >= 0, arc_number[inverse], np.int32(-1))

    num_points = np.diff(network.geometry_start)
    changed["geometry"] = network.geometry[np.repeat(kept, num_points)]
    changed["geometry_start"] = np.concatenate(([0], np.cumsum(num_points[arcs]))).astype(np.int64)
    bans = network.banned_turns
    both_kept = kept[bans[:, 0]] & kept[bans[:, 1]]
    # The new numbers keep the order, so the pairs stay sorted.
    changed["banned_turns"] = arc_number[bans[both_kept]]
    changed["banned_turn_signs"] = network.banned_turn_signs[both_kept]
    paths = [network.banned_path(ban) for ban in range(len(network.banned_path_signs))]
    all_kept = np.array([bool(kept[path].all()) for path in paths], dtype=np.bool_)
    paths = [arc_number[path] for path, whole in zip(paths, all_kept, strict=True) if whole]
    changed["banned_paths"] = np.concatenate([np.empty(0, dtype=np.int32), *paths])
    changed["banned_path_start"] = np.cumsum([0, *map(len, paths)], dtype=np.int64)
    changed["banned_path_signs"] = network.banned_path_signs[all_kept]
    return replace(network, **changed)  # type: ignore[arg-type]


def _number_kept(kept: NDArray[np.integer], size: int) -> NDArray[np.int32]:
    """Returns the new number of each thing kept, -1 for the rest."""
    number = np.full(size, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    return number
