"""Whether the service lives, whether it can work, and its figures."""

import time
from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from api.service.deps import AccessDep
from api.service.observing import Metrics
from api.service.problems import refusals

router = APIRouter(tags=["health"])

_KNOWN_S = 1.0
"""For so long an answer of the database counts: many who ask make no more work than one."""


class HealthOut(BaseModel):
    """That the process lives, or that it can work."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
async def get_health() -> HealthOut:
    """Whether the process lives; nothing else is asked, so this never waits."""
    return HealthOut()


@router.get("/readyz", responses=refusals({503: ("http.no_database",)}))
def get_readiness(request: Request, access: AccessDep) -> HealthOut:
    """Whether the database takes what is written to it."""
    now_s = time.monotonic()
    if now_s - getattr(request.app.state, "ready_s", -_KNOWN_S) >= _KNOWN_S:
        access.beat()
        request.app.state.ready_s = now_s
    return HealthOut()


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_metrics(request: Request) -> Response:
    """Figures for Prometheus: requests of this server, plans of the whole database."""
    metrics: Metrics = request.app.state.metrics
    request.app.state.plan_watcher.look()
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
