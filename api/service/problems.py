"""Errors as application/problem+json (RFC 9457)."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.service.language import words_of
from optimizer.errors import InfeasibleScenario, OneBroomError
from scenarios.files import fault_of

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


def problem(
    status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Returns a problem document."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JSONResponse(
        {**body, "detail": detail, **more},
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


class HttpProblem(HTTPException):
    """A refusal, said by a code of the catalogue in the language of the request."""

    def __init__(self, status: int, code: str, /, **values: Any) -> None:
        super().__init__(status, detail=code)
        self.code = code
        self.values = values


_BY_STATUS = {404: "http.no_such_page", 405: "http.wrong_method"}
"""What is said where the framework itself refuses."""


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    words = words_of(request)
    if isinstance(error, HttpProblem):
        detail = words(error.code, **error.values)
    else:
        known = _BY_STATUS.get(error.status_code)
        detail = words(known) if known else str(error.detail)
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, detail, headers=headers)


def _answer_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    words = words_of(request)
    faults = [
        {
            "where": ".".join(str(part) for part in one["loc"]),
            "what": words.say(fault_of(one, skip=len(one["loc"]))),
        }
        for one in error.errors()
    ]
    detail = words.clauses(words("http.fault", **fault) for fault in faults)
    return problem(422, detail, faults=faults)


def _answer_ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, OneBroomError)
    status = 409 if isinstance(error, InfeasibleScenario) else 422
    return problem(status, words_of(request).say(error.message))


def _answer_unforeseen(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, words_of(request)("http.own_fault"))


def add_problems(app: FastAPI) -> None:
    """Makes every error of an app a problem document."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(OneBroomError, _answer_ours)
    app.add_exception_handler(Exception, _answer_unforeseen)
