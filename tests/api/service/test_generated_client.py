"""A client that is made from the description, as any office's programmer would make one."""

import importlib
import io
import json
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import httpx
import pytest

from api.service.db import AccessStore, Store
from api.service.security import Role, make_new_key
from scenarios.plan_file import loads
from tests.api.service.service import PATIENCE_S, running

PACKAGE = "onebroom_made_client"
SMALL = {"scenario": "yinzhou-2011", "osm": "nine_corners.osm", "iterations": 30, "seed": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("client")


@pytest.fixture(scope="module")
def key(folder):
    """A dispatcher's key, made before the service starts."""
    store = Store(f"sqlite:///{folder / 'plans.db'}")
    _, made = make_new_key(AccessStore(store), name="Programs", role=Role.DISPATCHER)
    store.close()
    return made


@pytest.fixture(scope="module")
def service(folder, key):
    with running(folder) as one:
        yield one


@pytest.fixture(scope="module")
def made(folder, service, key):
    """The client's package, and what its generator had to say."""
    asked = httpx.get(
        service.url("/openapi.json"),
        headers={"Authorization": f"Bearer {key}"},
        timeout=PATIENCE_S,
    )
    (folder / "openapi.json").write_text(asked.text)
    # Nothing puts it in order afterwards; the generator knows no zip by its name.
    (folder / "made.json").write_text(
        json.dumps(
            {
                "post_hooks": [],
                "content_type_overrides": {"application/zip": "application/octet-stream"},
            }
        )
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
            *("--path", str(folder / "openapi.json"), "--config", str(folder / "made.json")),
            *("--output-path", str(folder / PACKAGE)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield SimpleNamespace(said=done.stdout + done.stderr, described=asked.json())
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def client(made, service, key):
    package = importlib.import_module(PACKAGE)
    with package.AuthenticatedClient(
        base_url=service.url(""), token=key, timeout=httpx.Timeout(PATIENCE_S)
    ) as one:
        yield one


def call(name):
    return importlib.import_module(f"{PACKAGE}.api.{name}")


def model(name):
    return getattr(importlib.import_module(f"{PACKAGE}.models"), name)


def test_every_call_is_made_and_named_as_the_service_names_it(made, folder):
    assert "WARNING" not in made.said
    names = {
        operation["operationId"]
        for operations in made.described["paths"].values()
        for operation in operations.values()
    }
    found = {path.stem for path in (folder / PACKAGE / "api").glob("*/*.py")} - {"__init__"}
    assert found == names
    assert {"request_plan", "follow_plan", "get_plan_file"} <= found


def test_a_day_is_asked_for_followed_and_fetched(client):
    asked = call("plans.request_plan").sync(
        client=client, body=model("PlanRequestIn").from_dict(SMALL)
    )
    assert (asked.status, asked.request["seed"]) == ("queued", 1)

    events = call("plans.follow_plan").sync_detailed(asked.id, client=client)
    assert events.status_code == 200
    told = [line[7:] for line in events.content.decode().splitlines() if line[:7] == "event: "]
    assert (told[0], told[-1]) == ("progress", "done")
    assert "better" in told

    done = call("plans.get_plan").sync(asked.id, client=client)
    assert done.status == "done", done.error
    whole = call("plans.get_plan_file").sync_detailed(asked.id, client=client)
    plan_file = loads(whole.content.decode())
    routes = done.result["measures"]["routes"]
    assert {row["vehicle_id"] for row in routes} == {
        one.vehicle_id for one in plan_file.plan.routes
    }

    listed = call("plans.list_plans").sync(client=client, state=model("Status").DONE)
    assert [one.id for one in listed] == [asked.id]
    files = call("plans.get_export").sync_detailed(
        asked.id, model("GetExportFormat").GPX, client=client
    )
    with zipfile.ZipFile(io.BytesIO(files.content)) as archive:
        assert len(archive.namelist()) == len({row["vehicle_id"] for row in routes})


def test_a_refusal_is_read_as_one(client):
    problem = call("plans.get_plan").sync("0" * 32, client=client)
    assert isinstance(problem, model("ProblemDocument"))
    assert (problem.status, problem.code) == (404, "http.no_plan")
    # A dispatcher ends no key.
    keys = call("keys.list_keys").sync(client=client)
    assert (keys.status, keys.code) == (403, "http.not_allowed")
