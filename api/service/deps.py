"""What handlers are given."""

from functools import lru_cache
from typing import Annotated

from fastapi import Depends, HTTPException, Path, Request

from api.exports import EXPORTS
from api.service.db import Job, Store
from api.service.settings import Settings
from optimizer.network.road_network import RoadNetwork
from scenarios.files import load_source
from scenarios.plan_file import PlanFile, loads


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


SettingsDep = Annotated[Settings, Depends(_settings)]
StoreDep = Annotated[Store, Depends(_store)]


def _job(plan_id: Annotated[str, Path(max_length=32)], store: StoreDep) -> Job:
    job = store.get(plan_id)
    if job is None:
        raise HTTPException(404, f"there is no plan {plan_id}.")
    return job


JobDep = Annotated[Job, Depends(_job)]


def _plan_file(job: JobDep, store: StoreDep) -> PlanFile:
    text = store.plan_text(job.id)
    if text is None:
        raise HTTPException(
            409, f"plan {job.id} is {job.status} and has no routes yet; ask again later."
        )
    return loads(text, where=f"plan {job.id}")


PlanFileDep = Annotated[PlanFile, Depends(_plan_file)]


def _form(
    form: Annotated[str, Path(alias="format", json_schema_extra={"enum": [*EXPORTS]})],
) -> str:
    if form not in EXPORTS:
        raise HTTPException(404, f"format {form!r} is unknown; there are {', '.join(EXPORTS)}.")
    return form


FormDep = Annotated[str, Depends(_form)]


@lru_cache(maxsize=2)
def _network(source: str, digest: str) -> RoadNetwork:
    return load_source(source)


def streets_of(plan_file: PlanFile) -> RoadNetwork:
    """Returns the streets of a plan, kept in memory for the next request."""
    network = _network(plan_file.network.source, plan_file.network.digest)
    if network.digest != plan_file.network.digest:
        raise HTTPException(410, "the streets that this plan was made for have changed since.")
    return network
