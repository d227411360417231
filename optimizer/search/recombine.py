"""The best solution that can be put together from the routes of a pool.

A set covering problem: every task in at least one of the chosen routes or left out at its prize,
and no more routes of a group than it has duties. The linear relaxation gives prices of tasks; only
routes whose reduced cost lies within the gap to the incumbent can be in a better solution, and of
these the most promising go to CP-SAT (Subramanian, Uchoa and Ochi 2013,
doi 10.1016/j.cor.2013.01.013, run such a model beside an iterated local search).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, identity, vstack

from optimizer.instance import Instance
from optimizer.search.pool import Pool

MOST_COLUMNS = 1_000
"""Most routes in the integer programme, those of least reduced cost."""


def recombine(
    instance: Instance, pool: Pool, incumbent: int, effort: float
) -> list[list[int]] | None:
    """Returns sequences by duty that cost less than the incumbent, or None.

    Parameters
    ----------
    incumbent
        Cost of the best solution, the prizes of what it leaves out included.
    effort
        Most work of CP-SAT in its own deterministic time, about as many seconds.
    """
    slots = np.flatnonzero(pool.key)
    if len(slots) == 0:
        return None
    cost, covers, uses = _columns(instance, pool, slots)
    # Costs may be huge numbers; the solvers like small ones.
    unit = max(1.0, float(cost.mean()) / 1e6)
    reduced, relaxed = _reduce_costs(instance, cost / unit, covers, uses)
    within = np.flatnonzero(reduced <= (incumbent - 1) / unit - relaxed + 1e-6)
    within = within[np.argsort(reduced[within], kind="stable")[:MOST_COLUMNS]]
    if len(within) == 0:
        return None
    chosen = _choose(
        instance, cost[within], covers[:, within], uses[:, within], incumbent, unit, effort
    )
    return None if chosen is None else _deal(instance, pool, slots[within[chosen]])


def _reduce_costs(
    instance: Instance, cost: NDArray[np.float64], covers: csr_array, uses: csr_array
) -> tuple[NDArray[np.float64], float]:
    """Returns the routes' reduced costs in the linear relaxation, and its value."""
    from scipy.optimize import linprog

    tasks, groups = instance.num_tasks, uses.shape[0]
    available = np.bincount(instance.alike, minlength=groups).astype(np.float64)
    # Leaving a task out costs its prize, but a prize far above all costs only blurs the prices.
    prize = np.minimum(instance.prize.astype(np.float64), 10.0 * cost.max())
    above = hstack([covers, identity(tasks, format="csr")], format="csr")
    below = hstack([uses, csr_array((groups, tasks))], format="csr")
    relaxed = linprog(
        np.concatenate([cost, prize]),
        A_ub=vstack([-above, below], format="csr"),
        b_ub=np.concatenate([-np.ones(tasks), available]),
        bounds=(0, None),
        method="highs",
    )
    if relaxed.fun is None:
        return np.zeros_like(cost), 0.0
    duals = relaxed.ineqlin.marginals
    reduced = cost + covers.T @ duals[:tasks] - uses.T @ duals[tasks:]
    return reduced, float(relaxed.fun)


def _choose(
    instance: Instance,
    cost: NDArray[np.float64],
    covers: csr_array,
    uses: csr_array,
    incumbent: int,
    unit: float,
    effort: float,
) -> NDArray[np.int64] | None:
    """Returns the columns of a solution below the incumbent, or None when none is found."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    column = [model.new_bool_var("") for _ in cost]
    left_out = [model.new_bool_var("") for _ in range(instance.num_tasks)]
    for task in range(instance.num_tasks):
        routes = covers.indices[covers.indptr[task] : covers.indptr[task + 1]]
        model.add_at_least_one([left_out[task], *(column[r] for r in routes)])
    available = np.bincount(instance.alike, minlength=uses.shape[0])
    for group in range(uses.shape[0]):
        routes = uses.indices[uses.indptr[group] : uses.indptr[group + 1]]
        duties = int(available[group])
        if len(routes) > duties:
            model.add(sum(column[r] for r in routes) <= duties)
    objective = sum(int(c / unit) * x for c, x in zip(cost, column, strict=True)) + sum(
        int(p / unit) * x for p, x in zip(instance.prize, left_out, strict=True)
    )
    model.add(objective < int(incumbent / unit))
    model.minimize(objective)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    # It would take Ctrl-C from whoever waits for it.
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.flatnonzero([solver.boolean_value(x) for x in column])


def _columns(
    instance: Instance, pool: Pool, slots: NDArray[np.int64]
) -> tuple[NDArray[np.float64], csr_array, csr_array]:
    """Returns costs, which tasks each route covers, and which group's duty it uses."""
    length = pool.length[slots]
    column = np.repeat(np.arange(len(slots)), length)
    within = np.arange(len(column)) - np.repeat(np.cumsum(length) - length, length)
    element = pool.sequence[slots[column], within]
    is_task = element < instance.num_tasks
    covers = csr_array(
        (np.ones(int(is_task.sum())), (element[is_task], column[is_task])),
        shape=(instance.num_tasks, len(slots)),
    )
    groups = len(pool.group_key)
    uses = csr_array(
        (np.ones(len(slots)), (pool.group[slots], np.arange(len(slots)))),
        shape=(groups, len(slots)),
    )
    return pool.cost[slots].astype(np.float64), covers, uses


def _deal(instance: Instance, pool: Pool, chosen: NDArray[np.int64]) -> list[list[int]]:
    """Returns the chosen routes dealt out to the duties of their groups, no task twice."""
    sequences: list[list[int]] = [[] for _ in range(instance.num_duties)]
    alike = instance.alike
    free = {
        int(group): [int(duty) for duty in np.flatnonzero(alike == group)]
        for group in np.unique(alike)
    }
    served: set[int] = set()
    for slot in chosen:
        route = [int(element) for element in pool.sequence[slot, : pool.length[slot]]]
        kept = [e for e in route if e >= instance.num_tasks or e not in served]
        served.update(e for e in kept if e < instance.num_tasks)
        if any(e < instance.num_tasks for e in kept):
            sequences[free[int(pool.group[slot])].pop(0)] = kept
    return sequences
