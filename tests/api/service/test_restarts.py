"""A real server, its worker and its child killed: nothing is lost, nothing is left behind."""

import os
import signal
import socket
import sqlite3
from contextlib import closing

import pytest

from api.service import serve
from api.service.db import Status, Store
from api.service.jobs.lifeline import NURSERY
from optimizer.errors import InputError
from tests.api.service.processes import children_of, processes_named, processes_of
from tests.api.service.service import Service

LONG = {"scenario": "yinzhou-2011", "osm": "nine_corners.osm", "seconds": 3000}


def test_a_long_plan_outlives_its_server_and_its_child(tmp_path):
    service = Service(tmp_path)
    service.start()
    try:
        plan = service.post("/plans", LONG)["links"]["self"]
        plan_id = plan.removeprefix("/plans/")
        costs = [best_cost(service, plan)]

        # The server is killed: its child goes with it, and a restart takes the plan up again.
        service.wait_for(lambda: processes_of(plan_id))
        service.kill()
        service.wait_for(lambda: processes_of(plan_id) == [])
        service.start()
        assert begun_again(service, plan, attempt=2)["crashes"] == 0
        costs.append(best_cost(service, plan))

        # The child is killed: that counts.
        (child,) = service.wait_for(lambda: processes_of(plan_id))
        os.kill(child, signal.SIGKILL)
        assert begun_again(service, plan, attempt=3)["crashes"] == 1
        costs.append(best_cost(service, plan))

        # What it is a copy of is killed: it goes too, and that is no fault of the plan.
        (child,) = service.wait_for(lambda: processes_of(plan_id))
        (nursery,) = [one for one in processes_named(NURSERY) if child in children_of(one)]
        os.kill(nursery, signal.SIGKILL)
        assert begun_again(service, plan, attempt=4)["crashes"] == 1
        costs.append(best_cost(service, plan))

        # The server ends in good order: the plan waits, with its best, and nobody works on it.
        # systemd tells all processes, and Ctrl-C all of a terminal: only the server listens.
        for number in (signal.SIGINT, signal.SIGTERM):
            for pid in [*processes_of(plan_id), *children_of(service.pid)]:
                os.kill(pid, number)
        service.stop()
        assert processes_of(plan_id) == []
        store = Store(f"sqlite:///{tmp_path / 'plans.db'}")
        job = store.get(plan_id)
        store.close()
        assert (job.status, job.attempt, job.crashes) == (Status.QUEUED, 4, 1)
        costs.append(job.best_cost)
        assert costs == sorted(costs, reverse=True)
    finally:
        service.stop()


def begun_again(service, plan, *, attempt):
    """The plan once it is worked on for so many times, as soon as its search is told of."""

    def there():
        now = service.get(plan)
        is_begun = now["attempt"] >= attempt and now["progress"].get("stage") == "search"
        return now if is_begun else None

    now = service.wait_for(there)
    assert (now["status"], now["attempt"]) == ("running", attempt)
    return now


def best_cost(service, plan):
    """What the best plan so far costs to the search, once there is one."""
    service.wait_for(lambda: service.get(plan)["result"])
    with closing(sqlite3.connect(service.folder / "plans.db")) as connection:
        ((cost,),) = connection.execute("SELECT best_cost FROM results").fetchall()
    return cost


def test_a_server_without_a_port_touches_no_plan(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'plans.db'}")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} of 127.0.0.1 cannot be had"):
            serve(host="127.0.0.1", port=port)
    assert list(tmp_path.iterdir()) == []
