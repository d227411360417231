"""The best solution of a tiny instance, by dynamic programming over sets of tasks.

Slow and plain on purpose. It knows modes, capacities, resets, windows, shifts, breaks, pins, a
reference plan, a balance, partners and limits of facilities, and shares no code with the search.
It chooses modes for cost *and* time, and may visit facilities wherever it likes; the search
chooses modes for cost alone, so with times it may stay above.
"""

from functools import cache

from optimizer.instance.instance import FAR, NEVER, Instance

INFINITE = 10**15

State = tuple[int, int, tuple[int, ...], bool, tuple[int, ...]]
"""Tasks served, place, loads, whether a break is due, and what is taken of each limit."""

Ends = dict[int, dict[tuple[int, ...], int]]
"""For each set of tasks, what a route may take of each limit and its least cost then."""

Fronts = dict[State, list[tuple[int, int]]]
"""For each state the pairs (moment of driving on, cost) that none other makes pointless."""


def best_total(instance: Instance) -> int:
    """Returns the least cost of routes and of what is left out, over all solutions."""
    everything = (1 << instance.num_tasks) - 1
    route_costs = [
        {
            served: {taken: _tied(instance, duty, served, chain) for taken, chain in ways.items()}
            for served, ways in _chains(instance, duty).items()
            if _may_be_served(instance, duty, served)
        }
        for duty in range(instance.num_duties)
    ]

    room = _capacities(instance)

    @cache
    def best(duty: int, left: int, room: tuple[int, ...], by: tuple[int, ...]) -> int:
        if duty == instance.num_duties:
            return sum(int(instance.prize[t]) for t in range(instance.num_tasks) if left >> t & 1)
        found = best(duty + 1, left, room, by)
        served = left
        while served:
            now, apart = _with_vehicle(instance, duty, served, by)
            for taken, cost in route_costs[duty].get(served, {}).items():
                rest = tuple(most - amount for most, amount in zip(room, taken, strict=True))
                if min(rest, default=0) >= 0:
                    later = best(duty + 1, left & ~served, rest, now)
                    found = min(found, cost + apart + later)
            served = (served - 1) & left
        return found

    return best(0, everything, room, (-1,) * instance.num_tasks)


def _with_vehicle(
    instance: Instance, duty: int, served: int, by: tuple[int, ...]
) -> tuple[tuple[int, ...], int]:
    """Returns the vehicle of each task when a duty serves some more, and what is apart by that.

    Without partners nobody need remember who served what.
    """
    partners = instance.partners
    if partners is None:
        return by, 0
    vehicle = int(partners.duty_vehicle[duty])
    after = list(by)
    for task in _members(instance, served):
        after[task] = vehicle
    cost = 0
    for task in _members(instance, served):
        partner = int(partners.partner[task])
        if partner >= 0 and by[partner] not in (-1, vehicle):
            cost += int(partners.apart_cost[task])
    return tuple(after), cost


def _capacities(instance: Instance) -> tuple[int, ...]:
    return () if instance.limits is None else tuple(instance.limits.capacity.tolist())


def _members(instance: Instance, served: int) -> list[int]:
    return [task for task in range(instance.num_tasks) if served >> task & 1]


def _may_be_served(instance: Instance, duty: int, served: int) -> bool:
    """Says whether no pin forbids a set of tasks to a duty."""
    pinned = None if instance.fixed is None else instance.fixed.duty
    return pinned is None or all(pinned[t] in (-1, duty) for t in _members(instance, served))


def _tied(instance: Instance, duty: int, served: int, chain: int) -> int:
    """Returns what a route costs in all whose chain costs so much."""
    cost = chain + int(instance.duty_cost[duty])
    if instance.balance is not None:
        over = max(0, chain - int(instance.balance.above[duty]))
        cost += int(instance.balance.share[duty]) * over // 1024
    if instance.reference is not None:
        for task in _members(instance, served):
            if instance.reference.duty[task] not in (-1, duty):
                cost += int(instance.reference.change_cost[task])
    if instance.territories is not None:
        where = instance.territories
        for task in _members(instance, served):
            east = int(where.task_east_m[task] - where.duty_east_m[duty])
            north = int(where.task_north_m[task] - where.duty_north_m[duty])
            beyond = abs(east) + abs(north) - int(where.duty_near_m[duty])
            cost += max(0, beyond) * int(where.stray_per_m[task])
    return cost


def _add(fronts: Fronts, state: State, moment: int, cost: int) -> None:
    """Notes a pair unless another is no later and no dearer."""
    front = fronts.setdefault(state, [])
    if not any(m <= moment and c <= cost for m, c in front):
        front[:] = [(m, c) for m, c in front if c < cost or m < moment]
        front.append((moment, cost))


class _Driver:
    """One duty's rules: what doing an element costs, and when it is done."""

    def __init__(self, instance: Instance, duty: int) -> None:
        self.instance, self.duty = instance, duty
        self.kind = int(instance.duty_type[duty])
        self.profile = int(instance.type_profile[self.kind])
        self.per_m = int(instance.type_per_m[self.kind])
        self.per_s = int(instance.type_per_s[self.kind])
        self.timed = bool(
            (instance.duty_end_s < NEVER).any()
            or (instance.window_latest_s < NEVER).any()
            or (instance.rest_s > 0).any()
        )
        self.rest_s = int(instance.rest_s[duty])
        self.earliest_s = int(instance.rest_earliest_s[duty])
        self.latest_s = int(instance.rest_latest_s[duty])

    def place(self, mode: int) -> int:
        return int(self.instance.mode_place[self.profile, mode])

    def go(self, last: int, mode: int) -> tuple[int, int]:
        """Returns seconds and cost of a drive between modes; -1 stands for the depot."""
        origin = int(self.instance.duty_start_place[self.duty]) if last < 0 else self.place(last)
        home = int(self.instance.duty_end_place[self.duty])
        destination = home if mode < 0 else self.place(mode)
        seconds = self.instance.travel_s(self.profile, origin, destination)
        metres = self.instance.travel_m(self.profile, origin, destination)
        danger, lanes = 0, self.instance.lane_changes
        if lanes is not None and last >= 0 and mode >= 0:
            one, other = int(lanes.mode_lane[last]), int(lanes.mode_lane[mode])
            if one * other != 0 and one != other and metres <= lanes.type_within_m[self.kind]:
                seconds += int(lanes.mode_change_s[[last, mode]].max())
                across = abs(int(lanes.mode_across[last]) - int(lanes.mode_across[mode]))
                seconds += across * int(lanes.mode_crossed_s[[last, mode]].max())
                danger = int(lanes.mode_change_cost[[last, mode]].max())
        if self.instance.interruptions is not None and metres > 0 and mode >= 0:
            danger += int(self.instance.interruptions.mode_begin_cost[mode])
        return seconds, self.per_m * metres + self.per_s * seconds + danger

    def uses(self, last: int, mode: int) -> tuple[int, int]:
        """Returns what a drive between modes uses, by resource."""
        use = self.instance.driving_use
        if use is None or use.type_resource[self.kind] < 0:
            return 0, 0
        origin = int(self.instance.duty_start_place[self.duty]) if last < 0 else self.place(last)
        home = int(self.instance.duty_end_place[self.duty])
        destination = home if mode < 0 else self.place(mode)
        used = int(use.type_per_m[self.kind]) * self.instance.travel_m(
            self.profile, origin, destination
        )
        return (used, 0) if use.type_resource[self.kind] == 0 else (0, used)

    def starts(self) -> list[tuple[bool, int]]:
        """Returns the ways to leave: with a break due, or so late that it is spared."""
        start_s = int(self.instance.duty_start_s[self.duty])
        if self.rest_s == 0:
            return [(False, start_s)]
        return [(True, start_s), (False, max(start_s, self.earliest_s + self.rest_s))]

    def do(self, at: int, due: bool, moment: int, mode: int) -> list[tuple[bool, int, int]]:
        """Returns whether a break is still due, when the vehicle drives on and the cost added.

        With a break due there are two ways: to take it right after this, or to go on. There is
        none when the drive is forbidden or the time is over.
        """
        travel_s, cost = self.go(at, mode)
        work_s = int(self.instance.mode_service_s[self.kind, mode])
        cost += self.per_m * int(self.instance.mode_service_m[mode]) + self.per_s * work_s
        if travel_s >= FAR:
            return []
        if not self.timed:
            return [(due, 0, cost)]
        begin = None
        for w in range(
            int(self.instance.window_start[mode]), int(self.instance.window_start[mode + 1])
        ):
            if moment + travel_s <= self.instance.window_latest_s[w]:
                begin = max(moment + travel_s, int(self.instance.window_earliest_s[w]))
                break
        if begin is None:
            return []
        done = begin + work_s
        if not due:
            return [(False, done, cost)]
        if done > self.latest_s:
            return []
        return [
            (True, done, cost),
            (False, max(done, self.earliest_s) + self.rest_s, cost),
        ]

    def home(self, at: int, due: bool, moment: int) -> int | None:
        """Returns the cost of the drive home, or None when it ends too late."""
        travel_s, cost = self.go(at, -1)
        if travel_s >= FAR:
            return None
        if self.timed:
            back = moment + travel_s
            if back > self.instance.duty_end_s[self.duty] or (due and back > self.latest_s):
                return None
        return cost


def _chains(instance: Instance, duty: int) -> Ends:
    """Returns the least cost of driving, work and facilities for every set it can serve."""
    driver = _Driver(instance, duty)
    kind = driver.kind
    capacity = [int(c) for c in instance.type_capacity[kind]]
    resets = sorted({int(r) for r in instance.type_reset[kind] if r >= 0})
    final = int(instance.type_final_reset[kind])
    depot, empty = -1, (0,) * len(capacity)
    layer: Fronts = {
        (0, depot, empty, due, (0,) * len(_capacities(instance))): [(moment, 0)]
        for due, moment in driver.starts()
    }
    ends: Ends = {}
    most = _capacities(instance)

    def note_end(served: int, taken: tuple[int, ...], cost: int | None) -> None:
        if served and cost is not None:
            ways = ends.setdefault(served, {})
            ways[taken] = min(ways.get(taken, INFINITE), cost)

    def added(loads: tuple[int, ...], more) -> tuple[int, ...] | None:
        """Returns loads with more of each, None when that is too much."""
        all_ = tuple(load + int(d) for load, d in zip(loads, more, strict=True))
        fits = all(load <= full for load, full in zip(all_, capacity, strict=True))
        return all_ if fits else None

    def take(taken: tuple[int, ...], loads: tuple[int, ...], reset: int, mode: int):
        if instance.limits is None:
            return taken
        after = list(taken)
        for r, load in enumerate(loads):
            if instance.type_reset[kind, r] == reset and instance.limits.mode_limit[mode, r] >= 0:
                after[instance.limits.mode_limit[mode, r]] += load
        return tuple(after)

    def visit(state: State, moment: int, cost: int, reset: int) -> list[tuple[State, int, int]]:
        served, at, carried, due, before = state
        found = []
        for m in instance.modes(reset):
            aboard = added(carried, driver.uses(at, m))
            if aboard is None:
                continue
            loads = tuple(
                0 if instance.type_reset[kind, r] == reset else load
                for r, load in enumerate(aboard)
            )
            taken = take(before, aboard, reset, m)
            if any(amount > limit for amount, limit in zip(taken, most, strict=True)):
                continue
            for still, left, paid in driver.do(at, due, moment, m):
                found.append(((served, m, loads, still, taken), left, cost + paid))
        return found

    while layer:
        # Before the next task there may be any facilities, at most two of them.
        reached: Fronts = {state: list(front) for state, front in layer.items()}
        wave = layer
        for _ in range(2 if resets else 0):
            after: Fronts = {}
            for state, front in wave.items():
                for moment, cost in front:
                    for reset in resets:
                        for found in visit(state, moment, cost, reset):
                            _add(after, *found)
                            _add(reached, *found)
            wave = after
        following: Fronts = {}
        for state, front in reached.items():
            served, at, loads, due, taken = state
            for moment, cost in front:
                if final < 0:
                    home = driver.home(at, due, moment)
                    if added(loads, driver.uses(at, -1)) is None:
                        home = None
                    note_end(served, taken, None if home is None else cost + home)
                elif served:
                    for (_, place, left_aboard, still, all_), left, paid in visit(
                        state, moment, cost, final
                    ):
                        home = driver.home(place, still, left)
                        if added(left_aboard, driver.uses(place, -1)) is None:
                            home = None
                        note_end(served, all_, None if home is None else paid + home)
                for task in range(instance.num_tasks):
                    if served >> task & 1 or not instance.allowed[kind, task]:
                        continue
                    for m in instance.modes(task):
                        there = added(loads, driver.uses(at, m))
                        more = there and added(there, instance.demand[task])
                        if more is None:
                            continue
                        for still, left, paid in driver.do(at, due, moment, m):
                            then = (served | 1 << task, m, more, still, taken)
                            _add(following, then, left, cost + paid)
        layer = following
    return ends
