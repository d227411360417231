"""The first solution: one route after the other, always going on to what is worth most.

Path scanning (Golden, DeArmon and Baker 1983, doi 10.1016/0305-0548(83)90026-6) with one rule that
fits optional work too: the next task is the one with the most prize for the cost and time of going
on to it.
"""

from optimizer.instance import NEVER, UNBOUNDED, Instance
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, kernel
from optimizer.search.insertion import price, put, take
from optimizer.search.labels import step_in
from optimizer.search.state import State


@kernel
def appeal(problem: Instance, state: State, task: int, duty: int, position: int) -> float:
    """Returns prize per cost of going on to a task at the end of a route, or -1.

    Waiting counts like driving: a task whose window opens in hours can be taken later.
    """
    if state.route_of[task] >= 0 or not problem.allowed[problem.duty_type[duty], task]:
        return -1.0
    cost, _ = price(problem, state, task, duty, position, UNBOUNDED)
    if cost >= UNBOUNDED:
        return -1.0
    per_s = max(1, problem.type_per_s[problem.duty_type[duty]])
    before_cost, before_s = ZERO, problem.duty_start_s[duty]
    if position > 0:
        element = state.sequence[duty, position - 1]
        best = UNBOUNDED
        for label in range(problem.mode_start[element + 1] - problem.mode_start[element]):
            if state.ahead_cost[duty, position - 1, label] < best:
                best = state.ahead_cost[duty, position - 1, label]
                before_cost = best
                before_s = state.ahead_s[duty, position - 1, label]
    least = 1e300
    for mode in range(problem.mode_start[task], problem.mode_start[task + 1]):
        reached, left_s, _, _ = step_in(problem, state, duty, position, mode)
        if left_s < NEVER:
            effort = float(reached - before_cost) + float(per_s) * float(left_s - before_s)
            least = min(least, effort)
    return float(problem.prize[task]) / max(1.0, least)


@entry_kernel
def build_routes(problem: Instance, state: State) -> None:
    """Fills one route after the other until nothing more fits."""
    num_tasks = len(state.route_of)
    for duty in range(len(state.length)):
        last = NOWHERE
        while True:
            position = state.length[duty]
            if problem.type_final_reset[problem.duty_type[duty]] >= 0:
                position -= 1
            best, chosen = 0.0, NOWHERE
            if last >= 0:
                for k in range(problem.neighbours.shape[1]):
                    task = problem.neighbours[last, k]
                    if task < 0:
                        break
                    value = appeal(problem, state, task, duty, position)
                    if value > best:
                        best, chosen = value, task
            if chosen < 0:
                for task in range(num_tasks):
                    value = appeal(problem, state, task, duty, position)
                    if value > best:
                        best, chosen = value, task
            if chosen < 0:
                break
            _, form = price(problem, state, chosen, duty, position, UNBOUNDED)
            if not put(problem, state, chosen, duty, position, form):
                take(problem, state, duty, position)
                if form > 0:
                    take(problem, state, duty, position)
                break
            last = chosen
