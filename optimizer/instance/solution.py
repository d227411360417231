"""A solution: the elements of each duty's route in order, with their modes."""

from typing import NamedTuple

from optimizer.instance.instance import Instance


class Visit(NamedTuple):
    """One element of a route, done in one mode (an index into the instance's modes)."""

    element: int
    mode: int


class Solution(NamedTuple):
    """Integer form of a plan: for every duty its elements in order, with their modes.

    Parameters
    ----------
    routes
        One tuple a duty; empty when the duty is not used.
    cost
        Cost of the routes and of partners that are apart in cost units, without what is absent.
    absent
        Tasks in no route, sorted.
    """

    routes: tuple[tuple[Visit, ...], ...]
    cost: int
    absent: tuple[int, ...]

    @property
    def sequences(self) -> list[list[int]]:
        """The elements of each route, without their modes."""
        return [[visit.element for visit in route] for route in self.routes]

    def total(self, instance: Instance) -> int:
        """Returns the cost with what it leaves out: what a search makes as small as it can."""
        return self.cost + int(instance.prize[list(self.absent)].sum())
