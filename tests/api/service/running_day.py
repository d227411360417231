"""The running day over HTTP, on a plan of the hamlet.

S1 sweeps from six until about seven, T1 empties two kitchens between one and half past two.
"""

from pathlib import Path

from api.service.jobs.child import solve
from scenarios.plan_request import plan_day

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")
OUT = {"kind": "vehicle_out", "at": "06:15", "vehicle": "S1"}
LATE = {"kind": "delayed", "at": "12:30", "vehicle": "T1", "minutes": 5}


def tell(client, plan, *events, version=None, **query):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.post(
        f"{plan}/events", json={"events": list(events)}, headers=headers, params=query
    )


def listed(client, plan):
    return client.get(f"{plan}/day-events").json()["events"]


def work_off(client):
    """Does what a worker's child process does with the next job."""
    store = client.app.state.store
    id_, attempt = store.claim(60.0)
    solve(store, id_, attempt, plan_day)


def refusal(answer, status):
    """The problem document of a refused request."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()


def replanned(client, plan, **body):
    asked = client.post(f"{plan}/replans", json={"at": "06:15", "iterations": 20} | body)
    assert asked.status_code == 202
    work_off(client)
    return client.get(asked.headers["Location"]).json()
