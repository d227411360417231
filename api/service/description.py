"""The description of the service (OpenAPI): what a call may answer, and whom it asks for."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.service.problems import MEDIA_TYPE, ProblemDocument
from api.service.security import CSRF_HEADER, SAFE, find_call

_Codes = Mapping[int, tuple[str, ...]]

_OF_ALL: _Codes = {
    400: ("http.bad_address", "http.wrong_host"),
    429: ("http.too_often", "http.too_many_at_once"),
    503: ("http.no_database",),
}
"""Codes that every call may answer with."""

_OF_KEYS: _Codes = {
    401: ("http.no_key", "http.bad_key", "http.session_ended"),
    403: ("http.not_allowed",),
}
_OF_CHANGES: _Codes = {403: ("http.other_origin", "http.no_csrf")}
_OF_BODIES: _Codes = {
    400: ("http.no_json", "http.too_deep", "http.no_number", "http.bad_letter"),
    408: ("http.too_slow",),
    413: ("http.too_large",),
    415: ("http.wrong_type",),
}
_OF_PLANS: _Codes = {429: ("http.too_many_plans",), 422: ("http.too_much",)}
_PROBLEM = {"$ref": "#/components/schemas/ProblemDocument"}


def describe(app: FastAPI) -> dict[str, Any]:
    """Returns the description, with what the gate answers in place of a call."""
    if app.openapi_schema:
        return app.openapi_schema
    found = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes
    )
    parts = found.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for foreign in ("HTTPValidationError", "ValidationError"):
        schemas.pop(foreign, None)
    schemas["ProblemDocument"] = ProblemDocument.model_json_schema()
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key, as ob_ID_SECRET."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "onebroom_session",
            "description": f"The page's; changes need the header {CSRF_HEADER} too.",
        },
    }
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _add_answers(operation, method.upper(), path)
    app.openapi_schema = found
    return found


def _add_answers(operation: dict[str, Any], method: str, path: str) -> None:
    called = find_call(method, path)
    answers = [_OF_ALL]
    if called is not None and called.permit.role is not None:
        operation["security"] = [{"key": []}, {"session": []}]
        operation["x-role"] = str(called.permit.role)
        answers.append(_OF_KEYS)
    if method not in SAFE:
        answers += [_OF_CHANGES, _OF_BODIES]
    if called is not None and called.permit.makes_plan:
        answers.append(_OF_PLANS)
    responses = operation.setdefault("responses", {})
    for codes_of in answers:
        for status, codes in codes_of.items():
            _add_codes(responses, status, codes)
    if "422" in responses:
        _add_codes(responses, 422, ("http.fault",))
    for status, answer in responses.items():
        if int(status) >= 400:
            answer["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}
    operation["responses"] = dict(sorted(responses.items()))


def _add_codes(responses: dict[str, Any], status: int, codes: tuple[str, ...]) -> None:
    answer = responses.setdefault(str(status), {"description": HTTPStatus(status).phrase})
    said: str = answer["description"]
    new = ", ".join(code for code in codes if code not in said)
    if new:
        answer["description"] = f"{said}{', ' if ': ' in said else ': '}{new}"
    if status in (429, 503):
        answer["headers"] = {
            "Retry-After": {"description": "seconds", "schema": {"type": "integer"}}
        }


def codes_in(description: Mapping[str, Any]) -> set[str]:
    """Returns the codes of problems that a description names."""
    return {
        code
        for operations in description["paths"].values()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if int(status) >= 400 and ": " in answer["description"]
        for code in answer["description"].partition(": ")[2].split(", ")
    }
