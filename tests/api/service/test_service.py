"""The service as clients meet it, with real solves in real child processes."""

import json
import urllib.error
import urllib.request

import gpxpy
import pytest

from tests.api.service.service import Service, running

SMALL = {"scenario": "yinzhou-2011", "osm": "nine_corners.osm", "iterations": 30}
LONG = {"scenario": "yinzhou-2011", "osm": "nine_corners.osm", "seconds": 3000}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with running(tmp_path_factory.mktemp("service")) as one:
        yield one


@pytest.fixture(scope="module")
def done(service):
    """A finished plan."""
    plan = service.post("/plans", SMALL)
    return service.wait_for_status(plan["id"], "done", "failed")


def problem(service, path, body=None):
    """The status and problem document of a refused request."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        service.post(path, body) if body is not None else service.get(path)
    error = caught.value
    assert error.headers["Content-Type"] == "application/problem+json"
    document = json.load(error)
    assert document["status"] == error.code
    return error.code, document["detail"]


def test_a_plan_is_accepted_followed_and_done(done):
    assert done["status"] == "done", done["error"]
    assert done["result"]["measures"]["routes"]
    assert done["progress"]["stage"] == "bound"
    assert set(done["links"]) == {"self", "plan", "board", "map", "exports", "folder"}


@pytest.mark.parametrize("path", ["/exports/gpx?vehicle={}", "/routes/{}.gpx"])
def test_a_gpx_of_a_route_can_be_read(service, done, path):
    vehicle = done["result"]["measures"]["routes"][0]["vehicle_id"]
    url = service.url(f"/plans/{done['id']}{path.format(vehicle)}")
    with urllib.request.urlopen(url, timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("application/gpx+xml")
        document = gpxpy.parse(answer.read().decode())
    assert document.routes[0].points
    assert document.tracks[0].segments[0].points


def test_the_map_holds_streets_and_routes(service, done):
    collection = service.get(f"/plans/{done['id']}/plan.geojson")
    kinds = {feature["properties"]["kind"] for feature in collection["features"]}
    assert {"street", "service", "facility"} <= kinds


def test_scenarios_and_openapi_are_served(service):
    assert {one["name"] for one in service.get("/scenarios")} >= {"yinzhou-2011", "yinzhou-2012"}
    paths = service.get("/openapi.json")["paths"]
    assert {
        "/plans",
        "/plans/{plan_id}",
        "/plans/{plan_id}/cancel",
        "/plans/{plan_id}/exports/{format}",
        "/plans/{plan_id}/routes/{vehicle}.gpx",
        "/scenarios",
        "/healthz",
    } <= set(paths)


@pytest.mark.parametrize(
    ("path", "body", "status", "says"),
    [
        ("/plans/none", None, 404, "there is no plan none"),
        ("/nowhere", None, 404, "There is nothing at this address."),
        ("/plans", {"scenario": "atlantis"}, 422, "scenario 'atlantis' is unknown"),
        ("/plans", {"seconds": -1}, 422, "seconds"),
        ("/plans", {"colour": "red"}, 422, "colour"),
        ("/plans", {"date": "2012-02-31"}, 422, "date '2012-02-31' does not exist"),
        ("/plans", {"osm": "../secrets.osm"}, 422, "osm"),
        ("/plans", {"osm": "nowhere.osm"}, 422, "no file that this service offers"),
        ("/plans", {"engine": "magic"}, 422, "engine 'magic' is unknown"),
        ("/healthz", {}, 405, "This address takes no such request."),
    ],
)
def test_errors_are_problem_documents(service, path, body, status, says):
    code, detail = problem(service, path, body)
    assert code == status
    assert says in detail


@pytest.mark.parametrize("path", ["/exports/gpx?vehicle=X99", "/routes/X99.gpx"])
def test_a_vehicle_without_a_route_is_not_found(service, done, path):
    code, detail = problem(service, f"/plans/{done['id']}{path}")
    assert (code, detail) == (404, "vehicle X99 has no route in this plan.")


def test_an_export_in_an_unknown_format_is_not_found(service, done):
    code, detail = problem(service, f"/plans/{done['id']}/exports/doc")
    assert code == 404
    assert detail.startswith("format 'doc' is unknown; there are gpx, ")


def test_a_plan_that_cannot_be_made_says_why(service):
    plan = service.post("/plans", {**SMALL, "osm": "no_streets.osm"})
    failed = service.wait_for_status(plan["id"], "done", "failed")
    assert failed["status"] == "failed"
    assert "holds no street that can be driven" in failed["error"]


def wait_for_best(service: Service, plan_id: str):
    return service.wait_for(
        lambda: (plan := service.get(f"/plans/{plan_id}"))["result"] is not None and plan
    )


def test_cancelling_kills_the_solve_and_keeps_the_best(service):
    plan = service.post("/plans", LONG)
    best = wait_for_best(service, plan["id"])
    assert best["status"] == "running"
    # The server answers while a solve runs.
    assert service.get("/healthz")["status"] == "ok"
    cancelled = service.post(f"/plans/{plan['id']}/cancel")
    assert cancelled["status"] == "cancelled"
    assert cancelled["result"]["measures"]["routes"]
    # Its process is gone: the next plan gets the worker.
    following = service.post("/plans", SMALL)
    assert service.wait_for_status(following["id"], "done", "failed")["status"] == "done"
    assert service.get(f"/plans/{plan['id']}")["status"] == "cancelled"


def test_a_day_that_runs_is_planned_on_while_another_plan_is_made(service, done):
    vehicle = done["result"]["measures"]["routes"][0]["vehicle_id"]
    plan, busy = f"/plans/{done['id']}", service.post("/plans", LONG)
    out = {"kind": "vehicle_out", "at": "00:30", "vehicle": vehicle}
    assert service.post(f"{plan}/events", {"events": [out]})["version"] == 1
    replan = service.post(f"{plan}/replans", {"at": "00:30", "iterations": 20})
    path = replan["links"]["self"]
    ended = service.wait_for(
        lambda: (now := service.get(path))["status"] in ("done", "failed") and now
    )
    assert ended["status"] == "done", ended["error"]
    for one in ended["proposals"]:
        new = service.get(one["links"]["self"])
        assert (new["status"], new["links"]["based_on"]) == ("done", plan)
        assert vehicle not in {row["vehicle_id"] for row in new["result"]["measures"]["routes"]}
    assert service.get(f"/plans/{busy['id']}")["status"] in ("queued", "running")
    service.post(f"/plans/{busy['id']}/cancel")


def test_a_waiting_plan_can_be_cancelled(service):
    first = service.post("/plans", LONG)
    second = service.post("/plans", LONG)
    assert service.post(f"/plans/{second['id']}/cancel")["status"] == "cancelled"
    assert service.post(f"/plans/{first['id']}/cancel")["status"] == "cancelled"
