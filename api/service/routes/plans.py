"""Plans: ask for one, follow it, read it, end it early, forget it."""

import json
import time
from pathlib import PurePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.exports import EXPORTS, ExportRequest, export_all, export_files, vehicles_of
from api.exports.geojson import to_geojson
from api.service.db import ENDED, Job, PlanFilter, Status, Store
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
from api.service.routes.plan_requests import (
    IdempotencyKey,
    PlanRequestIn,
    require_plannable,
)
from api.words import Phrasebook
from scenarios.plan_file import PlanFile

router = APIRouter(prefix="/plans", tags=["plans"])

CANCEL_WITHIN_S = 0.9
LOOK_EVERY_S = 0.05

_TEXT = r"^[^\x00-\x1f\x7f]*$"
AFTER = "the place of the last plan of the page before, as its link to the next page has it"
_TAG = {"ETag": {"description": "Of what is sent", "schema": {"type": "string"}}}
TAGGED: Answers = {200: {"headers": _TAG}, 304: {"description": "Still so"}}
PAGED: Answers = {
    200: {
        "headers": {"Link": {"description": "The next page, if any", "schema": {"type": "string"}}}
    }
}
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
        "headers": _TAG,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
GEOJSON: Answers = {
    200: {
        "description": "A collection of features",
        "headers": _TAG,
        "content": {"application/geo+json": {"schema": {"type": "object"}}},
    }
}
FILES: Answers = {
    200: {
        "description": "The file, or a zip of several",
        "headers": _TAG,
        "content": {
            media_type: {
                "schema": {"type": "object"}
                if media_type.endswith("json")
                else {"type": "string", "format": "binary"}
            }
            for media_type in (*(one.media_type for one in EXPORTS.values()), ZIP)
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


def shown(request: dict[str, Any]) -> dict[str, Any]:
    """Returns a request as clients see it: jobs of earlier versions have a path of the server."""
    osm = request.get("osm")
    return {**request, "osm": PurePath(osm).name} if osm else request


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


def asked_by(request: Request) -> str:
    """Returns the id of whoever asks, "" where nobody has to say who they are."""
    return str(getattr(getattr(request.state, "caller", None), "who", ""))


@router.get("", responses=PAGED | refusals({503: ("http.no_database",)}))
def list_plans(
    request: Request,
    store: StoreDep,
    words: WordsDep,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=64, description=AFTER)] = None,
    scenario: Annotated[str | None, Query(max_length=80, pattern=_TEXT)] = None,
    date: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")] = None,
    state: Status | None = None,
    who: Annotated[str | None, Query(max_length=64, pattern=_TEXT)] = None,
) -> list[PlanOut]:
    """The newest plans first, `result` with what a list shows; `Link` names the next page."""
    wanted = PlanFilter(scenario=scenario, date=date, status=state, asked_by=who, after=after)
    # One more than is shown says whether there is a next page.
    found = store.list_newest(limit + 1, wanted=wanted)
    if len(found) > limit:
        link_next(request, response, after=found[limit - 1])
    return [PlanOut.from_job(job, words) for job in found[:limit]]


def link_next(request: Request, response: Response, *, after: Job) -> None:
    """Names the next page of a list, which begins after a job."""
    following = request.url.include_query_params(after=after.place)
    response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'


@router.get(
    "/{plan_id}", responses=TAGGED | refusals({404: ("http.no_plan",)}), response_model=PlanOut
)
def get_plan(job: JobDep, words: WordsDep, request: Request, response: Response) -> Any:
    """Where a plan is, and the best so far."""
    tag = tag_of(job.id, job.revision, words.language)
    if is_known(request, tag):
        return not_modified(tag)
    response.headers["ETag"] = tag
    return PlanOut.from_job(job, words)


@router.delete("/{plan_id}", status_code=204, responses=refusals({404: ("http.no_plan",)}))
def delete_plan(job: JobDep, store: StoreDep) -> None:
    """Forget a plan; one that is being made is ended. Plans that others made of it stay."""
    store.delete(job.id)


@router.post("/{plan_id}/cancel", responses=refusals({404: ("http.no_plan",)}))
def cancel_plan(job: JobDep, store: StoreDep, words: WordsDep) -> PlanOut:
    """End a plan early; what has been found stays."""
    end_early(store, job.id)
    return PlanOut.from_job(plan_job(job.id, store), words)


def end_early(store: Store, job_id: str) -> None:
    """Ends a job within a second, with the best that its search has by then."""
    store.ask_to_stop(job_id)
    until_s = time.monotonic() + CANCEL_WITHIN_S
    while store.is_under_way(job_id) and time.monotonic() < until_s:
        time.sleep(LOOK_EVERY_S)
    # Whoever works on it does not hear: it keeps what it has handed in.
    store.cancel(job_id)


@router.get("/{plan_id}/plan.json", response_class=Response, responses=NOT_YET | _WHOLE)
def get_plan_file(job: JobDep, store: StoreDep, request: Request) -> Response:
    """The whole plan, as `./run plan` writes it; sent as it is stored."""
    tag = tag_of(digest_of(job))
    if is_known(request, tag):
        return not_modified(tag)
    packed = store.packed_plan(job.id)
    if packed is None:
        raise HttpProblem(404, "http.no_plan", plan=job.id)
    return answer_packed(
        request,
        packed.content,
        media_type="application/json",
        tag=tag_of(packed.digest),
        is_packed=True,
    )


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
        )

    return await work_apart(request, export)


@router.get(
    "/{plan_id}/folder",
    response_class=Response,
    responses=NOT_YET | {200: {"description": "A zip", "headers": _TAG, "content": _ZIPPED}},
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
    plan_file: PlanFile, words: Phrasebook, vehicle: str | None, datum: str
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
