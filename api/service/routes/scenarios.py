"""Scenarios and health."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from api.service.db import ScenarioStore
from api.service.deps import SettingsDep, StoreDep
from optimizer.network.osm import is_street_file
from scenarios.files import list_scenarios

router = APIRouter()


class ScenarioOut(BaseModel):
    """A scenario of the library, of the server, or sent by a client.

    Parameters
    ----------
    date
        The service day that it states itself.
    version
        The newest, of one that was sent.
    """

    name: str
    title: str
    title_zh: str
    date: dt.date | None
    version: int | None = None


class HealthOut(BaseModel):
    """That the service and its database answer."""

    status: str
    streets: list[str]


@router.get("/scenarios", tags=["scenarios"])
def get_scenarios(store: StoreDep) -> list[ScenarioOut]:
    """The scenarios that can be planned."""
    own = [
        ScenarioOut(name=name, title=one.title, title_zh=one.title_zh, date=one.date)
        for name, one in list_scenarios().items()
    ]
    sent = [
        ScenarioOut(name=one.name, version=one.version, **one.about)
        for one in ScenarioStore(store).newest()
    ]
    return own + sent


@router.get("/healthz", tags=["health"])
def get_health(store: StoreDep, settings: SettingsDep) -> HealthOut:
    """Whether the service works, and the street files that it offers."""
    with store.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    folder = settings.streets_dir
    files = (
        sorted(path.name for path in folder.iterdir() if is_street_file(path))
        if folder is not None and folder.is_dir()
        else []
    )
    return HealthOut(status="ok", streets=files)
