"""The lanes of a carriageway in the order of the trade: from the median outwards to the gutter.

Water runs to the gutter, and so does what it carries: a lane that is washed after its neighbour
nearer to the gutter makes that one dirty again. To the search the lanes of a carriageway are
alike: they begin and end at the same places, and whichever comes first costs the same. So they
change places afterwards, within a route, as far as going over to other lanes costs no more by it:
an integer programme for each route (CP-SAT).
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from optimizer.beside import begin_beside
from optimizer.division import cut_subinstance, price_routes
from optimizer.instance import FEN, Instance, LaneChanges, Solution
from optimizer.search import load, pack, shuns_of_solution

UNIT = FEN
"""Prices count in whole ones of these."""

EFFORT = 2.0
"""Work on one route at most, in deterministic seconds of CP-SAT."""


def order_outwards(instance: Instance, solution: Solution) -> Solution:
    """Returns a solution whose bundles are done from the farthest lane to the right edge.

    No route serves other tasks than before, or costs more, or comes late for it.

    Parameters
    ----------
    instance
        With `bundles` and `lane_changes`; else nothing changes.
    """
    lanes = instance.lane_changes
    if instance.bundles is None or lanes is None:
        return solution
    before = solution.sequences
    places = [_find_places(instance, route) for route in before]

    def order(duties: Sequence[int]) -> dict[int, list[int]]:
        return {
            duty: _order_route(instance, lanes, duty, before[duty], places[duty])
            for duty in duties
        }

    # Every second one in a second process, where there is one to be had.
    movable = [duty for duty, groups in enumerate(places) if groups]
    others = begin_beside(partial(order, movable[1::2]))
    ordered = order(movable[::2]) | others()
    changed = [duty for duty, route in sorted(ordered.items()) if route != before[duty]]
    if not changed:
        return solution
    shuns = shuns_of_solution(instance, solution)
    # The changed routes alone: for all of a city's there would have to be gigabytes of room.
    elements = {element for duty in changed for element in before[duty]}
    tasks = [element for element in elements if element < instance.num_tasks]
    part = cut_subinstance(instance, np.array(changed), np.array(tasks))
    problem = pack(part.instance)
    after = [ordered.get(duty, route) for duty, route in enumerate(before)]
    old, new = (
        load(
            part.instance,
            problem,
            part.convert_inward(routes),
            [shuns[duty] for duty in changed],
            may_grow=False,
        ).route
        for routes in (before, after)
    )
    is_better = (new["cost"] <= old["cost"]) & (new["holds"] == 1)
    kept = list(before)
    for duty, better in zip(changed, is_better, strict=False):
        if better:
            kept[duty] = after[duty]
    return price_routes(instance, kept, shuns)


def _find_places(instance: Instance, route: Sequence[int]) -> list[list[int]]:
    """Returns the positions of a route whose elements may change places, bundle by bundle.

    Nothing but their lane, and a litre of water, tells these elements apart.
    """
    assert instance.bundles is not None
    bundle_of = instance.bundles.task_bundle
    alike: dict[object, list[int]] = defaultdict(list)
    for position, element in enumerate(route):
        if element < instance.num_tasks and bundle_of[element] >= 0:
            modes = instance.modes(element)
            key = (
                int(bundle_of[element]),
                len(modes),
                instance.mode_place[:, modes.start].tobytes(),
                instance.mode_service_s[:, modes.start].tobytes(),
                *(
                    column[
                        int(instance.window_start[modes.start]) : int(
                            instance.window_start[modes.start + 1]
                        )
                    ].tobytes()
                    for column in (instance.window_earliest_s, instance.window_latest_s)
                ),
            )
            alike[key].append(position)
    return [places for places in alike.values() if len(places) > 1]


def _order_route(
    instance: Instance,
    lanes: LaneChanges,
    duty: int,
    route: list[int],
    groups: Sequence[Sequence[int]],
) -> list[int]:
    """Returns a route with the lanes in order, as far as that is free."""
    first = {element: int(instance.mode_start[element]) for element in route}
    across = {element: int(lanes.mode_across[mode]) for element, mode in first.items()}
    if not any(
        across[route[one]] < across[route[other]]
        for places in groups
        for one, other in combinations(places, 2)
    ):
        return route
    model = cp_model.CpModel()
    # Which element is where, and the lane that this means, by position.
    chosen: dict[int, dict[int, cp_model.IntVar]] = {}
    lane_at: dict[int, Any] = {n: across[one] for n, one in enumerate(route)}
    inward: list[cp_model.IntVar] = []
    for places in groups:
        elements = [route[position] for position in places]
        for position in places:
            chosen[position] = {one: model.new_bool_var("") for one in elements}
            model.add_exactly_one(chosen[position].values())
            lane_at[position] = sum(across[one] * x for one, x in chosen[position].items())
            for one, x in chosen[position].items():
                model.add_hint(x, one == route[position])
        for one in elements:
            model.add_exactly_one(chosen[position][one] for position in places)
        most = max(across[one] for one in elements)
        for one, other in combinations(places, 2):
            is_inward = model.new_bool_var("")
            model.add(lane_at[other] - lane_at[one] <= most * is_inward)
            inward.append(is_inward)
    price, price_now = _price(model, instance, lanes, duty, route, chosen, lane_at)
    model.add(price <= price_now)
    _keep_loads(model, instance, duty, route, chosen)
    model.minimize((price_now + 1) * sum(inward) + price)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    # It would take Ctrl-C from whoever waits for it.
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return route
    return [
        next(one for one, x in chosen[n].items() if solver.boolean_value(x))
        if n in chosen
        else element
        for n, element in enumerate(route)
    ]


def _price(
    model: cp_model.CpModel,
    instance: Instance,
    lanes: LaneChanges,
    duty: int,
    route: Sequence[int],
    chosen: dict[int, dict[int, cp_model.IntVar]],
    lane_at: dict[int, Any],
) -> tuple[Any, int]:
    """Returns what going over costs between what may change places, and what it costs as it is.

    In fen and not less, so that the numbers stay small. The elements of a bundle take the same.
    """
    kind = int(instance.duty_type[duty])
    profile, per_s = int(instance.type_profile[kind]), int(instance.type_per_s[kind])
    terms: list[cp_model.LinearExprT] = []
    now = 0
    modes = [int(instance.mode_start[element]) for element in route]
    for (here, one), (there, other) in pairwise(enumerate(modes)):
        if here not in chosen and there not in chosen:
            continue
        both = [one, other]
        metres = instance.travel_m(profile, *instance.mode_place[profile, both].tolist())
        if metres > lanes.type_within_m[kind] or 0 in lanes.mode_lane[both]:
            continue
        change = per_s * int(lanes.mode_change_s[both].max())
        change = (change + int(lanes.mode_change_cost[both].max())) // UNIT
        crossed = per_s * int(lanes.mode_crossed_s[both].max()) // UNIT
        gap = int(np.ptp(lanes.mode_across[both]))
        now += change * (lanes.mode_lane[one] != lanes.mode_lane[other]) + crossed * gap
        most = int(lanes.mode_across.max())
        apart, goes_over = model.new_int_var(0, most, ""), model.new_bool_var("")
        model.add_abs_equality(apart, lane_at[here] - lane_at[there])
        model.add(apart <= most * goes_over)
        terms.append(change * goes_over + crossed * apart)
    return sum(terms), int(now)


def _keep_loads(
    model: cp_model.CpModel,
    instance: Instance,
    duty: int,
    route: Sequence[int],
    chosen: dict[int, dict[int, cp_model.IntVar]],
) -> None:
    """Keeps each trip within what the vehicle holds: lanes differ by a litre."""
    kind = int(instance.duty_type[duty])
    for resource, reset in enumerate(instance.type_reset[kind].tolist()):
        if reset < 0:
            continue
        capacity = int(instance.type_capacity[kind, resource])
        demand = instance.demand[:, resource]
        trip: list[cp_model.LinearExprT] = []
        for position, element in enumerate([*route, reset]):
            if element == reset:
                model.add(sum(trip) <= capacity)
                trip = []
            elif position in chosen:
                trip.append(sum(int(demand[one]) * x for one, x in chosen[position].items()))
            elif element < instance.num_tasks:
                trip.append(int(demand[element]))
