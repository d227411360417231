"""Drives a solution's routes step by step and tells what is wrong with them.

Shares no code with the search: it reads the `Instance` alone.
"""

from itertools import pairwise

from optimizer.instance.instance import FAR, NEVER, Instance
from optimizer.instance.solution import Solution, Visit

HORIZON_S = 3_000
"""No window of the random instances opens so late."""


def faults(instance: Instance, solution: Solution) -> list[str]:
    """Returns all broken rules of a solution, its stated cost included."""
    found: list[str] = []
    served = [
        v.element for route in solution.routes for v in route if v.element < instance.num_tasks
    ]
    if sorted([*served, *solution.absent]) != list(range(instance.num_tasks)):
        found.append(f"tasks {sorted(served)} served, {solution.absent} absent")
    cost = 0
    for duty, route in enumerate(solution.routes):
        if route:
            found += route_faults(instance, duty, route)
            cost += route_cost(instance, duty, route)
    cost += _apart_cost(instance, solution)
    found += _limit_faults(instance, solution)
    if cost != solution.cost:
        found.append(f"costs {cost}, stated are {solution.cost}")
    return found


def _apart_cost(instance: Instance, solution: Solution) -> int:
    """Returns what pairs of tasks cost that are served by different vehicles."""
    partners = instance.partners
    if partners is None:
        return 0
    vehicle_of = {}
    for duty, route in enumerate(solution.routes):
        vehicle = int(partners.duty_vehicle[duty])
        vehicle_of.update({element: vehicle for element, _ in route})
    return sum(
        int(partners.apart_cost[task])
        for task, partner in enumerate(partners.partner.tolist())
        if task < partner
        and {task, partner} <= vehicle_of.keys()
        and vehicle_of[task] != vehicle_of[partner]
    )


def _limit_faults(instance: Instance, solution: Solution) -> list[str]:
    """Returns the facilities that would have to take too much from all routes together."""
    if instance.limits is None:
        return []
    taken = [0] * len(instance.limits.capacity)
    for duty, route in enumerate(solution.routes):
        resets = instance.type_reset[instance.duty_type[duty]]
        for r in range(instance.demand.shape[1]):
            load = 0
            for element, mode in route:
                if element < instance.num_tasks:
                    load += int(instance.demand[element, r])
                elif element == resets[r]:
                    if instance.limits.mode_limit[mode, r] >= 0:
                        taken[instance.limits.mode_limit[mode, r]] += load
                    load = 0
    return [
        f"limit {number}: {amount} are taken, {most} may be"
        for number, (amount, most) in enumerate(zip(taken, instance.limits.capacity, strict=True))
        if amount > most
    ]


def route_cost(instance: Instance, duty: int, route: tuple[Visit, ...]) -> int:
    """Returns what a route costs: driving, work, use, balance, changes, waiting."""
    kind = int(instance.duty_type[duty])
    profile = int(instance.type_profile[kind])
    metres = seconds = danger = 0
    place, last = int(instance.duty_start_place[duty]), -1
    for _, mode in route:
        target = int(instance.mode_place[profile, mode])
        metres += instance.travel_m(profile, place, target) + int(instance.mode_service_m[mode])
        over_s, price = _going_over(instance, kind, last, mode)
        seconds += instance.travel_s(profile, place, target) + over_s
        seconds += int(instance.mode_service_s[kind, mode])
        danger += price
        if instance.interruptions is not None and instance.travel_m(profile, place, target) > 0:
            danger += int(instance.interruptions.mode_begin_cost[mode])
        place, last = target, mode
    metres += instance.travel_m(profile, place, int(instance.duty_end_place[duty]))
    seconds += instance.travel_s(profile, place, int(instance.duty_end_place[duty]))
    chain = int(instance.type_per_m[kind]) * metres + int(instance.type_per_s[kind]) * seconds
    chain += danger
    cost = chain + int(instance.duty_cost[duty])
    if instance.balance is not None:
        over = max(0, chain - int(instance.balance.above[duty]))
        cost += int(instance.balance.share[duty]) * over // 1024
    if instance.reference is not None:
        for element, _ in route:
            if element < instance.num_tasks and instance.reference.duty[element] not in (-1, duty):
                cost += int(instance.reference.change_cost[element])
    if instance.waiting is not None and instance.waiting.type_per_s[kind]:
        cost += int(instance.waiting.type_per_s[kind]) * waiting_s(instance, duty, route)
    return cost + sum(_stray(instance, element, duty) for element, _ in route)


def waiting_s(instance: Instance, duty: int, route: tuple[Visit, ...]) -> int:
    """Returns how long a route waits that is home as early as it can be; 0 if it is in no time.

    Every second is tried as the one to leave at, and every element as the one to rest after. A
    route that is home before its band of rest is over takes no rest.
    """
    start_s, rest_s = int(instance.duty_start_s[duty]), int(instance.rest_s[duty])
    latest_s = int(instance.rest_latest_s[duty])
    spared_s = int(instance.rest_earliest_s[duty]) + rest_s
    # When one is home who leaves at a second, and how much of that is neither driven nor worked.
    ways: list[tuple[int, int]] = []
    first = _clock(instance, duty, route, start_s, -1)
    none_due = rest_s == 0 or (first is not None and first[0] <= latest_s)
    for after in [-1] if none_due else [-1, *range(len(route))]:
        least_s = start_s if none_due or after >= 0 else max(start_s, spared_s)
        for leaves_s in range(least_s, least_s + HORIZON_S):
            way = _clock(instance, duty, route, leaves_s, after)
            if way is None:
                break
            ways.append(way)
            # Nobody who leaves later is home earlier.
            if way[0] > min(back_s for back_s, _ in ways):
                break
    return min(ways)[1] if ways else 0


def _clock(
    instance: Instance, duty: int, route: tuple[Visit, ...], now_s: int, rests_after: int
) -> tuple[int, int] | None:
    """Returns the return and the waiting of who leaves at `now_s`, None where it is too late."""
    kind = int(instance.duty_type[duty])
    profile = int(instance.type_profile[kind])
    place, last, idle_s = int(instance.duty_start_place[duty]), -1, 0
    for number, (_, mode) in enumerate(route):
        target = int(instance.mode_place[profile, mode])
        now_s += instance.travel_s(profile, place, target)
        now_s += int(_going_over(instance, kind, last, mode)[0])
        band = range(int(instance.window_start[mode]), int(instance.window_start[mode + 1]))
        open_s = [
            int(instance.window_earliest_s[w])
            for w in band
            if now_s <= instance.window_latest_s[w]
        ]
        if not open_s:
            return None
        idle_s += max(0, min(open_s) - now_s)
        now_s = max(now_s, min(open_s)) + int(instance.mode_service_s[kind, mode])
        if number == rests_after:
            if now_s > instance.rest_latest_s[duty]:
                return None
            idle_s += max(0, int(instance.rest_earliest_s[duty]) - now_s)
            now_s = max(now_s, int(instance.rest_earliest_s[duty])) + int(instance.rest_s[duty])
        place, last = target, mode
    return now_s + instance.travel_s(profile, place, int(instance.duty_end_place[duty])), idle_s


def _going_over(instance: Instance, kind: int, last: int, mode: int) -> tuple[int, int]:
    """Returns seconds and price of going over from one mode's lane to another's; -1 is a depot."""
    lanes = instance.lane_changes
    if lanes is None or last < 0:
        return 0, 0
    profile = int(instance.type_profile[kind])
    ends = [int(instance.mode_place[profile, one]) for one in (last, mode)]
    far = instance.travel_m(profile, *ends) > lanes.type_within_m[kind]
    if far or 0 in lanes.mode_lane[[last, mode]] or len(set(lanes.mode_lane[[last, mode]])) == 1:
        return 0, 0
    across = abs(int(lanes.mode_across[last]) - int(lanes.mode_across[mode]))
    over_s = max(lanes.mode_change_s[[last, mode]])
    over_s += across * max(lanes.mode_crossed_s[[last, mode]])
    return over_s, max(lanes.mode_change_cost[[last, mode]])


def _stray(instance: Instance, element: int, duty: int) -> int:
    """Returns what an element costs for lying outside the duty's territory."""
    where = instance.territories
    if where is None or element >= instance.num_tasks:
        return 0
    east = abs(int(where.task_east_m[element]) - int(where.duty_east_m[duty]))
    north = abs(int(where.task_north_m[element]) - int(where.duty_north_m[duty]))
    outside = east + north - int(where.duty_near_m[duty])
    return int(where.stray_per_m[element]) * outside if outside > 0 else 0


def route_faults(instance: Instance, duty: int, route: tuple[Visit, ...]) -> list[str]:
    """Returns the rules that a route breaks."""
    return [
        f"duty {duty}: {fault}"
        for fault in [
            *_structure_faults(instance, duty, route),
            *_load_faults(instance, duty, route),
            *_time_faults(instance, duty, route),
        ]
    ]


def _structure_faults(instance: Instance, duty: int, route: tuple[Visit, ...]) -> list[str]:
    kind = int(instance.duty_type[duty])
    profile = int(instance.type_profile[kind])
    final = int(instance.type_final_reset[kind])
    found = []
    own = {final, *(int(reset) for reset in instance.type_reset[kind])}
    for number, (element, mode) in enumerate(route):
        if mode not in instance.modes(element):
            found.append(f"mode {mode} is not one of element {element}")
        if instance.mode_place[profile, mode] < 0:
            found.append(f"mode {mode} lies where profile {profile} cannot work")
        if element < instance.num_tasks and not instance.allowed[kind, element]:
            found.append(f"task {element} needs another type")
        if (
            element < instance.num_tasks
            and instance.fixed is not None
            and instance.fixed.duty[element] not in (-1, duty)
        ):
            found.append(f"task {element} is pinned to duty {instance.fixed.duty[element]}")
        if element >= instance.num_tasks and element not in own:
            found.append(f"reset {element} is not one of the type")
        if (
            element == final
            and element not in instance.type_reset[kind]
            and number < len(route) - 1
        ):
            found.append("the final reset stands inside the route")
    if final >= 0 and route[-1].element != final:
        found.append("lacks its final reset")
    if all(element >= instance.num_tasks for element, _ in route):
        found.append("does nothing")
    return found


def _load_faults(instance: Instance, duty: int, route: tuple[Visit, ...]) -> list[str]:
    kind = int(instance.duty_type[duty])
    found = []
    driven = [*_driven_m(instance, duty, route), 0]
    for r in range(instance.demand.shape[1]):
        per_m = 0
        if instance.driving_use is not None and instance.driving_use.type_resource[kind] == r:
            per_m = int(instance.driving_use.type_per_m[kind])
        load = 0
        for (element, _), metres in zip(route, driven, strict=False):
            load += per_m * metres
            if load > instance.type_capacity[kind, r]:
                found.append(f"{load} of resource {r} used on the way to element {element}")
            if element < instance.num_tasks:
                load += int(instance.demand[element, r])
            elif element == instance.type_reset[kind, r]:
                load = 0
            if load > instance.type_capacity[kind, r]:
                found.append(f"load {load} of resource {r} at element {element}")
        if load + per_m * driven[len(route)] > instance.type_capacity[kind, r]:
            found.append(f"{load} of resource {r} and the way home")
    return found


def _driven_m(instance: Instance, duty: int, route: tuple[Visit, ...]) -> list[int]:
    """Returns the metres of each drive of a route, the way home last."""
    profile = int(instance.type_profile[int(instance.duty_type[duty])])
    places = [
        int(instance.duty_start_place[duty]),
        *(int(instance.mode_place[profile, mode]) for _, mode in route),
        int(instance.duty_end_place[duty]),
    ]
    return [instance.travel_m(profile, a, b) for a, b in pairwise(places)]


def _time_faults(instance: Instance, duty: int, route: tuple[Visit, ...]) -> list[str]:
    """Drives by the clock, as soon as it can, with the break at every moment it may be taken.

    Nothing is wrong when one of these ways is in time: without a break when that is not needed,
    or with the break after one of the elements, at once or when its band begins.
    """
    start_s = int(instance.duty_start_s[duty])
    rest_s = int(instance.rest_s[duty])
    if rest_s == 0:
        return _drive(instance, duty, route, start_s, -1, NEVER)
    earliest_s, latest_s = int(instance.rest_earliest_s[duty]), int(instance.rest_latest_s[duty])
    ways = [
        _drive(instance, duty, route, start_s, -1, latest_s),
        _drive(instance, duty, route, max(start_s, earliest_s + rest_s), -1, NEVER),
        *(_drive(instance, duty, route, start_s, after, NEVER) for after in range(len(route))),
    ]
    return [] if [] in ways else [f"has no moment for a break: {ways}"]


def _drive(
    instance: Instance,
    duty: int,
    route: tuple[Visit, ...],
    now_s: int,
    rests_after: int,
    home_by_s: int,
) -> list[str]:
    """Returns what is late in a route that leaves at `now_s` and rests after one element."""
    kind = int(instance.duty_type[duty])
    profile = int(instance.type_profile[kind])
    place, last = int(instance.duty_start_place[duty]), -1
    for number, (element, mode) in enumerate(route):
        target = int(instance.mode_place[profile, mode])
        travel_s = instance.travel_s(profile, place, target)
        travel_s += _going_over(instance, kind, last, mode)[0]
        if travel_s >= FAR:
            return [f"drives a way to element {element} that is not there"]
        first, last = instance.window_start[mode], instance.window_start[mode + 1]
        begins = [
            max(now_s + travel_s, int(instance.window_earliest_s[w]))
            for w in range(first, last)
            if now_s + travel_s <= instance.window_latest_s[w]
        ]
        if not begins:
            return [f"element {element} reached at {now_s + travel_s}, after its windows"]
        now_s = min(begins) + int(instance.mode_service_s[kind, mode])
        if number == rests_after:
            if now_s > instance.rest_latest_s[duty]:
                return [f"element {element} done at {now_s}, too late for a break"]
            now_s = max(now_s, int(instance.rest_earliest_s[duty]))
            now_s += int(instance.rest_s[duty])
        place, last = target, mode
    travel_s = instance.travel_s(profile, place, int(instance.duty_end_place[duty]))
    if travel_s >= FAR:
        return ["drives a way home that is not there"]
    limit_s = min(int(instance.duty_end_s[duty]), home_by_s)
    if now_s + travel_s > limit_s and limit_s < NEVER:
        return [f"is back at {now_s + travel_s}"]
    return []
