"""What was once found on a running server, tried again on one as it was found."""

import contextlib
import http.client
import json
import shutil
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import gpxpy
import pytest

from api.service.db import Status, Store
from scenarios.plan_request import PlanRequest, plan_day
from tests.api.service.service import DATA, Service, running

ODD = {"S1": "扫01", "T1": "3#车"}
SLASHED = {"S1": "A/1"}
HUGE = 100_000_000
BODY_S = 1.0


def plan_with(names, folder):
    """A plan of the hamlet whose vehicles have other ids."""
    shutil.copytree(DATA / "hamlet", folder)
    scenario = folder / "scenario.toml"
    text = scenario.read_text(encoding="utf-8")
    for old, new in names.items():
        assert f'"{old}"' in text
        text = text.replace(f'"{old}"', f'"{new}"')
    scenario.write_text(text, encoding="utf-8")
    streets = str(DATA / "nine_corners.osm")
    return plan_day(PlanRequest(scenario=str(folder), osm=streets, iterations=20, seed=1))


@pytest.fixture(scope="module")
def place(new_url, tmp_path_factory):
    """A server on either database, which has plans of vehicles with odd names."""
    folder, url = tmp_path_factory.mktemp("found"), new_url()
    store = Store(url)
    for number, names in enumerate((ODD, SLASHED)):
        plan = plan_with(names, folder / f"hamlet-{number}")
        store.add({})
        store.finish(*store.claim(60.0), plan)
    store.close()
    variables = {"ONEBROOM_DATABASE_URL": url, "ONEBROOM_LIMIT_BODY_S": str(BODY_S)}
    with running(folder, variables=variables) as service:
        yield service


def ask(service, method, path, body=None, **headers):
    """The status, headers and content of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    with closing(connection):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def code_of(answer, status):
    assert answer[0] == status, answer[2][:500]
    assert answer[1]["Content-Type"] == "application/problem+json"
    return json.loads(answer[2])["code"]


def vehicles_of(plan):
    return {row["vehicle_id"] for row in plan["result"]["measures"]["routes"]}


@pytest.mark.parametrize("vehicle", [*ODD.values(), *SLASHED.values()])
def test_a_track_of_a_vehicle_of_any_name_is_sent(place, vehicle):
    plan = next(
        one["links"]
        for one in place.get("/plans")
        if vehicle in vehicles_of(place.get(one["links"]["self"]))
    )
    named = quote(vehicle, safe="")
    for path in (f"{plan['exports']}/gpx?vehicle={named}", f"{plan['self']}/routes/{named}.gpx"):
        status, headers, content = ask(place, "GET", path)
        assert (status, headers.get_content_type()) == (200, "application/gpx+xml")
        file = vehicle.replace("#", "%23").replace("/", "%2F")
        assert quote(f"{file}.gpx") in headers["Content-Disposition"]
        assert gpxpy.parse(content.decode()).routes[0].points


def test_a_letter_that_no_database_takes_is_refused(place):
    assert code_of(ask(place, "GET", "/plans/%00"), 400) == "http.bad_address"
    assert code_of(ask(place, "GET", "/plans?scenario=%00"), 400) == "http.bad_address"
    body = json.dumps({"scenario": "\0"})
    assert code_of(ask(place, "POST", "/plans", body), 400) == "http.bad_letter"


def test_a_truth_is_no_number_of_seconds(place):
    body = json.dumps({"scenario": "yinzhou-2011", "seconds": True})
    assert code_of(ask(place, "POST", "/plans", body), 422) == "http.fault"


def test_a_host_of_another_name_is_refused(place):
    assert code_of(ask(place, "GET", "/plans", Host="evil.example"), 400) == "http.wrong_host"


def memory_mb(service):
    status = Path(f"/proc/{service.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.parametrize("is_told", [True, False])
def test_a_huge_body_is_not_read(place, is_told):
    before_mb = memory_mb(place)
    how = f"Content-Length: {HUGE}" if is_told else "Transfer-Encoding: chunked"
    head = f"POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{how}"
    part = b" " * 1_000_000
    if not is_told:
        part = b"f4240\r\n" + part + b"\r\n"
    with socket.create_connection(("127.0.0.1", place.port), timeout=60) as line:
        line.sendall(f"{head}\r\n\r\n".encode())
        # The server answers and hangs up before it has all of it.
        with contextlib.suppress(OSError):
            for _ in range(HUGE // 1_000_000):
                line.sendall(part)
        with contextlib.suppress(ConnectionResetError):
            answer = line.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 413 ")
    assert place.get("/healthz") == {"status": "ok"}
    # Eight megabytes are the most that a body may have.
    assert memory_mb(place) - before_mb < 40


def test_bodies_that_are_sent_by_half_are_not_waited_for(place):
    half = (
        b"POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b'Content-Length: 1000\r\n\r\n{"scenario": '
    )
    with contextlib.ExitStack() as open_lines:
        lines = [
            open_lines.enter_context(
                socket.create_connection(("127.0.0.1", place.port), timeout=60)
            )
            for _ in range(20)
        ]
        for line in lines:
            line.sendall(half)
        # Others are answered meanwhile, and each of these is in the end.
        assert place.get("/healthz") == {"status": "ok"}
        for line in lines:
            assert line.recv(65_536).startswith(b"HTTP/1.1 408 ")


def test_two_servers_that_make_one_new_database_both_serve(new_url, tmp_path):
    variables = {"ONEBROOM_DATABASE_URL": new_url()}
    servers = [Service(tmp_path, variables=variables) for _ in range(2)]
    try:
        for one in servers:
            one.begin()
        for one in servers:
            one.wait_for(lambda one=one: is_ready(one))
        asked = servers[0].post("/plans", {"scenario": "yinzhou-2011", "osm": "no_streets.osm"})
        assert servers[1].get(f"/plans/{asked['id']}")["id"] == asked["id"]
    finally:
        for one in servers:
            one.stop()


def is_ready(service):
    try:
        return ask(service, "GET", "/readyz")[0] == 200
    except OSError:
        return False


def test_a_server_without_a_port_takes_no_plan(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'plans.db'}")
    plan_id = store.add({"scenario": "yinzhou-2011"})
    service = Service(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        service.port = taken.getsockname()[1]
        service.begin()
        assert service.end() == 2
    job = store.get(plan_id)
    store.close()
    assert (job.status, job.attempt) == (Status.QUEUED, 0)
    assert f"port {service.port} of 127.0.0.1 cannot be had" in log_of(service)


def log_of(service):
    return (service.folder / "server.log").read_text(encoding="utf-8")


def test_a_disk_that_is_full_is_told_of_and_fills_no_log(tmp_path):
    with running(tmp_path, most_bytes=1_500_000) as service:
        body = json.dumps({"scenario": "yinzhou-2011", "iterations": 1})
        # Others have filled it: what the server writes finds no room.
        with closing(sqlite3.connect(tmp_path / "plans.db")) as other:
            other.execute("CREATE TABLE filler (content BLOB)")
            other.execute("INSERT INTO filler VALUES (zeroblob(2000000))")
            other.commit()
        answers = [ask(service, "POST", "/plans", body) for _ in range(3)]
        assert {code_of(one, 503) for one in answers} == {"http.no_database"}
        assert all(int(one[1]["Retry-After"]) > 0 for one in answers)
        assert code_of(ask(service, "GET", "/readyz"), 503) == "http.no_database"
        assert ask(service, "GET", "/healthz")[0] == 200
        assert service.get("/plans") == []
        before = len(log_of(service))
        time.sleep(5)
        # A gigabyte a day were 58 kB in these five seconds.
        assert len(log_of(service)) - before < 3_000


def test_a_database_that_is_damaged_is_told_of_and_refused_at_the_next_start(tmp_path):
    file = tmp_path / "plans.db"
    with running(tmp_path) as service:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with file.open("r+b") as damaged:
            damaged.seek(4096)
            damaged.write(b"\xa5" * (file.stat().st_size - 4096))
        # Whoever opens it anew sees it.
        body = json.dumps({"scenario": "yinzhou-2011", "iterations": 1})
        answer = service.wait_for(
            lambda: (one := ask(service, "POST", "/plans", body))[0] != 202 and one
        )
        assert code_of(answer, 503) == "http.no_database"
        assert code_of(ask(service, "GET", "/readyz"), 503) == "http.no_database"
        assert ask(service, "GET", "/healthz")[0] == 200
    again = Service(tmp_path)
    again.begin()
    assert again.end() == 2
    assert "./run restore FILE" in log_of(again)
