"""Waiting that is paid for: a vehicle on its way that can neither drive nor work."""

from dataclasses import dataclass
from typing import ClassVar

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Waiting(Group):
    """What a second costs between leaving and coming back that is neither driven nor worked.

    A break is no waiting. A vehicle comes home as early as its route lets it, and leaves as late
    as it then can: what it waits before leaving is free.

    Parameters
    ----------
    type_per_s
        Cost units a second of waiting; shape (K,).
    """

    TRAIT: ClassVar[str] = "waits"
    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message("means.waiting", "waiting has a price")
    REMEDY: ClassVar[Message] = message("way_out.waiting", "take the price on waiting away")

    type_per_s: Ints = column(Axis.TYPE, packed="kind.wait_per_s")

    @property
    def counts(self) -> bool:
        """Whether any waiting costs anything."""
        return bool(self.type_per_s.any())
