"""Cuts that connect a day's flow: what is done somewhere must be reached from a depot.

A set of nodes without a depot is entered once at least when a task lies in it, and once for every
full load that its tasks need from outside. Where no task lies, it is entered for every call.

References
----------
Dantzig, Fulkerson and Johnson (1954), Solution of a large-scale traveling-salesman problem.
doi:10.1287/opre.2.4.393
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.bounds.circulation import TRACE
from optimizer.bounds.flow import DayFlow
from optimizer.bounds.linear_programme import Proof
from optimizer.bounds.workload import Call, loads

GAIN = 3e-3
"""What counts as a gain, as a share of the value."""

STALL_ROUNDS = 2
"""Rounds that may pass with hardly any gain."""


class Cut(NamedTuple):
    """A set of nodes that must be entered.

    `lot` names tasks that are partly done in it, where none lies in it whole; or -1.
    """

    inside: NDArray[np.bool_]
    lot: int


def connect(flow: DayFlow, cuts: list[Cut], *, rounds: int, loaded: bool = True) -> Proof | None:
    """Solves a flow with more and more cuts, which it adds to those that are known.

    Every round cuts off the parts of the flow that no depot is connected with.

    Parameters
    ----------
    cuts
        Found before in this flow, or in another of the same workload that calls at sites.
    loaded
        Whether cuts count the loads that tasks need.
    """
    for cut in cuts[flow.num_cuts :]:
        _enter(flow, cut, loaded)
    proof = best = flow.solve()
    stalled = 0
    for _ in range(rounds):
        if proof is None or best is None or stalled == STALL_ROUNDS:
            break
        found = _find_islands(flow, proof)
        if not found:
            break
        for cut in found:
            _enter(flow, cut, loaded)
        cuts += found
        proof = flow.solve()
        if proof is not None:
            stalled = 0 if proof.value > (1 + GAIN) * best.value else stalled + 1
            best = max(best, proof, key=lambda one: one.value)
    return best


def _find_islands(flow: DayFlow, proof: Proof) -> list[Cut]:
    """Returns the parts that something is done in and no depot is connected with."""
    part = flow.circulation.parts(proof.columns)
    done = proof.columns[flow.way_column] > TRACE
    done |= flow.way_column < 0
    number = {int(one) for one in part[flow.way_tail[done]]}
    home: set[int] = set()
    for site, come, call in zip(flow.workload.sites, flow.inside, flow.calls, strict=True):
        if site.call is Call.DEPOT:
            home.add(int(part[come]))
        elif proof.columns[call] > TRACE:
            number.add(int(part[come]))
    cuts = []
    for one in sorted(number - home):
        inside = part == one
        within = np.flatnonzero(done & inside[flow.way_tail])
        cuts.append(Cut(inside, int(flow.way_lot[within[0]]) if len(within) else -1))
    return cuts


def _enter(flow: DayFlow, cut: Cut, loaded: bool) -> None:
    """Adds the rows that a set of nodes is entered as often as what lies in it needs."""
    flow.num_cuts += 1
    programme, workload, inside = flow.programme, flow.workload, cut.inside
    columns, fixed = flow.circulation.list_entering(inside)
    touching = inside[flow.way_tail] | inside[flow.way_head]
    num_ways = np.bincount(flow.way_lot)
    within = np.bincount(flow.way_lot[touching], minlength=len(num_ways))
    whole = [flow.lots[lot] for lot in np.flatnonzero(within == num_ways)]
    here = {
        site.call for site, come in zip(workload.sites, flow.inside, strict=True) if inside[come]
    }
    if whole:
        least = 1
        if loaded and Call.UNLOAD not in here:
            kilograms = sum(lot.number * lot.demand_kg for lot in whole)
            least = max(least, loads(kilograms, workload.hopper_kg))
        if loaded and Call.REFILL not in here:
            litres = sum(lot.number * lot.demand_l for lot in whole)
            least = max(least, loads(litres, workload.tank_l))
        programme.add_entries(programme.add_rows(least - fixed), columns, 1)
    elif touching.any():
        mine = touching & (flow.way_lot == cut.lot)
        if mine.any():
            row = programme.add_rows(-fixed)
            programme.add_entries(row, columns, 1)
            programme.add_entries(row, flow.way_column[mine], -1 / flow.lots[cut.lot].number)
    else:
        for call in (call for call in (Call.UNLOAD, Call.REFILL) if call in here):
            row = programme.add_rows(-fixed)
            programme.add_entries(row, columns, 1)
            for site, come, column in zip(workload.sites, flow.inside, flow.calls, strict=True):
                if inside[come] and site.call is call:
                    programme.add_entries(row, column, -1)
