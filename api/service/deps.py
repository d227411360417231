"""What handlers are given."""

from functools import lru_cache
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.exports import EXPORTS
from api.service.db import Job, Store
from api.service.language import words_of
from api.service.problems import HttpProblem
from api.service.settings import ServiceSettings
from api.words import Language, Phrasebook
from optimizer.network.road_network import RoadNetwork
from scenarios.files import load_source
from scenarios.plan_file import PlanFile, loads


def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def _words(
    request: Request,
    lang: Annotated[
        Language | None, Query(description="of what is said; else what Accept-Language prefers")
    ] = None,
) -> Phrasebook:
    return words_of(request)


WordsDep = Annotated[Phrasebook, Depends(_words)]
SettingsDep = Annotated[ServiceSettings, Depends(_settings)]
StoreDep = Annotated[Store, Depends(_store)]


def _job(plan_id: Annotated[str, Path(max_length=32)], store: StoreDep) -> Job:
    job = store.get(plan_id)
    if job is None:
        raise HttpProblem(404, "http.no_plan", plan=plan_id)
    return job


JobDep = Annotated[Job, Depends(_job)]


def _plan_file(job: JobDep, store: StoreDep, words: WordsDep) -> PlanFile:
    text = store.plan_text(job.id)
    if text is None:
        raise HttpProblem(409, "http.no_routes_yet", plan=job.id, status=job.status)
    return loads(text, where=words("http.plan", plan=job.id))


PlanFileDep = Annotated[PlanFile, Depends(_plan_file)]


def _form(
    form: Annotated[str, Path(alias="format", json_schema_extra={"enum": [*EXPORTS]})],
) -> str:
    if form not in EXPORTS:
        raise HttpProblem(404, "http.no_format", format=form, formats=[*EXPORTS])
    return form


FormDep = Annotated[str, Depends(_form)]


@lru_cache(maxsize=2)
def _network(source: str, digest: str) -> RoadNetwork:
    return load_source(source)


def streets_of(plan_file: PlanFile) -> RoadNetwork:
    """Returns the streets of a plan, kept in memory for the next request."""
    network = _network(plan_file.network.source, plan_file.network.digest)
    if network.digest != plan_file.network.digest:
        raise HttpProblem(410, "http.other_streets")
    return network
