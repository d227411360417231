"""By which names the service lets itself be called, and from which pages.

A page of another site can make a name of its own point to this machine (rebinding); then the
browser sends that name as Host. An address in figures cannot be made to point elsewhere.
"""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import Request

from api.service.problems import HttpProblem
from api.service.security.permits import SAFE

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def require_host(request: Request, allowed: Collection[str]) -> None:
    """Refuses a request for a host of another name."""
    given = request.headers.getlist("host")
    name = _name_of(given[0]) if len(given) == 1 else None
    if name is None or not (name in _LOOPBACK or name in allowed or _is_address(name)):
        raise HttpProblem(400, "http.wrong_host")


def require_own_page(request: Request) -> None:
    """Refuses a change that a page of another site asks for: browsers say where it comes from."""
    if request.method in SAFE:
        return
    origin = request.headers.get("origin")
    is_foreign = origin is not None and _netloc(origin) != request.headers.get("host", "").lower()
    if is_foreign or request.headers.get("sec-fetch-site", "same-origin") in (
        "cross-site",
        "same-site",
    ):
        raise HttpProblem(403, "http.other_origin")


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _name_of(host: str) -> str | None:
    """Returns a Host without its port; None for what cannot be one."""
    try:
        split = urlsplit(f"//{host}")
        _ = split.port
    except ValueError:
        return None
    is_plain = not (split.path or split.query or split.fragment or "@" in split.netloc)
    return split.hostname if is_plain else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
