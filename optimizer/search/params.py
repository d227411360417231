"""What steers the search, and what it makes of that for one instance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance
from optimizer.search.operators import OPERATORS
from optimizer.search.state import Settings, State

SCAN_ALL = 60
"""Up to so many tasks every link is priced; above, only those beside a neighbour."""

SPACINGS = 10.0
"""Temperatures follow so many times the drive between neighbours, where that is more than the mean
cost of a task: about what both come to where tasks adjoin each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What steers the search; found by trial on the public arc-routing instances.

    Parameters
    ----------
    mean_removed, longest_string
        Tasks taken out in a step on average; the most from one route.
    retried
        Absent tasks tried again in each step besides those near the ruin.
    hot_share, cold_share
        First and last temperature, as shares of the mean cost of a task in the first solution, or
        of `SPACINGS` times the mean drive between neighbours where that is more.
    scarce_factor
        How much hotter it is where not everything fits: prizes then matter more than detours.
    cycles
        Each ends at a share of the run and begins so far down the way from hot to cold. At the
        end of a cycle routes are recombined, and the search goes on from the best.
    slack
        Share of its capacity by which a route may be overfull on the way, at a price that adjusts.
    excess_price_share
        First price of a unit of excess, as a share of what carrying one costs on average.
    shares
        In how many of the steps each of `OPERATORS` is tried; ruin and recreate follows unless one
        finds a change that can be accepted.
    verify
        Whether every step is checked against a fresh count of all routes: to find faults, slow.
    """

    mean_removed: float = 10.0
    longest_string: float = 10.0
    retried: int = 6
    hot_share: float = 0.25
    cold_share: float = 0.01
    scarce_factor: float = 4.0
    cycles: tuple[tuple[float, float], ...] = ((0.7, 0.0), (1.0, 0.6))
    slack: float = 0.03
    excess_price_share: float = 1.0
    shares: tuple[float, ...] = tuple(operator.share for operator in OPERATORS)
    verify: bool = False


DEFAULT_PARAMS = Params()


def temperatures_of(
    params: Params, *, cost: float, num_tasks: int, num_absent: int, spacing: float = 0.0
) -> tuple[float, float]:
    """Returns the first and the last temperature, in cost units.

    Parameters
    ----------
    cost
        Of the routes of the first solution.
    spacing
        What the drive from a task to one nearby costs, as by `mean_spacing`: changes of routes
        cost about so much, which is far more than a task's share where tasks lie far apart.
    """
    mean_cost = max(1.0, cost / max(1, num_tasks - num_absent))
    if num_absent > 0:
        mean_cost *= params.scarce_factor
    else:
        mean_cost = max(mean_cost, SPACINGS * spacing)
    return params.hot_share * mean_cost, params.cold_share * mean_cost


def settings_of(
    instance: Instance, state: State, params: Params, *, spacing: float = 0.0
) -> Settings:
    """Returns the settings of a search from the given routes on; see `temperatures_of`."""
    hot, cold = temperatures_of(
        params,
        cost=float(state.route["cost"][: state.num_duties].sum()),
        num_tasks=instance.num_tasks,
        num_absent=int(state.sums["num_absent"][0]),
        spacing=spacing,
    )
    return Settings(
        mean_removed=params.mean_removed,
        longest_string=params.longest_string,
        retried=params.retried,
        hot=hot,
        cold=cold,
        slack=params.slack,
        everywhere=instance.num_tasks <= SCAN_ALL,
        shares=params.shares,
    )


def first_excess_price(instance: Instance, state: State, params: Params) -> NDArray[np.int64]:
    """Returns what a unit of load above capacity costs at first."""
    cost = float(state.route["cost"][: state.num_duties].sum())
    carried = np.maximum(1, state.load[: state.num_duties].sum(axis=0))
    prices: NDArray[np.int64] = np.maximum(1, params.excess_price_share * cost / carried).astype(
        np.int64
    )
    return prices


def first_limit_price(instance: Instance, state: State, params: Params) -> NDArray[np.int64]:
    """Returns what a unit costs at first that a facility would have to take above its limit."""
    limits = instance.daily_limits
    cost = float(state.route["cost"][: state.num_duties].sum())
    demand = np.maximum(1, instance.demand.sum(axis=0))
    prices = np.ones(len(limits.capacity), dtype=np.int64)
    for limit in range(len(limits.capacity)):
        for r in np.flatnonzero((limits.mode_limit == limit).any(axis=0)):
            prices[limit] = max(1, int(params.excess_price_share * cost / demand[r]))
    return prices
