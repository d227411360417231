"""What handlers are given."""

import datetime as dt
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Path, Query, Request
from pydantic import WithJsonSchema

from api.exports import EXPORTS
from api.service.board import Boards
from api.service.db import ENDED, AccessStore, DayStore, DutyLink, Job, JobKind, Store
from api.service.desks import Desks
from api.service.language import words_of
from api.service.problems import HttpProblem
from api.service.security import Caller, Callers, read_link_token
from api.service.settings import ServiceSettings
from api.words import Language, Phrasebook
from optimizer.errors import OneBroomError
from optimizer.legible import is_legible
from scenarios.shapes import ClockS

if TYPE_CHECKING:
    from optimizer.network.road_network import DrivingSide, RoadNetwork
    from scenarios.plan_file import PlanFile

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


# What only hands on a value is `async`: the others are called in threads, and each way there and
# back waits for its turn among whatever else works.
async def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


async def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


async def _words(
    request: Request,
    lang: Annotated[
        Language | None, Query(description="of what is said; else what Accept-Language prefers")
    ] = None,
) -> Phrasebook:
    return words_of(request)


WordsDep = Annotated[Phrasebook, Depends(_words)]
SettingsDep = Annotated[ServiceSettings, Depends(_settings)]
StoreDep = Annotated[Store, Depends(_store)]


async def _access(request: Request) -> AccessStore:
    access: AccessStore = request.app.state.access
    return access


async def _callers(request: Request) -> Callers:
    callers: Callers = request.app.state.callers
    return callers


async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


AccessDep = Annotated[AccessStore, Depends(_access)]
CallersDep = Annotated[Callers, Depends(_callers)]
CallerDep = Annotated[Caller, Depends(_caller)]
"""Whoever sent the request."""


def _link(
    token: Annotated[str, Path(max_length=200)],
    request: Request,
    access: AccessDep,
    callers: CallersDep,
) -> DutyLink:
    """Returns what a driver's link gives; the log of deeds has the link for who it was."""
    link_id = read_link_token(callers.secret, token, now=access.now())
    link = access.link(link_id) if link_id else None
    if link is None:
        raise HttpProblem(404, "http.no_link")
    request.state.who, request.state.plan_id = f"link {link.id}", link.plan_id
    return link


LinkDep = Annotated[DutyLink, Depends(_link)]
"""Of a driver."""


async def _within_limits(request: Request, settings: SettingsDep) -> None:
    """Refuses a search that asks for more than the service gives one plan."""
    try:
        asked = await request.json()
    except ValueError:
        return
    for name in ("seconds", "iterations", "processes"):
        most: float = getattr(settings.limits, name)
        value = asked.get(name) if isinstance(asked, dict) else None
        if isinstance(value, int | float) and value > most:
            raise HttpProblem(422, "http.too_much", field=name, value=value, most=most)


WITHIN_LIMITS = Depends(_within_limits)
"""For calls that queue a search."""


TimeOfDay = Annotated[
    ClockS,
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "integer"}],
            "description": "HH:MM or HH:MM:SS, or seconds after midnight",
            "examples": ["09:30"],
        }
    ),
]


async def _desks(request: Request) -> Desks:
    desks: Desks = request.app.state.desks
    return desks


DesksDep = Annotated[Desks, Depends(_desks)]


def _boards(request: Request) -> Boards:
    boards: Boards = request.app.state.boards
    return boards


BoardsDep = Annotated[Boards, Depends(_boards)]


_ID = re.compile(r"[0-9a-f]{32}")


def _legible(name: str) -> str:
    return name if is_legible(name) and name.isprintable() else "?"


def plan_job(plan_id: str, store: Store) -> Job:
    """Returns the job of a plan, with all that is known of the plan."""
    return _require_plan(plan_id, store.get)


def _require_plan(plan_id: str, get: Callable[[str], Job | None]) -> Job:
    job = get(plan_id) if _ID.fullmatch(plan_id) else None
    if job is None or job.kind is not JobKind.PLAN:
        raise HttpProblem(404, "http.no_plan", plan=_legible(plan_id))
    return job


def _job(plan_id: Annotated[str, Path(max_length=32)], store: StoreDep) -> Job:
    return _require_plan(plan_id, store.get_brief)


async def work_apart(request: Request, work: Callable[[], Answer]) -> Answer:
    """Returns what takes a while to make, made beside what answers at once.

    No more are made at a time than the settings say; the others wait without a thread.
    """
    limiter: CapacityLimiter = request.app.state.heavy
    return await to_thread.run_sync(work, limiter=limiter)


JobDep = Annotated[Job, Depends(_job)]
"""Of a plan, with a brief summary."""


def _comparison(comparison_id: Annotated[str, Path(max_length=32)], store: StoreDep) -> Job:
    job = store.get(comparison_id) if _ID.fullmatch(comparison_id) else None
    if job is None or job.kind is not JobKind.COMPARISON:
        raise HttpProblem(404, "http.no_comparison", comparison=_legible(comparison_id))
    return job


ComparisonDep = Annotated[Job, Depends(_comparison)]
"""A job that compares."""


def _week(week_id: Annotated[str, Path(max_length=32)], store: StoreDep) -> Job:
    job = store.get(week_id) if _ID.fullmatch(week_id) else None
    if job is None or job.kind is not JobKind.WEEK:
        raise HttpProblem(404, "http.no_week", week=_legible(week_id))
    return job


WeekDep = Annotated[Job, Depends(_week)]
"""A job that plans a week."""


def _is_settled(job: Job, store: Store) -> bool:
    """Says whether a plan will not change any more."""
    if job.replan_id is None:
        return job.status in ENDED
    maker = store.get(job.replan_id)
    return maker is None or maker.status in ENDED


@lru_cache(maxsize=4)
def _parse_plan(plan_id: str, digest: str, store: Store) -> "PlanFile":
    """Returns a plan as it was at a digest, kept in memory for the next request."""
    from scenarios.plan_file import loads

    text = store.plan_text(plan_id)
    if text is None:
        raise HttpProblem(404, "http.no_plan", plan=plan_id)
    try:
        return loads(text)
    except OneBroomError:
        # Nothing that the client said is wrong.
        logger.exception("plan %s cannot be read", plan_id)
        raise HttpProblem(500, "http.unreadable_plan", plan=plan_id) from None


def plan_file_of(job: Job, store: Store, words: Phrasebook) -> "PlanFile":
    """Returns the best plan of a job so far."""
    digest = store.digest(job.id)
    if digest is None:
        raise HttpProblem(409, "http.no_routes_yet", plan=job.id, status=job.status)
    return _parse_plan(job.id, digest, store)


async def _plan_file(
    request: Request, job: JobDep, store: StoreDep, words: WordsDep
) -> "PlanFile":
    return await work_apart(request, partial(plan_file_of, job, store, words))


PlanFileDep = Annotated["PlanFile", Depends(_plan_file)]


def require_settled(job: JobDep, store: StoreDep) -> Job:
    """Returns a job whose plan a day can go on from."""
    if not _is_settled(job, store):
        raise HttpProblem(409, "http.not_settled", plan=job.id)
    return job


SettledJobDep = Annotated[Job, Depends(require_settled)]
"""Of a plan that a day can go on from."""


async def _in_force(
    request: Request, job: SettledJobDep, store: StoreDep, words: WordsDep
) -> "PlanFile":
    return await work_apart(request, partial(plan_file_of, job, store, words))


InForceDep = Annotated["PlanFile", Depends(_in_force)]
"""A plan that a day can go on from."""


async def _day_store(store: StoreDep) -> DayStore:
    return DayStore(store)


DayStoreDep = Annotated[DayStore, Depends(_day_store)]


async def _form(
    form: Annotated[str, Path(alias="format", json_schema_extra={"enum": [*EXPORTS]})],
) -> str:
    if form not in EXPORTS:
        raise HttpProblem(404, "http.no_format", format=form, formats=[*EXPORTS])
    return form


FormDep = Annotated[str, Depends(_form)]


@lru_cache(maxsize=2)
def network_of(source: str, digest: str) -> "RoadNetwork":
    """Returns streets as they are on any day, kept in memory; refuses where they have changed."""
    from scenarios.files import load_source

    network = load_source(source)
    if network.digest != digest:
        raise HttpProblem(410, "http.other_streets")
    return network


@lru_cache(maxsize=2)
def _network(
    source: str, digest: str, side: "DrivingSide", date: str, country: str
) -> "RoadNetwork":
    network = network_of(source, digest)
    day = dt.date.fromisoformat(date)
    return replace(network, driving_side=side, date=day, country=country)


def streets_of(plan_file: "PlanFile") -> "RoadNetwork":
    """Returns the streets of a plan on its day, kept in memory for the next request."""
    from scenarios.due import close_streets

    record = plan_file.network
    network = _network(
        record.source, record.digest, record.driving_side, plan_file.date, record.country
    )
    return close_streets(network, plan_file.closures)
