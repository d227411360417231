"""A plan of the hamlet in a service without workers; databases of both kinds."""

import itertools

import pytest
from fastapi.testclient import TestClient

from api.service.main import create_app
from api.service.settings import ServiceSettings
from scenarios.plan_request import PlanRequest, plan_day
from tests.api.service.databases import postgres_running
from tests.api.service.running_day import DATA, STREETS


@pytest.fixture(scope="package")
def planned():
    request = PlanRequest(scenario=str(DATA / "hamlet"), osm=STREETS, iterations=30, seed=1)
    return plan_day(request)


@pytest.fixture
def client(tmp_path):
    """The service without workers."""
    app = create_app(ServiceSettings(database_url=f"sqlite:///{tmp_path / 'plans.db'}", workers=0))
    with TestClient(app, base_url="http://localhost") as one:
        yield one


@pytest.fixture
def plan(client, planned):
    """The address of the plan in force."""
    store = client.app.state.store
    id_ = store.add({})
    store.finish(*store.claim(60.0), planned)
    return f"/plans/{id_}"


@pytest.fixture(scope="module")
def postgres():
    with postgres_running() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def new_url(kind, request, tmp_path_factory):
    """Addresses of databases that are empty or not there yet."""
    if kind == "postgresql":
        return request.getfixturevalue("postgres").new_database
    numbers, folder = itertools.count(), tmp_path_factory.mktemp("databases")
    return lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"
