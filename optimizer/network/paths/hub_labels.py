"""Hub labels of places: their distances in memory that grows with the places, not their square.

What `paths` puts into a matrix comes out of the labels to the second and the metre. Both search
the same hierarchy with the same packed costs, in which of equally fast ways the shorter one is
cheaper; a least sum of integers is one number, whichever of equal paths it is found on. Seconds
are rounded up only when both halves of a drive are together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from optimizer.network.paths.contraction import contract
from optimizer.network.paths.hub_kernel import Lists, Seeds, label
from optimizer.network.paths.hub_query import LAST, HubLabels
from optimizer.network.paths.paths_kernel import MAX_M, MAX_MS, METRE_BITS, Ends, Graph

_Stays = tuple[Lists, Lists]


def street_labels(graph: Graph, exits: Ends, entries: Ends) -> HubLabels:
    """Returns the labels of places on streets, which give what `fill_rows` finds.

    Parameters
    ----------
    exits, entries
        Of the origins, and of the destinations.
    """
    rank = graph.hierarchy.rank
    # A drive out of an exit begins with a turn, at the start of the next arc.
    num_turns = graph.start[exits.state + 1] - graph.start[exits.state]
    turn = _ranges(graph.start[exits.state], num_turns)
    origins = Seeds(
        start=np.concatenate(([0], np.cumsum(num_turns)))[exits.start],
        rank=rank[graph.next_state[turn]],
        cost=np.repeat(exits.cost, num_turns) + graph.turn_cost[turn],
    )
    destinations = Seeds(start=entries.start, rank=rank[entries.state], cost=entries.cost)
    out, into = label(graph.hierarchy, origins, destinations)
    return _join_labels(out, into, _stays(graph, exits, entries), len(rank))


def graph_labels(
    graph: csr_array,
    origins: NDArray[np.int64],
    destinations: NDArray[np.int64],
    *,
    is_time: bool,
) -> HubLabels:
    """Returns the labels of places at the nodes of a plain graph.

    Parameters
    ----------
    graph
        Costs of arcs from row to column, whole numbers from 0 up; a stored 0 is an arc. Of an arc
        stored twice the cheaper one counts.
    origins, destinations
        The node at which each place is left, and the one at which it is entered. Places at one
        node share a list.
    is_time
        Whether costs are seconds, and metres are 0; else the other way round.

    Raises
    ------
    ValueError
        When a cost is negative or broken, or shortest paths are too long to be packed.
    """
    costs = np.asarray(graph.data)
    whole = costs.astype(np.int64)
    if (whole < 0).any() or (whole != costs).any():
        raise ValueError("costs of arcs must be whole numbers from 0 up.")
    hierarchy = contract(graph.indptr.astype(np.int64), graph.indices.astype(np.int64), whole)
    left, of_origin = np.unique(origins, return_inverse=True)
    entered, of_destination = np.unique(destinations, return_inverse=True)
    lists = label(hierarchy, _seeds(hierarchy.rank[left]), _seeds(hierarchy.rank[entered]))
    longest = sum(int(part.cost[: part.start[-1]].max(initial=0)) for part in lists)
    limit = MAX_MS // 1000 if is_time else MAX_M
    if longest >= limit:
        raise ValueError(
            f"shortest paths cost up to {longest:,}, which must be below {limit:,}; "
            "use a larger unit."
        )
    # Packed only now: what must fit are shortest paths, not sums of any arcs.
    for part in lists:
        part.cost[: part.start[-1]] *= (1000 << METRE_BITS) if is_time else 1
    empty = np.empty(0, dtype=np.int64)
    nothing = _lists(len(left), empty, empty, empty), _lists(len(entered), empty, empty, empty)
    labels = _join_labels(*lists, nothing, len(hierarchy.rank))
    return share_lists(labels, of_origin, of_destination)


def share_lists(
    labels: HubLabels, origin_of: NDArray[np.int64], destination_of: NDArray[np.int64]
) -> HubLabels:
    """Returns labels of places that share lists.

    Parameters
    ----------
    origin_of, destination_of
        Which of the given origins, and of the destinations, each place is.
    """
    return labels._replace(
        out_start=labels.out_start[origin_of], in_start=labels.in_start[destination_of]
    )


def stack_profiles(parts: Sequence[HubLabels]) -> tuple[HubLabels, NDArray[np.int64]]:
    """Returns the labels of several profiles one behind the other, and each one's first place.

    Places of different profiles must not be asked for together.
    """
    first = np.cumsum([0, *(len(part.out_start) for part in parts)], dtype=np.int64)
    outs = np.cumsum([0, *(len(part.out_hub) for part in parts)], dtype=np.int64)
    ins = np.cumsum([0, *(len(part.in_hub) for part in parts)], dtype=np.int64)
    labels = HubLabels(
        np.concatenate([part.out_start + at for part, at in zip(parts, outs[:-1], strict=True)]),
        np.concatenate([part.out_hub for part in parts]),
        np.concatenate([part.out_cost for part in parts]),
        np.concatenate([part.in_start + at for part, at in zip(parts, ins[:-1], strict=True)]),
        np.concatenate([part.in_hub for part in parts]),
        np.concatenate([part.in_cost for part in parts]),
    )
    return labels, first[:-1]


class Spans(NamedTuple):
    """Where the lists of labels end and how many hubs they name: slow to find, needed often."""

    out_ends: NDArray[np.int64]
    in_ends: NDArray[np.int64]
    num_hubs: int

    @classmethod
    def of(cls, labels: HubLabels) -> "Spans":
        """Returns the spans of labels."""
        out_ends, in_ends = (
            np.flatnonzero(hub == LAST) for hub in (labels.out_hub, labels.in_hub)
        )
        return cls(out_ends, in_ends, labels.num_hubs)


def select_places(labels: HubLabels, spans: Spans, places: NDArray[np.int64]) -> HubLabels:
    """Returns the labels of some of the places, numbered anew in the given order.

    Drives between them stay what they are. Hubs at which no two of them can meet are left out, so
    lists are shorter the nearer together the places lie.
    """
    out, of_origin = _pick(labels.out_start[places], labels.out_hub, labels.out_cost, spans[0])
    into, of_destination = _pick(labels.in_start[places], labels.in_hub, labels.in_cost, spans[1])
    empty = np.empty(0, dtype=np.int64)
    nothing = tuple(_lists(len(part.start) - 1, empty, empty, empty) for part in (out, into))
    return share_lists(
        _join_labels(out, into, (nothing[0], nothing[1]), spans.num_hubs),
        of_origin,
        of_destination,
    )


def _pick(
    start: NDArray[np.int64],
    hub: NDArray[np.int32],
    cost: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> tuple[Lists, NDArray[np.int64]]:
    """Returns the lists that begin at the given entries, each once, and which of them is whose."""
    first, which = np.unique(start, return_inverse=True)
    length = ends[np.searchsorted(ends, first)] - first
    entry = _ranges(first, length)
    return Lists(np.concatenate(([0], np.cumsum(length))), hub[entry], cost[entry]), which


def _stays(graph: Graph, exits: Ends, entries: Ends) -> _Stays:
    """Returns drives that stay on one arc: each position of an entry is a hub of its own.

    Parts of an arc are rounded down to milliseconds one by one, so that such a drive is no sum of
    two. An arc has no more positions than metres, which bounds the lists.
    """
    span = int(graph.arc_length_m.max(initial=0)) + 1
    position, at_entry = np.unique(entries.arc * span + entries.offset_m, return_inverse=True)
    first = np.searchsorted(position, exits.arc * span + exits.offset_m)
    number = np.searchsorted(position, (exits.arc + 1) * span) - first
    ahead = _ranges(first, number)
    arc = np.repeat(exits.arc, number)
    ahead_m = position[ahead] - arc * span - np.repeat(exits.offset_m, number)
    part_ms = graph.arc_ms[arc] * ahead_m // graph.arc_length_m[arc]
    is_ahead = np.zeros(len(position), dtype=np.bool_)
    is_ahead[ahead] = True
    hub = np.cumsum(is_ahead) - 1
    out = _lists(
        len(exits.start) - 1,
        np.repeat(_owners(exits.start), number),
        hub[ahead],
        (part_ms << METRE_BITS) + ahead_m,
    )
    kept = is_ahead[at_entry]
    mine = hub[at_entry[kept]]
    into = _lists(len(entries.start) - 1, _owners(entries.start)[kept], mine, np.zeros_like(mine))
    return out, into


def _seeds(ranks: NDArray[np.int64]) -> Seeds:
    """Returns ends that are vertices."""
    return Seeds(np.arange(len(ranks) + 1), ranks, np.zeros(len(ranks), dtype=np.int64))


def _lists(
    number: int, owner: NDArray[np.int64], hub: NDArray[np.int64], cost: NDArray[np.int64]
) -> Lists:
    """Returns so many lists; of a hub named twice in one of them, the cheaper."""
    order = np.lexsort((cost, hub, owner))
    owner, hub, cost = owner[order], hub[order], cost[order]
    cheapest = np.ones(len(owner), dtype=np.bool_)
    cheapest[1:] = (owner[1:] != owner[:-1]) | (hub[1:] != hub[:-1])
    return Lists(
        np.searchsorted(owner[cheapest], np.arange(number + 1)),
        hub[cheapest].astype(np.int32),
        cost[cheapest],
    )


def _join_labels(out: Lists, into: Lists, stays: _Stays, num_hubs: int) -> HubLabels:
    """Returns lists with their end marks, stays first, without hubs that only one side has."""
    joins = np.ones(num_hubs, dtype=np.bool_)
    for lists in (out, into):
        named = np.zeros(num_hubs, dtype=np.bool_)
        named[lists.hub[: lists.start[-1]]] = True
        joins &= named
    num_stays = max(int(lists.hub.max(initial=-1)) for lists in stays) + 1
    number = np.cumsum(joins) - 1 + num_stays
    return HubLabels(
        *_end_lists(stays[0], out, joins, number), *_end_lists(stays[1], into, joins, number)
    )


def _end_lists(
    stays: Lists, lists: Lists, joins: NDArray[np.bool_], number: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Returns start, hubs and costs of lists that begin with stays and end with `LAST`."""
    hub, cost = lists.hub[: lists.start[-1]], lists.cost[: lists.start[-1]]
    kept = joins[hub]
    owner = np.concatenate((_owners(stays.start), _owners(lists.start)[kept]))
    order = np.argsort(owner, kind="stable")
    owner = owner[order]
    places = np.arange(len(lists.start) - 1)
    # One mark stands behind each list.
    at = np.arange(len(owner)) + owner
    hubs = np.full(len(owner) + len(places), LAST, dtype=np.int32)
    costs = np.zeros(len(hubs), dtype=np.int64)
    hubs[at] = np.concatenate((stays.hub, number[hub[kept]]))[order]
    costs[at] = np.concatenate((stays.cost, cost[kept]))[order]
    return np.searchsorted(owner, places) + places, hubs, costs


def _owners(start: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns which list each entry is in."""
    return np.repeat(np.arange(len(start) - 1), np.diff(start))


def _ranges(first: NDArray[np.int64], number: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns first, first + 1, ... of each range, `number` of them."""
    before = np.cumsum(number) - number
    return np.asarray(np.arange(int(number.sum())) + np.repeat(first - before, number))
