"""Plans: ask for one, follow it, read it, end it early."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.exports import EXPORTS, ExportRequest, export_files, vehicles_of
from api.exports.geojson import to_geojson
from api.service.db import ENDED, Job
from api.service.deps import (
    FormDep,
    JobDep,
    PlanFileDep,
    SettingsDep,
    StoreDep,
    WordsDep,
    streets_of,
)
from api.service.files import ZIP, answer_with
from api.service.problems import HttpProblem
from api.words import Phrasebook
from fleet import InvalidValue
from optimizer.engines import ENGINES
from scenarios.files import list_scenarios, load_scenario

router = APIRouter(prefix="/plans", tags=["plans"])

PROBLEM: dict[str, Any] = {
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such plan", **PROBLEM}}
NOT_YET: dict[int | str, dict[str, Any]] = {
    **NOT_FOUND,
    409: {"description": "No routes yet", **PROBLEM},
    410: {"description": "The streets have changed", **PROBLEM},
}
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, or a zip of several",
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in (*(one.media_type for one in EXPORTS.values()), ZIP)
        },
    },
    422: {"description": "Not in this format", **PROBLEM},
}


class PlanRequestIn(BaseModel):
    """What is to be planned. `osm` names a file that the service offers, never a path."""

    model_config = ConfigDict(extra="forbid")

    scenario: str = Field(default="yinzhou-2012", max_length=80)
    osm: str | None = Field(default=None, max_length=120, pattern=r"^[\w][\w.\-]*$")
    place: str | None = Field(default=None, max_length=120)
    date: str | None = Field(default=None, max_length=10)
    seconds: float | None = Field(default=None, gt=0, le=3600)
    iterations: int | None = Field(default=None, gt=0, le=100_000_000)
    seed: int = Field(default=0, ge=0, le=2**31)
    engine: str = "ruin_recreate"

    @model_validator(mode="after")
    def _makes_sense(self) -> "PlanRequestIn":
        if self.engine not in ENGINES:
            raise InvalidValue(
                "engine.unknown",
                "engine {name!r} is unknown; engines are {engines:list}.",
                name=self.engine,
                engines=[*ENGINES],
            )
        if self.osm is not None and self.place is not None:
            raise InvalidValue("request.two_sources", "osm and place exclude each other")
        return self


class PlanOut(BaseModel):
    """A plan under way or ended; `result` is the best so far."""

    id: str
    status: str
    attempt: int
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
        if job.summary is not None:
            links["plan"] = f"/plans/{job.id}/plan.json"
            links["map"] = f"/plans/{job.id}/plan.geojson"
            links["exports"] = f"/plans/{job.id}/exports"
        if job.replan_id is not None:
            links["based_on"] = f"/plans/{job.request['based_on']}"
        return cls(
            id=job.id,
            status=job.status,
            attempt=job.attempt,
            created_at=job.created_at,
            finished_at=job.finished_at,
            request=job.request,
            progress=job.progress,
            error=words.render(job.error),
            result=words.render(job.summary),
            links=links,
        )


@router.post("", status_code=202, responses={422: {"description": "Bad request", **PROBLEM}})
def request_plan(
    body: PlanRequestIn,
    store: StoreDep,
    settings: SettingsDep,
    words: WordsDep,
    response: Response,
) -> PlanOut:
    """Start planning a day; follow it at the Location."""
    if body.scenario not in list_scenarios():
        raise HttpProblem(
            422, "http.no_scenario", scenario=body.scenario, scenarios=[*list_scenarios()]
        )
    load_scenario(body.scenario, date=body.date)
    values = body.model_dump()
    if body.osm is not None:
        offered = settings.streets_dir and settings.streets_dir / body.osm
        if not offered or not offered.is_file():
            raise HttpProblem(422, "http.no_streets", osm=body.osm)
        values["osm"] = str(offered)
    if body.seconds is None and body.iterations is None:
        values["seconds"] = 60.0
    plan_id = store.add(values)
    response.headers["Location"] = f"/plans/{plan_id}"
    job = store.get(plan_id)
    assert job is not None
    return PlanOut.from_job(job, words)


@router.get("")
def list_plans(
    store: StoreDep, words: WordsDep, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> list[PlanOut]:
    """The newest plans first."""
    return [PlanOut.from_job(job, words) for job in store.list_newest(limit)]


@router.get("/{plan_id}", responses=NOT_FOUND)
def get_plan(job: JobDep, words: WordsDep) -> PlanOut:
    """Where a plan is, and the best so far."""
    return PlanOut.from_job(job, words)


@router.post("/{plan_id}/cancel", responses=NOT_FOUND)
def cancel_plan(job: JobDep, store: StoreDep, words: WordsDep) -> PlanOut:
    """End a plan early; what has been found stays."""
    store.cancel(job.id)
    after = store.get(job.id)
    assert after is not None
    return PlanOut.from_job(after, words)


@router.get("/{plan_id}/plan.json", responses=NOT_YET)
def get_plan_file(plan_file: PlanFileDep, job: JobDep, store: StoreDep) -> Response:
    """The whole plan, as `./run plan` writes it."""
    return Response(store.plan_text(job.id), media_type="application/json")


@router.get("/{plan_id}/plan.geojson", responses=NOT_YET)
def get_map(plan_file: PlanFileDep, words: WordsDep, streets: bool = True) -> dict[str, Any]:
    """Streets, routes, facilities and unserved work for a map."""
    return to_geojson(
        plan_file, streets_of(plan_file), with_streets=streets, language=words.language
    )


@router.get("/{plan_id}/exports/{format}", response_class=Response, responses=NOT_YET | FILES)
def get_export(
    plan_file: PlanFileDep,
    form: FormDep,
    words: WordsDep,
    vehicle: str | None = None,
) -> Response:
    """A plan in a format of drivers and offices, of one vehicle or of all; several files as a zip.

    Not every format has a language.
    """
    if vehicle is not None and vehicle not in vehicles_of(plan_file):
        raise HttpProblem(404, "http.no_route", vehicle=vehicle)
    asked = ExportRequest(
        plan_file=plan_file,
        network=streets_of(plan_file),
        vehicle_id=vehicle,
        language=words.language,
    )
    files = export_files(form, asked)
    if not files:
        raise HttpProblem(404, "http.no_routes")
    return answer_with(
        files,
        media_type=EXPORTS[form].media_type,
        archive=f"{plan_file.date}-{form}.zip",
    )


@router.get(
    "/{plan_id}/routes/{vehicle:path}.gpx",
    response_class=Response,
    responses=NOT_YET | FILES,
    deprecated=True,
)
def get_gpx(plan_file: PlanFileDep, vehicle: str, words: WordsDep) -> Response:
    """A vehicle's routes with turns, for a phone or navigator; now one of the exports."""
    return get_export(plan_file, "gpx", words, vehicle)
