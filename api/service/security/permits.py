"""Who may call what: one row for each call of the service.

A call that has no row here is answered as if it did not exist, so that none is open by oversight.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from starlette.routing import compile_path

from api.service.security.roles import Role

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """What one call demands.

    Parameters
    ----------
    role
        The least role; None where nobody is asked who he is.
    makes_plan
        Whether it queues a plan, of which one key may have only so many.
    is_sign_in
        Whether it takes a key in its body, for which an address has only so many tries.
    is_noted
        Whether it stands in the log of deeds though it changes nothing.
    """

    role: Role | None
    makes_plan: bool = False
    is_sign_in: bool = False
    is_noted: bool = False


_EVERYBODY = Permit(role=None)
_DRIVER = Permit(role=Role.DRIVER)
_DISPATCHER = Permit(role=Role.DISPATCHER)
_PLANNER = Permit(role=Role.PLANNER)
_ADMIN = Permit(role=Role.ADMIN)
_NEW_PLAN = Permit(role=Role.DISPATCHER, makes_plan=True)

PERMITS: Mapping[tuple[str, str], Permit] = {
    ("GET", "/"): _EVERYBODY,
    ("GET", "/static/{path:path}"): _EVERYBODY,
    ("GET", "/words/{language}"): _EVERYBODY,
    ("GET", "/healthz"): _EVERYBODY,
    ("GET", "/readyz"): _EVERYBODY,
    ("GET", "/d/{token}"): Permit(role=None, is_noted=True),
    ("POST", "/d/{token}/events"): Permit(role=None),
    ("GET", "/d/{token}/messages"): Permit(role=None),
    ("POST", "/d/{token}/messages/{number}"): Permit(role=None),
    ("POST", "/session"): Permit(role=None, is_sign_in=True),
    ("GET", "/session"): _DRIVER,
    ("DELETE", "/session"): _DRIVER,
    ("GET", "/metrics"): _DRIVER,
    ("GET", "/openapi.json"): _DRIVER,
    ("GET", "/docs"): _DRIVER,
    ("GET", "/plans/{plan_id}"): _DRIVER,
    ("GET", "/plans/{plan_id}/events"): _DRIVER,
    ("GET", "/plans/{plan_id}/exports/{format}"): _DRIVER,
    ("GET", "/plans/{plan_id}/folder"): _DRIVER,
    ("GET", "/plans/{plan_id}/routes/{vehicle:path}.gpx"): _DRIVER,
    ("GET", "/scenarios"): _DISPATCHER,
    ("POST", "/scenarios"): _PLANNER,
    ("GET", "/scenarios/{name}/versions"): _PLANNER,
    ("GET", "/scenarios/{name}/versions/{version}"): _PLANNER,
    ("GET", "/streets"): _DISPATCHER,
    ("GET", "/plans"): _DISPATCHER,
    ("POST", "/plans"): _NEW_PLAN,
    ("DELETE", "/plans/{plan_id}"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/cancel"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/plan.json"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/plan.geojson"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/board"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/changes"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/day-events"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/events"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/fits"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/edits"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/edits"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/replans"): _NEW_PLAN,
    ("GET", "/plans/{plan_id}/replans/{replan_id}"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/replans/{replan_id}/cancel"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/messages"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/messages"): _DISPATCHER,
    ("GET", "/plans/{plan_id}/links"): _DISPATCHER,
    ("POST", "/plans/{plan_id}/links"): _DISPATCHER,
    ("DELETE", "/plans/{plan_id}/links/{link_id}"): _DISPATCHER,
    ("GET", "/comparisons"): _PLANNER,
    ("POST", "/comparisons"): Permit(role=Role.PLANNER, makes_plan=True),
    ("GET", "/comparisons/{comparison_id}"): _PLANNER,
    ("DELETE", "/comparisons/{comparison_id}"): _PLANNER,
    ("POST", "/comparisons/{comparison_id}/cancel"): _PLANNER,
    ("GET", "/comparisons/{comparison_id}/events"): _PLANNER,
    ("GET", "/comparisons/{comparison_id}/streets"): _PLANNER,
    ("GET", "/comparisons/{comparison_id}/report"): _PLANNER,
    ("GET", "/comparisons/{comparison_id}/report/{file}"): _PLANNER,
    ("GET", "/weeks"): _DISPATCHER,
    ("POST", "/weeks"): Permit(role=Role.PLANNER, makes_plan=True),
    ("GET", "/weeks/{week_id}"): _DISPATCHER,
    ("DELETE", "/weeks/{week_id}"): _PLANNER,
    ("POST", "/weeks/{week_id}/cancel"): _PLANNER,
    ("GET", "/weeks/{week_id}/events"): _DISPATCHER,
    ("GET", "/weeks/{week_id}/{part}.json"): _DISPATCHER,
    ("GET", "/weeks/{week_id}/record"): _DISPATCHER,
    ("GET", "/network/{plan_id}"): _DISPATCHER,
    ("GET", "/keys"): _ADMIN,
    ("POST", "/keys"): _ADMIN,
    ("DELETE", "/keys/{key_id}"): _ADMIN,
    ("GET", "/deeds"): _ADMIN,
}


class _CallRow(NamedTuple):
    pattern: re.Pattern[str]
    template: str
    methods: Mapping[str, Permit]


def _rows() -> tuple[_CallRow, ...]:
    by_path: dict[str, dict[str, Permit]] = {}
    for (method, path), permit in PERMITS.items():
        by_path.setdefault(path, {})[method] = permit
    rows = []
    for path, methods in by_path.items():
        pattern, template, _ = compile_path(path)
        rows.append(_CallRow(pattern, template, methods))
    return tuple(rows)


_ROWS = _rows()


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call that there is.

    Parameters
    ----------
    template
        Its path as the description of the service has it.
    values
        What stands in its path.
    """

    template: str
    permit: Permit
    values: Mapping[str, str]


def find_call(method: str, path: str) -> Called | None:
    """Returns the call that a request means; None where there is none at the path.

    Of a path that there is with another method, any of its calls: the application says which it
    takes, to whoever may call that one.
    """
    method = "GET" if method == "HEAD" else method
    other: Called | None = None
    for row in _ROWS:
        found = row.pattern.match(path)
        if found is None:
            continue
        permit = row.methods.get(method)
        values = found.groupdict()
        if permit is not None:
            return Called(template=row.template, permit=permit, values=values)
        permit = max(row.methods.values(), key=lambda one: [*Role].index(one.role or Role.DRIVER))
        permit = Permit(role=permit.role)
        other = other or Called(template=row.template, permit=permit, values=values)
    return other
