"""Tasks that only one duty may do."""

from dataclasses import dataclass
from typing import ClassVar

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column, number_named


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pins(Group):
    """Pins.

    Parameters
    ----------
    duty
        The one duty that may do a task, -1 for any; shape (T,).
    """

    TRAIT: ClassVar[str] = "owned"
    MEANS: ClassVar[Message] = message("means.pins", "a task is pinned to one duty")
    REMEDY: ClassVar[Message] = message("way_out.pins", "take the pins out")

    duty: Ints = column(Axis.TASK, names=Axis.DUTY, packed="task.pinned", neutral=-1)

    @property
    def counts(self) -> bool:
        """Whether any task has a pin."""
        return bool((self.duty >= 0).any())

    def tells_apart(self, num_duties: int) -> tuple[Ints, ...]:
        """Returns the duties that a pin names: each is like no other."""
        return (number_named(self.duty, num_duties),)
