"""The service: an app around the database, with workers that solve."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.responses import FileResponse

from api import VERSION
from api.service.background import Background
from api.service.board import Boards
from api.service.db import AccessStore, Census, Store
from api.service.description import describe
from api.service.desks import Desks
from api.service.jobs import Retention, Worker, open_nursery
from api.service.observing import Metrics, PlanWatcher, RequestWatch
from api.service.page_files import PageFiles
from api.service.problems import add_problems
from api.service.reading_up import ReadingUp
from api.service.routes import ROUTERS
from api.service.security import Callers, Gate, Protection
from api.service.settings import ServiceSettings
from api.service.streams import PlanStreams

WEB = Path(__file__).parents[1] / "web"


def create_app(settings: ServiceSettings | None = None) -> FastAPI:
    """Returns the service; its workers run while it is served."""
    settings = settings or ServiceSettings.from_environment()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store = Store(settings.database_url, migrate=settings.migrate)
        app.state.settings, app.state.store = settings, store
        app.state.access = AccessStore(store)
        app.state.callers = Callers(app.state.access)
        app.state.metrics = metrics
        app.state.plan_watcher = PlanWatcher(metrics, Census(store))
        app.state.desks = Desks(at_once=settings.fits_at_once)
        app.state.boards = Boards()
        app.state.heavy = CapacityLimiter(settings.heavy_at_once)
        app.state.streams = PlanStreams(store)
        threads: list[Background] = [Worker(settings, store) for _ in range(settings.workers)]
        if threads:
            threads.append(Worker(settings, store, only_replans=True))
            open_nursery()
        threads += [app.state.plan_watcher, ReadingUp(app.openapi)]
        if settings.keep_days is not None:
            threads.append(Retention(store, keep_days=settings.keep_days))

        def leave() -> None:
            app.state.streams.leave()
            for thread in threads:
                thread.leave()

        app.state.leave = leave
        for thread in threads:
            thread.start()
        yield
        leave()
        for thread in threads:
            thread.join()
        store.close()

    app = FastAPI(
        title="OneBroom",
        summary="Plans a city sanitation fleet's day.",
        version=VERSION,
        lifespan=lifespan,
        # Programs that are made from the description have functions of these names.
        generate_unique_id_function=lambda route: route.name,
        # Its pages load from other hosts, and it makes the description while all others wait; ours
        # are in `api.service.routes.reference`.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    add_problems(app)
    # The last one added meets a request first.
    app.add_middleware(Gate, limits=settings.limits, hosts=settings.hosts)
    app.add_middleware(RequestWatch, metrics=metrics)
    app.add_middleware(Protection)
    for router in ROUTERS:
        app.include_router(router)
    # Found without importing it: the package warns of frameworks that we do not use.
    spec = find_spec("maplibre")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    library = Path(spec.submodule_search_locations[0]) / "srcjs"
    app.mount("/static/maplibre", PageFiles(directory=library), name="maplibre")
    app.mount("/static", PageFiles(directory=WEB), name="static")

    @app.get("/", include_in_schema=False)
    def index() -> FileResponse:
        return FileResponse(WEB / "index.html")

    return app
