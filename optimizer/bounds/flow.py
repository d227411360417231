"""The least empty driving that a day's tasks force, as a flow of vehicles.

Every vehicle's day is a closed walk, so at every node of the streets as many vehicles come as go.
A served task takes a vehicle from its entry to its exit for nothing. What is left is a least-cost
circulation through depots and facilities, with what `day_loads` and `day_cuts` add.

References
----------
Edmonds and Johnson (1973), Matching, Euler tours and the Chinese postman. doi:10.1007/BF01580113
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from optimizer.bounds.circulation import Circulation
from optimizer.bounds.deadline import ENDLESS, Deadline
from optimizer.bounds.linear_programme import Proof
from optimizer.bounds.street_points import StreetPoints
from optimizer.bounds.workload import Call, Workload


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcedFlow:
    """What no plan undercuts.

    Parameters
    ----------
    value_s
        Seconds of empty driving and visits together.
    visit_s
        The seconds of visits among them.
    calls
        How often the least flow calls for each purpose; not always whole.
    """

    value_s: int
    visit_s: int
    calls: Mapping[Call, float]


NOTHING_FORCED = ForcedFlow(value_s=0, visit_s=0, calls={})
"""What is known without a proof."""


class FlowLot(NamedTuple):
    """A number of tasks that are done in the same ways, and what each adds and takes."""

    number: int
    demand_kg: int
    demand_l: int


class FlowWay(NamedTuple):
    """A way in which some tasks are, or may be, done, between two points.

    `lot` is the same for all ways of the same `number` of tasks. `column` says how many of them
    are done so; None where all are. The shares of a load are those of one task.
    """

    lot: int
    entry: int
    exit: int
    number: int
    column: int | None
    hopper_share: float
    tank_share: float


class FlowLink(NamedTuple):
    """The way between a point of the streets and a site; `column` counts the vehicles."""

    site: int
    point: int
    column: int


class DayFlow:
    """One linear programme of a workload's flow, put together condition by condition.

    Parameters
    ----------
    deadline
        When it is over, `solve` proves nothing more.

    Attributes
    ----------
    drives
        The columns of the edges of `points`, in their order; its nodes keep their numbers.
    lots
        The tasks, by what they have in common.
    way_tail, way_head, way_column, way_lot
        Of each way in `ways`: the nodes between which it leads, its column or -1, its lot.
    num_cuts
        How many cuts of `day_cuts` are in it.
    is_loaded
        Whether what vehicles carry is in it.
    calls
        For each site of the workload, the column that counts the calls at it. A second call for
        the same purpose before the next task does not count: whoever makes it wants to turn round.
    inside
        For each site the first of two nodes, where vehicles have come in and where they go out.
    """

    def __init__(
        self, workload: Workload, points: StreetPoints, *, deadline: Deadline = ENDLESS
    ) -> None:
        self.workload, self.points, self.deadline = workload, points, deadline
        self.circulation = Circulation()
        self.programme = self.circulation.programme
        self.circulation.add_nodes(points.num_nodes)
        self.drives = self.circulation.add_edges(points.tail, points.head, points.cost_ms)
        self.lots: list[FlowLot] = []
        self.ways = tuple(self._serve())
        self.way_tail = points.arrival[[way.entry for way in self.ways]]
        self.way_head = points.departure[[way.exit for way in self.ways]]
        self.way_column = np.array([-1 if w.column is None else w.column for w in self.ways])
        self.way_lot = np.array([way.lot for way in self.ways])
        self.num_cuts = 0
        self.is_loaded = False
        self.calls: list[int] = []
        self.inside: list[int] = []
        self.arriving: list[FlowLink] = []
        self.leaving: list[FlowLink] = []

    def _serve(self) -> Iterator[FlowWay]:
        """Lets every task take a vehicle from its entry to its exit, in one of its modes."""
        points, circulation, workload = self.points, self.circulation, self.workload
        alike = Counter(
            (task.modes, task.demand_kg, task.demand_l, pools)
            for task, pools in zip(workload.tasks, workload.pools_of, strict=True)
        )
        for (modes, demand_kg, demand_l, pools), number in alike.items():
            ends = [
                (pool, points.point(entry, pool), points.point(exit_, pool))
                for pool in pools
                for mode in modes
                for entry, exit_ in [(mode.place.entries[0], mode.place.exits[0])]
                if points.is_open(entry, pool) and points.is_open(exit_, pool)
            ]
            if not ends:
                continue
            _, entries, exits = np.array(ends).T
            tails, heads = points.arrival[entries], points.departure[exits]
            columns: list[int | None] = [None]
            if len(ends) == 1:
                circulation.fix(int(tails[0]), int(heads[0]), number)
            else:
                chosen = circulation.add_edges(tails, heads, 0)
                self.programme.add_entries(self.programme.add_rows(number, equal=True), chosen, 1)
                columns = chosen.tolist()
            lot = len(self.lots)
            self.lots.append(FlowLot(number, demand_kg, demand_l))
            for (pool, entry, exit_), column in zip(ends, columns, strict=True):
                yield FlowWay(
                    lot,
                    entry,
                    exit_,
                    number,
                    column,
                    demand_kg / max(1, workload.pools[pool].hopper_kg),
                    demand_l / max(1, workload.pools[pool].tank_l),
                )

    def amount(self, row: int, way: FlowWay, factor: float) -> None:
        """Adds how many tasks are done in a way, times a factor, to the sum of a row."""
        if way.column is None:
            self.programme.raise_rows(row, -factor * way.number)
        else:
            self.programme.add_entries(row, way.column, factor)

    def call_at_sites(self) -> None:
        """Lets vehicles turn off the streets into a site and come out again."""
        points, circulation = self.points, self.circulation
        for number, site in enumerate(self.workload.sites):
            come, go = circulation.add_nodes(2).tolist()
            self.inside.append(come)
            self.calls += circulation.add_edges(come, go, 1000 * site.visit_s).tolist()
            if site.call is not Call.DEPOT:
                circulation.add_edges(come, go, 1000 * site.visit_s)
            for position in site.place.entries:
                if points.is_open(position, site.pool):
                    point = points.point(position, site.pool)
                    (column,) = circulation.add_edges(points.arrival[point], come, 0)
                    self.arriving.append(FlowLink(number, point, int(column)))
            for position in site.place.exits:
                if points.is_open(position, site.pool):
                    point = points.point(position, site.pool)
                    (column,) = circulation.add_edges(go, points.departure[point], 0)
                    self.leaving.append(FlowLink(number, point, int(column)))

    def force(self, least: int, factors: Mapping[Call, int]) -> None:
        """Makes the calls for each purpose, times a factor, reach a number."""
        (row,) = self.programme.add_rows(least)
        for site, column in zip(self.workload.sites, self.calls, strict=True):
            if site.call in factors:
                self.programme.add_entries(row, column, factors[site.call])

    def force_departures(self, least: int) -> None:
        """Makes routes begin that often, and nowhere more often than there are duties."""
        self.force(least, {Call.DEPOT: 1})
        for site, column in zip(self.workload.sites, self.calls, strict=True):
            if site.call is Call.DEPOT:
                row = self.programme.add_rows(-site.num_duties)
                self.programme.add_entries(row, column, -1)

    def force_visits(self) -> None:
        """Makes vehicles call at facilities as often as the demand in all needs."""
        workload = self.workload
        if workload.num_hoppers:
            self.force(workload.num_hoppers, {Call.UNLOAD: 1})
        if workload.always_loads:
            self.force(0, {Call.UNLOAD: 1, Call.DEPOT: -1})
        if workload.num_tanks:
            # A route begins with a full tank.
            self.force(workload.num_tanks, {Call.REFILL: 1, Call.DEPOT: 1})

    def solve(self) -> Proof | None:
        """Returns the least flow that keeps the conditions, in milliseconds."""
        # Some best plan has no route without a task, calls at a site with the same load once at
        # most between two tasks, and passes a node once in a drive.
        tasks, sites = len(self.workload.tasks), len(self.workload.sites)
        most = 4.0 * (tasks + 1) * (sites + 1)
        return self.programme.solve(
            most=most, interior=self.is_loaded, seconds=self.deadline.left_s
        )

    def list_forced(self, proof: Proof | None) -> ForcedFlow:
        """Returns in seconds what was proven: nothing without a proof."""
        if proof is None:
            return NOTHING_FORCED
        calls: dict[Call, float] = defaultdict(float)
        visit_s = 0.0
        for site, column in zip(self.workload.sites, self.calls, strict=False):
            calls[site.call] += float(proof.columns[column])
            visit_s += site.visit_s * float(proof.columns[column])
        # A millisecond for sums in binary; whole seconds because every part of a plan is.
        value_s = max(0, math.ceil((proof.value - 1) / 1000))
        return ForcedFlow(value_s=value_s, visit_s=min(value_s, int(visit_s)), calls=dict(calls))
