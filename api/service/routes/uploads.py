"""Scenarios of clients: sent as a zip, checked, kept in all versions."""

import tempfile
from functools import partial
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from api.service.db import ScenarioStore, Store, UploadedScenario
from api.service.deps import StoreDep, work_apart
from api.service.files import ZIP
from api.service.paths import SCRATCH
from api.service.problems import Answers, HttpProblem, refusals
from api.service.uploads import MOST_PACKED_BYTES, files_in, read_scenario, write_folder

router = APIRouter(prefix="/scenarios", tags=["scenarios"])

_NAME = r"^[\w][\w.\-]*$"
Name = Annotated[str, Path(max_length=80, pattern=_NAME)]
Version = Annotated[int, Path(ge=1, le=1_000_000)]

_BODY = {"requestBody": {"required": True, "content": {ZIP: {"schema": {"type": "string"}}}}}
_KEPT: Answers = {
    200: {"description": "The newest version is the same"},
    201: {"headers": {"Location": {"schema": {"type": "string"}}}},
}
_PACKED: Answers = {
    200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}},
}
_FAULTS = (
    *("upload.no_zip", "upload.too_many", "upload.too_large", "upload.no_such_file"),
    *("upload.no_scenario", "upload.extends", "scenario.faults"),
)


class VersionOut(BaseModel):
    """A version of a scenario that was sent.

    Parameters
    ----------
    date
        The service day that it states.
    """

    name: str
    version: int
    title: str
    title_zh: str
    date: str
    created_at: float
    links: dict[str, str]

    @classmethod
    def from_uploaded(cls, one: UploadedScenario) -> "VersionOut":
        """Returns a version as clients see it."""
        self = f"/scenarios/{one.name}/versions/{one.version}"
        links = {"self": self, "versions": f"/scenarios/{one.name}/versions"}
        return cls(
            name=one.name,
            version=one.version,
            created_at=one.created_at,
            links=links,
            **one.about,
        )


@router.post(
    "",
    status_code=201,
    openapi_extra=_BODY,
    responses=_KEPT | refusals({409: ("upload.taken",), 413: ("upload.large",), 422: _FAULTS}),
)
async def upload_scenario(
    request: Request,
    response: Response,
    store: StoreDep,
    name: Annotated[str, Query(max_length=80, pattern=_NAME)],
) -> VersionOut:
    """Send a scenario as a zip of its folder; it is checked as `./run scenario validate` does."""
    packed = bytearray()
    async for part in request.stream():
        packed += part
        if len(packed) > MOST_PACKED_BYTES:
            raise HttpProblem(413, "upload.large", most=MOST_PACKED_BYTES)
    who = str(getattr(getattr(request.state, "caller", None), "who", ""))
    kept, is_new = await work_apart(request, partial(_keep, store, name, bytes(packed), who))
    response.status_code = 201 if is_new else 200
    out = VersionOut.from_uploaded(kept)
    response.headers["Location"] = out.links["self"]
    return out


def _keep(store: Store, name: str, packed: bytes, who: str) -> tuple[UploadedScenario, bool]:
    from scenarios.files import list_scenarios

    if name in list_scenarios():
        raise HttpProblem(409, "upload.taken", scenario=name)
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        folder = write_folder(FilePath(scratch) / name, files_in(packed))
        scenario = read_scenario(folder)
    about: dict[str, Any] = {
        "title": scenario.title,
        "title_zh": scenario.title_zh,
        "date": scenario.date.isoformat(),
    }
    uploaded = ScenarioStore(store)
    before = uploaded.find(name)
    kept = uploaded.add(name, packed, about, asked_by=who)
    return kept, before is None or kept.version != before.version


@router.get("/{name}/versions", responses=refusals({404: ("upload.none",)}))
def list_versions(name: Name, store: StoreDep) -> list[VersionOut]:
    """All versions of a scenario that was sent, the newest first."""
    found = ScenarioStore(store).versions(name)
    if not found:
        raise HttpProblem(404, "upload.none", scenario=name)
    return [VersionOut.from_uploaded(one) for one in found]


@router.get(
    "/{name}/versions/{version}",
    response_class=Response,
    responses=_PACKED | refusals({404: ("upload.none",)}),
)
def get_version(name: Name, version: Version, store: StoreDep) -> Response:
    """The zip, as it was sent."""
    packed = ScenarioStore(store).packed(name, version)
    if packed is None:
        raise HttpProblem(404, "upload.none", scenario=name)
    headers = {"Content-Disposition": f'attachment; filename="scenario-{version}.zip"'}
    return Response(packed, media_type=ZIP, headers=headers)
