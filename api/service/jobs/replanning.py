"""The rest of a running day as a job: each plan is in the database as soon as it is checked."""

from dataclasses import dataclass

from api.service.day import day_list
from api.service.db import DayStore, Job, Store, persist
from api.service.jobs.attempt import Attempt
from optimizer.errors import InputError
from optimizer.garbage import keep_for_good
from optimizer.stop import Progress, Stage, limits
from scenarios.files import load_source
from scenarios.plan_file import PlanFile, loads
from scenarios.planning import PlanWatch, Proposal, ReplanOptions, replan
from scenarios.proposals import weigh, weigh_rest
from scenarios.rest_of_day import Weighed

BOUND_S = 15.0
"""For the bounds on the rest of the day, of all plans together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanRequest:
    """What was asked for.

    Parameters
    ----------
    replans
        Id of the plan in force.
    version
        How much of the day's list counts.
    now_s, freeze_s
        The time of day, and for how long from then on everything stays as it is.
    seconds, iterations
        Limits of the search; at least one.
    seed
        None for that of the plan in force.
    """

    replans: str
    version: int
    now_s: int
    freeze_s: int
    seconds: float | None
    iterations: int | None
    seed: int | None


def replan_day(store: Store, job: Job, attempt: Attempt) -> None:
    """Makes the plans that a job asks for; a dispatcher may choose before reasons are added.

    Raises
    ------
    InputError
        When the streets have changed, or the time lies before that of the plan in force.
    PlanRefused
        When the checker finds a violation.
    """
    asked = ReplanRequest(**job.request)
    day = DayStore(store)
    text = store.plan_text(asked.replans)
    if text is None:
        raise InputError(
            "job.no_plan_in_force",
            "the plan whose day was to go on is not there any more.",
        )
    before = loads(text)
    # The process has no other job.
    keep_for_good()
    attempt.note(Progress(stage=Stage.STREETS))
    network = load_source(before.network.source)
    if network.digest != before.network.digest:
        raise InputError(
            "job.other_streets",
            "the streets that this plan was made for have changed since; plan the day again.",
        )
    events = day_list(before, day.events(asked.replans))[: asked.version]
    found: list[tuple[Proposal, Weighed]] = []
    for one in replan(
        before,
        network,
        events,
        ReplanOptions(now_s=asked.now_s, freeze_s=asked.freeze_s),
        stop=limits(iterations=asked.iterations, seconds=asked.seconds),
        seed=asked.seed,
        watch=PlanWatch(on_progress=attempt.note, should_stop=attempt.stopping.is_set),
    ):
        weighed = weigh(before, one)
        _keep(day, job, one.plan_file, weighed)
        found.append((one, weighed))
    attempt.note(Progress(stage=Stage.EXPLAIN))
    for one, weighed in found:
        if attempt.stopping.is_set():
            return
        _keep(day, job, one.explain(), weighed)
    attempt.note(Progress(stage=Stage.BOUND))
    for one, weighed in found:
        if attempt.stopping.is_set():
            return
        _weigh(day, job, weigh_rest(weighed, one.bound(BOUND_S / len(found))))


def _keep(day: DayStore, job: Job, plan_file: PlanFile, weighed: Weighed) -> None:
    persist(lambda: day.keep(job.id, job.attempt, plan_file, weighed))


def _weigh(day: DayStore, job: Job, weighed: Weighed) -> None:
    persist(lambda: day.weigh(job.id, job.attempt, weighed))
