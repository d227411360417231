"""A proven lower bound on the paid time of a day's plan.

No plan that serves the same tasks with the same vehicles works, drives and visits facilities for
less: see `optimizer.bounds.flow` for the driving. What the bound leaves out is listed in
`Ignored`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from fleet import Fleet, Shift, Vehicle, Work
from optimizer.bounds.cuts import Cut, connect
from optimizer.bounds.deadline import ENDLESS, Deadline
from optimizer.bounds.flow import NOTHING_FORCED, DayFlow, ForcedFlow
from optimizer.bounds.loads import carry
from optimizer.bounds.street_points import StreetPoints
from optimizer.bounds.workload import Workload, workload_of
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.task import Task

ROUNDS = 10
"""Most rounds of cuts."""

MANY_LOADS = 2
"""Loads for each route from which on they are followed along the streets. They take ten times as
long to solve, and say little where a vehicle is filled once or twice in a shift."""


class Ignored(StrEnum):
    """A rule that binds plans and not the bound; so the truth may lie above it, never below."""

    TIME_WINDOWS = "time_windows"
    SHIFT_HOURS = "shift_hours"
    BEST_VEHICLE = "best_vehicle"
    CONNECTIVITY = "connectivity"
    DIVIDED_LOADS = "divided_loads"
    OWN_DEPOT = "own_depot"
    WHOLE_SECONDS = "whole_seconds"
    LANE_CHANGES = "lane_changes"

    @property
    def sentence(self) -> str:
        """The rule in plain words."""
        return _SENTENCES[self]


_SENTENCES = {
    Ignored.TIME_WINDOWS: "Within a shift, work may be done and facilities visited at any hour, "
    "in any order.",
    Ignored.SHIFT_HOURS: "A route may last longer than its shift and has no break; shifts only "
    "say how many routes there are at least.",
    Ignored.BEST_VEHICLE: "Each piece of work and of road takes what the fastest vehicle needs, "
    "and every vehicle holds what the largest holds.",
    Ignored.CONNECTIVITY: "Rounds that nowhere meet a way from a depot are allowed.",
    Ignored.DIVIDED_LOADS: "Vehicles may take fractions of a load, and share them out in passing.",
    Ignored.OWN_DEPOT: "A vehicle may come home to another depot, as long as as many come as "
    "left.",
    Ignored.WHOLE_SECONDS: "Driving counts in milliseconds rounded down, not in whole seconds for "
    "each drive.",
    Ignored.LANE_CHANGES: "Going over to another lane or kerb takes no time.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkBound:
    """The bound for works whose vehicles can stand in for each other.

    Parameters
    ----------
    works
        One work, or several where some vehicle does several.
    departures
        How many routes there are at least.
    service_s
        At work.
    balance_s
        Empty driving because every junction is left as often as it is reached, by vehicles that
        may turn round at depots and facilities.
    depot_s
        Further driving because routes begin and end at a depot.
    trips_s
        Further driving to facilities.
    facility_s
        Unloading and refilling.
    plan_s
        What the plan takes for the same.
    cut_short
        Whether time ran out, so that more of it may prove more.
    """

    works: tuple[Work, ...]
    departures: int
    service_s: int
    balance_s: int
    depot_s: int
    trips_s: int
    facility_s: int
    plan_s: int
    cut_short: bool = False

    @property
    def deadhead_s(self) -> int:
        """Forced seconds of empty driving."""
        return self.balance_s + self.depot_s + self.trips_s

    @property
    def value_s(self) -> int:
        """What no plan undercuts."""
        return self.service_s + self.deadhead_s + self.facility_s

    @property
    def gap(self) -> float:
        """How far the plan lies above, as a share of the bound."""
        return _gap(self.plan_s, self.value_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBound:
    """What no plan for the same tasks undercuts, work by work."""

    rows: tuple[WorkBound, ...]
    ignores: tuple[Ignored, ...] = tuple(Ignored)

    @property
    def service_s(self) -> int:
        """Seconds at work."""
        return sum(row.service_s for row in self.rows)

    @property
    def deadhead_s(self) -> int:
        """Forced seconds of empty driving."""
        return sum(row.deadhead_s for row in self.rows)

    @property
    def facility_s(self) -> int:
        """Forced seconds of unloading and refilling."""
        return sum(row.facility_s for row in self.rows)

    @property
    def value_s(self) -> int:
        """What no plan undercuts."""
        return sum(row.value_s for row in self.rows)

    @property
    def plan_s(self) -> int:
        """What the plan takes."""
        return sum(row.plan_s for row in self.rows)

    @property
    def gap(self) -> float:
        """How far the plan lies above, as a share of the bound."""
        return _gap(self.plan_s, self.value_s)

    def __str__(self) -> str:
        return "\n".join(
            (
                f"Bound: {self.value_s / 3600:.1f} h at least, the plan takes "
                f"{self.plan_s / 3600:.1f} h (gap {self.gap:.1%})",
                *(
                    f"{' and '.join(row.works)}: {row.service_s / 3600:.1f} h of work, "
                    f"{row.deadhead_s / 3600:.1f} h of driving, {row.facility_s / 3600:.1f} h at "
                    f"facilities, {row.departures} routes; the plan takes "
                    f"{row.plan_s / 3600:.1f} h (gap {row.gap:.1%})"
                    for row in self.rows
                ),
            )
        )


def _gap(plan_s: int, value_s: int) -> float:
    return (plan_s - value_s) / value_s if value_s else 0.0


def bound_time(
    network: RoadNetwork,
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    plan: Plan,
    *,
    works: Collection[Work] = tuple(Work),
    deadline: Deadline = ENDLESS,
) -> TimeBound:
    """Returns a lower bound on the paid time of any plan for the tasks that this plan serves.

    Parameters
    ----------
    fleet
        The vehicles with their depots and shifts.
    sites
        The place of every facility, by id.
    plan
        One that the checker passes.
    works
        Leaves out rows that have none of these. Collection takes longest and its bound is the
        farthest from the truth.
    deadline
        When it is over, what is proved by then is returned.
    """
    served = [task for task in tasks if task.id in plan.served]
    groups = [
        group
        for group in _group_works(fleet, {task.work for task in served})
        if group & set(works)
    ]
    rows = []
    for number, together in enumerate(groups):
        vehicles = [v for v in _list_on_duty(fleet) if together & set(v.works)]
        mine = tuple(task for task in served if task.work in together)
        ids = {vehicle.id for vehicle in vehicles}
        plan_s = sum(route.paid_s for route in plan.routes if route.vehicle_id in ids)
        workload = workload_of(network, fleet, vehicles, mine, sites)
        part = deadline.part(len(groups) - number)
        rows.append(_bound_work(network, workload, vehicles, plan_s, part))
    return TimeBound(rows=tuple(rows))


def _list_on_duty(fleet: Fleet) -> list[Vehicle]:
    return [v for v in fleet.vehicles if v.shifts and v.depot_id is not None]


def _group_works(fleet: Fleet, served: set[Work]) -> list[set[Work]]:
    """Returns the works served, together where one vehicle does both."""
    groups = [{work} for work in sorted(served)]
    for vehicle in _list_on_duty(fleet):
        joined = [group for group in groups if group & set(vehicle.works)]
        if len(joined) > 1:
            groups = [group for group in groups if group not in joined]
            groups.append(set().union(*joined))
    return sorted(groups, key=min)


def _bound_work(
    network: RoadNetwork,
    workload: Workload,
    vehicles: Sequence[Vehicle],
    plan_s: int,
    deadline: Deadline,
) -> WorkBound:
    service_s = workload.service_s
    longest_s = sorted((_most_paid_s(s) for v in vehicles for s in v.shifts), reverse=True)
    if deadline.is_over:
        # Without a proof of any driving there is still the work.
        departures = _num_routes(longest_s, service_s)
        proved = _Proved(departures, NOTHING_FORCED, NOTHING_FORCED, NOTHING_FORCED)
    else:
        proved = _prove(network, workload, longest_s, deadline)
    drive_s = proved.whole.value_s - proved.whole.visit_s
    balance_s = min(proved.balance.value_s, drive_s)
    depot_s = max(0, min(proved.at_depots.value_s, drive_s) - balance_s)
    return WorkBound(
        works=tuple(sorted({task.work for task in workload.tasks})),
        departures=proved.departures,
        service_s=service_s,
        balance_s=balance_s,
        depot_s=depot_s,
        trips_s=drive_s - balance_s - depot_s,
        facility_s=proved.whole.visit_s,
        plan_s=plan_s,
        cut_short=deadline.is_over,
    )


class _Proved(NamedTuple):
    """How many routes there are at least, and what is forced step by step."""

    departures: int
    balance: ForcedFlow
    at_depots: ForcedFlow
    whole: ForcedFlow


def _prove(
    network: RoadNetwork, workload: Workload, longest_s: Sequence[int], deadline: Deadline
) -> _Proved:
    """Returns what is proved until a deadline."""
    service_s, positions = workload.service_s, set(workload.positions)
    points = StreetPoints.layer(
        [StreetPoints.of(network, pool.profiles, positions) for pool in workload.pools]
    )
    streets = DayFlow(workload, points, deadline=deadline)
    # At a site on both sides of a street vehicles turn round, as those of a plan do.
    streets.call_at_sites()
    streets.force_departures(0)
    balance = streets.list_forced(streets.solve())
    cuts: list[Cut] = []
    departures = _num_routes(longest_s, service_s + balance.value_s)
    whole = max(balance, _with_visits(streets, departures, cuts, rounds=ROUNDS), key=_value_s)
    # Every further route means further driving, which may force yet another.
    while (needed := _num_routes(longest_s, service_s + whole.value_s)) > departures:
        departures = needed
        whole = max(whole, _with_visits(streets, departures, cuts, rounds=0), key=_value_s)
    dry = _require_departures(streets, departures)
    at_depots = dry.list_forced(connect(dry, cuts, rounds=0, loaded=False))
    return _Proved(departures, balance, at_depots, whole)


def _value_s(forced: ForcedFlow) -> int:
    return forced.value_s


def _require_departures(streets: DayFlow, departures: int) -> DayFlow:
    """Returns the flow of so many routes at least, and no forced visits."""
    flow = DayFlow(streets.workload, streets.points, deadline=streets.deadline)
    flow.call_at_sites()
    flow.force_departures(departures)
    return flow


def _with_visits(streets: DayFlow, departures: int, cuts: list[Cut], *, rounds: int) -> ForcedFlow:
    """Returns all that the workload forces with so many routes at least."""
    if streets.deadline.is_over:
        return NOTHING_FORCED
    workload = streets.workload
    flow = _require_departures(streets, departures)
    flow.force_visits()
    proof = connect(flow, cuts, rounds=rounds)
    for water, number in ((True, workload.num_tanks), (False, workload.num_hoppers)):
        if number > MANY_LOADS * departures and not streets.deadline.is_over:
            carry(flow, water=water)
    if flow.is_loaded:
        proof = connect(flow, cuts, rounds=0) or proof
    return flow.list_forced(proof)


def _most_paid_s(shift: Shift) -> int:
    """Returns the most seconds that a route may be on its way in a shift, the break not counted.

    Without a break it leaves after the break's band began, or is back before that ends.
    """
    rest = shift.rest
    if rest is None:
        return shift.duration_s
    return max(
        shift.duration_s - rest.duration_s,
        shift.end_s - rest.earliest_s,
        rest.latest_s - shift.start_s,
    )


def _num_routes(longest_s: Sequence[int], forced_s: int) -> int:
    """Returns how many of the longest shifts it takes to hold so many seconds."""
    for number, held_s in enumerate(accumulate(longest_s), start=1):
        if held_s >= forced_s:
            return number
    return max(1, len(longest_s))
