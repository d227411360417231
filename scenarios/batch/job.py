"""What a run is: a scenario that is opened, how to plan it, its limits and its seed."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from optimizer.network.road_network import RoadNetwork
from optimizer.stop import AnyOf, Progress
from scenarios.batch.installation import source_digest
from scenarios.files import snapshot, snapshot_digest
from scenarios.plan_file import PlanFile
from scenarios.plan_request import PlanRequest
from scenarios.planning import PlanOptions, PlanWatch, plan
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWatch:
    """How whoever makes a run is followed.

    Parameters
    ----------
    on_made
        Given what the run comes to, each time that it says more than before.
    """

    on_progress: Callable[[Progress], None]
    on_made: Callable[[Any], None]


class RunJob(Protocol):
    """A run with all that it needs besides the streets: nothing of it is read where it is made.

    Attributes
    ----------
    name, seed
        What errors call it.
    """

    @property
    def name(self) -> str:
        """Of its scenario or plan."""

    @property
    def seed(self) -> int:
        """Of what is drawn in it."""

    def make(self, network: RoadNetwork, watch: MadeWatch) -> None:
        """Makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanJob:
    """A run with all that it needs besides the streets: nothing of it is read where it is made.

    Parameters
    ----------
    name
        What errors call its scenario.
    """

    name: str
    scenario: Scenario
    options: PlanOptions
    stop: AnyOf
    seed: int

    def make(self, network: RoadNetwork, watch: MadeWatch) -> None:
        """Makes the plan; see `scenarios.planning.plan`."""

        def keep(plan_file: PlanFile) -> None:
            # A search on its way is no measure of its scenario.
            if not plan_file.interrupted:
                watch.on_made(plan_file)

        plan(
            self.scenario,
            network,
            self.options,
            stop=self.stop,
            seed=self.seed,
            watch=PlanWatch(on_progress=watch.on_progress, on_plan=keep),
        )

    def key(self, network: RoadNetwork) -> str:
        """Returns the digest of all that the plan follows from, this program among it.

        By it a run that is finished is known again.
        """
        limits = [[type(one).__name__, asdict(one)] for one in self.stop.limits]
        parts = {
            "program": source_digest(),
            "streets": [network.digest, network.name, network.source],
            "scenario": snapshot_digest(snapshot(self.scenario)),
            "options": asdict(self.options),
            "limits": limits,
            "seed": self.seed,
        }
        text = json.dumps(parts, sort_keys=True, default=str)
        return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def open_jobs(requests: Sequence[PlanRequest]) -> list[PlanJob]:
    """Returns what is asked for, opened; what differs in the seed only is opened once.

    Raises
    ------
    InputError
        When a scenario, or what else is named, cannot be used.
    """
    opened: dict[PlanRequest, PlanJob] = {}
    for request in requests:
        unseeded = replace(request, seed=0)
        if unseeded not in opened:
            opened[unseeded] = PlanJob(
                name=request.scenario,
                scenario=request.open_scenario(),
                options=request.open_options(),
                stop=request.stop,
                seed=0,
            )
    return [replace(opened[replace(request, seed=0)], seed=request.seed) for request in requests]
