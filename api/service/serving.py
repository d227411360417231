"""The service on a port: bound before anything is claimed, and left in good order."""

import socket
from contextlib import ExitStack
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from api.service.db import Store
from api.service.settings import ServiceSettings
from optimizer.errors import InputError, system_message

if TYPE_CHECKING:
    from fastapi import FastAPI

LEAVE_S = 3
"""How long answers under way may take once the service is told to end."""


def serve(*, host: str, port: int, migrate: bool = False, keep_days: float | None = None) -> None:
    """Serves until it is told to end.

    Raises
    ------
    InputError
        When the port cannot be had.
    DatabaseRefused
        When the database cannot be used.
    """
    # Only here: the process of each plan comes through this package, and has no use for them.
    import uvicorn

    from api.service.main import create_app

    settings = replace(ServiceSettings.from_environment(), migrate=migrate, keep_days=keep_days)
    # First of all: a server that cannot be reached must take no plan.
    listening = _bind(host, port)
    Store(settings.database_url, migrate=migrate).close()
    app = create_app(settings)

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            _leave(app)
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app, host=host, port=port, log_level="info", timeout_graceful_shutdown=LEAVE_S
    )
    Server(config).run(sockets=[listening])


def _leave(app: "FastAPI") -> None:
    """Ends streams and searches at once: connections are waited for before the rest ends."""
    leave = getattr(app.state, "leave", None)
    if leave is not None:
        leave()


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with ExitStack() as on_failure:
            listening = on_failure.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            on_failure.pop_all()
    except OSError as error:
        raise InputError(
            "serve.no_port",
            "port {port} of {host} cannot be had: {why}; name another with --port, or end who has "
            "it.",
            port=port,
            host=host,
            why=system_message(error),
        ) from None
    return listening
