"""What happens on the day of a plan: told, and listed.

The list is not at `/events`: that is where a client would look for what happens to the job.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Response
from pydantic import BaseModel

from api.service.bodies import EventsBody
from api.service.day import day_list, etag_of, versions_in
from api.service.db import Job
from api.service.deps import (
    DayStoreDep,
    InForceDep,
    SettledJobDep,
    TimeOfDay,
    streets_of,
)
from api.service.problems import Answers, HttpProblem, refusals
from optimizer.events import Event

router = APIRouter(prefix="/plans", tags=["running day"])

NOT_IN_FORCE = {
    404: ("http.no_plan",),
    409: ("http.not_settled", "http.no_routes_yet"),
}
"""Why the day of a plan cannot go on."""


class DayEventsOut(BaseModel):
    """All that is known of a day, in the order in which it was told.

    Parameters
    ----------
    version
        Grows by one with each event.
    added
        How many of them came with this request.
    events
        As plan.json has them: times in seconds after midnight.
    """

    plan: str
    version: int
    added: int
    events: list[Event]


_VERSION: dict[str, Any] = {
    "headers": {"ETag": {"description": "The version of the list", "schema": {"type": "string"}}}
}
_LISTED: Answers = {200: _VERSION, 304: {"description": "Still so"}}
_TOLD: Answers = {
    200: {"model": DayEventsOut, "description": "All of them were known", **_VERSION},
    201: _VERSION,
}


@router.get(
    "/{plan_id}/day-events",
    responses=_LISTED | refusals(NOT_IN_FORCE),
    response_model=DayEventsOut,
)
def list_day_events(
    job: SettledJobDep,
    plan_file: InForceDep,
    day: DayStoreDep,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> DayEventsOut | Response:
    """What the plan was made with, and what was told since."""
    events = day_list(plan_file, day.events(job.id))
    tag = etag_of(len(events))
    if if_none_match is not None and tag in if_none_match.replace("W/", ""):
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return DayEventsOut(plan=job.id, version=len(events), added=0, events=list(events))


@router.post(
    "/{plan_id}/events",
    status_code=201,
    responses=_TOLD
    | refusals(
        {
            **NOT_IN_FORCE,
            410: ("http.other_streets",),
            412: ("http.day_changed",),
            422: ("events.faults",),
        }
    ),
)
def tell_events(
    job: SettledJobDep,
    plan_file: InForceDep,
    day: DayStoreDep,
    response: Response,
    body: Annotated[EventsBody, Body()],
    at: Annotated[
        TimeOfDay | None, Query(description="the time of day: nothing was told later")
    ] = None,
    if_match: Annotated[
        str | None, Header(description="adds them only to a version of the list that you know")
    ] = None,
) -> DayEventsOut:
    """Tell what has happened; one that is known counts once, and a fault refuses all.

    Of a refused list nothing is taken. `faults` names the number, field and code of each fault.
    """
    from scenarios.operations import append_events, events_of

    network = streets_of(plan_file)
    while True:
        told = day.events(job.id)
        known = day_list(plan_file, told)
        _require_version(job, known, if_match)
        read = events_of(body, plan_file, network, known=told, now_s=at)
        after = append_events(known, read)
        new = after[len(known) :]
        # Where another client was quicker, what it told is read first.
        if not new or day.append(job.id, new, first=len(known) + 1):
            break
    response.status_code = 201 if new else 200
    response.headers["ETag"] = etag_of(len(after))
    return DayEventsOut(plan=job.id, version=len(after), added=len(new), events=list(after))


def _require_version(job: Job, known: tuple[Event, ...], if_match: str | None) -> None:
    """Refuses where the list is at another version than a client knows, with what is new."""
    if if_match is None or if_match.strip() == "*":
        return
    versions = versions_in(if_match)
    if len(known) in versions:
        return
    last = max((one for one in versions if one < len(known)), default=0)
    newer = DayEventsOut(plan=job.id, version=len(known), added=0, events=list(known[last:]))
    raise HttpProblem(
        412,
        "http.day_changed",
        plan=job.id,
        num=len(newer.events),
        more=newer.model_dump(mode="json", include={"version", "events"}),
        headers={"ETag": etag_of(len(known))},
    )
