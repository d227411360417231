"""What facilities take in a day, from all vehicles together."""

from dataclasses import dataclass
from typing import ClassVar

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DailyLimits(Group):
    """Limits, and which visits count against them.

    Parameters
    ----------
    mode_limit
        A visit in a mode that resets resource r counts its load of that resource, since the last
        reset, against the limit number mode_limit[m, r], -1 for none; shape (M, R).
    capacity
        What each limit lets through; shape (F,).
    """

    TRAIT: ClassVar[str] = "limited"
    JOINS_DUTIES: ClassVar[bool] = True

    MEANS: ClassVar[Message] = message(
        "means.capacities", "a facility takes only so much in a day from all vehicles"
    )
    REMEDY: ClassVar[Message] = message("way_out.capacities", "leave the daily capacities out")

    mode_limit: Ints = column(Axis.MODE, Axis.RESOURCE, neutral=-1)
    capacity: Ints = column(Axis.OTHER)

    @property
    def counts(self) -> bool:
        """Whether there is any limit."""
        return len(self.capacity) > 0
