"""A service in this process with a plan of the hamlet, and clients of each role."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fastapi.testclient import TestClient

from api.service.main import create_app
from api.service.security import Limits, Role, make_new_key
from api.service.settings import ServiceSettings
from scenarios.plan_file import PlanFile
from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[2] / "data"
HOST = "http://localhost"
PATIENT = Limits(
    requests_per_s=1e6,
    burst=1e6,
    sign_ins_per_min=1e6,
    requests_at_once=10**6,
    plans_at_once=10**6,
)


@cache
def hamlet_plan() -> PlanFile:
    """S1 sweeps from six until about seven, T1 empties two kitchens after one."""
    streets = str(DATA / "nine_corners.osm")
    return plan_day(PlanRequest(scenario=str(DATA / "hamlet"), osm=streets, iterations=30, seed=1))


@dataclass(frozen=True, kw_only=True)
class Town:
    """A running service and the keys to it.

    Parameters
    ----------
    plan
        The address of a finished plan.
    """

    client: TestClient
    keys: Mapping[Role, str]
    plan: str

    def headers(self, role: Role | None) -> dict[str, str]:
        """What whoever has a role, or none, sends with a request."""
        return {} if role is None else {"Authorization": f"Bearer {self.keys[role]}"}

    def ask(self, method: str, path: str, role: Role | None = Role.ADMIN, **options):
        """The answer to one request."""
        headers = {**self.headers(role), **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **options)


def settings_of(folder: Path, **changes) -> ServiceSettings:
    """Settings of a service without workers, in a folder."""
    url = f"sqlite:///{folder / 'plans.db'}"
    base = ServiceSettings(database_url=url, workers=0, limits=PATIENT)
    return replace(base, **changes)


@contextlib.contextmanager
def town(folder: Path, *, with_keys: bool = True, **changes) -> Iterator[Town]:
    """Gives a service without workers; nobody's cookies are kept between requests."""
    app = create_app(settings_of(folder, **changes))
    with TestClient(app, base_url=HOST) as client:
        store = app.state.store
        plan_id = store.add({})
        store.finish(*store.claim(60.0), hamlet_plan())
        made = {}
        if with_keys:
            made = {
                role: make_new_key(app.state.access, name=str(role), role=role)[1] for role in Role
            }
            app.state.callers.forget()
        yield Town(client=client, keys=made, plan=f"/plans/{plan_id}")


def refusal(answer, status: int) -> str:
    """The code of a refused request; says so where it is no problem document."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["detail"]
    return document["code"]
