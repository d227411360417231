"""What calls of plans, comparisons and plans of running days have in common."""

import time
from pathlib import PurePath
from typing import Any

from fastapi import Request

from api.service.db import Store
from api.service.problems import Answers

CANCEL_WITHIN_S = 0.9
LOOK_EVERY_S = 0.05

TAG_HEADER = {"ETag": {"description": "Of what is sent", "schema": {"type": "string"}}}
TAGGED: Answers = {200: {"headers": TAG_HEADER}, 304: {"description": "Still so"}}


def asked_by(request: Request) -> str:
    """Returns the id of whoever asks, "" where nobody has to say who they are."""
    return str(getattr(getattr(request.state, "caller", None), "who", ""))


def shown(request: dict[str, Any]) -> dict[str, Any]:
    """Returns a request as clients see it: jobs of earlier versions have a path of the server."""
    osm = request.get("osm")
    return {**request, "osm": PurePath(osm).name} if osm else request


def end_early(store: Store, job_id: str) -> None:
    """Ends a job within a second, with the best that its search has by then."""
    store.ask_to_stop(job_id)
    until_s = time.monotonic() + CANCEL_WITHIN_S
    while store.is_under_way(job_id) and time.monotonic() < until_s:
        time.sleep(LOOK_EVERY_S)
    # Whoever works on it does not hear: it keeps what it has handed in.
    store.cancel(job_id)
