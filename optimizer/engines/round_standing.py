"""What is known of a round of a divided search while its parts are searched."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from optimizer.division import Part
from optimizer.engines.part_search import PartEnd, PartWord
from optimizer.instance import Instance


class DividedWhole(Protocol):
    """The whole, as a round changes it.

    Attributes
    ----------
    routes, route_cost
        Where it stands, and what each route costs there.
    steps
        Of all parts together.
    """

    instance: Instance
    routes: list[list[int]]
    route_cost: NDArray[np.int64]
    steps: int

    def keep(self, cost: int, routes: list[list[int]]) -> None:
        """Keeps routes that are the best so far."""

    def take_in(self, part: Part, end: PartEnd) -> None:
        """Notes where the search of a part has ended."""

    def tell_of(self, cost: int, routes: list[list[int]]) -> bool:
        """Tells the caller how things stand; says whether to end."""

    def list_absent(self, routes: Sequence[Sequence[int]]) -> NDArray[np.int64]:
        """Returns the tasks that are in none of some routes."""


class RoundStanding:
    """What is known of the parts of a round while they are searched.

    Attributes
    ----------
    routes, cost
        The best of the round: of each part the best that was told, of one that waits where it
        stands.
    """

    def __init__(self, division: DividedWhole, parts: Sequence[Part]) -> None:
        self._division, self._parts = division, parts
        self._steps_before = division.steps
        self._steps = [0] * len(parts)
        self.routes, self.cost = list(division.routes), 0
        absent = np.zeros(division.instance.num_tasks, dtype=np.int64)
        absent[division.list_absent(division.routes)] = 1
        lost = absent * division.instance.prize
        self._part_cost = [
            int(division.route_cost[part.duties].sum() + lost[part.tasks].sum()) for part in parts
        ]
        self.cost = int(division.route_cost.sum() + lost.sum())

    def hear(self, number: int, word: PartWord) -> bool:
        """Takes in what is said of a part; says whether the caller wants the end."""
        division, part = self._division, self._parts[number]
        self._steps[number] = word.steps
        division.steps = self._steps_before + sum(self._steps)
        if word.best is not None:
            cost = part.cost_in_whole(word.best.cost, word.best.sequences)
            self.cost += cost - self._part_cost[number]
            self._part_cost[number] = cost
            put_routes(self.routes, part, word.best.sequences)
        if word.end is not None:
            division.keep(self.cost, self.routes)
            division.take_in(part, word.end)
        return division.tell_of(self.cost, self.routes)


def put_routes(routes: list[list[int]], part: Part, own: Sequence[Sequence[int]]) -> None:
    """Puts a part's routes in their place among those of the whole."""
    for duty, route in zip(part.duties, part.convert_outward(own), strict=True):
        routes[duty] = route
