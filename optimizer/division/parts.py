"""The parts that an instance is divided into, another way each time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.division.cut import cut
from optimizer.division.facilities import find_needless_modes
from optimizer.division.links import deal_duties, links_of, owner_of_task, parts_of_tasks
from optimizer.division.subinstance import Cutter, Part
from optimizer.instance import Drives, Instance


class Divider:
    """Divides one instance again and again; what was cut apart before holds together more."""

    def __init__(self, instance: Instance, *, rng: np.random.Generator) -> None:
        self.instance = instance
        self._rng = rng
        self._cutter = Cutter(instance)
        self._drives = Drives(instance)
        self._cuts = np.zeros((instance.num_duties, instance.num_duties), dtype=np.int64)

    def parts(self, routes: Sequence[Sequence[int]], *, tasks_per_part: int) -> list[Part]:
        """Returns parts that hold every duty once, and every task once that any duty may do.

        They are others each time.

        Parameters
        ----------
        routes
            One a duty: neighbouring ones come into one part.
        tasks_per_part
            Aimed-at size of a part.
        """
        parts = self._divide(routes, tasks_per_part, self._cuts, self._rng)
        self._note_cuts(parts)
        return parts

    def parts_to_look_at(
        self, routes: Sequence[Sequence[int]], *, tasks_per_part: int
    ) -> list[Part]:
        """Returns such parts, and leaves no trace: `parts` goes on as if nobody had looked.

        When a caller wants to see how things stand is chance, and must change nothing.
        """
        rng = np.random.Generator(np.random.PCG64(0))
        return self._divide(routes, tasks_per_part, np.zeros_like(self._cuts), rng)

    def _divide(
        self,
        routes: Sequence[Sequence[int]],
        tasks_per_part: int,
        cuts: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> list[Part]:
        """Returns parts; what has been cut apart so many times holds together more."""
        instance = self.instance
        owner = owner_of_task(instance, routes)
        weight = np.bincount(owner[owner >= 0], minlength=instance.num_duties)
        used = np.flatnonzero(weight)
        if len(used) == 0:
            used = np.arange(instance.num_duties)
        links = links_of(instance, owner)[np.ix_(used, used)]
        # Absent tasks come along with their neighbours, so parts grow by their share.
        share = max(1, int(weight.sum())) / max(1, instance.num_tasks)
        groups = cut(
            links * (1 + cuts[np.ix_(used, used)]),
            weight[used],
            largest=max(1, round(share * tasks_per_part)),
            rng=rng,
        )
        part_of_duty = np.full(instance.num_duties, -1, dtype=np.int64)
        for number, group in enumerate(groups):
            part_of_duty[used[group]] = number
        part_of_duty = deal_duties(instance, owner, part_of_duty, len(groups))
        part_of_task = parts_of_tasks(instance, owner, part_of_duty, len(groups))
        parts = []
        for number in range(len(groups)):
            duties = np.flatnonzero(part_of_duty == number)
            tasks = np.flatnonzero(part_of_task == number)
            needless = find_needless_modes(instance, self._drives, duties, tasks, routes)
            parts.append(self._cutter.part(duties, tasks, modes_left_out=needless))
        return parts

    def _note_cuts(self, parts: Sequence[Part]) -> None:
        """Counts in how many divisions running each two duties have been apart."""
        part_of_duty = np.zeros(self.instance.num_duties, dtype=np.int64)
        for number, part in enumerate(parts):
            part_of_duty[part.duties] = number
        apart = part_of_duty[:, None] != part_of_duty[None, :]
        self._cuts = np.where(apart, self._cuts + 1, 0)
