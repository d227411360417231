"""What a driver reports of the duty that a link gives."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from api.service.day import day_list
from api.service.db import DayStore, DutyLink
from api.service.deps import (
    DayStoreDep,
    LinkDep,
    StoreDep,
    WordsDep,
    plan_file_of,
    plan_job,
    require_settled,
    streets_of,
    work_apart,
)
from api.service.problems import Answers, refusals
from api.service.routes.day_events import NOT_IN_FORCE
from api.service.routes.duty_links import NO_LINK, route_of
from api.words import Phrasebook
from fleet import Message, message
from optimizer.events import Event

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile

router = APIRouter(tags=["drivers' links"])

_MOST_REPORTS = 1_000
"""In one request: those of a whole night without network."""

_Clock = Annotated[
    str, Field(max_length=12), WithJsonSchema({"type": "string", "examples": ["06:15:00"]})
]


class ReportIn(BaseModel):
    """What became of a task, as a driver's phone tells it.

    Parameters
    ----------
    id
        By which it counts once, however often it is sent.
    reason
        Of what was skipped.
    again
        Whether what was skipped may be tried again on this day.
    """

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=80)
    kind: Literal["done", "skipped"]
    at: _Clock
    task: str = Field(min_length=1, max_length=200)
    reason: str = Field(default="", max_length=400)
    again: bool = False

    def to_values(self) -> dict[str, Any]:
        """Returns the values of the event, as a file has them."""
        values: dict[str, Any] = {"kind": self.kind, "at": self.at, "id": self.id}
        values["task"] = self.task
        if self.kind == "skipped":
            values |= {"reason": self.reason, "again": self.again}
        return values


class ReportsIn(BaseModel):
    """What a driver's phone has to tell.

    Parameters
    ----------
    date
        The day of the duty.
    """

    model_config = ConfigDict(extra="forbid")

    date: str = Field(max_length=10)
    events: list[ReportIn] = Field(max_length=_MOST_REPORTS)


class ReportRefusedOut(BaseModel):
    """A report that was not taken, and why."""

    id: str
    code: str
    what: str


class ReportsOut(BaseModel):
    """What became of reports: each is taken or refused by itself, and none has to come again.

    Parameters
    ----------
    added
        How many are new.
    known
        How many had come before.
    """

    added: int
    known: int
    refused: list[ReportRefusedOut]


_TOLD: Answers = {200: {"model": ReportsOut, "description": "None of them was new"}}


@router.post(
    "/d/{token}/events",
    status_code=201,
    responses=_TOLD | refusals({**NO_LINK, **NOT_IN_FORCE, 410: ("http.other_streets",)}),
)
async def report_events(
    link: LinkDep,
    body: ReportsIn,
    request: Request,
    store: StoreDep,
    day: DayStoreDep,
    words: WordsDep,
    response: Response,
) -> ReportsOut:
    """Tell what was done and what was skipped of the duty that a link gives, and of no other."""

    def work() -> ReportsOut:
        job = require_settled(plan_job(link.plan_id, store), store)
        plan_file = plan_file_of(job, store, words)
        return _take(body, link, plan_file, streets_of(plan_file), day, words)

    told = await work_apart(request, work)
    response.status_code = 201 if told.added else 200
    return told


def _take(
    body: ReportsIn,
    link: DutyLink,
    plan_file: "PlanFile",
    network: "RoadNetwork",
    day: DayStore,
    words: Phrasebook,
) -> ReportsOut:
    """Adds reports to the day's list; what cannot be is left out, and said."""
    from scenarios.operations import append_events

    own = route_of(plan_file, link).task_ids
    others = {
        one.id: message("events.other_duty", "{task} is no task of this duty.", task=one.task)
        for one in body.events
        if one.task not in own
    }
    reports = [one for one in body.events if one.id not in others]
    while True:
        told = day.events(link.plan_id)
        known = day_list(plan_file, told)
        read, refused = _read(reports, body.date, plan_file, network, known)
        new = append_events(known, read)[len(known) :]
        # Where somebody else was quicker, what he told is read first.
        if not new or day.append(link.plan_id, new, first=len(known) + 1):
            break
    return ReportsOut(
        added=len(new),
        known=len(read) - len(new),
        refused=[
            ReportRefusedOut(id=id_, code=why.code, what=words.say(why))
            for id_, why in (others | refused).items()
        ],
    )


def _read(
    reports: list[ReportIn],
    date: str,
    plan_file: "PlanFile",
    network: "RoadNetwork",
    known: tuple[Event, ...],
) -> tuple[tuple[Event, ...], dict[str, Message]]:
    """Returns the events of reports, and what is wrong with the others, by their ids.

    Raises
    ------
    EventFaults
        When they are of another day.
    """
    from scenarios.operations import EventFaults, events_of

    refused: dict[str, Message] = {}
    while True:
        rest = [one for one in reports if one.id not in refused]
        values = {"date": date, "events": [one.to_values() for one in rest]}
        try:
            return events_of(values, plan_file, network, known=known), refused
        except EventFaults as error:
            for fault in error.faults:
                if not fault.number:
                    raise
                refused[rest[fault.number - 1].id] = fault.why
