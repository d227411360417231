"""Workers and their real processes: drained, cancelled, dying, left alone by a lost server."""

import time

import pytest

from api.service.db import Status, Store
from api.service.jobs import Worker, open_nursery
from api.service.jobs.child import solve
from api.service.settings import ServiceSettings
from tests.api.service import planners
from tests.api.service.processes import processes_of
from tests.scenarios import small_plan

PATIENCE_S = 120.0
"""A safety net; what is waited for is an event."""


def wait_for(condition):
    until_s = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < until_s, "waited in vain"
        time.sleep(0.02)
    return found


@pytest.fixture
def working(tmp_path):
    """Starts a worker for a planner; what is left at the end is ended."""
    url = f"sqlite:///{tmp_path / 'plans.db'}"
    store, begun = Store(url), []
    open_nursery()

    def begin(planner, **more):
        settings = ServiceSettings(
            database_url=url, planner=f"tests.api.service.planners:{planner}", **more
        )
        worker = Worker(settings, store)
        worker.start()
        begun.append(worker)
        return store, worker

    yield begin
    for worker in begun:
        worker.stop()
    store.close()


def test_a_plan_that_kills_its_process_is_set_aside_with_its_best(working):
    store, _ = working("die", max_attempts=1)
    plan_id = store.add({"scenario": "town"})
    job = wait_for(lambda: (now := store.get(plan_id)).status is Status.FAILED and now)
    assert (job.attempt, job.crashes) == (1, 1)
    assert (job.error["code"], job.error["arguments"]["how"]) == ("job.set_aside", "SIGKILL")
    assert (job.summary["title"], job.best_cost) == ("first", 10.0)


def test_a_search_that_hears_nothing_is_cancelled_all_the_same(working):
    store, _ = working("never_listen")
    plan_id = store.add({"scenario": "town"})
    wait_for(lambda: store.get(plan_id).summary)
    store.ask_to_stop(plan_id)
    job = wait_for(lambda: (now := store.get(plan_id)).status is Status.CANCELLED and now)
    assert (job.summary["title"], job.crashes) == ("deaf", 0)
    wait_for(lambda: processes_of(plan_id) == [])


def test_the_next_attempt_goes_on_from_the_best_and_keeps_it(tmp_path):
    """In this process: what a child does after its start."""
    store, asked = Store(f"sqlite:///{tmp_path / 'plans.db'}"), []

    def worse(request, *, watch, start=None):
        asked.append((request.seconds, request.bound_seconds, start))
        return planners.find(watch, title=f"attempt {len(asked)}", cost=10.0 * len(asked))

    plan_id = store.add({"scenario": "town", "seconds": 60.0})
    for _ in range(2):
        id_, attempt = store.claim(60.0)
        with pytest.MonkeyPatch.context() as patch:
            # The server ends just before the job does.
            patch.setattr(store, "finish", store.keep_best)
            solve(store, id_, attempt, worse)
        store.release(id_, attempt)
    # Of sixty seconds the first has used five; the bound keeps its quarter.
    assert [limits for *limits, _ in asked] == [[60.0, 15.0], [55.0, 15.0]]
    assert asked[0][2] is None
    assert asked[1][2] == small_plan.plan_file().plan
    solve(store, *store.claim(60.0), worse)
    job = store.get(plan_id)
    assert (job.status, job.summary["title"], job.best_cost) == (Status.DONE, "attempt 1", 10.0)
    store.close()
