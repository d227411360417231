"""Random small instances with every feature of an `Instance`, each on or off."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from optimizer.instance.instance import FAR, NEVER, Instance, pack_travel
from optimizer.instance.neighbours import nearest_tasks
from tests.rich_groups import (
    add_lanes,
    add_limits,
    add_partners,
    add_range,
    add_waiting,
    tie,
)

DAY_S = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What an instance has.

    Parameters
    ----------
    windows, opening
        How many windows a task or a facility has at most; 0 for none that limits.
    shifts, rest
        Whether duties end early and at different times, and whether they have a break.
    kinds, profiles, depots, skills
        Two vehicle types; each with its own matrix; two depots; tasks that not every type may do.
    hopper, tank
        Facilities that reset each of the two resources; 0 for a capacity of the whole route.
    final
        "none", "hopper" (the hopper's own reset) or "yard" (an element that resets nothing).
    optional
        "none", "some" or "all" tasks have a prize that a detour may exceed.
    bans
        Whether some exits must not be joined to some entries: travel there is FAR.
    dense
        Whether places coincide and some work takes no time, so that many costs are equal.
    pins, reference, balance
        Tasks that one duty alone may do, tasks that cost more in another duty than in the
        reference plan, and routes that cost more above a certain chain.
    limits
        Facilities that take only so much from all routes together; some share a limit.
    territories
        Tasks that cost more where a duty's territory is far; some cost nothing anywhere.
    lanes
        Modes of tasks in lanes, between which going over takes time and money; some have none.
    ranged
        Types that have a resource with facilities which driving uses up, too.
    waiting
        Types of which waiting on the way costs something.
    partners
        Pairs of tasks that cost more in different vehicles; some vehicles have several duties.
    """

    num_tasks: int = 5
    num_duties: int = 2
    max_modes: int = 2
    windows: int = 0
    opening: int = 0
    shifts: bool = False
    rest: bool = False
    kinds: bool = False
    profiles: bool = False
    depots: bool = False
    skills: bool = False
    hopper: int = 0
    tank: int = 0
    final: str = "none"
    optional: str = "none"
    bans: bool = False
    dense: bool = False
    pins: bool = False
    reference: bool = False
    balance: bool = False
    limits: bool = False
    partners: bool = False
    territories: bool = False
    lanes: bool = False
    ranged: bool = False
    waiting: bool = False

    @property
    def limits_time(self) -> bool:
        """Whether any time can forbid a route."""
        return bool(self.windows or self.opening or self.shifts or self.rest)


def rich_instance(seed: int, has: Features) -> Instance:
    """Returns a random instance with the given features.

    Metres are taxicab distances of points on a grid plus a toll on the way in, so they obey the
    triangle inequality but for bans, and are not symmetric. The second profile drives half as fast
    and counts its places in another order.
    """
    rng = np.random.default_rng(seed)
    kinds = 2 if has.kinds else 1
    groups = _groups(rng, has)
    starts = np.concatenate(([0], np.cumsum([len(group) for group in groups])))
    ends = [pair for group in groups for pair in group]
    num_modes, num_tasks = len(ends), has.num_tasks
    depots = [tuple(rng.integers(0, 60, 2)) for _ in range(2 if has.depots else 1)]
    entries = np.array([come for come, _ in ends] + depots)
    exits = np.array([go for _, go in ends] + depots)
    metres = np.abs(exits[:, None, :] - entries[None, :, :]).sum(axis=2)
    if not has.dense:
        metres = metres + rng.integers(0, 10, len(entries))[None, :]
    banned = np.zeros(metres.shape, dtype=np.bool_)
    if has.bans:
        tasks_end = int(starts[num_tasks])
        # Ways to and from depots and facilities stay, so that every task can be reached.
        banned[:tasks_end, :tasks_end] = rng.random((tasks_end, tasks_end)) < 0.25

    allowed = np.ones((kinds, num_tasks), dtype=np.bool_)
    if has.skills and kinds == 2:
        allowed = rng.random((kinds, num_tasks)) < 0.6
        allowed[0] |= ~allowed[1]
    profile_of_kind = np.arange(kinds) if has.profiles else np.zeros(kinds, dtype=np.int64)
    mode_place, matrices, depot_place = _profiles(
        rng, starts, num_tasks, allowed, profile_of_kind, metres, banned, len(depots)
    )
    travel, offset, size = pack_travel(matrices)
    service_m = np.array([abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in ends], dtype=np.int64)
    at_stop = rng.integers(0, 12, (kinds, num_modes))
    if has.dense:
        at_stop *= rng.random(num_modes) < 0.5
    duty_kind = np.arange(has.num_duties) % kinds
    duty_depot = rng.integers(0, len(depots), has.num_duties)
    start_s, end_s = _shifts(rng, has)
    earliest, latest, window_start = _windows(rng, has, groups)
    rest_earliest = rng.integers(100, 350, has.num_duties)
    resting = np.full(has.num_duties, has.rest) & (rng.random(has.num_duties) < 0.8)
    reset, final = _resets(rng, has, kinds)
    prize, required = _prizes(rng, has)
    instance = Instance(
        mode_start=starts.astype(np.int64),
        mode_place=mode_place,
        mode_service_s=(service_m[None, :] + at_stop).astype(np.int64),
        mode_service_m=service_m,
        window_start=window_start,
        window_earliest_s=earliest,
        window_latest_s=latest,
        travel=travel,
        travel_offset=offset,
        travel_size=size,
        demand=rng.integers(0, 4, (num_tasks, 2)),
        prize=prize,
        worth=prize.astype(np.float64),
        required=required,
        allowed=allowed,
        type_profile=profile_of_kind.astype(np.int64),
        type_capacity=rng.integers(3, 11, (kinds, 2)),
        type_reset=reset,
        type_final_reset=final,
        type_per_m=rng.integers(1, 4, kinds),
        type_per_s=rng.integers(0, 3, kinds),
        duty_type=duty_kind.astype(np.int64),
        duty_start_place=depot_place[profile_of_kind[duty_kind], duty_depot],
        duty_end_place=depot_place[profile_of_kind[duty_kind], duty_depot],
        duty_start_s=start_s,
        duty_end_s=end_s,
        duty_cost=rng.integers(0, 20, kinds)[duty_kind],
        duty_group=np.zeros(has.num_duties, dtype=np.int64),
        rest_earliest_s=np.where(resting, rest_earliest, NEVER),
        rest_latest_s=np.where(
            resting, rest_earliest + rng.integers(20, 250, has.num_duties), NEVER
        ),
        rest_s=np.where(resting, rng.integers(5, 40, has.num_duties), 0),
        neighbours=np.empty((num_tasks, 0), dtype=np.int64),
    )
    groups_of: dict[tuple[int, ...], int] = {}
    alike = zip(
        duty_kind, duty_depot, start_s, end_s, instance.rest_earliest_s,
        instance.rest_latest_s, instance.rest_s, strict=True,
    )  # fmt: skip
    group = [groups_of.setdefault(tuple(map(int, key)), len(groups_of)) for key in alike]
    first_able = profile_of_kind[np.argmax(allowed, axis=0)].astype(np.int64)
    instance = instance.replace(
        duty_group=np.array(group, dtype=np.int64),
        neighbours=nearest_tasks(instance, first_able, int(rng.integers(1, 9))),
    )
    instance = tie(
        np.random.default_rng([seed, 2]),
        instance,
        pins=has.pins,
        reference=has.reference,
        balance=has.balance,
        territories=has.territories,
    )
    if has.lanes:
        instance = add_lanes(np.random.default_rng([seed, 5]), instance)
    if has.ranged:
        instance = add_range(np.random.default_rng([seed, 6]), instance)
    if has.waiting:
        instance = add_waiting(np.random.default_rng([seed, 7]), instance)
    if has.partners:
        instance = add_partners(np.random.default_rng([seed, 4]), instance)
    return add_limits(np.random.default_rng([seed, 3]), instance) if has.limits else instance


Point = tuple[int, int]


def _groups(rng: np.random.Generator, has: Features) -> list[list[tuple[Point, Point]]]:
    """Returns the entry and exit of every mode, element by element."""
    grid = 12 if has.dense else 60

    def point() -> Point:
        x, y = rng.integers(0, grid, 2)
        return int(x), int(y)

    groups = []
    for _ in range(has.num_tasks):
        a, b = point(), point()
        if has.dense and rng.random() < 0.5:
            b = a
        ways = [(a, b), (b, a), (a, a), (b, b)]
        groups.append(ways[: int(rng.integers(1, has.max_modes + 1))])
    for count in (has.hopper, has.tank, 2 if has.final == "yard" else 0):
        if count:
            sites = [groups[0][0][0] if has.dense else point() for _ in range(count)]
            groups.append([(site, site) for site in sites])
    return groups


def _profiles(rng, starts, num_tasks, allowed, profile_of_kind, metres, banned, num_depots):
    """Returns the places of modes and depots in each profile's matrix, and the matrices."""
    num_modes = int(starts[-1])
    num_profiles = int(profile_of_kind.max()) + 1
    mode_place = np.full((num_profiles, num_modes), -1, dtype=np.int64)
    depot_place = np.empty((num_profiles, num_depots), dtype=np.int64)
    matrices = []
    for profile in range(num_profiles):
        works = allowed[profile_of_kind == profile].any(axis=0)
        kept = [
            mode
            for element in range(len(starts) - 1)
            if element >= num_tasks or works[element]
            for mode in range(starts[element], starts[element + 1])
        ]
        kept += range(num_modes, num_modes + num_depots)
        order = rng.permutation(kept) if profile else np.array(kept)
        for at, place in enumerate(order):
            if place < num_modes:
                mode_place[profile, place] = at
            else:
                depot_place[profile, place - num_modes] = at
        own = metres[np.ix_(order, order)]
        far = banned[np.ix_(order, order)]
        matrices.append(
            (
                np.where(far, FAR, (1 + profile) * own).astype(np.int32),
                np.where(far, FAR, own).astype(np.int32),
            )
        )
    return mode_place, matrices, depot_place


def _shifts(rng: np.random.Generator, has: Features):
    if has.shifts:
        start = 50 * rng.integers(0, 3, has.num_duties)
        return start, start + 100 * rng.integers(3, 9, has.num_duties)
    start = np.zeros(has.num_duties, dtype=np.int64)
    return start, np.full(has.num_duties, NEVER // 2)


def _windows(rng: np.random.Generator, has: Features, groups):
    """Returns the windows; the modes of a task share theirs, each facility has its own."""
    earliest: list[int] = []
    latest: list[int] = []
    starts = [0]
    for element, group in enumerate(groups):
        is_task = element < has.num_tasks
        most = has.windows if is_task else has.opening
        shared = _bands(rng, most)
        for _ in group:
            for begin, end in shared if is_task else _bands(rng, most):
                earliest.append(begin)
                latest.append(end)
            starts.append(len(earliest))
    return np.array(earliest), np.array(latest), np.array(starts)


def _bands(rng: np.random.Generator, most: int) -> list[Point]:
    if most == 0:
        return [(0, NEVER // 2)]
    cuts = np.sort(rng.choice(np.arange(1, DAY_S), 2 * int(rng.integers(1, most + 1)), False))
    return [(int(a), int(b)) for a, b in cuts.reshape(-1, 2)]


def _resets(rng: np.random.Generator, has: Features, kinds: int):
    element = has.num_tasks
    reset = np.full((kinds, 2), -1, dtype=np.int64)
    for resource, count in enumerate((has.hopper, has.tank)):
        if count:
            # The second type may have to do with one load.
            able = (np.arange(kinds) == 0) | (rng.random(kinds) < 0.6)
            reset[able, resource] = element
            element += 1
    final = np.full(kinds, element if has.final == "yard" else -1, dtype=np.int64)
    return reset, reset[:, 0].copy() if has.final == "hopper" else final


def _prizes(rng: np.random.Generator, has: Features):
    dear = 10**6 + rng.integers(0, 1000, has.num_tasks)
    cheap = rng.integers(5, 300, has.num_tasks)
    share = {"none": 0.0, "some": 0.5, "all": 1.0}[has.optional]
    optional = rng.random(has.num_tasks) < share
    return np.where(optional, cheap, dear), ~optional


@st.composite
def features(draw, *, max_tasks: int = 12, timed: bool | None = None) -> Features:
    """Every combination of features; `timed=False` for none that limits time."""
    timed = draw(st.booleans()) if timed is None else timed
    return Features(
        num_tasks=draw(st.integers(1, max_tasks)),
        num_duties=draw(st.integers(1, 4)),
        max_modes=draw(st.integers(1, 4)),
        windows=draw(st.integers(0, 3)) if timed else 0,
        opening=draw(st.integers(0, 2)) if timed else 0,
        shifts=timed and draw(st.booleans()),
        rest=timed and draw(st.booleans()),
        kinds=draw(st.booleans()),
        profiles=draw(st.booleans()),
        depots=draw(st.booleans()),
        skills=draw(st.booleans()),
        hopper=draw(st.integers(0, 2)),
        tank=draw(st.integers(0, 2)),
        final=draw(st.sampled_from(["none", "hopper", "yard"])),
        optional=draw(st.sampled_from(["none", "some", "all"])),
        bans=draw(st.booleans()),
        dense=draw(st.booleans()),
        pins=draw(st.booleans()),
        reference=draw(st.booleans()),
        balance=draw(st.booleans()),
        limits=draw(st.booleans()),
        partners=draw(st.booleans()),
        territories=draw(st.booleans()),
        waiting=draw(st.booleans()),
    )


@st.composite
def rich_instances(draw, *, max_tasks: int = 12, timed: bool | None = None) -> Instance:
    """Instances of every combination of features."""
    has = draw(features(max_tasks=max_tasks, timed=timed))
    return rich_instance(draw(st.integers(0, 2**32 - 1)), has)


def random_features(seed: int, max_tasks: int, *, ties: bool = False) -> Features:
    """Returns features drawn by a plain generator: for many instances in a loop.

    Only with `ties` may there be pins, a reference plan, a balance, limits or partners.
    """
    rng = np.random.default_rng([seed, 1])
    timed = bool(rng.random() < 0.7)

    def coin() -> bool:
        return bool(rng.random() < 0.5)

    return Features(
        num_tasks=int(rng.integers(1, max_tasks + 1)),
        num_duties=int(rng.integers(1, 5)),
        max_modes=int(rng.integers(1, 5)),
        windows=int(rng.integers(0, 4)) if timed else 0,
        opening=int(rng.integers(0, 3)) if timed else 0,
        shifts=timed and coin(),
        rest=timed and coin(),
        kinds=coin(),
        profiles=coin(),
        depots=coin(),
        skills=coin(),
        hopper=int(rng.integers(0, 3)),
        tank=int(rng.integers(0, 3)),
        final=str(rng.choice(["none", "hopper", "yard"])),
        optional=str(rng.choice(["none", "some", "all"])),
        bans=coin(),
        dense=coin(),
        pins=ties and coin(),
        reference=ties and coin(),
        balance=ties and coin(),
        limits=ties and coin(),
        partners=ties and coin(),
        territories=ties and coin(),
        lanes=ties and coin(),
        ranged=ties and coin(),
        waiting=ties and coin(),
    )


def apart_from_all(instance: Instance) -> Instance:
    """Returns the instance without what joins duties: facility limits and partners."""
    return instance.replace(limits=None, partners=None)
