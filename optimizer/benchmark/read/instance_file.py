"""What every reader returns."""

from dataclasses import dataclass

from optimizer.benchmark.read.kind import Kind
from optimizer.benchmark.read.notice import Notice
from optimizer.instance import Instance, Solution

Step = tuple[int, ...]
"""One thing done on a route, as the file's numbers say it.

(u, v) is a required edge or arc served from u to v; (u, v, n) the n-th such one in the file where
several join the same nodes; (w,) a required node served or a dumping site visited.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceFile:
    """A public file as an instance, with what its modes mean.

    Parameters
    ----------
    steps
        For each mode of the instance, the step it stands for.
    notices
        Where the file contradicts itself, and how it was read.
    """

    name: str
    kind: Kind
    instance: Instance
    steps: tuple[Step, ...]
    notices: tuple[Notice, ...] = ()

    def describe(self, solution: Solution) -> list[list[Step]]:
        """Returns the used routes in the file's own numbers, as the evaluators take them."""
        return [[self.steps[visit.mode] for visit in route] for route in solution.routes if route]


class Parallels:
    """Counts the required edges and arcs that can be served from one node to another."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], int] = {}

    def step(self, u: int, v: int) -> Step:
        """Returns the step of the next required edge or arc from u to v in the file's order."""
        number = self._seen[u, v] = self._seen.get((u, v), 0) + 1
        return (u, v) if number == 1 else (u, v, number)
