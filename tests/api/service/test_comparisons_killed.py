"""A comparison whose server, process and runner are killed: what is finished stays finished."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.api.service.processes import children_of, is_alive, processes_of
from tests.api.service.service import Service

ASKED = {
    "scenarios": [{"name": "yinzhou-2011"}, {"name": "yinzhou-2012"}],
    "osm": "nine_corners.osm",
    "iterations": 20,
    "bound_seconds": 0,
    "seed": 1,
    "seeds": 2,
}
MARK = 12_345
"""A number of iterations that no run here has: whoever makes a run again writes over it."""


def runner_of(child):
    """The process that makes the plans of a comparison's process, once it is there."""
    for pid in children_of(child):
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    return None


def test_what_a_killed_comparison_has_finished_is_not_made_again(tmp_path):
    service = Service(tmp_path)
    service.start()
    try:
        path = service.post("/comparisons", ASKED)["links"]["self"]
        id_ = path.removeprefix("/comparisons/")

        def done(at_least):
            return service.wait_for(
                lambda: (now := service.get(path))["plans_done"] >= at_least and now
            )

        # The first plan is there: its runner is killed, by which its process ends, too.
        done(1)
        mark(service, id_, 0)
        (child,) = service.wait_for(lambda: processes_of(id_))
        runner = service.wait_for(lambda: runner_of(child))
        os.kill(runner, signal.SIGKILL)
        service.wait_for(lambda: not is_alive(child))
        now = service.wait_for(lambda: (one := service.get(path))["attempt"] == 2 and one)
        assert (now["status"], now["crashes"], now["plans_done"]) == ("running", 1, 1)

        # The second is there: the process is killed, and its runner goes with it.
        done(2)
        mark(service, id_, 1)
        (child,) = service.wait_for(lambda: processes_of(id_))
        runner = service.wait_for(lambda: runner_of(child))
        os.kill(child, signal.SIGKILL)
        service.wait_for(lambda: not is_alive(runner))
        now = service.wait_for(lambda: (one := service.get(path))["attempt"] == 3 and one)
        assert (now["status"], now["crashes"], now["plans_done"]) == ("running", 2, 2)

        # The server is killed: all go with it, and the comparison goes on with the next one.
        (child,) = service.wait_for(lambda: processes_of(id_))
        service.wait_for(lambda: runner_of(child))
        service.kill()
        service.wait_for(lambda: processes_of(id_) == [])
        service.start()
        now = service.wait_for(
            lambda: (one := service.get(path))["status"] in ("done", "failed") and one
        )
        assert (now["status"], now["error"]) == ("done", None)
        # A server's death is none of the comparison's own.
        assert (now["attempt"], now["crashes"], now["plans_done"]) == (4, 2, 4)
        runs = [(run["scenario"], run["seed"], run["iterations"] == MARK) for run in now["runs"]]
        assert runs == [
            ("yinzhou-2011", 1, True),
            ("yinzhou-2012", 1, True),
            ("yinzhou-2011", 2, False),
            ("yinzhou-2012", 2, False),
        ]
        assert now["comparison"]["names"] == ["yinzhou-2011", "yinzhou-2012"]
    finally:
        service.stop()


def mark(service, id_, number):
    """Marks a finished run in the database."""
    with closing(sqlite3.connect(service.folder / "plans.db", timeout=30)) as connection:
        change = "UPDATE comparison_runs SET iterations = ? WHERE job_id = ? AND number = ?"
        assert connection.execute(change, (MARK, id_, number)).rowcount == 1
        connection.commit()
