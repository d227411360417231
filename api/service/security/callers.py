"""Who calls: by a key, by the session that one was changed for, or nobody in particular."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import Request

from api.service.db import AccessStore, ApiKey
from api.service.problems import HttpProblem
from api.service.security.credentials import (
    digest_secret,
    is_secret,
    is_signed,
    key_id_of,
    make_token,
    sign,
)
from api.service.security.roles import Role

COOKIE = "onebroom_session"
SESSION_S = 12 * 3600.0
CSRF_HEADER = "X-CSRF-Token"

KNOWN_S = 2.0
"""For so long a server believes what it has read of keys; the one that revokes forgets at once."""

_MOST_SESSIONS = 1000
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

OPEN = "open"
"""Who did it where no key was ever made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever sent a request.

    Parameters
    ----------
    who
        A key's id, or `OPEN`; "" for one who did not say.
    role
        None for one who did not say.
    session
        The digest of the session; None without one.
    """

    who: str
    role: Role | None
    session: str | None = None


NOBODY = Caller(who="", role=None)


def is_loopback(host: str) -> bool:
    """Says whether an address is reached from its own machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Callers:
    """Finds out who calls; what it read of keys it knows for a moment."""

    def __init__(
        self, access: AccessStore, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._access = access
        self._clock = clock
        self._secret = access.secret("signing", make_token()).encode()
        self._keys: Mapping[str, ApiKey] = {}
        self._keys_until = -1.0
        self._sessions: OrderedDict[str, tuple[str, float]] = OrderedDict()

    @property
    def secret(self) -> bytes:
        """What signs links and tokens."""
        return self._secret

    def forget(self) -> None:
        """Makes what has just been changed count at once."""
        self._keys_until = -1.0
        self._sessions.clear()

    def identify(self, request: Request) -> Caller:
        """Returns who sends a request; reads the database at times.

        Raises
        ------
        HttpProblem
            When a key or a session is not, or no longer, one of ours.
        """
        given = request.headers.get("authorization")
        if given is not None:
            scheme, _, key = given.partition(" ")
            caller = self.by_key(key.strip()) if scheme.lower() == "bearer" else None
            if caller is None:
                raise unknown_key("http.bad_key")
            return caller
        if self._is_open_to(request):
            return Caller(who=OPEN, role=Role.ADMIN)
        cookie = request.cookies.get(COOKIE)
        return NOBODY if cookie is None else self._by_session(cookie)

    def by_key(self, key: str) -> Caller | None:
        """Returns whoever has a key; None where it is none of ours, or was revoked."""
        key_id = key_id_of(key)
        known = self._known_keys().get(key_id or "")
        if not is_secret(key, known.digest if known else None) or known is None:
            return None
        return None if known.revoked_at is not None else _holder(known)

    def begin_session(self, caller: Caller) -> str:
        """Returns the secret of a new session of whoever has shown a key."""
        made = make_token()
        self._access.add_session(digest=digest_secret(made), key_id=caller.who, lasts_s=SESSION_S)
        return made

    def end_session(self, caller: Caller) -> None:
        """Ends the session of a caller, if he has one."""
        if caller.session is not None:
            self._access.end_session(caller.session)
            self._sessions.pop(caller.session, None)

    def csrf_token(self, session: str) -> str:
        """Returns what a page of ours sends with each change, and no other page knows."""
        return sign(self._secret, "csrf", session)

    def is_csrf_token(self, token: str, session: str) -> bool:
        """Says whether a page of ours has sent a token."""
        return is_signed(token, self._secret, "csrf", session)

    def session_of(self, secret: str) -> str:
        """Returns the digest by which a session is known."""
        return digest_secret(secret)

    def has_keys(self) -> bool:
        """Says whether a key was ever made."""
        return bool(self._known_keys())

    def _is_open_to(self, request: Request) -> bool:
        """Without keys, whoever sits at the machine may do all; a proxy brings others."""
        local = request.scope.get("server")
        is_here = local is not None and is_loopback(str(local[0]))
        is_brought = any(name in request.headers for name in _FORWARDED)
        return is_here and not is_brought and not self.has_keys()

    def _by_session(self, cookie: str) -> Caller:
        digest = digest_secret(cookie)
        key_id, until = self._sessions.get(digest, ("", -1.0))
        if self._clock() >= until:
            key_id = self._access.key_of_session(digest) or ""
            self._sessions[digest] = (key_id, self._clock() + KNOWN_S)
            if len(self._sessions) > _MOST_SESSIONS:
                self._sessions.popitem(last=False)
        known = self._known_keys().get(key_id)
        if known is None or known.revoked_at is not None:
            raise unknown_key("http.session_ended")
        return Caller(who=known.id, role=Role(known.role), session=digest)

    def _known_keys(self) -> Mapping[str, ApiKey]:
        if self._clock() >= self._keys_until:
            self._keys = {one.id: one for one in self._access.list_keys()}
            self._keys_until = self._clock() + KNOWN_S
        return self._keys


def unknown_key(code: str) -> HttpProblem:
    """Returns the refusal of somebody who has to say who he is."""
    return HttpProblem(401, code, headers={"WWW-Authenticate": "Bearer"})


def _holder(key: ApiKey) -> Caller:
    return Caller(who=key.id, role=Role(key.role))
