"""What is compiled before the clock of a day's search runs."""

from functools import cache

import numpy as np

from optimizer.day import Day
from optimizer.instance import nearest_tasks
from optimizer.search import small_instance


def make_writing_ready(day: Day) -> None:
    """Uses once what a plan is written with, and a small day of bulk trucks is made with.

    Plans are handed out while the search goes on. On a new machine their kernels would compile
    then, for half a minute of the search's time.
    """
    finder = day.finders[day.profile_of(0)]
    depot = day.sites[day.duties[0].vehicle.depot_id or ""]
    finder.drives([(depot, depot)])
    finder.matrix([depot])
    _make_neighbours_ready()


@cache
def _make_neighbours_ready() -> None:
    instance = small_instance()
    nearest_tasks(instance, np.zeros(instance.num_tasks, dtype=np.int64), 1)
