"""Putting tasks into routes, and taking them out."""

from optimizer.kernel import entry_kernel, kernel, merged_entry_kernel
from optimizer.search.labels import evaluate, move_tail, price_excess
from optimizer.search.packed import Problem
from optimizer.search.preferences import apart_cost, change_cost
from optimizer.search.room import ALONE, RESET_BEFORE, lacks_room
from optimizer.search.state import State


@merged_entry_kernel
def put(problem: Problem, state: State, task: int, duty: int, position: int, form: int) -> bool:
    """Inserts a task into a route, evaluates it and says whether the route's times hold.

    The task leaves the list of absent ones.
    """
    kind = problem.duty[duty].kind
    tail = state.route[duty].length - position
    at = position
    if form == ALONE:
        move_tail(state, duty, position, 1)
    else:
        reset = problem.reset[kind, lacks_room(problem, state, task, duty, position)]
        move_tail(state, duty, position, 2)
        state.stop[duty, at + 2].shun = 0
        if form == RESET_BEFORE:
            state.sequence[duty, at] = reset
            at += 1
        else:
            state.sequence[duty, at + 1] = reset
    state.stop[duty, position + 1].shun = 0
    state.sequence[duty, at] = task
    state.route[duty].num_tasks += 1
    state.route[duty].changes += change_cost(problem, task, duty)
    state.task[task].route = duty
    for r in range(problem.demand.shape[1]):
        state.load[duty, r] += problem.demand[task, r]
    leave_absent(problem, state, task)
    price_excess(problem, state, duty)
    return evaluate(problem, state, duty, position, tail)


@entry_kernel
def leave_absent(problem: Problem, state: State, task: int) -> None:
    """Strikes a task, which knows its route, off the list of absent ones."""
    sums = state.sums[0]
    last = state.absent[sums.num_absent - 1]
    at = state.task[task].absent_at
    state.absent[at] = last
    state.task[last].absent_at = at
    state.task[task].absent_at = -1
    sums.num_absent -= 1
    sums.absent_prize -= problem.task[task].prize
    if problem.trait[0].partnered:
        sums.apart += apart_cost(problem, state, task, state.task[task].route)


@kernel
def join_absent(problem: Problem, state: State, task: int) -> None:
    """Marks a task as absent; its route must drop it from its sequence."""
    sums = state.sums[0]
    if problem.trait[0].partnered:
        sums.apart -= apart_cost(problem, state, task, state.task[task].route)
    state.absent[sums.num_absent] = task
    state.task[task].absent_at = sums.num_absent
    sums.num_absent += 1
    sums.absent_prize += problem.task[task].prize
    state.task[task].route = -1
    state.task[task].position = -1


@kernel
def withdraw(problem: Problem, state: State, task: int, duty: int) -> None:
    """Takes a task out of a route's books; the route must drop it from its sequence."""
    state.route[duty].num_tasks -= 1
    state.route[duty].changes -= change_cost(problem, task, duty)
    for r in range(problem.demand.shape[1]):
        state.load[duty, r] -= problem.demand[task, r]
    join_absent(problem, state, task)


@entry_kernel
def take(problem: Problem, state: State, duty: int, position: int) -> bool:
    """Removes the element at a position, evaluates the route; a task becomes absent."""
    element = state.sequence[duty, position]
    move_tail(state, duty, position + 1, -1)
    if element < problem.demand.shape[0]:
        withdraw(problem, state, element, duty)
        price_excess(problem, state, duty)
    return evaluate(problem, state, duty, position, state.route[duty].length - position)
