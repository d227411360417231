"""Plans for the rest of a day that has begun: asked for, followed, listed to choose from."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict

from api.service.bodies import Iterations, Minutes, Seconds, Seed
from api.service.day import day_list
from api.service.db import ENDED, DayStore, Job, Kept
from api.service.deps import (
    WITHIN_LIMITS,
    DayStoreDep,
    InForceDep,
    JobDep,
    SettledJobDep,
    StoreDep,
    TimeOfDay,
    WordsDep,
    streets_of,
)
from api.service.problems import HttpProblem, refusals
from api.service.routes.day_events import NOT_IN_FORCE
from api.service.routes.job_calls import end_early
from api.words import Phrasebook
from scenarios.rest_of_day import FREEZE_S, Weighed

router = APIRouter(prefix="/plans", tags=["running day"])

DEFAULT_SECONDS = 60.0
NO_REPLAN = {404: ("http.no_plan", "http.no_replan")}


class ReplanIn(BaseModel):
    """How the day is to go on; what has happened is what was told of it.

    Parameters
    ----------
    at
        The time of day.
    freeze_minutes
        For so long from then on everything stays as it was planned.
    seed
        Without it, that of the plan in force.
    """

    model_config = ConfigDict(extra="forbid")

    at: TimeOfDay
    freeze_minutes: Minutes = FREEZE_S / 60
    seconds: Seconds | None = None
    iterations: Iterations | None = None
    seed: Seed | None = None


class ProposalOut(BaseModel):
    """One plan to choose, with what speaks for it and against it."""

    plan: str
    weighed: Weighed
    links: dict[str, str]

    @classmethod
    def from_kept(cls, kept: Kept, before: str) -> "ProposalOut":
        """Returns a plan as clients see it."""
        plan = f"/plans/{kept.plan_id}"
        return cls(
            plan=kept.plan_id,
            weighed=kept.weighed,
            links={
                "self": plan,
                "plan": f"{plan}/plan.json",
                "map": f"{plan}/plan.geojson",
                "exports": f"{plan}/exports",
                "changes": f"{plan}/changes?since={before}",
            },
        )


class ReplanOut(BaseModel):
    """A replan under way or ended.

    Parameters
    ----------
    proposals
        What it has found so far, those that change less first. Their reasons are complete, and a
        day can go on from them, when it has ended.
    """

    id: str
    plan: str
    status: str
    attempt: int
    created_at: float
    finished_at: float | None
    request: dict[str, Any]
    progress: dict[str, Any]
    error: str | None
    proposals: list[ProposalOut]
    links: dict[str, str]

    @classmethod
    def from_job(cls, job: Job, day: DayStore, words: Phrasebook) -> "ReplanOut":
        """Returns the job as clients see it, its sentences in their language."""
        assert job.replans is not None
        own = f"/plans/{job.replans}/replans/{job.id}"
        links = {"self": own, "based_on": f"/plans/{job.replans}"}
        if job.status not in ENDED:
            links["cancel"] = f"{own}/cancel"
        return cls(
            id=job.id,
            plan=job.replans,
            status=job.status,
            attempt=job.attempt,
            created_at=job.created_at,
            finished_at=job.finished_at,
            request=job.request,
            progress=job.progress,
            error=words.render(job.error),
            proposals=[ProposalOut.from_kept(one, job.replans) for one in day.kept(job.id)],
            links=links,
        )


def _replan(job: JobDep, replan_id: Annotated[str, Path(max_length=32)], store: StoreDep) -> Job:
    found = store.get(replan_id)
    if found is None or found.replans != job.id:
        raise HttpProblem(404, "http.no_replan", replan=replan_id, plan=job.id)
    return found


ReplanDep = Annotated[Job, Depends(_replan)]


@router.post(
    "/{plan_id}/replans",
    status_code=202,
    dependencies=[WITHIN_LIMITS],
    responses=refusals(
        {
            **NOT_IN_FORCE,
            410: ("http.other_streets",),
            422: ("http.before_plan",),
        }
    ),
)
def request_replan(
    body: ReplanIn,
    job: SettledJobDep,
    plan_file: InForceDep,
    store: StoreDep,
    day: DayStoreDep,
    words: WordsDep,
    response: Response,
) -> ReplanOut:
    """Start planning the rest of the day; follow it at the Location.

    It comes before days that have not begun. What is told of the day meanwhile does not count.
    """
    streets_of(plan_file)
    made = plan_file.running
    if made is not None and body.at < made.now_s:
        raise HttpProblem(422, "http.before_plan", now_s=body.at, made_s=made.now_s)
    without_limit = body.seconds is None and body.iterations is None
    request = {
        "version": len(day_list(plan_file, day.events(job.id))),
        "now_s": body.at,
        "freeze_s": round(60 * body.freeze_minutes),
        "seconds": DEFAULT_SECONDS if without_limit else body.seconds,
        "iterations": body.iterations,
        "seed": body.seed,
    }
    replan_id = day.add_replan(job.id, request)
    response.headers["Location"] = f"/plans/{job.id}/replans/{replan_id}"
    added = store.get(replan_id)
    assert added is not None
    return ReplanOut.from_job(added, day, words)


@router.get("/{plan_id}/replans/{replan_id}", responses=refusals(NO_REPLAN))
def get_replan(replan: ReplanDep, day: DayStoreDep, words: WordsDep) -> ReplanOut:
    """Where a replan is, and the plans that it has found so far."""
    return ReplanOut.from_job(replan, day, words)


@router.post("/{plan_id}/replans/{replan_id}/cancel", responses=refusals(NO_REPLAN))
def cancel_replan(
    replan: ReplanDep, store: StoreDep, day: DayStoreDep, words: WordsDep
) -> ReplanOut:
    """End a replan early; the plans that have been found stay."""
    end_early(store, replan.id)
    after = store.get(replan.id)
    assert after is not None
    return ReplanOut.from_job(after, day, words)
