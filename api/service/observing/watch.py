"""Each request: an id, a line in the log, its share of the figures, and always an answer."""

import logging
import time
from typing import Any

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from api.service.observing.logs import (
    REQUEST_ID,
    current_request,
    hide_token,
    make_printable,
    make_request_id,
)
from api.service.observing.metrics import Metrics
from api.service.problems import answer_unforeseen

logger = logging.getLogger("onebroom.requests")
_ELSEWHERE = "elsewhere"
"""What counts for all addresses that there are not."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""What is asked again and again, by machines: logged only where it fails."""


class RequestWatch:
    """Watches over requests, as ASGI has it."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.request_id = make_request_id()
        token = current_request.set(request.state.request_id)
        watched = _Watched(request, send, self._metrics)
        try:
            await self._app(scope, receive, watched.send)
        except Exception as error:  # the process boundary: a client gets an answer, and no more
            if watched.status:
                raise
            await answer_unforeseen(request, error)(scope, receive, watched.send)
        finally:
            watched.end()
            current_request.reset(token)


class _Watched:
    """One request and what it is answered."""

    def __init__(self, request: Request, send: Send, metrics: Metrics) -> None:
        self.status = 0
        self._request = request
        self._send = send
        self._metrics = metrics
        self._begun_s = time.perf_counter()
        self._is_stream = False

    async def send(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            headers = MutableHeaders(scope=event)
            headers[REQUEST_ID] = self._request.state.request_id
            self.status = event["status"]
            self._is_stream = headers.get("content-type", "").startswith("text/event-stream")
            if self._is_stream:
                self._metrics.streams.inc()
        await self._send(event)

    def end(self) -> None:
        """Counts the request and writes its line."""
        if self._is_stream:
            self._metrics.streams.dec()
        took_s = time.perf_counter() - self._begun_s
        request, state = self._request, self._request.state
        template = getattr(state, "template", None) or _ELSEWHERE
        method = request.method if request.method in _METHODS else "?"
        self._metrics.requests.labels(method, template, str(self.status)).inc()
        if not self._is_stream:
            self._metrics.request_seconds.labels(method, template).observe(took_s)
        if template in _QUIET and self.status < 400:
            return
        caller = getattr(state, "caller", None)
        fields: dict[str, Any] = {
            "request": state.request_id,
            "who": getattr(state, "who", None) or (caller.who if caller else ""),
            "plan": getattr(state, "plan_id", None),
            "method": method,
            "path": hide_token(make_printable(request.scope["path"]))[:400],
            "status": self.status,
            "ms": round(1000 * took_s),
        }
        text = f"{method} {fields['path']} {self.status} {fields['ms']} ms"
        logger.info(text, extra=fields)
