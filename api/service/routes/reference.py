"""The description of the service, and as a page to read: from here, and without a script."""

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from api.service.deps import WordsDep
from api.words import Phrasebook

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
def get_description(request: Request) -> JSONResponse:
    """The description itself, made in a thread: the first time that takes a while."""
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def get_reference(request: Request, words: WordsDep) -> HTMLResponse:
    """Every call: what it takes, what it answers, whom it asks for."""
    described: dict[str, Any] = request.app.openapi()
    calls = "".join(
        _call(method.upper(), path, operation, words)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    )
    head = escape(words("reference.heading", version=described["info"]["version"]))
    return HTMLResponse(
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{head}</title><link rel="stylesheet" href="/static/sheet.css"></head>'
        f"<body><h1>{head}</h1><p>{escape(words('reference.about'))} "
        f'<a href="/openapi.json">/openapi.json</a></p>{calls}</body></html>'
    )


def _call(method: str, path: str, operation: dict[str, Any], words: Phrasebook) -> str:
    role = operation.get("x-role")
    who = words("reference.role", role=role) if role else words("reference.everybody")
    taken = [
        (f"{one['name']} ({one['in']})", one.get("description", ""))
        for one in operation.get("parameters", ())
    ]
    taken += [
        (words("reference.body"), f"{kind} {_name_of(body)}")
        for kind, body in operation.get("requestBody", {}).get("content", {}).items()
    ]
    answers = [
        (status, f"{answer.get('description', '')} {_kinds(answer)}")
        for status, answer in operation["responses"].items()
    ]
    return (
        f"<h2><code>{method} {escape(path)}</code></h2>"
        f"<p>{escape(operation.get('description', ''))}</p><p>{escape(who)}</p>"
        f"<table>{_rows(taken)}{_rows(answers)}</table>"
    )


def _kinds(answer: dict[str, Any]) -> str:
    return " ".join(
        f"{kind} {_name_of(body)}".strip() for kind, body in answer.get("content", {}).items()
    )


def _name_of(body: dict[str, Any]) -> str:
    schema = body.get("schema", {})
    return str(schema.get("$ref", schema.get("title", ""))).rpartition("/")[2]


def _rows(rows: list[tuple[str, str]]) -> str:
    return "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(said)}</td></tr>" for name, said in rows
    )
