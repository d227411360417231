"""Lives a drawn day by a policy: what happens is told as it happens, and the day goes on."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import cast

from optimizer.errors import InfeasibleScenario
from optimizer.events import Event, StreetClosed, TaskSkipped, list_told
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import live
from optimizer.plan import ActivityKind, Route
from optimizer.stop import AnyOf
from optimizer.task import Task
from scenarios.plan_file import PlanFile, digest_of
from scenarios.planning import SHUT_IN, UNWATCHED, PlanWatch, ReplanOptions
from scenarios.rest_of_day import FREEZE_S
from scenarios.simulation.drawing import Blocked, DrawnDay
from scenarios.simulation.foresight import foresee
from scenarios.simulation.objective import objective_fen
from scenarios.simulation.policies import Policy, go_on

GATHER_S = 600
"""What is told within so long after something else waits for it: one new plan for both."""

REPORT_S = 60
"""So long after coming to it a driver reports that work cannot be done (assumed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LivedStep:
    """One new plan of a day.

    Parameters
    ----------
    now_s
        When it was made.
    events
        What it was made for.
    before, after
        The plan in force until then, and the new one.
    seconds
        That it took to make and check.
    """

    now_s: int
    events: tuple[Event, ...]
    before: PlanFile
    after: PlanFile
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedDay:
    """A day that was lived to its end by a policy.

    Parameters
    ----------
    morning
        The plan that it began with.
    steps
        The new plans, in the order of the day; the last one is how the day was.
    """

    policy: Policy
    day: DrawnDay
    morning: PlanFile
    steps: tuple[LivedStep, ...]

    @property
    def plan_file(self) -> PlanFile:
        """The day as it was lived."""
        return self.steps[-1].after if self.steps else self.morning


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanPace:
    """When new plans are made.

    Parameters
    ----------
    freeze_s
        For so long after that everything stays as it was planned.
    gather_s
        What is told within so long after something else waits for it.
    """

    freeze_s: int = FREEZE_S
    gather_s: int = GATHER_S


def _note_nothing(step: LivedStep) -> None:
    """Nobody follows."""


def live_through(
    plan_file: PlanFile,
    network: RoadNetwork,
    day: DrawnDay,
    policy: Policy,
    *,
    stop: AnyOf,
    foresight: AnyOf | None = None,
    seed: int = 0,
    pace: ReplanPace = ReplanPace(),
    watch: PlanWatch = UNWATCHED,
    on_step: Callable[[LivedStep], None] = _note_nothing,
) -> SimulatedDay:
    """Returns a drawn day, lived to its end by a policy.

    Parameters
    ----------
    plan_file
        The plan of the morning.
    stop, foresight
        Limits of each search on the way, and of each by who knows what will happen; None for
        the same. Of the two that these make the better one counts.

    Raises
    ------
    PlanRefused
        When the checker finds a violation in a plan on the way.
    """
    living = _Living(network=network, stop=stop, seed=seed, pace=pace, watch=watch)
    if policy is not Policy.FORESIGHT:
        return living.live(plan_file, day, policy, on_step)
    lived = []
    for shorten in (True, False):
        foreseen = foresee(
            plan_file,
            network,
            day,
            shorten=shorten,
            stop=foresight or stop,
            seed=seed,
            watch=_hurry(watch),
        )
        lived.append(living.live(foreseen.plan_file, foreseen.day, policy, _note_nothing))
    best = min(lived, key=lambda one: objective_fen(one.plan_file))
    for step in best.steps:
        on_step(step)
    return best


@dataclass(frozen=True, kw_only=True)
class _Living:
    """How days are lived: what all plans on the way have in common."""

    network: RoadNetwork
    stop: AnyOf
    seed: int
    pace: ReplanPace
    watch: PlanWatch

    def live(
        self,
        morning: PlanFile,
        day: DrawnDay,
        policy: Policy,
        on_step: Callable[[LivedStep], None],
    ) -> SimulatedDay:
        """Returns a day that was lived by a policy, after what of it was known in the morning."""
        in_force, telling = morning, _Telling(day)
        steps: list[LivedStep] = []
        while batch := telling.next_batch(in_force, self.pace.gather_s):
            step = self._step(in_force, batch, policy)
            steps.append(step)
            on_step(step)
            in_force = step.after
            # Whoever has a plan in force has it at hand before the next thing happens.
            digest_of(in_force)
        return SimulatedDay(policy=policy, day=day, morning=morning, steps=tuple(steps))

    def _step(self, before: PlanFile, batch: tuple[Event, ...], policy: Policy) -> LivedStep:
        begin_s = time.perf_counter()
        after = None
        # Where no plan can be made for it, something else than a vehicle is shut in.
        with suppress(InfeasibleScenario):
            after = self._go_on(before, batch, policy)
        if after is None or SHUT_IN & {notice.code for notice in after.notices}:
            # Whoever is shut in drives out: the streets are closed for work only.
            batch = tuple(map(_let_through, batch))
            after = self._go_on(before, batch, policy)
        return LivedStep(
            now_s=batch[-1].told_s,
            events=batch,
            before=before,
            after=after,
            seconds=time.perf_counter() - begin_s,
        )

    def _go_on(self, before: PlanFile, batch: tuple[Event, ...], policy: Policy) -> PlanFile:
        return go_on(
            policy,
            before,
            self.network,
            batch,
            ReplanOptions(now_s=batch[-1].told_s, freeze_s=self.pace.freeze_s),
            stop=self.stop,
            seed=self.seed,
            watch=_hurry(self.watch),
        )


def _let_through(event: Event) -> Event:
    return replace(event, driving=False) if isinstance(event, StreetClosed) else event


def _hurry(watch: PlanWatch) -> PlanWatch:
    """Returns a watch that is content with the first checked plan and asks for no reasons."""
    kept: list[PlanFile] = []

    def keep(plan_file: PlanFile) -> None:
        kept.append(plan_file)
        watch.on_plan(plan_file)

    return PlanWatch(
        on_progress=watch.on_progress,
        on_plan=keep,
        should_stop=lambda: bool(kept) or watch.should_stop(),
    )


class _Telling:
    """What of a day has still to be told."""

    def __init__(self, day: DrawnDay) -> None:
        self._drawn = list(day.events)
        self._blocked = {one.task_id: one for one in day.blocked}

    def next_batch(self, in_force: PlanFile, gather_s: int) -> tuple[Event, ...]:
        """Returns what is told next, with what is told soon after; nothing at the day's end."""
        found = [at_s + REPORT_S for _, at_s in self._come_to(in_force.plan.routes)]
        told = [*found, *(event.told_s for event in self._drawn[:1])]
        if not told:
            return ()
        until_s = min(told) + gather_s
        batch = [event for event in self._drawn if event.told_s <= until_s]
        self._drawn = self._drawn[len(batch) :]
        # Vehicles come to blocked work when what has happened lets them.
        # Only amounts are looked at, whatever the arcs are called by.
        tasks = {task.id: cast("Task", task) for task in in_force.tasks}
        lived = live(in_force.plan, batch, tasks, now_s=until_s, freeze_s=0)
        for one, at_s in list(self._come_to([route.whole for route in lived.routes])):
            if at_s + REPORT_S <= until_s:
                batch.append(_report(one, at_s))
                del self._blocked[one.task_id]
        return list_told(batch, until_s)

    def _come_to(self, routes: Sequence[Route]) -> Iterator[tuple[Blocked, int]]:
        """Yields the blocked work that vehicles come to, and when."""
        for route in routes:
            for activity in route.activities:
                if activity.kind is ActivityKind.SERVICE and activity.task_id in self._blocked:
                    yield self._blocked[activity.task_id], activity.begin_s


def _report(one: Blocked, at_s: int) -> TaskSkipped:
    return TaskSkipped(
        id=f"blocked/{one.task_id}",
        at_s=at_s,
        told_s=at_s + REPORT_S,
        task_id=one.task_id,
        reason=one.reason,
        again=one.again,
    )
