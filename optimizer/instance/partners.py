"""Tasks that are dear in two vehicles: the two kerbs of a street."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, Join, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partners(Group):
    """Pairs of tasks, and the price of serving both by different vehicles.

    Partners and prices are symmetric: partner[partner[t]] == t, and both have the same price.

    Parameters
    ----------
    partner, apart_cost
        The task on the opposite kerb of the same street in the same pass, -1 for none, and the
        cost units that a solution costs more when different vehicles serve the two; shape (T,).
    duty_vehicle
        The vehicle of each duty; shape (D,).
    """

    TRAIT: ClassVar[str] = "partnered"
    JOINS_DUTIES: ClassVar[bool] = True

    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message(
        "means.partners", "both kerbs of a street are to be swept by one vehicle"
    )
    REMEDY: ClassVar[Message] = message("way_out.partners", "take the price of that away")

    partner: Ints = column(
        Axis.TASK, names=Axis.TASK, joined=Join.BY_HAND, packed="task.partner", neutral=-1
    )
    apart_cost: Ints = column(Axis.TASK, joined=Join.BY_HAND, packed="task.apart_cost")
    duty_vehicle: Ints = column(Axis.DUTY, packed="duty.vehicle")

    def drop_neutral(self) -> Self:
        """Returns it without pairs that cost nothing apart."""
        counts = (self.partner >= 0) & (self.apart_cost > 0)
        return replace(
            self,
            partner=np.where(counts, self.partner, -1),
            apart_cost=np.where(counts, self.apart_cost, 0),
        )

    @property
    def counts(self) -> bool:
        """Whether any task has a partner."""
        return bool((self.partner >= 0).any())

    def tells_apart(self, num_duties: int) -> tuple[Ints, ...]:
        """Returns the vehicle of duties whose vehicle has several, where tasks have partners."""
        if not self.counts:
            return ()
        several = np.bincount(self.duty_vehicle)[self.duty_vehicle] > 1
        return (np.where(several, self.duty_vehicle, -1),)

    def join(self, stretches: Sequence[Sequence[int]], modes: Ints) -> Self:
        """Returns it for stretches all of whose tasks face those of one other stretch."""
        stretch_of = np.empty(len(self.partner), dtype=np.int64)
        for number, tasks in enumerate(stretches):
            stretch_of[list(tasks)] = number
        partner = np.full(len(stretches), -1, dtype=np.int64)
        cost = np.zeros(len(stretches), dtype=np.int64)
        for number, tasks in enumerate(stretches):
            across = self.partner[list(tasks)]
            others = set(stretch_of[across[across >= 0]].tolist())
            if (across >= 0).all() and len(others) == 1:
                partner[number] = others.pop()
                cost[number] = int(self.apart_cost[list(tasks)].sum())
        numbers = np.arange(len(stretches))
        mutual = (partner >= 0) & (partner != numbers) & (partner[partner] == numbers)
        mutual &= cost == cost[partner]
        return replace(
            self, partner=np.where(mutual, partner, -1), apart_cost=np.where(mutual, cost, 0)
        )
