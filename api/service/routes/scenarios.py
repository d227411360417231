"""Scenarios and streets that can be planned."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel

from api.service.db import ScenarioStore
from api.service.deps import SettingsDep, StoreDep

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


@router.get("/scenarios", tags=["scenarios"])
def get_scenarios(store: StoreDep) -> list[ScenarioOut]:
    """The scenarios that can be planned."""
    from scenarios.files import list_scenarios

    own = [
        ScenarioOut(name=name, title=one.title, title_zh=one.title_zh, date=one.date)
        for name, one in list_scenarios().items()
    ]
    sent = [
        ScenarioOut(name=one.name, version=one.version, **one.about)
        for one in ScenarioStore(store).newest()
    ]
    return own + sent


@router.get("/streets", tags=["scenarios"])
def get_streets(settings: SettingsDep) -> list[str]:
    """The street files that a plan may name as `osm`."""
    from optimizer.network.osm import is_street_file

    folder = settings.streets_dir
    if folder is None or not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if is_street_file(path))
