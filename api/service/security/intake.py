"""Bodies: whole, in time, of a kind and size that the call takes."""

from collections.abc import Mapping
from typing import Any

import anyio
from fastapi import FastAPI, Request
from starlette.types import Message as Event
from starlette.types import Receive

from api.service.problems import HttpProblem
from api.service.security.json_bodies import fault_in_json
from api.service.security.limits import Limits

_JSON = "application/json"


def body_types(app: FastAPI) -> Mapping[tuple[str, str], frozenset[str]]:
    """Returns the kinds of bodies that each call takes, as the service describes itself."""
    return {
        (method.upper(), path): frozenset(operation["requestBody"]["content"])
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    }


async def take_body(request: Request, limits: Limits, taken: frozenset[str]) -> Receive:
    """Returns what hands on a request with its whole body.

    Parameters
    ----------
    taken
        The kinds of bodies that the call takes; none where it takes no body.

    Raises
    ------
    HttpProblem
        When the body is of another kind, too large, too slow, or JSON that nobody can work with.
    """
    is_json = not taken or taken <= {_JSON}
    most = limits.body_bytes if is_json else limits.upload_bytes
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or len(announced) > 15 or int(announced) > most:
        raise HttpProblem(413, "http.too_large", bytes=most)
    body = await _receive(request, most, limits.body_s)
    if body:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in (taken or {_JSON}):
            raise HttpProblem(415, "http.wrong_type", types=sorted(taken or {_JSON}))
        if kind == _JSON:
            fault = fault_in_json(body, most_depth=limits.json_depth)
            if fault is not None:
                raise HttpProblem(400, fault, depth=limits.json_depth)
    return _replay(body, request.receive)


async def _receive(request: Request, most: int, within_s: float) -> bytes:
    body = bytearray()
    try:
        with anyio.fail_after(within_s):
            while True:
                event: Any = await request.receive()
                if event["type"] != "http.request":
                    return bytes(body)
                body += event.get("body", b"")
                if len(body) > most:
                    raise HttpProblem(413, "http.too_large", bytes=most)
                if not event.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise HttpProblem(
            408, "http.too_slow", seconds=within_s, headers={"Connection": "close"}
        ) from None


def _replay(body: bytes, rest: Receive) -> Receive:
    is_sent = False

    async def receive() -> Event:
        nonlocal is_sent
        if is_sent:
            return await rest()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
