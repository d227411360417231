"""Plans: ask for one, follow it, read it, end it early, forget it."""

import gzip
import json
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.exports import EXPORTS, ExportRequest, export_all, export_files, vehicles_of
from api.service.db import ENDED, Job, PackedText, PlanFilter, Status, Store
from api.service.deps import (
    WITHIN_LIMITS,
    FormDep,
    JobDep,
    SettingsDep,
    StoreDep,
    WordsDep,
    plan_file_of,
    plan_job,
    streets_of,
    work_apart,
)
from api.service.files import ZIP, answer_packed, answer_with, is_known, not_modified, tag_of
from api.service.problems import Answers, HttpProblem, refusals
from api.service.routes.job_calls import TAG_HEADER, TAGGED, asked_by, end_early, shown
from api.service.routes.listing import PAGED, AfterIn, LimitIn, list_page
from api.service.routes.plan_requests import (
    IdempotencyKey,
    PlanRequestIn,
    require_plannable,
)
from api.words import Language, Phrasebook, phrasebook

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

router = APIRouter(prefix="/plans", tags=["plans"])

_TEXT = r"^[^\x00-\x1f\x7f]*$"
NOT_YET: Answers = {
    304: {"description": "Still so"},
    **refusals(
        {
            404: ("http.no_plan", "http.no_format", "http.no_route", "http.no_routes"),
            409: ("http.no_routes_yet",),
            410: ("http.other_streets",),
            500: ("http.unreadable_plan",),
        }
    ),
}
_WHOLE: Answers = {
    200: {
        "description": "plan.json",
        "headers": TAG_HEADER,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
GEOJSON: Answers = {
    200: {
        "description": "A collection of features",
        "headers": TAG_HEADER,
        "content": {"application/geo+json": {"schema": {"type": "object"}}},
    }
}
FILES: Answers = {
    200: {
        "description": "The file, or a zip of several",
        "headers": TAG_HEADER,
        "content": {
            media_type: {
                "schema": {"type": "object"}
                if media_type.endswith("json")
                else {"type": "string", "format": "binary"}
            }
            # The first one counts for programs made from the description: none is read as text.
            for media_type in (ZIP, *(one.media_type for one in EXPORTS.values()))
        },
    },
}


DatumIn = Annotated[
    Literal["wgs84", "gcj02", "bd09"], Query(description="of coordinates, for Chinese maps")
]
_ZIPPED = {ZIP: {"schema": {"type": "string", "format": "binary"}}}


class PlanOut(BaseModel):
    """A plan under way or ended; `result` is the best so far.

    Parameters
    ----------
    attempt, crashes
        How often it was begun, and how often its own process died of it.
    """

    id: str
    status: str
    attempt: int
    crashes: int
    created_at: float
    finished_at: float | None
    request: dict[str, Any]
    progress: dict[str, Any]
    error: str | None
    result: dict[str, Any] | None
    links: dict[str, str]

    @classmethod
    def from_job(cls, job: Job, words: Phrasebook) -> "PlanOut":
        """Returns the job as clients see it, its sentences in their language."""
        links = {"self": f"/plans/{job.id}"}
        if job.status not in ENDED:
            links["cancel"] = f"/plans/{job.id}/cancel"
            links["events"] = f"/plans/{job.id}/events"
        if job.summary is not None:
            links["plan"] = f"/plans/{job.id}/plan.json"
            links["board"] = f"/plans/{job.id}/board"
            links["map"] = f"/plans/{job.id}/plan.geojson"
            links["exports"] = f"/plans/{job.id}/exports"
            links["folder"] = f"/plans/{job.id}/folder"
        if job.replan_id is not None:
            links["based_on"] = f"/plans/{job.request['based_on']}"
        return cls(
            id=job.id,
            status=job.status,
            attempt=job.attempt,
            crashes=job.crashes,
            created_at=job.created_at,
            finished_at=job.finished_at,
            request=shown(job.request),
            progress=job.progress,
            error=words.render(job.error),
            result=words.render(_without_folder(job.summary)),
            links=links,
        )


def _without_folder(summary: dict[str, Any] | None) -> dict[str, Any] | None:
    record = (summary or {}).get("network")
    if summary is None or not record or not PurePath(record["source"]).is_absolute():
        return summary
    return {**summary, "network": {**record, "source": PurePath(record["source"]).name}}


@router.post(
    "",
    status_code=202,
    dependencies=[WITHIN_LIMITS],
    responses=refusals(
        {
            409: ("http.key_reused",),
            422: ("http.no_scenario", "http.no_streets", "http.no_reference"),
            503: ("http.no_database",),
        }
    ),
)
def request_plan(
    body: PlanRequestIn,
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    words: WordsDep,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> PlanOut:
    """Start planning a day; follow it at the Location."""
    values = require_plannable(body, store, settings)
    added = store.add_once(
        values,
        files=body.files(),
        asked_by=asked_by(request),
        key=idempotency_key,
        body_digest=body.digest,
    )
    if not added.same:
        raise HttpProblem(409, "http.key_reused", plan=added.id)
    response.headers["Location"] = f"/plans/{added.id}"
    return PlanOut.from_job(plan_job(added.id, store), words)


@router.get("", responses=PAGED | refusals({503: ("http.no_database",)}))
def list_plans(
    request: Request,
    store: StoreDep,
    words: WordsDep,
    response: Response,
    limit: LimitIn = 50,
    after: AfterIn = None,
    scenario: Annotated[str | None, Query(max_length=80, pattern=_TEXT)] = None,
    date: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")] = None,
    state: Status | None = None,
    who: Annotated[str | None, Query(max_length=64, pattern=_TEXT)] = None,
) -> list[PlanOut]:
    """The newest plans first, `result` with what a list shows; `Link` names the next page."""
    wanted = PlanFilter(scenario=scenario, date=date, status=state, asked_by=who, after=after)
    found = list_page(store, wanted, limit, request, response)
    return [PlanOut.from_job(job, words) for job in found]


@router.get(
    "/{plan_id}", responses=TAGGED | refusals({404: ("http.no_plan",)}), response_model=PlanOut
)
def get_plan(job: JobDep, store: StoreDep, words: WordsDep, request: Request) -> Response:
    """Where a plan is, and the best so far."""
    tag = _tag_of(job, words)
    if is_known(request, tag):
        return not_modified(tag)
    told = _told(job.id, job.revision, words.language, store)
    return answer_packed(
        request, told.content, media_type="application/json", tag=told.tag, is_packed=True
    )


class _ToldPlan(NamedTuple):
    """What is told of a plan, as JSON compressed with gzip."""

    tag: str
    content: bytes


# A plan of the district is told in 0.2 MB: to say that anew for each who asks takes 20 ms.
@lru_cache(maxsize=32)
def _told(plan_id: str, revision: int, language: Language, store: Store) -> _ToldPlan:
    """Returns what is told of a plan at a revision, or of a newer one, with the tag of that."""
    job, words = plan_job(plan_id, store), phrasebook(language)
    text = PlanOut.from_job(job, words).model_dump_json()
    return _ToldPlan(_tag_of(job, words), gzip.compress(text.encode(), compresslevel=5, mtime=0))


def _tag_of(job: Job, words: Phrasebook) -> str:
    return tag_of(job.id, job.revision, words.language)


@router.delete("/{plan_id}", status_code=204, responses=refusals({404: ("http.no_plan",)}))
def delete_plan(job: JobDep, store: StoreDep) -> None:
    """Forget a plan; one that is being made is ended. Plans that others made of it stay."""
    store.delete(job.id)


@router.post("/{plan_id}/cancel", responses=refusals({404: ("http.no_plan",)}))
def cancel_plan(job: JobDep, store: StoreDep, words: WordsDep) -> PlanOut:
    """End a plan early; what has been found stays."""
    end_early(store, job.id)
    return PlanOut.from_job(plan_job(job.id, store), words)


@router.get("/{plan_id}/plan.json", response_class=Response, responses=NOT_YET | _WHOLE)
def get_plan_file(job: JobDep, store: StoreDep, request: Request) -> Response:
    """The whole plan, as `./run plan` writes it; sent as it is stored."""
    tag = tag_of(digest_of(job))
    if is_known(request, tag):
        return not_modified(tag)
    packed = _packed(job.id, digest_of(job), store)
    return answer_packed(
        request,
        packed.content,
        media_type="application/json",
        tag=tag_of(packed.digest),
        is_packed=True,
    )


# Many who read one plan have one copy of it: one for each took memory that did not come back.
@lru_cache(maxsize=4)
def _packed(plan_id: str, digest: str, store: Store) -> PackedText:
    """Returns a plan as it is stored: of a digest, or a newer one."""
    packed = store.packed_plan(plan_id)
    if packed is None:
        raise HttpProblem(404, "http.no_plan", plan=plan_id)
    return packed


def digest_of(job: Job) -> str:
    """Returns the digest of the best plan of a job so far; refuses where there is none."""
    if job.digest is None:
        raise HttpProblem(409, "http.no_routes_yet", plan=job.id, status=job.status)
    return job.digest


@router.get("/{plan_id}/plan.geojson", response_class=Response, responses=NOT_YET | GEOJSON)
async def get_map(
    job: JobDep, store: StoreDep, words: WordsDep, request: Request, streets: bool = True
) -> Response:
    """Streets, routes, facilities and unserved work for a map."""
    from api.exports.geojson import to_geojson

    tag = tag_of(digest_of(job), "map", words.language, streets)
    if is_known(request, tag):
        return not_modified(tag)

    def draw() -> Response:
        plan_file = plan_file_of(job, store, words)
        drawn = to_geojson(
            plan_file, streets_of(plan_file), with_streets=streets, language=words.language
        )
        content = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
        return answer_packed(request, content, media_type="application/geo+json", tag=tag)

    return await work_apart(request, draw)


@router.get("/{plan_id}/exports/{format}", response_class=Response, responses=NOT_YET | FILES)
async def get_export(
    job: JobDep,
    form: FormDep,
    store: StoreDep,
    words: WordsDep,
    request: Request,
    vehicle: Annotated[str | None, Query(max_length=200)] = None,
    datum: DatumIn = "wgs84",
) -> Response:
    """A plan in a format of drivers and offices, of one vehicle or of all; several files as a zip.

    Not every format has a language or a datum.
    """
    tag = tag_of(digest_of(job), form, words.language, vehicle, datum)
    if is_known(request, tag):
        return not_modified(tag)

    def export() -> Response:
        asked = _read_export(plan_file_of(job, store, words), words, vehicle, datum)
        files = export_files(form, asked)
        if not files:
            raise HttpProblem(404, "http.no_routes")
        return answer_with(
            files,
            media_type=EXPORTS[form].media_type,
            archive=f"{asked.plan_file.date}-{form}.zip",
            tag=tag,
            request=request,
        )

    return await work_apart(request, export)


@router.get(
    "/{plan_id}/folder",
    response_class=Response,
    responses=NOT_YET | {200: {"description": "A zip", "headers": TAG_HEADER, "content": _ZIPPED}},
)
async def get_folder(
    job: JobDep,
    store: StoreDep,
    words: WordsDep,
    request: Request,
    vehicle: Annotated[str | None, Query(max_length=200)] = None,
    datum: DatumIn = "wgs84",
) -> Response:
    """All that drivers and offices take with them, by depot and vehicle, as one zip."""
    tag = tag_of(digest_of(job), "folder", words.language, vehicle, datum)
    if is_known(request, tag):
        return not_modified(tag)

    def export() -> Response:
        asked = _read_export(plan_file_of(job, store, words), words, vehicle, datum)
        files = export_all(asked)
        if not files:
            raise HttpProblem(404, "http.no_routes")
        return answer_with(files, media_type=ZIP, archive=f"{asked.plan_file.date}.zip", tag=tag)

    return await work_apart(request, export)


def _read_export(
    plan_file: "PlanFile", words: Phrasebook, vehicle: str | None, datum: str
) -> ExportRequest:
    if vehicle is not None and vehicle not in vehicles_of(plan_file):
        raise HttpProblem(404, "http.no_route", vehicle=vehicle)
    return ExportRequest(
        plan_file=plan_file,
        network=streets_of(plan_file),
        vehicle_id=vehicle,
        language=words.language,
        datum=datum,
    )


@router.get(
    "/{plan_id}/routes/{vehicle:path}.gpx",
    response_class=Response,
    responses=NOT_YET | FILES,
    deprecated=True,
)
async def get_gpx(
    job: JobDep, store: StoreDep, vehicle: str, words: WordsDep, request: Request
) -> Response:
    """A vehicle's routes with turns, for a phone or navigator; now one of the exports."""
    return await get_export(job, "gpx", store, words, request, vehicle)
