"""A drawn day as a run: a plan of the morning, and the seed of what happens."""

from dataclasses import dataclass

from optimizer.network.road_network import RoadNetwork
from optimizer.stop import Progress
from scenarios.batch.job import MadeWatch
from scenarios.plan_file import PlanFile
from scenarios.planning import PlanWatch
from scenarios.simulation import hold_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayJob:
    """A day that is lived as planned; what it comes to is a `HeldDay`.

    Parameters
    ----------
    name
        What errors call the plan.
    """

    name: str
    plan_file: PlanFile
    seed: int

    def make(self, network: RoadNetwork, watch: MadeWatch) -> None:
        """Draws and lives the day."""

        def note(progress: Progress) -> None:
            watch.on_progress(progress)

        watch.on_made(hold_day(self.plan_file, network, self.seed, PlanWatch(on_progress=note)))
