"""Messages to drivers: sent to a duty, shown under its link, answered there."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from api.service.db import DriverMessage, MessageStore
from api.service.deps import AccessDep, CallerDep, JobDep, LinkDep, PlanFileDep, StoreDep
from api.service.problems import HttpProblem, refusals
from api.service.routes.duty_links import NO_LINK
from optimizer.legible import make_legible

router = APIRouter(tags=["drivers' links"])

_MOST_LETTERS = 4_000


class MessageIn(BaseModel):
    """What the driver of a duty is told.

    Parameters
    ----------
    shift
        Id of the shift.
    """

    model_config = ConfigDict(extra="forbid")

    vehicle: str = Field(min_length=1, max_length=200)
    shift: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=_MOST_LETTERS)


class AnswerIn(BaseModel):
    """What a driver answers."""

    model_config = ConfigDict(extra="forbid")

    answer: str = Field(min_length=1, max_length=400)


class MessageOut(BaseModel):
    """A message as dispatchers and drivers see it.

    Parameters
    ----------
    number
        Its place among the messages of the day, from 1.
    seen_at
        When a phone first had it.
    """

    number: int
    vehicle: str
    shift: str
    text: str
    sent_at: dt.datetime
    seen_at: dt.datetime | None
    answer: str | None
    answered_at: dt.datetime | None

    @classmethod
    def from_message(cls, one: DriverMessage) -> "MessageOut":
        """Returns a message as it is sent."""
        return cls(
            number=one.position,
            vehicle=one.vehicle_id,
            shift=one.shift_id,
            text=one.text,
            sent_at=_moment(one.sent_at),
            seen_at=None if one.seen_at is None else _moment(one.seen_at),
            answer=one.answer,
            answered_at=None if one.answered_at is None else _moment(one.answered_at),
        )


def _moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


async def _message_store(store: StoreDep, access: AccessDep) -> MessageStore:
    return MessageStore(store, access.now)


MessagesDep = Annotated[MessageStore, Depends(_message_store)]


@router.post(
    "/plans/{plan_id}/messages",
    status_code=201,
    responses=refusals({404: ("http.no_plan", "http.no_duty"), 409: ("http.no_routes_yet",)}),
)
def send_message(
    body: MessageIn,
    job: JobDep,
    plan_file: PlanFileDep,
    messages: MessagesDep,
    caller: CallerDep,
) -> MessageOut:
    """Tell the driver of a duty something: whoever opens a link of it on this day has it."""
    # Who has no route any more has to be told that, above all.
    duties = {(one.id, shift.id) for one in plan_file.fleet.vehicles for shift in one.shifts}
    if (body.vehicle, body.shift) not in duties:
        shifts = sorted(shift for vehicle, shift in duties if vehicle == body.vehicle)
        raise HttpProblem(404, "http.no_duty", vehicle=body.vehicle, shifts=shifts)
    return MessageOut.from_message(
        messages.send(
            job.id,
            vehicle_id=body.vehicle,
            shift_id=body.shift,
            text=make_legible(body.text),
            who=caller.who,
        )
    )


@router.get("/plans/{plan_id}/messages", responses=refusals({404: ("http.no_plan",)}))
def list_messages(job: JobDep, messages: MessagesDep) -> list[MessageOut]:
    """The messages of a plan's day with their answers, the first one first."""
    return [MessageOut.from_message(one) for one in messages.messages(job.id)]


@router.get("/d/{token}/messages", responses=refusals(NO_LINK))
def get_messages(link: LinkDep, messages: MessagesDep) -> list[MessageOut]:
    """The messages to the duty that a link gives; they count as seen."""
    handed = messages.hand_over(link.plan_id, link.vehicle_id, link.shift_id)
    return [MessageOut.from_message(one) for one in handed]


@router.post(
    "/d/{token}/messages/{number}",
    responses=refusals({404: ("http.no_link", "http.no_message")}),
)
def answer_message(
    link: LinkDep,
    number: Annotated[int, Path(ge=1, le=10**9)],
    body: AnswerIn,
    messages: MessagesDep,
) -> MessageOut:
    """Answer a message to the duty that a link gives; the last answer counts."""
    answered = messages.answer(
        link.plan_id,
        link.vehicle_id,
        link.shift_id,
        position=number,
        text=make_legible(body.answer),
    )
    if answered is None:
        raise HttpProblem(404, "http.no_message", number=number)
    return MessageOut.from_message(answered)
