"""The routes and their labels, in arrays owned by one object."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance

ROOM = 16
"""A route has room for so many times the elements that fall to each duty on average."""

LEAST_ROOM = 512
"""A route has room for so many elements, however many duties there are."""

ROUTE = np.dtype(
    [
        ("length", np.int64),
        ("num_tasks", np.int64),
        ("cost", np.int64),
        ("penalty", np.int64),
        ("changes", np.int64),
        ("waiting", np.int64),
        ("holds", np.int64),
    ]
)
STOP = np.dtype([("width", np.int64), ("least_back", np.int64), ("shun", np.int64)])
LABEL = np.dtype(
    [
        ("ahead", np.int64),
        ("back", np.int64),
        ("entry", np.int32),
        ("exit", np.int32),
        ("ahead_from", np.int32),
        ("back_to", np.int32),
        ("in_from", np.int32),
        ("in_s", np.int32),
        ("in_m", np.int32),
        ("mode", np.int32),
    ]
)
CLOCK = np.dtype(
    [
        ("due_s", np.int64),
        ("done_s", np.int64),
        ("due_by_s", np.int64),
        ("done_by_s", np.int64),
    ]
)
WHEREABOUTS = np.dtype([("route", np.int64), ("position", np.int64), ("absent_at", np.int64)])
LIMIT = np.dtype([("capacity", np.int64), ("used", np.int64), ("price", np.int64)])
SUM = np.dtype([("num_absent", np.int64), ("absent_prize", np.int64), ("apart", np.int64)])


class State(NamedTuple):
    """What the search works on; only the kernels of this package write to it.

    D duties, L the longest route in elements, B the most modes of any element, R resources,
    T tasks. Row d belongs to duty d; row D + d keeps that route as it was before a step.

    The labels of a route have the depot at both ends: element `sequence[d, p]` has the labels
    `label[d, :, p + 1]`, the way out of the depot `label[d, 0, 0]`, the way home
    `label[d, 0, n + 1]`. So the link at position p joins those at p and at p + 1.

    Parameters
    ----------
    sequence
        Elements of each route in order; shape (2D, L).
    route
        How many elements and tasks (resets not counted) a route has; its cost with its best
        modes, 0 when it has no task; the price of its excess load; what of its cost its tasks
        pay for not being where the reference plan has them, and what is paid for waiting; whether
        it keeps its times. Records of shape (2D,).
    stop
        How many labels an element has, the least of its backward costs, and the limited
        facilities that it is to shun, as bits; shape (2D, L + 2).
    label
        One for each mode of an element, shape (2D, B, L + 2), so that the first labels along a
        route, mostly the only ones, lie side by side: `ahead`, the least cost from the depot until
        the element is done in this mode, and the predecessor's label in that chain; `back`, the
        least cost from beginning it in this mode until the depot, and the successor's label; the
        mode (the last of all for a depot) and where it begins and ends; the drive of that chain
        to it, `in_from` being one more than where the predecessor ends (0 before it is known).
    clock
        The times of those chains, kept only where times matter: when the vehicle can drive on
        with its break still due, and with it done; the latest arrival for a vehicle whose break
        is due, or done. Without a break both are the same. Shape (2D, B, L + 2).
    load
        Load of a whole route, for resources without facilities; shape (2D, R).
    load_ahead, load_back
        Load since the last reset including this element, and from it until the next reset, for
        types with facilities; shape (2D, L, R).
    task
        Where each task is: route (-1 when absent), position, place in the list of absent ones.
        Shape (T,).
    absent
        The absent tasks in any order; shape (T,).
    sums
        How many they are, what leaving them out costs, and what tasks cost for being in another
        vehicle than their partners; shape (1,).
    excess_price
        Cost of one unit of load above capacity, by resource; shape (R,).
    taken
        What the visits of a route take of each limit; shape (2D, F).
    limit
        The limits: capacity, what all routes use of it, cost of one unit above it; shape (F,).
    """

    sequence: NDArray[np.int64]
    route: NDArray[np.void]
    stop: NDArray[np.void]
    label: NDArray[np.void]
    clock: NDArray[np.void]
    load: NDArray[np.int64]
    load_ahead: NDArray[np.int64]
    load_back: NDArray[np.int64]
    task: NDArray[np.void]
    absent: NDArray[np.int64]
    sums: NDArray[np.void]
    excess_price: NDArray[np.int64]
    taken: NDArray[np.int64]
    limit: NDArray[np.void]

    @property
    def num_duties(self) -> int:
        """Number of duties; the rows from there on keep routes as they were."""
        return len(self.route) // 2


def longest_route(instance: Instance) -> int:
    """Returns how many elements a route can have at most.

    A duty can hold no more tasks than its time and the least service time allow; resets at most
    double that. Where this leaves room for far more elements than there are, a share of them has
    to do: the arrays then grow with the tasks, not with tasks times duties. A route that is full
    takes no more.
    """
    starts = instance.mode_start[: instance.num_tasks]
    if instance.num_tasks == 0:
        return 4
    least = np.minimum.reduceat(instance.mode_service_s.min(axis=0), starts)
    most = 0
    length_s = int((instance.duty_end_s - instance.duty_start_s).max(initial=0))
    if (least > 0).all():
        most = int(np.searchsorted(np.cumsum(np.sort(least)), length_s, side="right"))
    else:
        most = instance.num_tasks
    share = -(-instance.num_tasks // max(1, instance.num_duties))
    return min(2 * min(most, instance.num_tasks) + 4, max(LEAST_ROOM, ROOM * share))


def empty_state(instance: Instance, room: int | None = None) -> State:
    """Returns a state in which every task is absent; its routes are not labelled yet.

    Its routes have room for `room` elements; None for as many as `longest_route` says.
    """
    duties, tasks = instance.num_duties, instance.num_tasks
    rows, longest = 2 * duties, longest_route(instance) if room is None else room
    resources = instance.demand.shape[1]
    resets = bool((instance.type_reset >= 0).any())
    sequence = np.full((rows, longest), -1, dtype=np.int64)
    final = instance.type_final_reset[instance.duty_type]
    sequence[:duties, 0] = final
    route = np.zeros(rows, dtype=ROUTE)
    route["length"][:duties] = final >= 0
    whereabouts = np.zeros(tasks, dtype=WHEREABOUTS)
    whereabouts["route"] = whereabouts["position"] = -1
    whereabouts["absent_at"] = np.arange(tasks)
    sums = np.zeros(1, dtype=SUM)
    sums["num_absent"] = tasks
    sums["absent_prize"] = instance.prize.sum()
    capacity = instance.daily_limits.capacity
    limit = np.zeros(len(capacity), dtype=LIMIT)
    limit["capacity"] = capacity
    limit["price"] = 1
    stops = (rows, longest + 2)
    by_mode = (rows, instance.max_modes, longest + 2)
    loads = (rows, longest if resets else 0, resources)
    return State(
        sequence=sequence,
        route=route,
        stop=np.zeros(stops, dtype=STOP),
        # Few elements have as many modes as the widest; what stays zero takes no memory.
        label=np.zeros(by_mode, dtype=LABEL),
        clock=np.zeros(by_mode, dtype=CLOCK),
        load=np.zeros((rows, resources), dtype=np.int64),
        load_ahead=np.zeros(loads, dtype=np.int64),
        load_back=np.zeros(loads, dtype=np.int64),
        task=whereabouts,
        absent=np.arange(tasks, dtype=np.int64),
        sums=sums,
        excess_price=np.zeros(resources, dtype=np.int64),
        taken=np.zeros((rows, len(capacity)), dtype=np.int64),
        limit=limit,
    )


CONTROL = np.dtype(
    [
        ("num_touched", np.int64),
        ("num_pending", np.int64),
        ("num_open", np.int64),
        ("until_blink", np.int64),
        ("num_feasible", np.int64),
        ("num_links", np.int64),
        ("num_full", np.int64),
        ("gathering", np.int64),
    ]
)


class Workspace(NamedTuple):
    """Scratch of one search: what a step touches, so that it can be undone.

    Parameters
    ----------
    control
        How many routes the step has changed, tasks it has to insert, and duties it can insert
        into; how many positions are still priced before one is overlooked; how many steps since
        the last look at the price of excess load ended without any; how many links are listed,
        and how many of those where a reset is needed; the number of the list. Shape (1,).
    touched, touched_in
        The routes that the step has changed, and the step in which a route was last touched;
        shape (D,).
    open, group_in
        The duties worth trying: those in use and the first idle one of each group; the step in
        which a group was last offered. Shape (D,).
    pending, pending_key, pending_in
        Tasks to insert in this step, what they are sorted by, and the step in which a task was
        last pending; shape (T,).
    link_duty, link_position
        The links to be priced, those where a reset is needed from the end on.
    offset
        What a price is beyond the cost of the chain through a route; shape (D,).
    opened_in, may_open
        List for which a route was last looked at, and whether a task may go there; shape (D,).
    near_in
        List for which a task was last a neighbour; shape (T,).
    before, before_shun, modes, detour, split_cost, split_from
        Along one route, shape (L + 1,).
    """

    control: NDArray[np.void]
    touched: NDArray[np.int64]
    touched_in: NDArray[np.int64]
    open: NDArray[np.int64]
    group_in: NDArray[np.int64]
    pending: NDArray[np.int64]
    pending_key: NDArray[np.float64]
    pending_in: NDArray[np.int64]
    link_duty: NDArray[np.int64]
    link_position: NDArray[np.int64]
    offset: NDArray[np.int64]
    opened_in: NDArray[np.int64]
    may_open: NDArray[np.bool_]
    near_in: NDArray[np.int64]
    before: NDArray[np.int64]
    before_shun: NDArray[np.int64]
    modes: NDArray[np.int64]
    detour: NDArray[np.int64]
    split_cost: NDArray[np.int64]
    split_from: NDArray[np.int64]


def new_workspace(state: State) -> Workspace:
    """Returns scratch that fits a state."""
    duties, longest = state.num_duties, state.sequence.shape[1]
    tasks = len(state.task)
    return Workspace(
        control=np.zeros(1, dtype=CONTROL),
        touched=np.zeros(duties, dtype=np.int64),
        touched_in=np.full(duties, -1, dtype=np.int64),
        open=np.zeros(duties, dtype=np.int64),
        group_in=np.full(duties, -1, dtype=np.int64),
        pending=np.zeros(tasks, dtype=np.int64),
        pending_key=np.zeros(tasks, dtype=np.float64),
        pending_in=np.full(tasks, -1, dtype=np.int64),
        link_duty=np.zeros(3 * tasks + 2 * duties, dtype=np.int64),
        link_position=np.zeros(3 * tasks + 2 * duties, dtype=np.int64),
        offset=np.zeros(duties, dtype=np.int64),
        opened_in=np.full(duties, -1, dtype=np.int64),
        may_open=np.zeros(duties, dtype=np.bool_),
        near_in=np.full(tasks, -1, dtype=np.int64),
        before=np.zeros(longest + 1, dtype=np.int64),
        before_shun=np.zeros(longest + 1, dtype=np.int64),
        modes=np.zeros(longest + 1, dtype=np.int64),
        detour=np.zeros(longest + 1, dtype=np.int64),
        split_cost=np.zeros(longest + 1, dtype=np.int64),
        split_from=np.zeros(longest + 1, dtype=np.int64),
    )


class Settings(NamedTuple):
    """What steers the search.

    Parameters
    ----------
    mean_removed, longest_string
        Tasks taken out in a step on average; the most from one route.
    retried
        Absent tasks tried again in each step besides those near the ruin.
    hot, cold
        First and last temperature, in cost units.
    slack
        Share of its capacity by which a route may be overfull during the search, at a price.
    everywhere
        Whether a task is priced at all positions, or only beside its neighbours.
    shares
        In how many of the steps each operator is tried; see `optimizer.search.operators`.
    """

    mean_removed: float
    longest_string: float
    retried: int
    hot: float
    cold: float
    slack: float
    everywhere: bool
    shares: tuple[float, ...]
