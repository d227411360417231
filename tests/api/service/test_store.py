"""What the database keeps, on SQLite and on PostgreSQL: the same tests on both."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from api.service.db import DayStore, PlanFilter, Status, Store
from api.service.db.tables import metadata
from fleet import message
from optimizer.stop import Progress, Stage
from scenarios.plan_file import dumps
from tests.scenarios import small_plan

PLAN = small_plan.plan_file()
WHY = message("job.set_aside", "set aside: {crashes} times by {how}", crashes=3, how="SIGKILL")
LEASE_S = 6.0


class HandClock:
    """Stands until it is moved."""

    now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture(scope="module")
def opened(new_url):
    clock = HandClock()
    store = Store(new_url(), clock=clock)
    store.hand_clock = clock
    yield store
    store.close()


@pytest.fixture
def store(opened):
    """An empty store; its leases go by `hand_clock`."""
    yield opened
    with opened.engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())


def titled(title):
    """The small plan, called otherwise."""
    return replace(PLAN, title=title)


def test_a_plan_comes_back_as_it_was_written(store):
    plan_id = store.add({"scenario": "town", "date": "2012-12-12"})
    claimed = store.claim(LEASE_S)
    assert claimed == (plan_id, 1)
    assert store.finish(*claimed, PLAN)
    job, text = store.get(plan_id), dumps(PLAN)
    assert (job.status, job.attempt, job.crashes) == (Status.DONE, 1, 0)
    assert store.plan_text(plan_id) == text
    assert job.digest == hashlib.sha256(text.encode()).hexdigest()
    assert job.summary["title"] == "A square"
    assert len(store.packed_plan(plan_id).content) < len(text) / 3


def test_a_worse_plan_never_replaces_a_better_one(store):
    plan_id = store.add({})
    claimed = store.claim(LEASE_S)
    store.keep_best(*claimed, titled("good"), best_cost=90.0)
    assert store.keep_best(*claimed, titled("worse"), best_cost=90.5)
    assert store.get(plan_id).summary["title"] == "good"
    seen = store.get(plan_id).better
    assert store.keep_best(*claimed, titled("better"), best_cost=89.5)
    assert store.get(plan_id).summary["title"] == "better"
    assert store.get(plan_id).better > seen
    # The end of a later attempt that found nothing better ends the job all the same.
    assert store.finish(*claimed, titled("worst"), best_cost=99.0)
    job = store.get(plan_id)
    assert (job.status, job.summary["title"], job.best_cost) == (Status.DONE, "better", 89.5)


def test_a_plan_whose_worker_is_lost_is_taken_over(store):
    plan_id = store.add({})
    first = store.claim(LEASE_S)
    assert store.claim(LEASE_S) is None
    store.hand_clock.now_s += LEASE_S
    # Exactly a lease is not longer than a lease.
    assert store.claim(LEASE_S) is None
    store.hand_clock.now_s += 0.5
    assert store.claim(LEASE_S) == (plan_id, 2)
    for late in (
        store.renew(*first).held,
        store.look(*first).held,
        store.keep_best(*first, PLAN),
        store.finish(*first, PLAN),
        store.fail(*first, WHY),
        store.release(*first),
        store.note_crash(*first, 1, WHY),
    ):
        assert late is False
    assert store.get(plan_id).status is Status.RUNNING


def test_a_plan_that_is_worked_on_stays_whatever_the_time_of_day(store, monkeypatch):
    store.add({})
    claimed = store.claim(LEASE_S)
    for jump_s in (-3600.0, 7200.0, 0.0):
        monkeypatch.setattr("time.time", lambda jump_s=jump_s: 1.7e9 + jump_s)
        store.hand_clock.now_s += LEASE_S - 1
        assert store.renew(*claimed).held
        assert store.claim(LEASE_S) is None


@pytest.mark.parametrize("jump_s", [-86_400.0, 86_400.0])
def test_a_clock_that_jumps_neither_takes_nor_keeps_a_plan(store, monkeypatch, jump_s):
    plan_id = store.add({})
    assert store.claim(LEASE_S) == (plan_id, 1)
    monkeypatch.setattr("time.time", lambda: 1.7e9)
    assert store.claim(LEASE_S) is None
    monkeypatch.setattr("time.time", lambda: 1.7e9 + jump_s)
    # A day ahead steals nothing ...
    assert store.claim(LEASE_S) is None
    store.hand_clock.now_s += LEASE_S + 0.5
    # ... and a day back keeps nothing: nobody works on it, by the clock that never goes back.
    assert store.claim(LEASE_S) == (plan_id, 2)


def test_its_process_may_die_twice_but_servers_may_end_as_often_as_they_like(store):
    plan_id = store.add({})
    for _ in range(5):
        assert store.release(*store.claim(LEASE_S))
    for _ in range(2):
        assert store.note_crash(*store.claim(LEASE_S), 3, WHY)
        assert store.get(plan_id).status is Status.QUEUED
    claimed = store.claim(LEASE_S)
    store.keep_best(*claimed, PLAN)
    assert store.note_crash(*claimed, 3, WHY)
    job = store.get(plan_id)
    # Five ends of a server and three deaths.
    assert (job.status, job.attempt, job.crashes) == (Status.FAILED, 8, 3)
    assert job.error["code"] == "job.set_aside"
    assert store.plan_text(plan_id) == dumps(PLAN)
    assert store.claim(LEASE_S) is None


def test_what_attempts_spend_adds_up(store):
    plan_id = store.add({"seconds": 60.0})
    for _ in range(2):
        claimed = store.claim(LEASE_S)
        store.begin(store.get(plan_id))
        now = Progress(stage=Stage.SEARCH, elapsed_s=10.0, iterations=500)
        store.note_progress(*claimed, now)
        store.release(*claimed)
    job = store.get(plan_id)
    assert (job.used_s, job.used_iterations) == (20.0, 1000)


def test_a_waiting_plan_is_cancelled_and_a_running_one_asked(store):
    running = store.add({})
    claimed = store.claim(LEASE_S)
    waiting = store.add({})
    for plan_id in (running, waiting):
        store.ask_to_stop(plan_id)
    assert store.get(waiting).status is Status.CANCELLED
    assert store.look(*claimed) == (True, True)
    assert store.end_early(*claimed)
    assert store.get(running).status is Status.CANCELLED
    assert not store.cancel(running)


def test_each_plan_is_claimed_once_by_many_workers(store):
    ids = {store.add({}) for _ in range(12)}
    begin = threading.Barrier(4)

    def work():
        begin.wait()
        found = []
        while claimed := store.claim(LEASE_S):
            found.append(claimed)
        return found

    with ThreadPoolExecutor(4) as pool:
        claims = [
            claim for done in [pool.submit(work) for _ in range(4)] for claim in done.result()
        ]
    assert sorted(claims) == sorted((id_, 1) for id_ in ids)


def test_the_rest_of_a_running_day_comes_first(store):
    plan_id = store.add({})
    store.finish(*store.claim(LEASE_S), PLAN)
    other = store.add({})
    job_id = DayStore(store).add_replan(plan_id, {"version": 0})
    assert store.claim(LEASE_S, only_replans=True) == (job_id, 1)
    assert store.claim(LEASE_S, only_replans=True) is None
    assert store.claim(LEASE_S) == (other, 1)


def test_the_same_key_asks_for_one_plan(store):
    def ask(number):
        return store.add_once(
            {"number": number}, files={"contracts": "a,b"}, asked_by="k", key="x", body_digest="d"
        )

    with ThreadPoolExecutor(6) as pool:
        added = list(pool.map(ask, range(6)))
    assert len({one.id for one in added}) == 1
    assert sorted(one.is_new for one in added) == [False] * 5 + [True]
    assert store.file_text(added[0].id, "contracts") == "a,b"
    other = store.add_once({}, files={}, asked_by="k", key="x", body_digest="other")
    assert (other.id, other.same) == (added[0].id, False)
    # The key is of a client: another client's is another.
    assert store.add_once({}, files={}, asked_by="m", key="x", body_digest="d").is_new
    assert all(store.add_once({}, files={}).is_new for _ in range(2))


def test_pages_miss_nothing_while_plans_come_and_go(store):
    ids = [store.add({"scenario": "town"}) for _ in range(5)]
    first = store.list_newest(2)
    assert [job.id for job in first] == ids[:2:-1]
    # The last of the page goes and a new one comes: the next page is as it would have been.
    store.add({"scenario": "town"})
    store.delete(first[-1].id)
    second = store.list_newest(9, wanted=PlanFilter(after=first[-1].place))
    assert [job.id for job in second] == ids[2::-1]


def test_a_list_can_be_narrowed(store):
    town, other = store.add({"scenario": "town"}), store.add({"scenario": "other"})
    asked = store.add_once({"scenario": "town"}, files={}, asked_by="k").id
    assert store.claim(LEASE_S) == (town, 1)
    # The day of a plan is known at the latest when it is there.
    store.finish(town, 1, PLAN)
    for wanted, ids in (
        (PlanFilter(scenario="town"), [asked, town]),
        (PlanFilter(status=Status.QUEUED), [asked, other]),
        (PlanFilter(date="2012-12-12"), [town]),
        (PlanFilter(asked_by="k"), [asked]),
        (PlanFilter(scenario="nowhere"), []),
    ):
        assert [job.id for job in store.list_newest(wanted=wanted)] == ids
    (listed,) = store.list_newest(wanted=PlanFilter(date="2012-12-12"))
    assert listed.summary["title"] == "A square"
    assert "measures" not in listed.summary


def test_nothing_of_a_deleted_plan_is_left(store):
    plan_id = store.add_once({}, files={"calendar": "{}"}).id
    store.finish(*store.claim(LEASE_S), PLAN)
    job_id = DayStore(store).add_replan(plan_id, {"version": 0})
    claimed = store.claim(LEASE_S)
    assert store.delete(plan_id)
    assert not store.delete(plan_id)
    assert store.get(job_id) is None
    assert not store.renew(*claimed).held
    with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            assert connection.execute(table.select()).all() == [], table.name


def test_plans_that_ended_long_ago_are_forgotten(store, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1000.0)
    old, in_use = store.add({}), store.add({})
    for _ in range(2):
        store.finish(*store.claim(LEASE_S), PLAN)
    DayStore(store).add_replan(in_use, {"version": 0})
    waiting = store.add({})
    monkeypatch.setattr("time.time", lambda: 2000.0)
    new = store.add({})
    store.cancel(new)
    assert store.forget_before(1500.0) == 1
    assert {job.id for job in store.list_newest()} == {in_use, waiting, new}
    assert store.get(old) is None


def test_a_transaction_that_fails_leaves_nothing_half_written(store, monkeypatch):
    plan_id = store.add({})
    claimed = store.claim(LEASE_S)
    before = store.get(plan_id)

    def full(*_, **__):
        raise OSError("no room")

    monkeypatch.setattr("api.service.db.attempts.write_result", full)
    with pytest.raises(OSError, match="no room"):
        store.finish(*claimed, PLAN)
    assert store.get(plan_id) == before
