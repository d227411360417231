"""What happens to a plan while it is made, as server-sent events."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from api.service.db import ENDED, Job
from api.service.deps import JobDep, WordsDep
from api.service.problems import Answers, refusals
from api.service.streams import PlanStreams, StreamSign
from api.words import Phrasebook

router = APIRouter(prefix="/plans", tags=["plans"])

EVENT_STREAM = "text/event-stream"

LastEventId = Annotated[
    str | None, Header(max_length=20, description="what happened after it is told")
]

FOLLOWED: Answers = {
    200: {
        "description": (
            "Events `progress`, `better` (a better plan; of a comparison, one more plan), `done` "
            "and `deleted`; their ids grow"
        ),
        # Neither said to be an object, which programs made from the description would look for in
        # vain, nor a text, which each event by itself is not.
        "content": {EVENT_STREAM: {"schema": {}}},
    },
    204: {"description": "It has ended, and nothing has happened since that event"},
}


@router.get(
    "/{plan_id}/events",
    response_class=StreamingResponse,
    responses=FOLLOWED | refusals({404: ("http.no_plan",)}),
)
async def follow_plan(
    job: JobDep,
    words: WordsDep,
    request: Request,
    last_event_id: LastEventId = None,
) -> Response:
    """Follow a plan until it has ended; who comes late is told how it stands."""
    return follow_job(
        request, job, last_event_id, lambda now, known: _list_since(now, known, words)
    )


Teller = Callable[[Job, int], list[str]]
"""Tells, as events, what has happened to a job since a revision; the last carries the new one."""


def follow_job(request: Request, job: Job, last_event_id: str | None, tell: Teller) -> Response:
    """Returns the events of a job until it has ended."""
    known = int(last_event_id) if last_event_id and last_event_id.isdecimal() else -1
    if job.status in ENDED and known >= job.revision:
        return Response(status_code=204)
    streams: PlanStreams = request.app.state.streams
    return StreamingResponse(
        _events(job, streams, tell, known),
        media_type=EVENT_STREAM,
        # A proxy must pass on each event as it comes.
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(job: Job, streams: PlanStreams, tell: Teller, known: int) -> AsyncIterator[str]:
    for text in await to_thread.run_sync(tell, job, known):
        yield text
    if job.status in ENDED:
        return
    seen = max(known, job.revision)
    async for now in streams.changes(job.id, job.revision):
        if now is StreamSign.QUIET:
            yield ": still so\n\n"
            continue
        if now is StreamSign.GONE:
            yield event_text("deleted", {})
            return
        try:
            told = await to_thread.run_sync(tell, now, seen)
        except SQLAlchemyError:
            # The next look may fare better; who follows is told nothing wrong meanwhile.
            continue
        for text in told:
            yield text
        seen = now.revision
        if now.status in ENDED:
            return


def _list_since(job: Job, known: int, words: Phrasebook) -> list[str]:
    """Returns what has happened since a revision; the last of it carries the new one."""
    if job.revision <= known:
        return []
    told: list[tuple[str, dict[str, Any]]] = [
        ("progress", {"status": job.status, "attempt": job.attempt, "progress": job.progress})
    ]
    if job.summary is not None and job.better > known:
        told.append(("better", {"result": words.render(_in_brief(job.summary))}))
    if job.status in ENDED:
        told.append(("done", {"status": job.status, "error": words.render(job.error)}))
    return number_last(told, job.revision)


def number_last(told: Sequence[tuple[str, dict[str, Any]]], revision: int) -> list[str]:
    """Returns events as they are sent, the last of them with the revision of a job as its id."""
    last = len(told) - 1
    return [
        event_text(name, values, id_=revision if place == last else None)
        for place, (name, values) in enumerate(told)
    ]


def _in_brief(summary: dict[str, Any]) -> dict[str, Any]:
    """Returns what is told of a better plan; all of it is where the plan is."""
    return {name: value for name, value in summary.items() if not isinstance(value, dict | list)}


def event_text(name: str, values: dict[str, Any], *, id_: int | None = None) -> str:
    """Returns an event as it is sent."""
    number = "" if id_ is None else f"id: {id_}\n"
    return f"{number}event: {name}\ndata: {json.dumps(values, ensure_ascii=False)}\n\n"
