"""Drawn days as runs: a plan of the morning, and the seed of what happens."""

from dataclasses import dataclass
from typing import NamedTuple

from optimizer.network.road_network import RoadNetwork
from optimizer.stop import AnyOf, Progress
from scenarios.batch.job import MadeWatch
from scenarios.plan_file import PlanFile
from scenarios.planning import PlanWatch
from scenarios.simulation import (
    DayFigures,
    DrawnDay,
    Policy,
    draw_day,
    figures_of,
    hold_day,
    live_through,
)


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


class DayByPolicy(NamedTuple):
    """A drawn day as it was lived by a policy, in figures and as a plan."""

    day: DrawnDay
    figures: DayFigures
    plan_file: PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyJob:
    """A day that is lived by a policy, with new plans on the way; it comes to a `DayByPolicy`.

    Parameters
    ----------
    name
        What errors call the plan.
    morning
        The plan that the day begins with.
    seed
        Of what happens on the day.
    plan_seed
        Of the searches for new plans.
    stop, foresight
        Limits of these, and of those that know beforehand.
    """

    name: str
    morning: PlanFile
    policy: Policy
    seed: int
    plan_seed: int
    stop: AnyOf
    foresight: AnyOf

    def make(self, network: RoadNetwork, watch: MadeWatch) -> None:
        """Draws and lives the day."""
        day = draw_day(self.morning, network, self.seed)
        lived = live_through(
            self.morning,
            network,
            day,
            self.policy,
            stop=self.stop,
            foresight=self.foresight,
            seed=self.plan_seed,
            watch=PlanWatch(on_progress=watch.on_progress),
        )
        watch.on_made(DayByPolicy(day, figures_of(lived), lived.plan_file))
