"""The routes and their labels, in arrays owned by one object."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance


class State(NamedTuple):
    """What the search works on; only the kernels of this package write to it.

    D duties, L the longest route in elements, B the most modes of any element, R resources,
    T tasks.

    Parameters
    ----------
    sequence, length
        Elements of each route in order, shape (D, L); how many, shape (D,).
    num_tasks
        Tasks in each route, resets not counted; shape (D,).
    cost
        Cost of each route with its best modes; 0 when it has no task; shape (D,).
    ahead_cost, ahead_s, ahead_rested, ahead_mode
        Forward labels, shape (D, L, B): least cost from the depot until the element is done in
        this mode; when the vehicle can leave then; whether its break is behind it; the
        predecessor's mode.
    back_cost, back_latest_s, back_mode
        Backward labels: least cost from beginning the element in this mode until the depot; the
        latest arrival at it, shape (D, L, B, 2), for a vehicle whose break is due or done; the
        successor's mode.
    load_ahead, load_back
        Load since the last reset including this element, and from it until the next reset; shape
        (D, L, R).
    route_of, position_of
        Where each task is; route -1 when absent; shape (T,).
    absent, absent_at
        The absent tasks in any order, and each task's place in that list; shape (T,).
    num_absent, absent_prize
        How many they are and what leaving them out costs; shape (1,).
    """

    sequence: NDArray[np.int64]
    length: NDArray[np.int64]
    num_tasks: NDArray[np.int64]
    cost: NDArray[np.int64]
    ahead_cost: NDArray[np.int64]
    ahead_s: NDArray[np.int64]
    ahead_rested: NDArray[np.int64]
    ahead_mode: NDArray[np.int64]
    back_cost: NDArray[np.int64]
    back_latest_s: NDArray[np.int64]
    back_mode: NDArray[np.int64]
    load_ahead: NDArray[np.int64]
    load_back: NDArray[np.int64]
    route_of: NDArray[np.int64]
    position_of: NDArray[np.int64]
    absent: NDArray[np.int64]
    absent_at: NDArray[np.int64]
    num_absent: NDArray[np.int64]
    absent_prize: NDArray[np.int64]


def longest_route(instance: Instance) -> int:
    """Returns how many elements a route can have at most.

    A duty can hold no more tasks than its time and the least service time allow; resets at most
    double that.
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
    return 2 * min(most, instance.num_tasks) + 4


def empty_state(instance: Instance) -> State:
    """Returns a state in which every task is absent."""
    duties, tasks = instance.num_duties, instance.num_tasks
    shape = (duties, longest_route(instance), instance.max_modes)
    resources = instance.demand.shape[1]
    sequence = np.full(shape[:2], -1, dtype=np.int64)
    final = instance.type_final_reset[instance.duty_type]
    sequence[:, 0] = final
    return State(
        sequence=sequence,
        length=(final >= 0).astype(np.int64),
        num_tasks=np.zeros(duties, dtype=np.int64),
        cost=np.zeros(duties, dtype=np.int64),
        ahead_cost=np.zeros(shape, dtype=np.int64),
        ahead_s=np.zeros(shape, dtype=np.int64),
        ahead_rested=np.zeros(shape, dtype=np.int64),
        ahead_mode=np.zeros(shape, dtype=np.int64),
        back_cost=np.zeros(shape, dtype=np.int64),
        back_latest_s=np.zeros((*shape, 2), dtype=np.int64),
        back_mode=np.zeros(shape, dtype=np.int64),
        load_ahead=np.zeros((*shape[:2], resources), dtype=np.int64),
        load_back=np.zeros((*shape[:2], resources), dtype=np.int64),
        route_of=np.full(tasks, -1, dtype=np.int64),
        position_of=np.full(tasks, -1, dtype=np.int64),
        absent=np.arange(tasks, dtype=np.int64),
        absent_at=np.arange(tasks, dtype=np.int64),
        num_absent=np.array([tasks], dtype=np.int64),
        absent_prize=np.array([instance.prize.sum()], dtype=np.int64),
    )


class Workspace(NamedTuple):
    """Scratch of one search: what a step touches, so that it can be undone.

    Parameters
    ----------
    kept_sequence, kept_length
        The touched routes as they were, shapes (D, L) and (D,).
    touched, num_touched
        The routes that the step has changed, shape (D,) and (1,).
    touched_in, group_in
        Step in which a route was last touched, and a group of duties last offered; shape (D,).
    pending, num_pending
        Tasks to insert in this step, shapes (T,) and (1,).
    pending_key
        What they are sorted by; shape (T,).
    pending_in
        Step in which a task was last pending; shape (T,).
    before, modes, detour, split_cost, split_from
        Along one route, shape (L + 1,).
    """

    kept_sequence: NDArray[np.int64]
    kept_length: NDArray[np.int64]
    touched: NDArray[np.int64]
    num_touched: NDArray[np.int64]
    touched_in: NDArray[np.int64]
    group_in: NDArray[np.int64]
    pending: NDArray[np.int64]
    num_pending: NDArray[np.int64]
    pending_key: NDArray[np.float64]
    pending_in: NDArray[np.int64]
    before: NDArray[np.int64]
    modes: NDArray[np.int64]
    detour: NDArray[np.int64]
    split_cost: NDArray[np.int64]
    split_from: NDArray[np.int64]


def new_workspace(state: State) -> Workspace:
    """Returns scratch that fits a state."""
    duties, longest = state.sequence.shape
    tasks = len(state.route_of)
    return Workspace(
        kept_sequence=np.empty_like(state.sequence),
        kept_length=np.empty_like(state.length),
        touched=np.zeros(duties, dtype=np.int64),
        num_touched=np.zeros(1, dtype=np.int64),
        touched_in=np.full(duties, -1, dtype=np.int64),
        group_in=np.full(duties, -1, dtype=np.int64),
        pending=np.zeros(tasks, dtype=np.int64),
        num_pending=np.zeros(1, dtype=np.int64),
        pending_key=np.zeros(tasks, dtype=np.float64),
        pending_in=np.full(tasks, -1, dtype=np.int64),
        before=np.zeros(longest + 1, dtype=np.int64),
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
    """

    mean_removed: float
    longest_string: float
    retried: int
    hot: float
    cold: float
