"""What driving itself uses up: a battery, or fuel."""

from dataclasses import dataclass
from typing import ClassVar

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrivingUse(Group):
    """The resource that a vehicle type uses up as it drives.

    Every metre between two works uses some, also those to the facility where the resource is set
    back and those home; what working uses is part of the tasks' demand. So what is used between
    two resets depends on the order of a route and on the modes in it.

    Parameters
    ----------
    type_resource, type_per_m
        The resource, -1 for none, and how many units of it a metre uses; shape (K,). A type that
        uses one has a reset for it.
    """

    TRAIT: ClassVar[str] = "ranged"
    MEANS: ClassVar[Message] = message("means.driving_use", "driving uses up what is aboard")
    REMEDY: ClassVar[Message] = message("way_out.driving_use", "leave the range out")

    type_resource: Ints = column(Axis.TYPE, packed="kind.driving_resource", neutral=-1)
    type_per_m: Ints = column(Axis.TYPE, packed="kind.driving_per_m")

    @property
    def counts(self) -> bool:
        """Whether driving uses anything."""
        return bool((self.type_resource >= 0).any())
