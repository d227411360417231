"""The instance: a day, or a public benchmark file, as integers only.

The search never sees a street. It sees *elements*, each with one or more *modes*; the travel
between the modes' places, in a matrix or in hub labels; resources that fill up and are reset at
facilities; and duties.

An element is a task or a *reset*: the facility visit that empties a hopper or fills a tank. A
reset's modes are the facilities that will do, so choosing the facility and choosing the direction
along a street are one and the same decision (Vidal 2017, doi 10.1287/opre.2017.1595, generalised).
A tank runs down as a hopper fills up: both are counted from zero after a reset up to a capacity.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.network.paths import HubLabels, answer

FEN = 3_600_000
"""Cost units in one fen: fen per km and per hour become whole numbers per metre and second."""

NEVER = 2**40
"""A time that no duty reaches, and the label of what cannot be."""

UNBOUNDED = 2**62
"""A cost above all others."""

FAR = 2**30
"""Travel seconds and metres between places that no drive joins."""

SHARES = 1024
"""Shares of a balance count in so many parts of a whole."""

MOST_SHARES = 16 * SHARES
"""The largest share of a balance: dearer routes would leave the range of the integers."""

COMPACT = 3_000
"""With more places in any profile, travel comes out of hub labels instead of a matrix."""


class Instance(NamedTuple):
    """Everything the search knows; arrays only, shared with compiled code and never written to.

    T tasks, E elements (tasks first, then resets), M modes, W windows, P profiles, K vehicle
    types, D duties, R resources. A *duty* is one vehicle in one shift: the owner of one route.

    Parameters
    ----------
    mode_start
        Modes of element e are mode_start[e]:mode_start[e + 1]; shape (E + 1,).
    mode_place
        Index into the profile's matrix, or -1 where the profile cannot work; shape (P, M).
    mode_service_s, mode_service_m
        Service time by type, shape (K, M); metres driven while working, shape (M,).
    window_start, window_earliest_s, window_latest_s
        Windows of mode m are window_start[m]:window_start[m + 1], sorted.
    travel, travel_offset, travel_size
        Seconds and metres interleaved: from i to j by profile p, seconds stand at
        travel_offset[p] + 2 * (i * travel_size[p] + j) and metres behind them. With `labels`,
        `travel` is empty, and place i of the profile is place travel_offset[p] + i of the labels.
    demand
        Shape (T, R).
    prize
        Cost of leaving a task out, in cost units; shape (T,).
    worth
        What tasks are sorted by when the dearest go first: prize per second of work, or demand;
        shape (T,).
    required
        Whether a plan without the task is incomplete; shape (T,).
    allowed
        Whether a type has the skill for a task; shape (K, T).
    type_profile, type_capacity, type_reset
        Shapes (K,), (K, R), (K, R); a reset is an element, or -1 for none.
    type_final_reset
        The element each used route must end with, or -1; shape (K,).
    type_per_m, type_per_s
        Cost units per metre and second; shape (K,).
    duty_type, duty_start_place, duty_end_place, duty_start_s, duty_end_s, duty_cost
        Shape (D,); places index the profile's matrix; the cost falls due when the route is used.
    duty_group
        Duties with the same number are interchangeable but for pins, reference and balance;
        shape (D,). See `alike`.
    rest_earliest_s, rest_latest_s, rest_s
        The duty's break begins in this band, after any element; rest_s is 0 for none; shape (D,).
        A route that is home by rest_latest_s, or leaves at rest_earliest_s + rest_s or later,
        needs none.
    neighbours
        Nearest tasks of each task, -1 at the end of a short list; shape (T, N).
    labels
        Hub labels of the places of all profiles, in memory linear in the places; None where the
        matrices are small.
    pinned_duty
        The one duty that may do a task, -1 for any; shape (T,), or None when no task is pinned.
    reference_duty, change_cost
        The duty that does a task in the reference plan, -1 for none, and the cost units that
        doing it in any other duty costs more; shape (T,), or None without a reference plan.
    task_at_m, stray_per_m, duty_at_m, duty_near_m
        Territories: where a task lies and the middle of a duty's territory, as metres east and
        north of some point; how far from its middle a territory reaches; and the cost units that
        each metre beyond costs, east-west and north-south added up. Shapes (T, 2), (T,), (D, 2),
        (D,), or None without territories.
    partner, apart_cost, duty_vehicle
        The task on the opposite kerb of the same street in the same pass, -1 for none, and the
        cost units that a solution costs more when both are served, by different vehicles. Both
        are symmetric: partner[partner[t]] == t, and both have the same cost. Shape (T,), or None.
        The vehicle of each duty, shape (D,); None for one each.
    mode_limit, limit_capacity
        Limits of what facilities take in a day, from all vehicles together. A visit in mode m that
        resets resource r counts its load of that resource, since the last reset, against the limit
        number mode_limit[m, r], -1 for none; shape (M, R). Capacities have shape (F,). None
        without limits.
    balance_from, balance_share
        Of a route whose chain (driving, work and facility visits) costs more than `balance_from`
        cost units, what lies above counts 1 + balance_share / SHARES times: the route costs
        `balance_share * (chain - balance_from) // SHARES` more. Shares lie between 0 and
        MOST_SHARES. Shape (D,), or None when routes need not be balanced.
    """

    mode_start: NDArray[np.int64]
    mode_place: NDArray[np.int64]
    mode_service_s: NDArray[np.int64]
    mode_service_m: NDArray[np.int64]
    window_start: NDArray[np.int64]
    window_earliest_s: NDArray[np.int64]
    window_latest_s: NDArray[np.int64]
    travel: NDArray[np.int32]
    travel_offset: NDArray[np.int64]
    travel_size: NDArray[np.int64]
    demand: NDArray[np.int64]
    prize: NDArray[np.int64]
    worth: NDArray[np.float64]
    required: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    type_profile: NDArray[np.int64]
    type_capacity: NDArray[np.int64]
    type_reset: NDArray[np.int64]
    type_final_reset: NDArray[np.int64]
    type_per_m: NDArray[np.int64]
    type_per_s: NDArray[np.int64]
    duty_type: NDArray[np.int64]
    duty_start_place: NDArray[np.int64]
    duty_end_place: NDArray[np.int64]
    duty_start_s: NDArray[np.int64]
    duty_end_s: NDArray[np.int64]
    duty_cost: NDArray[np.int64]
    duty_group: NDArray[np.int64]
    rest_earliest_s: NDArray[np.int64]
    rest_latest_s: NDArray[np.int64]
    rest_s: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    labels: HubLabels | None = None
    pinned_duty: NDArray[np.int64] | None = None
    reference_duty: NDArray[np.int64] | None = None
    change_cost: NDArray[np.int64] | None = None
    balance_from: NDArray[np.int64] | None = None
    balance_share: NDArray[np.int64] | None = None
    mode_limit: NDArray[np.int64] | None = None
    limit_capacity: NDArray[np.int64] | None = None
    partner: NDArray[np.int64] | None = None
    apart_cost: NDArray[np.int64] | None = None
    duty_vehicle: NDArray[np.int64] | None = None
    task_at_m: NDArray[np.int64] | None = None
    stray_per_m: NDArray[np.int64] | None = None
    duty_at_m: NDArray[np.int64] | None = None
    duty_near_m: NDArray[np.int64] | None = None

    @property
    def num_tasks(self) -> int:
        """Number of tasks; the elements from there on are resets."""
        return len(self.demand)

    @property
    def num_elements(self) -> int:
        """Number of tasks and resets."""
        return len(self.mode_start) - 1

    @property
    def num_duties(self) -> int:
        """Number of duties, the most routes that a solution can have."""
        return len(self.duty_type)

    @property
    def max_modes(self) -> int:
        """The most modes of any element."""
        return int(np.diff(self.mode_start).max(initial=1))

    @property
    def pins(self) -> NDArray[np.int64]:
        """The one duty that may do each task, or -1; shape (T,)."""
        if self.pinned_duty is None:
            return np.full(self.num_tasks, -1, dtype=np.int64)
        return self.pinned_duty

    @property
    def references(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Duty and change cost of each task; -1 and 0 where a change costs nothing."""
        nobody = np.full(self.num_tasks, -1, dtype=np.int64)
        if self.reference_duty is None or self.change_cost is None:
            return nobody, np.zeros(self.num_tasks, dtype=np.int64)
        counts = (self.reference_duty >= 0) & (self.change_cost > 0)
        return np.where(counts, self.reference_duty, -1), np.where(counts, self.change_cost, 0)

    @property
    def balance(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Cost from which a duty's chain counts more, and the share; 0 and 0 where none does."""
        none = np.zeros(self.num_duties, dtype=np.int64)
        if self.balance_from is None or self.balance_share is None:
            return none, none
        counts = self.balance_share > 0
        return np.where(counts, self.balance_from, 0), np.where(counts, self.balance_share, 0)

    @property
    def limits(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The limit of each mode by resource, -1 for none, and what each limit lets through."""
        if self.mode_limit is None or self.limit_capacity is None:
            modes = len(self.mode_service_m)
            return (
                np.full((modes, self.demand.shape[1]), -1, dtype=np.int64),
                np.zeros(0, dtype=np.int64),
            )
        element_of = np.repeat(np.arange(self.num_elements), np.diff(self.mode_start))
        counts = np.stack([np.isin(element_of, resets) for resets in self.type_reset.T], axis=1)
        return np.where(counts, self.mode_limit, -1), self.limit_capacity

    @property
    def partners(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The partner of each task and what being apart costs; -1 and 0 where it costs nothing."""
        if self.partner is None or self.apart_cost is None:
            return np.full(self.num_tasks, -1, dtype=np.int64), np.zeros(
                self.num_tasks, dtype=np.int64
            )
        counts = (self.partner >= 0) & (self.apart_cost > 0)
        return np.where(counts, self.partner, -1), np.where(counts, self.apart_cost, 0)

    @property
    def tasks_at(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where each task lies and what a metre outside a territory costs; 0 without any."""
        if self.task_at_m is None or self.stray_per_m is None:
            return np.zeros((self.num_tasks, 2), np.int64), np.zeros(self.num_tasks, np.int64)
        return self.task_at_m, self.stray_per_m

    @property
    def territories(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The middle of each duty's territory and how far it reaches; 0 without any."""
        if self.duty_at_m is None or self.duty_near_m is None:
            return np.zeros((self.num_duties, 2), np.int64), np.zeros(self.num_duties, np.int64)
        return self.duty_at_m, self.duty_near_m

    def stray_cost(self, tasks: NDArray[np.int64], duty: int) -> NDArray[np.int64]:
        """Returns what each of some tasks costs in a duty because its territory is elsewhere."""
        (at_m, per_m), (middle_m, near_m) = self.tasks_at, self.territories
        away_m = np.abs(at_m[tasks] - middle_m[duty]).sum(axis=1) - near_m[duty]
        return np.asarray(per_m[tasks] * np.maximum(0, away_m))

    @property
    def vehicles(self) -> NDArray[np.int64]:
        """The vehicle of each duty; shape (D,)."""
        if self.duty_vehicle is None:
            return np.arange(self.num_duties, dtype=np.int64)
        return self.duty_vehicle

    @property
    def alike(self) -> NDArray[np.int64]:
        """Groups of duties that are interchangeable in every respect; shape (D,), below D.

        A duty that a pin or the reference plan names is like no other; those with another balance
        or territory are told apart too, and with partners those of vehicles that have several
        duties.
        """
        named = np.union1d(self.pins, self.references[0])
        named = named[named >= 0]
        start, share = self.balance
        vehicle = np.zeros(self.num_duties, dtype=np.int64)
        if (self.partners[0] >= 0).any():
            vehicle = np.where(np.bincount(self.vehicles)[self.vehicles] > 1, self.vehicles, -1)
        middle, near = self.territories
        has_places = bool(middle.any() or near.any())
        if len(named) == 0 and not (share.any() or vehicle.any() or has_places):
            return self.duty_group
        alone = np.full(self.num_duties, -1, dtype=np.int64)
        alone[named] = named
        keys = np.stack((self.duty_group, alone, start, share, vehicle, *middle.T, near))
        _, group = np.unique(keys, axis=1, return_inverse=True)
        return group.reshape(-1).astype(np.int64)

    def modes(self, element: int) -> range:
        """Returns the modes of an element."""
        return range(int(self.mode_start[element]), int(self.mode_start[element + 1]))

    def travel_s(self, profile: int, origin: int, destination: int) -> int:
        """Returns the seconds between two places of a profile."""
        return self._travel(profile, origin, destination)[0]

    def travel_m(self, profile: int, origin: int, destination: int) -> int:
        """Returns the metres between two places of a profile."""
        return self._travel(profile, origin, destination)[1]

    def pairs(self, profile: int) -> NDArray[np.int32]:
        """Returns seconds and metres between all places of a profile, shape (N, N, 2)."""
        size, start = int(self.travel_size[profile]), int(self.travel_offset[profile])
        if self.labels is None:
            return self.travel[start : start + 2 * size**2].reshape(size, size, 2)
        places = start + np.arange(size)
        return answer(self.labels, np.repeat(places, size), np.tile(places, size)).reshape(
            size, size, 2
        )

    def _travel(self, profile: int, origin: int, destination: int) -> tuple[int, int]:
        size, start = int(self.travel_size[profile]), int(self.travel_offset[profile])
        if self.labels is None:
            at = start + 2 * (origin * size + destination)
            return int(self.travel[at]), int(self.travel[at + 1])
        places = np.array([[start + origin], [start + destination]])
        seconds, metres = answer(self.labels, *places)[0].tolist()
        return seconds, metres


def pack_travel(
    matrices: list[tuple[NDArray[np.int32], NDArray[np.int32]]],
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Interleaves (seconds, metres) matrices of the profiles into one array.

    The pair that a price needs then lies in one cache line.

    Returns
    -------
    tuple
        `travel`, `travel_offset`, `travel_size` of an `Instance`.
    """
    sizes = np.array([len(seconds) for seconds, _ in matrices], dtype=np.int64)
    offsets = np.concatenate(([0], np.cumsum(2 * sizes**2)))
    travel = np.empty(int(offsets[-1]), dtype=np.int32)
    for (seconds, metres), start, size in zip(matrices, offsets[:-1], sizes, strict=True):
        pairs = travel[start : start + 2 * size**2].reshape(size, size, 2)
        pairs[:, :, 0] = seconds
        pairs[:, :, 1] = metres
    return travel, offsets[:-1].astype(np.int64), sizes
