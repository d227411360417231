"""What the service writes down of itself: lines for people, or JSON for what collects them."""

import json
import logging
import re
import secrets
import sys
import time
from contextvars import ContextVar
from typing import Any

from fastapi import Request

LOG_FORMS = ("text", "json")
REQUEST_ID = "X-Request-ID"

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request that is worked on, for whatever is logged meanwhile."""

logger_of_faults = logging.getLogger("onebroom.faults")
_LINK = re.compile(r"^/d/[^/]+")
_FIELDS = ("request", "who", "plan", "method", "path", "status", "ms")


def make_request_id() -> str:
    """Returns a new id of a request."""
    return secrets.token_hex(8)


def make_printable(text: str) -> str:
    """Returns what a client sent as one line that is no more than a line."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def hide_token(path: str) -> str:
    """Returns a path as logs have it: a driver's link is a key to whoever reads it."""
    return _LINK.sub("/d/...", path)


def request_id_of(request: Request) -> str:
    """Returns the id of a request."""
    found: str = getattr(request.state, "request_id", "")
    return found


class JsonLines(logging.Formatter):
    """One object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """As `logging.Formatter`."""
        line: dict[str, Any] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": current_request.get() or None,
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        kept = {name: value for name, value in line.items() if value not in (None, "")}
        return json.dumps(kept, ensure_ascii=False, default=str)


class _TextLines(logging.Formatter):
    """Lines for people; what a client sent cannot begin one of its own."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname.lower()} {record.name}: "
        text = head + record.getMessage().replace("\n", "\\n")
        tail = " ".join(
            f"{name}={getattr(record, name)}"
            for name in ("request", "who", "plan")
            if getattr(record, name, None)
        )
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{text} {tail}".rstrip() + trace


def write_logs(form: str) -> None:
    """Writes the log to standard error from now on, in one of `LOG_FORMS`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else _TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("numba", "httpx", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
