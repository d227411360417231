"""Going over to another lane or kerb of the road takes time and is dangerous."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LaneChanges(Group):
    """In which lane modes work, and what going over to another one takes.

    A vehicle that has worked in one lane and goes on in another, at most `within_m` farther,
    needs so many seconds more, again so many for each lane that it goes across, and so many cost
    units: the larger ones of the two modes. Where it drives farther it has gone over on the way.

    Parameters
    ----------
    mode_lane
        The lane, 0 where there is none, as at stops and facilities; only whether two are the same
        counts. Shape (M,).
    mode_across
        How many lanes it lies from the right edge of the road; shape (M,).
    mode_change_s, mode_crossed_s, mode_change_cost
        What going over from it, or to it, takes, and each lane across; shape (M,). The seconds
        are paid like driving.
    type_within_m
        Shape (K,); -1 for a type to which nothing of this applies.
    """

    TRAIT: ClassVar[str] = "surcharged"
    MEANS: ClassVar[Message] = message("means.lane_changes", "changing lanes takes time")
    REMEDY: ClassVar[Message] = message("way_out.lane_changes", "let it take none")

    mode_lane: Ints = column(Axis.MODE, packed="mode.lane")
    mode_across: Ints = column(Axis.MODE, packed="mode.across")
    mode_change_s: Ints = column(Axis.MODE, packed="mode.change_s")
    mode_crossed_s: Ints = column(Axis.MODE, packed="mode.crossed_s")
    mode_change_cost: Ints = column(Axis.MODE, packed="mode.change_cost")
    type_within_m: Ints = column(Axis.TYPE, packed="kind.change_within_m", neutral=-1)

    @property
    def counts(self) -> bool:
        """Whether any change takes time or money."""
        takes = (self.mode_change_s, self.mode_crossed_s, self.mode_change_cost)
        return bool((self.type_within_m >= 0).any() and any(one.any() for one in takes))

    def seconds(self, kind: int, before: int, after: int, metres: int) -> int:
        """Returns what going over between two modes, so many metres apart, takes; 0 for none."""
        lanes = self.mode_lane[before], self.mode_lane[after]
        if metres > self.type_within_m[kind] or lanes[0] == lanes[1] or not np.all(lanes):
            return 0
        both = [before, after]
        across = int(np.ptp(self.mode_across[both]))
        return int(self.mode_change_s[both].max()) + across * int(self.mode_crossed_s[both].max())
