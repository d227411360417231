"""Ways to go on when something has happened, from doing nothing about it to planning anew."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from optimizer.events import Event
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import open_plan
from optimizer.plan import Plan
from optimizer.stop import AnyOf
from scenarios.plan_file import PlanFile
from scenarios.planning import (
    UNWATCHED,
    DayWork,
    GoingOn,
    PlanWatch,
    ReplanOptions,
    day_going_on,
    desk_of,
    is_anybody_left,
    plan_rest,
    replan,
)
from scenarios.rest_of_day import Choice


class Policy(StrEnum):
    """What is done about what happens on a day."""

    NONE = "none"
    """Nothing: all go on as planned, and what cannot be done so is lost."""
    LEAST = "least"
    """What is lost is given to others, and nothing else is changed."""
    SOME = "some"
    """What is worth the price of a change."""
    BEST = "best"
    """Whatever makes the rest of the day best, from the plan in force on."""
    SCRATCH = "scratch"
    """The rest of the day is planned anew, without the plan in force."""
    FORESIGHT = "foresight"
    """Planned in the morning by who knows what will happen."""


def go_on(
    policy: Policy,
    before: PlanFile,
    network: RoadNetwork,
    events: Sequence[Event],
    options: ReplanOptions,
    *,
    stop: AnyOf,
    seed: int,
    watch: PlanWatch = UNWATCHED,
) -> PlanFile:
    """Returns the plan by which a day goes on after something has happened.

    Parameters
    ----------
    before, events
        The plan in force, and what has happened since it was made.
    stop
        Limits of the search, where the policy searches.

    Raises
    ------
    PlanRefused
        When the checker finds a violation.
    """
    if policy in (Policy.NONE, Policy.SCRATCH):
        work = day_going_on(before, network, events, options, seed=seed)
        if policy is Policy.SCRATCH or not is_anybody_left(work):
            return plan_rest(_anew(work), stop, seed, watch)
        return desk_of(work).standing_plan()
    # Who has foreseen everything only has to keep the record.
    choice = Choice.LEAST if policy is Policy.FORESIGHT else Choice(policy)
    (proposal,) = replan(
        before,
        network,
        events,
        replace(options, choices=(choice,)),
        stop=stop,
        seed=seed,
        watch=watch,
    )
    return proposal.plan_file


class _Forgetful(GoingOn):
    """A day that goes on from where its vehicles are, without what they were to do."""

    @cached_property
    def open_plan(self) -> Plan:
        return open_plan(self.collecting, {})


def _anew(work: DayWork) -> DayWork:
    """Returns the work without the plan in force, neither to start from nor to stay close to."""
    old = work.going_on
    assert old is not None
    going_on = _Forgetful(
        before=old.before,
        running=old.running,
        rest=old.rest,
        tasks=old.tasks,
        streets=old.streets,
        kept=old.kept,
    )
    options = replace(work.options, reference=None, change_fen=0)
    return replace(work, going_on=going_on, options=options)
