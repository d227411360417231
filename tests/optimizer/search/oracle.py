"""The best solution of a tiny instance, by dynamic programming over sets of tasks.

Slow and plain on purpose. It knows modes, capacities and resets, but no times.
"""

from functools import cache

from optimizer.instance import Instance

INFINITE = 10**15


def best_total(instance: Instance) -> int:
    """Returns the least cost of routes and of what is left out, over all solutions."""
    everything = (1 << instance.num_tasks) - 1
    route_costs = [_route_costs(instance, duty) for duty in range(instance.num_duties)]

    @cache
    def best(duty: int, left: int) -> int:
        if duty == instance.num_duties:
            return sum(int(instance.prize[t]) for t in range(instance.num_tasks) if left >> t & 1)
        found = best(duty + 1, left)
        served = left
        while served:
            cost = route_costs[duty].get(served)
            if cost is not None:
                found = min(found, cost + best(duty + 1, left & ~served))
            served = (served - 1) & left
        return found

    return best(0, everything)


def _route_costs(instance: Instance, duty: int) -> dict[int, int]:
    """Returns the least cost of a duty's route for every set of tasks that it can serve."""
    kind = int(instance.duty_type[duty])
    profile = int(instance.type_profile[kind])
    per_m, per_s = int(instance.type_per_m[kind]), int(instance.type_per_s[kind])
    capacity = [int(c) for c in instance.type_capacity[kind]]
    resets = [int(r) for r in instance.type_reset[kind]]
    final = int(instance.type_final_reset[kind])

    def drive(origin: int, destination: int) -> int:
        return per_m * instance.travel_m(profile, origin, destination) + per_s * instance.travel_s(
            profile, origin, destination
        )

    def work(mode: int) -> int:
        return per_m * int(instance.mode_service_m[mode]) + per_s * int(
            instance.mode_service_s[kind, mode]
        )

    def place(mode: int) -> int:
        return int(instance.mode_place[profile, mode])

    # State: set served, place, loads. Resets may stand between any two tasks.
    start = (0, int(instance.duty_start_place[duty]), (0, 0))
    layer = {start: 0}
    ends: dict[int, int] = {}
    while layer:
        for (served, at, _loads), cost in layer.items():
            if not served:
                continue
            ways = (
                [cost + drive(at, int(instance.duty_end_place[duty]))]
                if final < 0
                else [
                    cost
                    + drive(at, place(m))
                    + work(m)
                    + drive(place(m), int(instance.duty_end_place[duty]))
                    for m in instance.modes(final)
                ]
            )
            total = min(ways) + int(instance.duty_cost[duty])
            ends[served] = min(ends.get(served, INFINITE), total)
        # Every state may first go to one facility per resource, then serve one more task.
        reached = dict(layer)
        for resource, reset in enumerate(resets):
            if reset < 0:
                continue
            for (served, at, loads), cost in layer.items():
                if not served:
                    continue
                emptied = tuple(0 if r == resource else load for r, load in enumerate(loads))
                for m in instance.modes(reset):
                    state = (served, place(m), emptied)
                    reached[state] = min(
                        reached.get(state, INFINITE), cost + drive(at, place(m)) + work(m)
                    )
        following: dict[tuple[int, int, tuple[int, ...]], int] = {}
        for (served, at, loads), cost in reached.items():
            for task in range(instance.num_tasks):
                if served >> task & 1 or not instance.allowed[kind, task]:
                    continue
                more = tuple(
                    load + int(d) for load, d in zip(loads, instance.demand[task], strict=True)
                )
                if any(load > most for load, most in zip(more, capacity, strict=True)):
                    continue
                for m in instance.modes(task):
                    state = (served | 1 << task, place(m), more)
                    value = cost + drive(at, place(m)) + work(m)
                    following[state] = min(following.get(state, INFINITE), value)
        layer = following
    return ends
