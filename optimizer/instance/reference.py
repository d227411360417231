"""The duties of a reference plan, which are dear to leave."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, Join, column, number_named


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference(Group):
    """Who does a task in a reference plan, and what another costs more.

    Parameters
    ----------
    duty, change_cost
        The duty that does a task in the reference plan, -1 for none, and the cost units that
        doing it in any other duty costs more; shape (T,).
    """

    TRAIT: ClassVar[str] = "owned"
    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message(
        "means.reference", "changes from a reference plan have a price"
    )
    REMEDY: ClassVar[Message] = message("way_out.reference", "leave the reference plan out")

    duty: Ints = column(Axis.TASK, names=Axis.DUTY, packed="task.reference", neutral=-1)
    change_cost: Ints = column(Axis.TASK, joined=Join.SUM, packed="task.change_cost")

    def drop_neutral(self) -> Self:
        """Returns it without what costs nothing to leave."""
        counts = (self.duty >= 0) & (self.change_cost > 0)
        return replace(
            self,
            duty=np.where(counts, self.duty, -1),
            change_cost=np.where(counts, self.change_cost, 0),
        )

    @property
    def counts(self) -> bool:
        """Whether any task has a reference."""
        return bool((self.duty >= 0).any())

    def tells_apart(self, num_duties: int) -> tuple[Ints, ...]:
        """Returns the duties that the reference plan names: each is like no other."""
        return (number_named(self.duty, num_duties),)
