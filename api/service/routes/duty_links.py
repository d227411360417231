"""Links that give a driver one duty, without an account, and nothing else."""

import datetime as dt
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field, Strict

from api.exports import EXPORTS, ExportRequest, export_files
from api.service.db import DutyLink
from api.service.deps import (
    AccessDep,
    CallerDep,
    CallersDep,
    JobDep,
    LinkDep,
    PlanFileDep,
    StoreDep,
    WordsDep,
    plan_file_of,
    plan_job,
    streets_of,
    work_apart,
)
from api.service.duty_page import FILES, answer_page
from api.service.files import answer_with
from api.service.problems import Answers, HttpProblem, refusals
from api.service.security import make_id, make_link_token
from api.words import Phrasebook
from optimizer.plan import Route

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

router = APIRouter(tags=["drivers' links"])

DutyForm = Literal["page", "lines", "html", "pdf", "gpx", "json"]
NO_LINK = {404: ("http.no_link",)}
"""Where nothing is given."""


class LinkIn(BaseModel):
    """Whose duty a link gives, and for how long.

    Parameters
    ----------
    shift
        Id of the shift; may be left out where the vehicle has one route.
    """

    model_config = ConfigDict(extra="forbid")

    vehicle: str = Field(min_length=1, max_length=200)
    shift: str | None = Field(default=None, max_length=200)
    hours: Annotated[float, Strict(), Field(gt=0, le=744, allow_inf_nan=False)] = 48


class LinkOut(BaseModel):
    """A driver's link; its address is shown only when it is made.

    Parameters
    ----------
    qr
        The whole address as an SVG drawing for a phone's camera, by the name under which the
        service was called.
    """

    id: str
    vehicle: str
    shift: str
    made_by: str
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    url: str | None = None
    qr: str | None = None

    @classmethod
    def from_link(cls, link: DutyLink, url: str | None = None, *, base_url: str = "") -> "LinkOut":
        """Returns a link as dispatchers see it."""
        from api.exports.qr_code import qr_code

        ended = link.revoked_at
        return cls(
            id=link.id,
            vehicle=link.vehicle_id,
            shift=link.shift_id,
            made_by=link.made_by,
            expires_at=dt.datetime.fromtimestamp(link.expires_at, tz=dt.UTC),
            revoked_at=None if ended is None else dt.datetime.fromtimestamp(ended, tz=dt.UTC),
            url=url,
            qr=None if url is None else qr_code(f"{base_url.rstrip('/')}{url}"),
        )


class InstructionOut(BaseModel):
    """One line for a driver; `time` is None for turns."""

    time: str | None
    text: str
    lon: float
    lat: float


class DutyOut(BaseModel):
    """A duty as a driver's telephone may show it."""

    date: str
    vehicle: str
    shift: str
    lines: list[InstructionOut]


@router.post(
    "/plans/{plan_id}/links",
    status_code=201,
    responses=refusals({404: ("http.no_plan", "http.no_duty"), 409: ("http.no_routes_yet",)}),
)
def add_link(
    body: LinkIn,
    request: Request,
    job: JobDep,
    plan_file: PlanFileDep,
    access: AccessDep,
    callers: CallersDep,
    caller: CallerDep,
) -> LinkOut:
    """Make a link that gives one duty of a plan to whoever has it."""
    routes = [
        route
        for route in plan_file.plan.routes
        if route.vehicle_id == body.vehicle and body.shift in (None, route.shift_id)
    ]
    if len(routes) != 1:
        shifts = sorted(
            route.shift_id for route in plan_file.plan.routes if route.vehicle_id == body.vehicle
        )
        raise HttpProblem(404, "http.no_duty", vehicle=body.vehicle, shifts=shifts)
    link = access.add_link(
        link_id=make_id(),
        plan_id=job.id,
        vehicle_id=body.vehicle,
        shift_id=routes[0].shift_id,
        made_by=caller.who,
        lasts_s=3600 * body.hours,
    )
    token = make_link_token(callers.secret, link.id, int(link.expires_at))
    return LinkOut.from_link(link, f"/d/{token}", base_url=str(request.base_url))


@router.get("/plans/{plan_id}/links", responses=refusals({404: ("http.no_plan",)}))
def list_links(job: JobDep, access: AccessDep) -> list[LinkOut]:
    """The links of a plan, the newest first."""
    return [LinkOut.from_link(link) for link in access.links(job.id)]


@router.delete(
    "/plans/{plan_id}/links/{link_id}",
    status_code=204,
    responses=refusals({404: ("http.no_plan", "http.no_link")}),
)
def revoke_link(
    job: JobDep, link_id: Annotated[str, Path(max_length=32)], access: AccessDep
) -> None:
    """End a link."""
    if not access.revoke_link(job.id, link_id):
        raise HttpProblem(404, "http.no_link")


_DUTY: Answers = {
    200: {
        "description": "The duty: a page, its lines, a run sheet, a route to follow",
        "content": {
            "text/html": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
            "application/gpx+xml": {"schema": {"type": "string"}},
            "application/json": {"schema": DutyOut.model_json_schema()},
        },
    }
}


@router.get(
    "/d/{token}",
    response_class=Response,
    responses=_DUTY
    | refusals({**NO_LINK, 409: ("http.no_routes_yet",), 410: ("http.other_streets",)}),
)
async def get_duty(
    link: LinkDep,
    token: Annotated[str, Path(max_length=200)],
    request: Request,
    store: StoreDep,
    words: WordsDep,
    form: Annotated[DutyForm, Query(description="of the duty")] = "page",
) -> Response:
    """One duty, for the driver who was sent this address."""

    def work() -> Response:
        plan_file = plan_file_of(plan_job(link.plan_id, store), store, words)
        return _answer(plan_file, link, form, words, token)

    return await work_apart(request, work)


def _answer(
    plan_file: "PlanFile", link: DutyLink, form: DutyForm, words: Phrasebook, token: str
) -> Response:
    from api.exports.turn_list import turn_list

    route = route_of(plan_file, link)
    alone = replace(plan_file, plan=replace(plan_file.plan, routes=(route,)))
    network = streets_of(plan_file)
    if form == "page":
        return answer_page(alone, network, link, words, token)
    if form in EXPORTS:
        asked = ExportRequest(
            plan_file=alone,
            network=network,
            vehicle_id=link.vehicle_id,
            language=words.language,
        )
        files = export_files(form, asked)
        return answer_with(files, media_type=EXPORTS[form].media_type, archive="duty.zip")
    duty = DutyOut(
        date=plan_file.date,
        vehicle=link.vehicle_id,
        shift=words.say(plan_file.shift_label(link.vehicle_id, link.shift_id)),
        lines=[
            InstructionOut(
                time=None if one.time_s is None else words.clock(one.time_s),
                text=one.text,
                lon=one.point[0],
                lat=one.point[1],
            )
            for one in turn_list(alone, network, route, words)
        ],
    )
    if form == "json":
        return Response(duty.model_dump_json(), media_type="application/json")
    return HTMLResponse(_lines(duty, words, token))


def route_of(plan_file: "PlanFile", link: DutyLink) -> Route:
    """Returns the route of the duty that a link gives."""
    for route in plan_file.plan.routes:
        if (route.vehicle_id, route.shift_id) == (link.vehicle_id, link.shift_id):
            return route
    raise HttpProblem(404, "http.no_link")


def _lines(duty: DutyOut, words: Phrasebook, token: str) -> str:
    """Returns the duty as a page without a script, for phones that run none."""
    head = escape(words("duty.heading", vehicle=duty.vehicle, shift=duty.shift, date=duty.date))
    files = "".join(
        f'<a href="/d/{escape(token)}?form={form}&amp;lang={words.language}">{escape(said)}</a> '
        for form, said in ((form, words(f"duty.{code}")) for form, code in FILES)
    )
    lines = "".join(
        f"<tr><td>{escape(one.time or '')}</td><td>{escape(one.text)}</td></tr>"
        for one in duty.lines
    )
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{head}</title><link rel="stylesheet" href="/static/sheet.css"></head>'
        f"<body><h1>{head}</h1><p>{files}</p><table>{lines}</table></body></html>"
    )
