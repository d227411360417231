"""The gate: who comes in, by which name, how often, with what."""

import asyncio
import ipaddress
import math
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes
from weakref import WeakValueDictionary

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from api.service.db import AccessStore, Deed
from api.service.observing import hide_token, logger_of_faults, request_id_of
from api.service.problems import HttpProblem, answer_database, answer_refusal
from api.service.security.callers import CSRF_HEADER, NOBODY, Caller, Callers, unknown_key
from api.service.security.hosts import require_host, require_own_page
from api.service.security.intake import body_types, take_body
from api.service.security.limits import Limits, Rates
from api.service.security.permits import SAFE, Called, find_call
from api.service.security.roles import Role
from optimizer.legible import make_legible

T = TypeVar("T")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_MOST_ADDRESS = 2000
_MOST_QUERY = 4000
_LEAST = Role.DRIVER
_THREADS = 4
"""Threads that look up keys, which do not wait for those that work."""


class Gate:
    """Lets requests in, or says why not; writes down what was done.

    Parameters
    ----------
    hosts
        Names by which the service may be called, beside those of its own machine.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits, hosts: frozenset[str]) -> None:
        self._app = app
        self._limits = limits
        self._hosts = hosts
        self._rates = Rates(per_s=limits.requests_per_s, burst=limits.burst)
        tries = limits.sign_ins_per_min
        self._tries = Rates(per_s=tries / 60, burst=tries)
        self._threads = CapacityLimiter(_THREADS)
        self._types: Mapping[tuple[str, str], frozenset[str]] | None = None
        self._at_once: Counter[str] = Counter()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            caller, called = await self._admit(request)
            with self._one_more(caller.who or address_of(request)):
                types = await self._types_of(request, called)
                receive = await take_body(request, self._limits, types)
                await self._hand_on(request, receive, caller, called, send)
        except HttpProblem as refusal:
            await answer_refusal(request, refusal)(scope, receive, send)
        except SQLAlchemyError as error:
            await answer_database(request, error)(scope, receive, send)

    async def _admit(self, request: Request) -> tuple[Caller, Called]:
        """Returns who calls what; raises the refusal of whoever may not."""
        _require_address(request)
        require_host(request, self._hosts)
        called = find_call(request.method, request.scope["path"])
        caller = NOBODY
        if called is None or called.permit.role is not None:
            try:
                caller = await self._read(partial(_callers(request).identify, request))
            except HttpProblem:
                self._require_rate(self._rates, address_of(request))
                raise
        self._require_rate(self._rates, caller.who or address_of(request))
        request.state.caller = caller
        request.state.template = called.template if called else None
        values = called.values if called else {}
        request.state.plan_id = values.get("plan_id") or values.get("comparison_id")
        require_own_page(request)
        if called is None:
            # Whoever has no key learns nothing of which addresses there are.
            _require_role(caller, _LEAST)
            raise HttpProblem(404, "http.no_such_page")
        if called.permit.is_sign_in:
            self._require_rate(self._tries, address_of(request))
        if called.permit.role is not None:
            _require_role(caller, called.permit.role)
        if caller.session is not None and request.method not in SAFE:
            token = request.headers.get(CSRF_HEADER, "")
            if not _callers(request).is_csrf_token(token, caller.session):
                raise HttpProblem(403, "http.no_csrf", header=CSRF_HEADER)
        return caller, called

    async def _hand_on(
        self, request: Request, receive: Receive, caller: Caller, called: Called, send: Send
    ) -> None:
        noting = self._noting(request, caller, called, send)
        if not called.permit.makes_plan:
            await self._app(request.scope, receive, noting)
            return
        # One after the other: else many that come together would all find room.
        async with self._turns.setdefault(caller.who, asyncio.Lock()):
            await self._require_room(request, caller)
            await self._app(request.scope, receive, noting)

    @contextmanager
    def _one_more(self, client: str) -> Iterator[None]:
        """Counts a request of a client until it is answered; refuses one too many."""
        num = self._at_once[client]
        if num >= self._limits.requests_at_once:
            raise _wait("http.too_many_at_once", 1, num=num)
        self._at_once[client] += 1
        try:
            yield
        finally:
            self._at_once[client] -= 1
            if not self._at_once[client]:
                del self._at_once[client]

    def _require_rate(self, rates: Rates, client: str) -> None:
        wait_s = rates.wait_s(client)
        if wait_s > 0:
            raise _wait("http.too_often", wait_s)

    async def _require_room(self, request: Request, caller: Caller) -> None:
        access: AccessStore = request.app.state.access
        num = await self._read(partial(access.count_under_way, caller.who))
        if num >= self._limits.plans_at_once:
            raise _wait("http.too_many_plans", 10, num=num)

    async def _types_of(self, request: Request, called: Called) -> frozenset[str]:
        if request.method in SAFE:
            return frozenset()
        if self._types is None:
            # In a thread: the first time, the description of all calls is made for it.
            self._types = await self._read(partial(body_types, request.app))
        return self._types.get((request.method, called.template), frozenset())

    def _noting(self, request: Request, caller: Caller, called: Called, send: Send) -> Send:
        """Returns what sends an answer, once the deed is written down."""
        if request.method in SAFE and not called.permit.is_noted:
            return send

        async def note_and_send(event: Event) -> None:
            if event["type"] == "http.response.start":
                deed = _describe_deed(request, caller, event)
                try:
                    await self._read(partial(request.app.state.access.add_deed, deed))
                except SQLAlchemyError:
                    # It is done: the answer must say so. The log of the service has it, too.
                    logger_of_faults.exception("a deed could not be written down: %s", deed)
            await send(event)

        return note_and_send

    async def _read(self, work: Callable[[], T]) -> T:
        return await to_thread.run_sync(work, limiter=self._threads)


def address_of(request: Request) -> str:
    """Returns what stands for a client without a key: of IPv6 the network that is his."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"at {host}"
    if address.version == 4:
        return f"at {address}"
    return f"at {ipaddress.ip_network((address, 64), strict=False)}"


def _callers(request: Request) -> Callers:
    callers: Callers = request.app.state.callers
    return callers


def _require_address(request: Request) -> None:
    """Refuses an address with letters that no name has, or without end."""
    path, query = request.scope["path"], request.scope["query_string"]
    is_long = len(path) > _MOST_ADDRESS or len(query) > _MOST_QUERY
    if is_long or _CONTROL.search(path.encode(errors="replace") + unquote_to_bytes(query)):
        raise HttpProblem(400, "http.bad_address")


def _require_role(caller: Caller, demanded: Role) -> None:
    if caller.role is None:
        raise unknown_key("http.no_key")
    if not caller.role.may(demanded):
        raise HttpProblem(403, "http.not_allowed", demanded=demanded, role=caller.role)


def _wait(code: str, wait_s: float, **values: Any) -> HttpProblem:
    seconds = max(1, math.ceil(wait_s))
    return HttpProblem(429, code, headers={"Retry-After": str(seconds)}, seconds=seconds, **values)


def _describe_deed(request: Request, caller: Caller, start: Event) -> Deed:
    """Returns what was done, as an answer tells; of a new plan, with its id."""
    location = dict(start.get("headers", ())).get(b"location", b"").decode("latin-1")
    made = location.rpartition("/")[2] if start["status"] == 202 else ""
    return Deed(
        at=time.time(),
        who=getattr(request.state, "who", caller.who) or address_of(request)[:40],
        method=request.method,
        path=hide_token(make_legible(request.scope["path"]))[:400],
        plan_id=(made or getattr(request.state, "plan_id", None) or "")[:32] or None,
        status=start["status"],
        request_id=request_id_of(request),
    )
