"""What ties tasks to duties and to each other: pins, references, territories, balance, partners.

A route costs its chain (driving, work and facility visits), the chain's surplus, the use of the
duty and what its tasks pay for not being where the reference plan or a territory has them. The
surplus never falls as the chain grows, so the cheapest chain makes the cheapest route, and labels
need not know of it.
"""

from optimizer.instance import SHARES
from optimizer.kernel import inline_kernel
from optimizer.search.packed import Problem
from optimizer.search.state import State


@inline_kernel
def may_do(problem: Problem, task: int, duty: int) -> bool:
    """Says whether neither skill nor pin keeps a task out of a duty."""
    pinned = problem.task[task].pinned
    return problem.allowed[problem.duty[duty].kind, task] and (pinned < 0 or pinned == duty)


@inline_kernel
def change_cost(problem: Problem, task: int, duty: int) -> int:
    """Returns what a task pays in a duty that is not its reference, or whose territory is far."""
    wanted = problem.task[task]
    cost = 0 if wanted.reference == duty else wanted.change_cost
    if wanted.stray_per_m > 0:
        middle = problem.duty[duty]
        away_m = abs(wanted.east_m - middle.east_m) + abs(wanted.north_m - middle.north_m)
        cost += wanted.stray_per_m * max(0, away_m - middle.near_m)
    return cost


@inline_kernel
def apart_cost(problem: Problem, state: State, task: int, duty: int) -> int:
    """Returns what a task in a duty costs because its partner is in another vehicle."""
    partner = problem.task[task].partner
    cost = 0
    if partner >= 0:
        other = state.task[partner].route
        if other >= 0 and problem.duty[other].vehicle != problem.duty[duty].vehicle:
            cost = problem.task[task].apart_cost
    return cost


@inline_kernel
def surplus(problem: Problem, duty: int, chain: int) -> int:
    """Returns what a chain of a duty costs on top of itself, for the balance between routes.

    That is `share * over // SHARES`, without its product: a chain through a forbidden way costs
    so much that it would overflow.
    """
    shift = problem.duty[duty]
    over = max(0, chain - shift.balance_from)
    return over // SHARES * shift.balance_share + over % SHARES * shift.balance_share // SHARES
