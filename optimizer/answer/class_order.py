"""Why work of a lower class is done while some of a higher one is left out, in numbers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet import Message, message
from optimizer.answer.exchanges import worth_done_by_class
from optimizer.day import Day, ranks_of
from optimizer.instance import Solution


class ClassOrder:
    """What is done of each class, and what a square metre of it counts.

    Parameters
    ----------
    worth_per_m2
        Of each task, in any unit. Shape (T,).
    tried
        Tasks for which work that could give way was looked for.
    """

    def __init__(
        self,
        day: Day,
        solution: Solution,
        worth_per_m2: NDArray[np.float64],
        *,
        tried: Sequence[int],
    ) -> None:
        self._day, self._worth, self._tried = day, worth_per_m2, frozenset(tried)
        self._ranks = ranks_of(day.tasks)
        done = worth_done_by_class(day, solution, worth_per_m2)
        self._done = sorted((one for one in done if one.rank >= 0), key=lambda one: -one.rank)

    def why_lower_work_is_kept(self, number: int) -> Message | None:
        """Returns why required work of lower classes does not give way to a task.

        Told of the next lower class of which some is done. None where there is none, or where
        nothing that could give way was looked for.
        """
        task, rank = self._day.tasks[number], int(self._ranks[number])
        if not (task.required and task.area_m2):
            return None
        below = [one for one in self._done if one.work == str(task.work) and one.rank < rank]
        if not below:
            return None
        said = {
            "service_class": task.service_class,
            "area_m2": task.area_m2,
            "below": below[0].service_class,
            "done_m2": below[0].area_m2,
        }
        if self._worth[number] <= below[0].least_worth:
            return message(
                "kept.counts_less",
                "this pass of class {service_class}, {area_m2:,} m2, counts as {as_m2:,} m2 of "
                "class {below} (k = {times:.2f}), so that none of the {done_m2:,} m2 that are "
                "done of that gives way to it",
                **said,
                as_m2=round(task.area_m2 * self._worth[number] / below[0].least_worth),
                times=float(self._worth[number] / below[0].least_worth),
            )
        if number in self._tried:
            return message(
                "kept.none_near",
                "class {service_class}, {area_m2:,} m2: of the {done_m2:,} m2 that are done of "
                "class {below} none lies by it at an hour at which it could give way",
                **said,
            )
        return None
