"""Where each duty's work is to lie."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, Join, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Territories(Group):
    """Where tasks lie, where territories are, and the price of a task that lies elsewhere.

    Parameters
    ----------
    task_east_m, task_north_m
        Where a task lies, as metres from some point; shape (T,).
    stray_per_m
        Cost units of each metre by which a task lies beyond a duty's territory, east-west and
        north-south added up; shape (T,).
    duty_east_m, duty_north_m, duty_near_m
        The middle of a duty's territory, and how far from it the territory reaches; shape (D,).
    """

    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message(
        "means.territories", "work outside a vehicle's territory has a price"
    )
    REMEDY: ClassVar[Message] = message("way_out.territories", "take that price away")

    task_east_m: Ints = column(Axis.TASK, joined=Join.MEAN, packed="task.east_m")
    task_north_m: Ints = column(Axis.TASK, joined=Join.MEAN, packed="task.north_m")
    stray_per_m: Ints = column(Axis.TASK, joined=Join.SUM, packed="task.stray_per_m")
    duty_east_m: Ints = column(Axis.DUTY, packed="duty.east_m")
    duty_north_m: Ints = column(Axis.DUTY, packed="duty.north_m")
    duty_near_m: Ints = column(Axis.DUTY, packed="duty.near_m")

    @property
    def counts(self) -> bool:
        """Whether any task costs more anywhere."""
        return bool(self.stray_per_m.any())

    def tells_apart(self, num_duties: int) -> tuple[Ints, ...]:
        """Returns where territories lie: duties that have others are not alike."""
        return self.duty_east_m, self.duty_north_m, self.duty_near_m

    def stray_cost(self, tasks: Ints, duty: int) -> Ints:
        """Returns what each of some tasks costs in a duty because its territory is elsewhere."""
        away_m = np.abs(self.task_east_m[tasks] - self.duty_east_m[duty])
        away_m += np.abs(self.task_north_m[tasks] - self.duty_north_m[duty])
        return np.asarray(self.stray_per_m[tasks] * np.maximum(0, away_m - self.duty_near_m[duty]))
