"""Keys, sessions, and who did what."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.service.db import ApiKey
from api.service.deps import AccessDep, CallerDep, CallersDep
from api.service.problems import HttpProblem, refusals
from api.service.security import (
    COOKIE,
    SESSION_S,
    Role,
    digest_secret,
    make_new_key,
    unknown_key,
)

router = APIRouter(tags=["keys"])

KeyName = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class KeyIn(BaseModel):
    """A key to make.

    Parameters
    ----------
    name
        Whose it is, as the list shows it.
    """

    model_config = ConfigDict(extra="forbid")

    name: KeyName
    role: Role


class KeyOut(BaseModel):
    """A key, without what is secret of it."""

    id: str
    name: str
    role: Role
    created_at: dt.datetime
    revoked_at: dt.datetime | None

    @classmethod
    def from_key(cls, key: ApiKey) -> "KeyOut":
        """Returns a key as admins see it."""
        return cls(
            id=key.id,
            name=key.name,
            role=Role(key.role),
            created_at=_time(key.created_at),
            revoked_at=None if key.revoked_at is None else _time(key.revoked_at),
        )


class NewKeyOut(KeyOut):
    """A new key; `key` is shown this once and is kept nowhere."""

    key: str


class SessionIn(BaseModel):
    """The key that a session is made from."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(max_length=200)


class SessionOut(BaseModel):
    """Who is signed in.

    Parameters
    ----------
    who
        Id of the key; "open" where there are no keys.
    csrf
        What the page sends as X-CSRF-Token with each change; "" where there is no session.
    """

    who: str
    role: Role
    csrf: str


class DeedOut(BaseModel):
    """Something that was done; `who` is a key, a driver's link, an address, or "open"."""

    id: str
    at: dt.datetime
    who: str
    method: str
    path: str
    plan_id: str | None
    status: int
    request_id: str


@router.get("/keys")
def list_keys(access: AccessDep) -> list[KeyOut]:
    """All keys, the newest first."""
    return [KeyOut.from_key(key) for key in access.list_keys()]


@router.post("/keys", status_code=201)
def add_key(body: KeyIn, access: AccessDep, callers: CallersDep) -> NewKeyOut:
    """Make a key. The answer shows it once."""
    made, key = make_new_key(access, name=body.name, role=body.role)
    callers.forget()
    return NewKeyOut(**KeyOut.from_key(made).model_dump(), key=key)


@router.delete("/keys/{key_id}", status_code=204, responses=refusals({404: ("http.no_such_key",)}))
def revoke_key(
    key_id: Annotated[str, Path(max_length=32)], access: AccessDep, callers: CallersDep
) -> None:
    """End a key and its sessions."""
    is_ended = access.revoke_key(key_id)
    callers.forget()
    if not is_ended:
        raise HttpProblem(404, "http.no_such_key", key=key_id)


@router.post("/session", status_code=201, responses=refusals({401: ("http.bad_key",)}))
def sign_in(
    body: SessionIn, callers: CallersDep, request: Request, response: Response
) -> SessionOut:
    """Change a key for a session of the page: a cookie that no script reads."""
    caller = callers.by_key(body.key)
    if caller is None or caller.role is None:
        raise unknown_key("http.bad_key")
    request.state.who = caller.who
    secret = callers.begin_session(caller)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_S),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    csrf = callers.csrf_token(digest_secret(secret))
    return SessionOut(who=caller.who, role=caller.role, csrf=csrf)


@router.get("/session")
def get_session(caller: CallerDep, callers: CallersDep) -> SessionOut:
    """Who is signed in, and what the page has to send with changes."""
    assert caller.role is not None
    csrf = callers.csrf_token(caller.session) if caller.session else ""
    return SessionOut(who=caller.who, role=caller.role, csrf=csrf)


@router.delete("/session", status_code=204)
def sign_out(caller: CallerDep, callers: CallersDep, response: Response) -> None:
    """End the session."""
    callers.end_session(caller)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


@router.get("/deeds")
def list_deeds(
    access: AccessDep,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[
        str | None,
        Query(pattern=r"^[0-9a-f]{24}$", description="id of the last of the page before"),
    ] = None,
    plan: Annotated[str | None, Query(max_length=32)] = None,
) -> list[DeedOut]:
    """Who did what, the newest first."""
    return [
        DeedOut(
            id=one.id,
            at=_time(one.at),
            who=one.who,
            method=one.method,
            path=one.path,
            plan_id=one.plan_id,
            status=one.status,
            request_id=one.request_id,
        )
        for one in access.deeds(limit=limit, before=before, plan_id=plan)
    ]


def _time(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
