"""The instance: a day, or a public benchmark file, as integers only.

The search never sees a street. It sees *elements*, each with one or more *modes*; the travel
between the modes' places, in a matrix or in hub labels; resources that fill up and are reset at
facilities; and duties.

An element is a task or a *reset*: the facility visit that empties a hopper or fills a tank. A
reset's modes are the facilities that will do, so choosing the facility and choosing the direction
along a street are one and the same decision (Vidal 2017, doi 10.1287/opre.2017.1595, generalised).
A tank runs down as a hopper fills up: both are counted from zero after a reset up to a capacity.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from optimizer.instance.balance import RouteBalance
from optimizer.instance.bundles import Bundles
from optimizer.instance.daily_limits import DailyLimits
from optimizer.instance.driving_use import DrivingUse
from optimizer.instance.fields import Axis, Group, Ints, Join, column
from optimizer.instance.interruptions import Interruptions
from optimizer.instance.lane_changes import LaneChanges
from optimizer.instance.partners import Partners
from optimizer.instance.pins import Pins
from optimizer.instance.reference import Reference
from optimizer.instance.territories import Territories
from optimizer.instance.waiting import Waiting
from optimizer.network.paths import HubLabels, answer

FEN = 3_600_000
"""Cost units in one fen: fen per km and per hour become whole numbers per metre and second."""

NEVER = 2**40
"""A time that no duty reaches, and the label of what cannot be."""

UNBOUNDED = 2**62
"""A cost above all others."""

FAR = 2**30
"""Travel seconds and metres between places that no drive joins."""

G = TypeVar("G", bound=Group)

COMPACT = 3_000
"""With more places in any profile, travel comes out of hub labels instead of a matrix."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """Everything the search knows; arrays only, never written to.

    T tasks, E elements (tasks first, then resets), M modes, W windows, P profiles, K vehicle
    types, D duties, R resources. A *duty* is one vehicle in one shift: the owner of one route.
    What an instance may be without stands in groups of its own, None where it is without.

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
        Duties with the same number are interchangeable but for what the groups below tell apart;
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
    fixed, reference, balance, partners, territories, limits, driving_use, lane_changes,
    interruptions, bundles, waiting
        See there.
    """

    mode_start: Ints
    mode_place: Ints = column(Axis.PROFILE, Axis.MODE, joined=Join.BY_HAND)
    mode_service_s: Ints = column(Axis.TYPE, Axis.MODE, joined=Join.BY_HAND)
    mode_service_m: Ints = column(Axis.MODE, joined=Join.BY_HAND)
    window_start: Ints
    window_earliest_s: Ints
    window_latest_s: Ints
    travel: NDArray[np.int32]
    travel_offset: Ints
    travel_size: Ints
    demand: Ints = column(Axis.TASK, Axis.RESOURCE, joined=Join.SUM)
    prize: Ints = column(Axis.TASK, joined=Join.SUM, packed="task.prize")
    worth: NDArray[np.float64] = column(Axis.TASK, joined=Join.BY_HAND, packed="task.worth")
    required: NDArray[np.bool_] = column(Axis.TASK)
    allowed: NDArray[np.bool_] = column(Axis.TYPE, Axis.TASK)
    type_profile: Ints = column(Axis.TYPE, names=Axis.PROFILE, packed="kind.profile")
    type_capacity: Ints = column(Axis.TYPE, Axis.RESOURCE)
    type_reset: Ints = column(Axis.TYPE, Axis.RESOURCE, names=Axis.ELEMENT)
    type_final_reset: Ints = column(Axis.TYPE, names=Axis.ELEMENT, packed="kind.final_reset")
    type_per_m: Ints = column(Axis.TYPE, packed="kind.per_m")
    type_per_s: Ints = column(Axis.TYPE, packed="kind.per_s")
    duty_type: Ints = column(Axis.DUTY, names=Axis.TYPE, packed="duty.kind")
    duty_start_place: Ints = column(Axis.DUTY)
    duty_end_place: Ints = column(Axis.DUTY)
    duty_start_s: Ints = column(Axis.DUTY, packed="duty.start_s")
    duty_end_s: Ints = column(Axis.DUTY, packed="duty.end_s")
    duty_cost: Ints = column(Axis.DUTY, packed="duty.cost")
    duty_group: Ints = column(Axis.DUTY)
    rest_earliest_s: Ints = column(Axis.DUTY, packed="duty.rest_earliest_s")
    rest_latest_s: Ints = column(Axis.DUTY, packed="duty.rest_latest_s")
    rest_s: Ints = column(Axis.DUTY, packed="duty.rest_s")
    neighbours: Ints = column(Axis.TASK, Axis.OTHER, names=Axis.TASK, joined=Join.BY_HAND)
    labels: HubLabels | None = None
    fixed: Pins | None = field(default=None, metadata={"group": Pins})
    reference: Reference | None = field(default=None, metadata={"group": Reference})
    balance: RouteBalance | None = field(default=None, metadata={"group": RouteBalance})
    partners: Partners | None = field(default=None, metadata={"group": Partners})
    territories: Territories | None = field(default=None, metadata={"group": Territories})
    limits: DailyLimits | None = field(default=None, metadata={"group": DailyLimits})
    driving_use: DrivingUse | None = field(default=None, metadata={"group": DrivingUse})
    lane_changes: LaneChanges | None = field(default=None, metadata={"group": LaneChanges})
    interruptions: Interruptions | None = field(default=None, metadata={"group": Interruptions})
    bundles: Bundles | None = field(default=None, metadata={"group": Bundles})
    waiting: Waiting | None = field(default=None, metadata={"group": Waiting})

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
    def sizes(self) -> dict[Axis, int]:
        """How many there are of each; none of OTHER."""
        return {
            Axis.TASK: self.num_tasks,
            Axis.ELEMENT: self.num_elements,
            Axis.MODE: len(self.mode_service_m),
            Axis.PROFILE: len(self.travel_size),
            Axis.TYPE: len(self.type_profile),
            Axis.DUTY: self.num_duties,
            Axis.RESOURCE: self.demand.shape[1],
            Axis.OTHER: 0,
        }

    def group(self, kind: type[G]) -> G:
        """Returns what counts of a group; one that changes nothing where there is none."""
        own: G | None = getattr(self, NAME_OF_GROUP[kind])
        return kind.neutral(self.sizes) if own is None else own.drop_neutral()

    def replace(self, **changes: Any) -> "Instance":
        """Returns the instance with some other arrays or groups."""
        return replace(self, **changes)

    @property
    def pins(self) -> Ints:
        """The one duty that may do each task, or -1; shape (T,)."""
        return self.group(Pins).duty

    @property
    def daily_limits(self) -> DailyLimits:
        """The limits that count: those of modes that reset the resource."""
        limits = self.group(DailyLimits)
        element_of = np.repeat(np.arange(self.num_elements), np.diff(self.mode_start))
        counts = np.stack([np.isin(element_of, resets) for resets in self.type_reset.T], axis=1)
        return replace(limits, mode_limit=np.where(counts, limits.mode_limit, -1))

    @property
    def alike(self) -> Ints:
        """Groups of duties that are interchangeable in every respect; shape (D,), below D.

        A duty that a pin or the reference plan names is like no other; those with another balance
        or territory are told apart too, and with partners those of vehicles that have several
        duties.
        """
        apart = [
            one
            for kind in GROUPS.values()
            for one in self.group(kind).tells_apart(self.num_duties)
        ]
        if not any((one != one[:1]).any() for one in apart):
            return self.duty_group
        _, group = np.unique(np.stack((self.duty_group, *apart)), axis=1, return_inverse=True)
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

    def drives(
        self, profile: int, origins: NDArray[np.int64], destinations: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Returns seconds and metres between places of a profile, pair by pair, shape (N, 2)."""
        size, start = int(self.travel_size[profile]), int(self.travel_offset[profile])
        if self.labels is not None:
            return answer(self.labels, start + origins, start + destinations).astype(np.int64)
        at = start + 2 * (origins * size + destinations)
        return np.stack((self.travel[at], self.travel[at + 1]), axis=1).astype(np.int64)

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


GROUPS: dict[str, type[Group]] = {
    one.name: one.metadata["group"] for one in fields(Instance) if "group" in one.metadata
}
"""The groups of arrays that an instance may be without, by name."""

NAME_OF_GROUP: dict[type[Group], str] = {kind: name for name, kind in GROUPS.items()}


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
