"""Which vehicle for this case?"""

from functools import partial
from typing import TYPE_CHECKING, Annotated

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.service.bodies import CaseBody, Minutes
from api.service.day import day_list
from api.service.deps import (
    DayStoreDep,
    DesksDep,
    InForceDep,
    SettledJobDep,
    TimeOfDay,
    streets_of,
)
from api.service.desks import DeskKey, Desks
from api.service.problems import HttpProblem, refusals
from api.service.routes.day_events import NOT_IN_FORCE
from fleet import InvalidValue
from optimizer.events import Event, TaskAdded, UrgentCase
from scenarios.rest_of_day import FREEZE_S

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

router = APIRouter(prefix="/plans", tags=["running day"])


class FitIn(BaseModel):
    """A case that nobody was told of yet, or a task of the day that no route has.

    Parameters
    ----------
    at
        The time of day.
    case
        An event that brings work, as in a file of events; it is not added to the day's list.
    task
        Id of a task, such as that of a case that was told.
    """

    model_config = ConfigDict(extra="forbid")

    at: TimeOfDay
    case: CaseBody = None
    task: Annotated[str | None, Field(max_length=200)] = None
    freeze_minutes: Minutes = FREEZE_S / 60

    @model_validator(mode="after")
    def _asks_for_one(self) -> "FitIn":
        if (self.case is None) == (self.task is None):
            raise InvalidValue("request.case_or_task", "give either case or task")
        return self


class LaterOut(BaseModel):
    """A task that would begin later."""

    task: str
    seconds: int


class FitOut(BaseModel):
    """A duty that could take it, at an exact price; times in seconds after midnight."""

    vehicle: str
    shift: str
    cost_yuan: float
    begin_s: int
    end_s: int
    home_later_s: int
    later: list[LaterOut]


class FitsOut(BaseModel):
    """The best places, the cheapest first; the route of the first has passed the checker.

    Parameters
    ----------
    version
        Of the day's list that counted.
    fits
        At most five; none where no vehicle can take it.
    """

    task: str
    version: int
    now_s: int
    freeze_s: int
    fits: list[FitOut]


@router.post(
    "/{plan_id}/fits",
    responses=refusals(
        {
            **NOT_IN_FORCE,
            410: ("http.other_streets",),
            422: (
                "http.no_case",
                "events.faults",
                "fit.no_task",
                "replan.before_plan",
            ),
        }
    ),
)
async def find_fits(
    body: FitIn, job: SettledJobDep, plan_file: InForceDep, day: DayStoreDep, desks: DesksDep
) -> FitsOut:
    """Where one more task fits into the day, without a search.

    The day is made ready once for each version of the list and minute; a further question about
    tasks of it is answered at once.
    """
    work = partial(_fits, body, job.id, plan_file, day, desks)
    return await to_thread.run_sync(work, limiter=desks.limiter)


def _fits(
    body: FitIn, plan_id: str, plan_file: "PlanFile", day: DayStoreDep, desks: Desks
) -> FitsOut:
    from api.exports.fits import fit_values
    from scenarios.operations import append_events, events_of
    from scenarios.planning import ReplanOptions, open_fit_desk

    network = streets_of(plan_file)
    told = day.events(plan_id)
    known = day_list(plan_file, told)
    events, task_id, untold = known, body.task or "", None
    if body.case is not None:
        (case,) = events_of([body.case], plan_file, network, known=told, now_s=body.at)
        task_id = _task_of(case)
        events = append_events(known, (case,))
        untold = case if len(events) > len(known) else None
    options = ReplanOptions(now_s=body.at, freeze_s=round(60 * body.freeze_minutes))
    key = DeskKey(
        plan_id=plan_id,
        version=len(known),
        now_s=options.now_s,
        freeze_s=options.freeze_s,
        case=untold,
    )
    fits = desks.fits(key, task_id, lambda: open_fit_desk(plan_file, network, events, options))
    return FitsOut(
        task=task_id,
        version=len(known),
        now_s=options.now_s,
        freeze_s=options.freeze_s,
        fits=[FitOut.model_validate(fit_values(one)) for one in fits],
    )


def _task_of(case: Event) -> str:
    if not isinstance(case, TaskAdded | UrgentCase):
        raise HttpProblem(422, "http.no_case", kind=case.kind)
    return case.task.id
