"""The cheapest plan that reaches an area: prices on area first, then trimming what is too much."""

from optimizer.target.area import solve_for_area, swept_m2

__all__ = [
    "solve_for_area",
    "swept_m2",
]
