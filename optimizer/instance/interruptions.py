"""A run of work that is broken off: beginning another one elsewhere has a price of its own."""

from dataclasses import dataclass
from typing import ClassVar

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Interruptions(Group):
    """What beginning a run costs beyond the seconds and metres of the drive to it.

    Work that goes straight on has no drive in between. So long runs are cheaper than a street that
    is left and come back to, and a piece that is too short to drive to is done by whoever passes.

    Parameters
    ----------
    mode_begin_cost
        Of a drive of more than 0 m to a mode; shape (M,).
    """

    TRAIT: ClassVar[str] = "surcharged"
    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message("means.interruptions", "breaking off a run has a price")
    REMEDY: ClassVar[Message] = message("way_out.interruptions", "take that price away")

    mode_begin_cost: Ints = column(Axis.MODE, packed="mode.begin_cost")

    @property
    def counts(self) -> bool:
        """Whether any drive costs more."""
        return bool(self.mode_begin_cost.any())
