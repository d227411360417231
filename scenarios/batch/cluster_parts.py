"""The parts of one large plan, searched on the workers of a Dask cluster.

A part comes with all that its search needs, so workers need no streets. What a worker that is lost
was at is searched again, to the same end; where the scheduler is lost, what had not come back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from optimizer.engines import PartsCaller, PartTask, PartWord, make_kernels_ready, search_part
from optimizer.network.road_network import RoadNetwork
from optimizer.stop import Progress, Stage
from scenarios.batch.job import MadeWatch, RunJob
from scenarios.batch.link import PATIENCE, ClusterLink, ClusterPatience
from scenarios.batch.session import ClusterSession
from scenarios.batch.watch import RunsWatch

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class PartJob:
    """A part of a plan as a run; what it comes to is the last `PartWord`."""

    name: str
    seed: int
    task: PartTask

    def make(self, network: RoadNetwork | None, watch: MadeWatch) -> None:
        """Searches the part."""
        make_kernels_ready()

        def say(word: PartWord) -> bool:
            if word.end is not None:
                watch.on_made(word)
            else:
                watch.on_progress(Progress(stage=Stage.SEARCH, iterations=word.steps))
            return False

        search_part(self.task, say)


class ClusterParts:
    """Searches parts on a cluster; a context manager that ends its connection.

    Parameters
    ----------
    name
        What errors call the plan.
    """

    def __init__(
        self, address: str, *, name: str = "", patience: ClusterPatience = PATIENCE
    ) -> None:
        self._link = ClusterLink(address, patience)
        self._name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._link.close()

    def count_lanes(self) -> int:
        """Returns how many threads the workers have.

        Raises
        ------
        InputError
            When the cluster does not answer.
        """
        return max(1, self._link.hold(_count_threads))

    def search(self, lanes: Sequence[Sequence[int]], caller: PartsCaller) -> bool:
        """Searches parts, several at a time; says whether the caller ended that.

        Raises
        ------
        OneBroomError
            When a part cannot be searched there, or the cluster does not answer any more.
        """
        waiting = [list(lane) for lane in lanes]
        lane_of = {number: lane for lane in waiting for number in lane}
        left: dict[int, RunJob] = {}
        has_ended = False

        def begin_next(lane: list[int]) -> int | None:
            """Puts the next part of a lane that there is time for among what is left."""
            while lane:
                number = lane.pop(0)
                task = caller.task_of(number)
                if task is not None:
                    left[number] = PartJob(name=self._name, seed=task.seed, task=task)
                    return number
            return None

        def should_stop() -> bool:
            nonlocal has_ended
            has_ended = has_ended or caller.should_stop()
            return has_ended

        def take(number: int, word: PartWord) -> None:
            nonlocal has_ended
            has_ended = caller.hear(number, word) or has_ended

        for lane in waiting:
            begin_next(lane)
        while left and not should_stop():
            self._link.hold(
                lambda client: ClusterSession(
                    client=client,
                    left=left,
                    content=b"",
                    digest="",
                    watch=RunsWatch(
                        on_progress=lambda number, progress: None,
                        on_plan=take,
                        on_done=lambda number: None,
                        should_stop=should_stop,
                    ),
                    after=lambda number: begin_next(lane_of[number]),
                ).run(),
            )
        return has_ended


def _count_threads(client: "Client") -> int:
    threads: dict[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
    return sum(threads.values())
