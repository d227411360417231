"""The service on a port: bound before anything is claimed, and left in good order."""

import logging
import socket
from contextlib import ExitStack
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from api.service.db import AccessStore, Store
from api.service.observing import write_logs
from api.service.security import is_loopback, make_first_key
from api.service.settings import ServiceSettings
from optimizer.errors import InputError, system_message

if TYPE_CHECKING:
    from fastapi import FastAPI

LEAVE_S = 3
"""How long answers under way may take once the service is told to end."""


def serve(
    *,
    host: str,
    port: int,
    migrate: bool = False,
    keep_days: float | None = None,
    log: str = "text",
    first_key: bool = False,
    settings: ServiceSettings | None = None,
) -> None:
    """Serves until it is told to end.

    Parameters
    ----------
    log
        One of `api.service.observing.LOG_FORMS`.
    first_key
        Whether to make an admin key, where there was never one, and print it.
    settings
        Those of the environment by default.

    Raises
    ------
    InputError
        When the port cannot be had, or there is no key and others than this machine would reach
        the service.
    DatabaseRefused
        When the database cannot be used.
    """
    # Only here: the process of each plan comes through this package, and has no use for them.
    import uvicorn

    from api.service.main import create_app

    settings = settings or ServiceSettings.from_environment()
    settings = replace(settings, migrate=migrate, keep_days=keep_days)
    # First of all: a server that cannot be reached must take no plan.
    with _bind(host, port) as listening:
        _require_keys(host, settings, first_key=first_key)
        write_logs(log)
        logging.getLogger("uvicorn.access").disabled = True
        app = create_app(settings)

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                # It says where it listens only where it has opened the port itself.
                logging.getLogger("uvicorn.error").info(
                    "Listening on http://%s:%d (Ctrl-C ends it)", host, listening.getsockname()[1]
                )

            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                _leave(app)
                super().handle_exit(sig, frame)

        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=32_768,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=LEAVE_S,
        )
        Server(config).run(sockets=[listening])


def _require_keys(host: str, settings: ServiceSettings, *, first_key: bool) -> None:
    """Makes the database ready, and refuses others than this machine where there is no key."""
    store = Store(settings.database_url, migrate=settings.migrate)
    access = AccessStore(store)
    try:
        if first_key and not access.list_keys():
            # The one line on standard output, for whoever starts the service.
            print(make_first_key(access), flush=True)
        is_open = not any(key.revoked_at is None for key in access.list_keys())
    finally:
        store.close()
    if is_open and not is_loopback(host):
        raise InputError(
            "serve.no_key",
            "there is no key, so whoever reaches {host} could do everything; make one with "
            "`./run keys new --role admin --name NAME`, or serve on 127.0.0.1.",
            host=host,
        )


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
