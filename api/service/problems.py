"""Errors as application/problem+json (RFC 9457)."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.service.db import is_trouble
from api.service.language import words_of
from api.service.paths import without_folders
from optimizer.errors import InfeasibleScenario, OneBroomError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
"""When a client may ask again that was answered 503."""

logger = logging.getLogger(__name__)


class _Document(JSONResponse):
    """JSON that can be sent whatever a client has sent: halves of letters become "?"."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode(errors="replace")


def problem(
    status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Returns a problem document."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return _Document(
        {**body, "detail": detail, **more},
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


class ProblemDocument(BaseModel):
    """A problem document, for the description of the service.

    Parameters
    ----------
    code
        Stays the same whatever the language.
    detail
        What is wrong and what to do.
    faults
        Of a list: each with its place, code and remedy.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    faults: list[dict[str, Any]] | None = None


Answers = dict[int | str, dict[str, Any]]
"""What a call may answer beside its success, as FastAPI describes it."""


def refusals(of_status: Mapping[int, Sequence[str]]) -> Answers:
    """Returns the description of the refusals of a call: the codes of each status.

    Whatever a call takes may have a form that it refuses.
    """
    codes_of = {**of_status, 422: ("http.fault", *of_status.get(422, ()))}
    return {
        status: {
            "description": f"{HTTPStatus(status).phrase}: {', '.join(codes)}",
            "content": {MEDIA_TYPE: {"schema": ProblemDocument.model_json_schema()}},
        }
        for status, codes in sorted(codes_of.items())
    }


class HttpProblem(HTTPException):
    """A refusal, said by a code of the catalogue in the language of the request.

    Parameters
    ----------
    more
        Further members of the document.
    values
        What the sentence is filled with.
    """

    def __init__(
        self,
        status: int,
        code: str,
        /,
        *,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(status, detail=code, headers=headers)
        self.code = code
        self.more = dict(more or {})
        self.values = values


_BY_STATUS = {400: "http.no_json", 404: "http.no_such_page", 405: "http.wrong_method"}
"""What is said where the framework itself refuses."""


def answer_refusal(request: Request, error: Exception) -> JSONResponse:
    """Returns a refusal as a problem document."""
    assert isinstance(error, HTTPException)
    words = words_of(request)
    if isinstance(error, HttpProblem):
        detail, more = words(error.code, **error.values), {"code": error.code, **error.more}
    else:
        known = _BY_STATUS.get(error.status_code)
        detail, more = (
            words(known) if known else str(error.detail),
            {"code": known or "http.refused"},
        )
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, detail, headers=headers, **more)


def _answer_invalid(request: Request, error: Exception) -> JSONResponse:
    from scenarios.files import fault_of

    assert isinstance(error, RequestValidationError)
    words = words_of(request)
    found = [
        (".".join(str(part) for part in one["loc"]), fault_of(one, skip=len(one["loc"])))
        for one in error.errors()
    ]
    faults = [
        {"where": where, "code": what.code, "what": words.say(what)} for where, what in found
    ]
    detail = words.clauses(
        words("http.fault", where=fault["where"], what=fault["what"]) for fault in faults
    )
    return problem(422, detail, code="http.fault", faults=faults)


def _answer_ours(request: Request, error: Exception) -> JSONResponse:
    from scenarios.operations import MOST_FAULTS, EventFaults

    assert isinstance(error, OneBroomError)
    words = words_of(request)
    status = 409 if isinstance(error, InfeasibleScenario) else 422
    said = without_folders(error.message, request.app.state.settings.streets_dir)
    more: dict[str, Any] = {"code": said.code}
    if isinstance(error, EventFaults):
        more["faults"] = [
            {
                "event": fault.number,
                "field": fault.field,
                "code": fault.why.code,
                "what": words.say(fault.why),
            }
            for fault in error.faults[:MOST_FAULTS]
        ]
    return problem(status, words.say(said), **more)


def answer_database(request: Request, error: Exception) -> JSONResponse:
    """Returns that the database cannot work now, and when to ask again."""
    if not is_trouble(error):
        return answer_unforeseen(request, error)
    # Without its traceback: it is of the database, and there may be many in a second.
    logger.error("%s %s: the database is in trouble", request.method, request.url.path)
    refusal = HttpProblem(503, "http.no_database", headers={"Retry-After": str(RETRY_AFTER_S)})
    return answer_refusal(request, refusal)


def answer_unforeseen(request: Request, error: Exception) -> JSONResponse:
    """Returns that something is our fault; what it was stands in the log only."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, words_of(request)("http.own_fault"), code="http.own_fault")


def add_problems(app: FastAPI) -> None:
    """Makes every error of an app a problem document."""
    app.add_exception_handler(HTTPException, answer_refusal)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(OneBroomError, _answer_ours)
    app.add_exception_handler(SQLAlchemyError, answer_database)
    app.add_exception_handler(Exception, answer_unforeseen)
