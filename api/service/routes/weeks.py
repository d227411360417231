"""Weeks: the calendar of contracts, the roster of its duties, and how contracts were served."""

import datetime as dt
import json
import tempfile
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Self

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.service.db import ENDED, Job, JobKind, PlanFilter, Status, Store
from api.service.deps import WITHIN_LIMITS, StoreDep, WeekDep, WordsDep, plan_file_of, work_apart
from api.service.files import answer_packed, tag_of
from api.service.jobs import open_week_scenario, read_part
from api.service.paths import SCRATCH
from api.service.problems import Answers, HttpProblem, refusals
from api.service.routes.job_calls import asked_by, end_early
from api.service.routes.listing import PAGED, AfterIn, LimitIn, list_page
from api.service.routes.plan_events import FOLLOWED, LastEventId, follow_job, number_last
from api.service.routes.plan_requests import Amount, Count, find_version
from api.words import Phrasebook
from fleet import InvalidValue
from optimizer.legible import is_legible

router = APIRouter(prefix="/weeks", tags=["weeks"])

_NONE = refusals({404: ("http.no_week",)})
_NOT_YET = refusals({404: ("http.no_week",), 409: ("http.no_week_yet",)})
_PART: Answers = {
    200: {
        "description": "The file",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
_DAYS = 7


class WeekIn(BaseModel):
    """A week that is to be planned.

    Parameters
    ----------
    scenario_version
        Of a scenario that was sent to the service; without it the newest.
    date
        Any day of the week; without it the scenario's own.
    before
        Id of an earlier week, from which as little as possible is to change.
    holidays
        Days of the week on which nothing is collected.
    """

    model_config = ConfigDict(extra="forbid")

    scenario: str = Field(default="yinzhou-2012", max_length=80)
    scenario_version: Count | None = Field(default=None, ge=1, le=1_000_000)
    date: dt.date | None = None
    before: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    holidays: list[dt.date] = Field(default=[], max_length=_DAYS)
    seconds: Amount = Field(default=60.0, gt=0, le=3600)
    seed: Count = Field(default=0, ge=0, le=2**31)

    @model_validator(mode="after")
    def _is_legible(self) -> Self:
        if not (is_legible(self.scenario) and "\0" not in self.scenario):
            raise InvalidValue(
                "request.no_text", "{field} holds letters that are none", field="scenario"
            )
        return self


class WeekOut(BaseModel):
    """A week under way or done.

    Parameters
    ----------
    result
        Monday, collections, what is missing, duties, drivers, what nobody drives; and `moved`,
        the contracts whose days, truck or hour are others than in the week before, None where
        none was given.
    """

    id: str
    status: str
    created_at: float
    finished_at: float | None
    request: dict[str, Any]
    progress: dict[str, Any]
    result: dict[str, Any] | None
    error: str | None
    links: dict[str, str]

    @classmethod
    def from_job(cls, job: Job, words: Phrasebook) -> "WeekOut":
        """Returns what clients see of a job."""
        at = f"/weeks/{job.id}"
        links = {"self": at}
        if job.status not in ENDED:
            links |= {"cancel": f"{at}/cancel", "events": f"{at}/events"}
        if job.digest is not None:
            links |= {"calendar": f"{at}/calendar.json", "roster": f"{at}/roster.json"}
            links["record"] = f"{at}/record"
        return cls(
            id=job.id,
            status=job.status,
            created_at=job.created_at,
            finished_at=job.finished_at,
            request=job.request,
            progress=job.progress,
            result=job.summary,
            error=words.render(job.error),
            links=links,
        )


class MissedOut(BaseModel):
    """A collection that was due and is not done."""

    date: dt.date | None
    reason: str
    detail: str


class RecordRowOut(BaseModel):
    """How one contract is served, against what it promises."""

    contract_id: str
    name: str
    promised: int
    planned: int
    promised_kg: int
    planned_kg: int
    missed: list[MissedOut]


class RecordOut(BaseModel):
    """How contracts are served in a week, the worst served first.

    Parameters
    ----------
    planned_days
        The days that are counted by their newest plan; the others count as the calendar has them.
    """

    dates: list[dt.date]
    planned_days: dict[dt.date, str]
    rows: list[RecordRowOut]


@router.post(
    "",
    status_code=202,
    dependencies=[WITHIN_LIMITS],
    responses=refusals({422: ("http.no_scenario", "http.no_week"), 503: ("http.no_database",)}),
)
def request_week(
    body: WeekIn, request: Request, store: StoreDep, response: Response, words: WordsDep
) -> WeekOut:
    """Start planning a week; follow it at the Location."""
    values = {
        **body.model_dump(mode="json"),
        "scenario_version": find_version(body.scenario, body.scenario_version, store),
    }
    if body.before is not None and _find(body.before, store) is None:
        raise HttpProblem(422, "http.no_week", week=body.before)
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        open_week_scenario(store, values, scratch=Path(scratch))
    added = store.add_once(
        values,
        files={},
        kind=JobKind.WEEK,
        asked_by=asked_by(request),
        key=None,
        body_digest="",
    )
    response.headers["Location"] = f"/weeks/{added.id}"
    job = store.get(added.id)
    if job is None:
        raise HttpProblem(404, "http.no_week", week=added.id)
    return WeekOut.from_job(job, words)


def _find(week_id: str, store: Store) -> Job | None:
    job = store.get(week_id)
    return job if job is not None and job.kind is JobKind.WEEK and job.digest else None


@router.get("", responses=PAGED | refusals({503: ("http.no_database",)}))
def list_weeks(
    request: Request,
    store: StoreDep,
    words: WordsDep,
    response: Response,
    limit: LimitIn = 50,
    after: AfterIn = None,
) -> list[WeekOut]:
    """The newest weeks first, in brief; `Link` names the next page."""
    found = list_page(store, PlanFilter(kind=JobKind.WEEK, after=after), limit, request, response)
    return [WeekOut.from_job(job, words) for job in found]


@router.get("/{week_id}", responses=_NONE)
def get_week(job: WeekDep, words: WordsDep) -> WeekOut:
    """Where a week is, and what moved in it."""
    return WeekOut.from_job(job, words)


@router.get("/{week_id}/events", response_class=Response, responses=FOLLOWED | _NONE)
async def follow_week(
    job: WeekDep, words: WordsDep, request: Request, last_event_id: LastEventId = None
) -> Response:
    """Follow a week until it has ended."""
    return follow_job(request, job, last_event_id, partial(_told_since, words=words))


def _told_since(job: Job, known: int, *, words: Phrasebook) -> list[str]:
    if job.revision <= known:
        return []
    told: list[tuple[str, dict[str, Any]]] = [
        ("progress", {"status": job.status, "attempt": job.attempt, "progress": job.progress})
    ]
    if job.status in ENDED:
        told.append(("done", {"status": job.status, "error": words.render(job.error)}))
    return number_last(told, job.revision)


@router.post("/{week_id}/cancel", responses=_NONE)
def cancel_week(job: WeekDep, store: StoreDep, words: WordsDep) -> WeekOut:
    """End a week early; what its models have found by then counts."""
    end_early(store, job.id)
    now = store.get(job.id)
    if now is None:
        raise HttpProblem(404, "http.no_week", week=job.id)
    return WeekOut.from_job(now, words)


@router.delete("/{week_id}", status_code=204, responses=_NONE)
def delete_week(job: WeekDep, store: StoreDep) -> None:
    """Forget a week."""
    store.delete(job.id)


class WeekPart(StrEnum):
    """The files of a week."""

    CALENDAR = "calendar"
    ROSTER = "roster"


@router.get("/{week_id}/{part}.json", response_class=Response, responses={**_PART, **_NOT_YET})
def get_week_part(
    job: WeekDep,
    store: StoreDep,
    request: Request,
    part: Annotated[WeekPart, InPath(description="which of the files")],
) -> Response:
    """The calendar or the roster, as `./run calendar` and `./run roster` write them."""
    text = _text_of(job, store)
    content = json.dumps(json.loads(text)[part], ensure_ascii=False).encode()
    tag = tag_of(job.digest or "", part)
    return answer_packed(request, content, media_type="application/json", tag=tag)


def _text_of(job: Job, store: Store) -> str:
    text = store.plan_text(job.id)
    if text is None:
        raise HttpProblem(409, "http.no_week_yet", week=job.id)
    return text


@router.get("/{week_id}/record", responses=_NOT_YET)
async def get_record(
    job: WeekDep, store: StoreDep, words: WordsDep, request: Request
) -> RecordOut:
    """How its contracts are served: by the newest plan of each day, else by the calendar."""
    return await work_apart(request, partial(_record, job, store, words))


def _record(job: Job, store: Store, words: Phrasebook) -> RecordOut:
    from scenarios.week import read_calendar, record

    _text_of(job, store)
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        week = read_calendar(read_part(store, job.id, WeekPart.CALENDAR, Path(scratch)))
    plans = {}
    for date in week.problem.dates:
        wanted = PlanFilter(
            scenario=job.request["scenario"], date=date.isoformat(), status=Status.DONE
        )
        for newest in store.list_newest(1, wanted=wanted):
            plans[date] = newest
    files = {date: plan_file_of(plan, store, words) for date, plan in plans.items()}
    found = record(files, [week])
    return RecordOut(
        dates=list(found.dates),
        planned_days={date: plan.id for date, plan in plans.items()},
        rows=[
            RecordRowOut(
                **{name: value for name, value in asdict(row).items() if name != "missed"},
                missed=[
                    MissedOut(date=one.date, reason=one.reason, detail=words.say(one.detail))
                    for one in row.missed
                ],
            )
            for row in found.rows
        ],
    )
