"""Stretches: tasks that are best worked one after the other, taken as one task.

Along an avenue a sweeper goes straight on from kerb to kerb. Searching for that anew at every
junction makes routes of three hundred elements where a hundred would do. So tasks that follow
each other without a metre or a second lost are joined to *stretches*, and the instance of the
stretches, which is smaller and otherwise like any other, is searched first. What was found is then
taken apart again into single tasks, and the search goes on with those: a multilevel search.

References
----------
Walshaw (2004), Multilevel refinement for combinatorial optimisation problems,
doi 10.1023/B:ANOR.0000039525.80601.15.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.instance import Instance, Solution
from optimizer.stretches.chains import (
    LONGEST_S,
    Step,
    chain_links,
    find_links,
    ways_of,
)
from optimizer.stretches.coarse import coarse_instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """An instance of stretches, and what each is made of.

    Parameters
    ----------
    instance
        The stretches as tasks; resets, types and duties are those of the fine instance.
    members
        For each mode of each stretch the tasks with their modes, in the order of working.
    fine
        The instance of the single tasks.
    """

    instance: Instance
    members: tuple[tuple[tuple[Step, ...], ...], ...]
    fine: Instance

    def sequences(self, solution: Solution) -> list[list[int]]:
        """Returns the elements of each route of a solution, as elements of the fine instance."""
        num_coarse, num_fine = self.instance.num_tasks, self.fine.num_tasks
        found = []
        for route in solution.routes:
            elements: list[int] = []
            for element, mode in route:
                if element >= num_coarse:
                    elements.append(element - num_coarse + num_fine)
                    continue
                way = mode - int(self.instance.mode_start[element])
                elements += [task for task, _ in self.members[element][way]]
            found.append(elements)
        return found

    def join(self, solution: Solution) -> list[list[int]]:
        """Returns a fine solution's routes as stretches, each where its first member stands."""
        stretch_of = np.empty(self.fine.num_tasks, dtype=np.int64)
        for number, ways in enumerate(self.members):
            for task, _ in ways[0]:
                stretch_of[task] = number
        seen: set[int] = set()
        found = []
        for route in solution.routes:
            elements: list[int] = []
            for element, _ in route:
                if element >= self.fine.num_tasks:
                    elements.append(element - self.fine.num_tasks + self.instance.num_tasks)
                elif int(stretch_of[element]) not in seen:
                    seen.add(int(stretch_of[element]))
                    elements.append(int(stretch_of[element]))
            found.append(elements)
        return found


def join(instance: Instance, *, longest_s: int = LONGEST_S) -> Stretches:
    """Returns the instance with tasks joined to stretches.

    Only tasks are joined that the same vehicles may do, that have as many modes, are required
    alike, and may begin at about the same times.
    """
    chains = chain_links(instance, find_links(instance), longest_s)
    members = tuple(ways_of(instance, chain) for chain in chains)
    return Stretches(instance=coarse_instance(instance, members), members=members, fine=instance)
