"""A job in any order of what clients, workers, crashes and power cuts may do to it."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from api.service.db import ENDED, Status, Store
from fleet import message
from tests.scenarios import small_plan

PLAN = small_plan.plan_file()
MOST_CRASHES = 3
LEASE_S = 6.0
WHY = message("job.set_aside", "set aside: {crashes} times by {how}", crashes=3, how="SIGKILL")


class MovedClock:
    """Stands until it is moved."""

    now_s = 0.0

    def __call__(self):
        return self.now_s


class JobStates(RuleBasedStateMachine):
    """What the database says beside what a reader of the rules expects."""

    def __init__(self, store, clock):
        super().__init__()
        self.store, self.clock = store, clock
        self.id = store.add({})
        self.status, self.attempt, self.crashes = Status.QUEUED, 0, 0
        self.best = None
        # Attempts that still believe that the plan is theirs.
        self.claims = []

    def teardown(self):
        self.store.delete(self.id)

    def holds(self, claim):
        return self.status is Status.RUNNING and claim == (self.id, self.attempt)

    @rule()
    def claim(self):
        claimed = self.store.claim(LEASE_S)
        assert (claimed is not None) == (self.status is Status.QUEUED)
        if claimed:
            self.attempt += 1
            self.status = Status.RUNNING
            self.claims.append(claimed)
            assert claimed == (self.id, self.attempt)

    @rule()
    def lose_the_worker(self):
        """Whoever works on it is gone without a word, and a lease goes by."""
        self.store.claim(LEASE_S)
        self.follow_a_claim()
        # Another looks, sees it worked on, and looks again after a lease.
        self.store.claim(LEASE_S)
        self.clock.now_s += LEASE_S + 1
        claimed = self.store.claim(LEASE_S)
        assert (claimed is not None) == (self.status is Status.RUNNING)
        if claimed:
            self.attempt += 1
            self.claims.append(claimed)

    def follow_a_claim(self):
        if self.status is Status.QUEUED:
            self.attempt += 1
            self.status = Status.RUNNING
            self.claims.append((self.id, self.attempt))

    @rule(data=st.data(), cost=st.integers(1, 9))
    def keep(self, data, cost):
        claim = self.any_claim(data)
        if claim:
            assert self.store.keep_best(*claim, PLAN, best_cost=float(cost)) == self.holds(claim)
            self.note_best(claim, cost)

    @rule(data=st.data(), cost=st.integers(1, 9))
    def finish(self, data, cost):
        claim = self.any_claim(data)
        if claim:
            held = self.holds(claim)
            assert self.store.finish(*claim, PLAN, best_cost=float(cost)) == held
            self.note_best(claim, cost)
            self.status = Status.DONE if held else self.status

    @rule(data=st.data())
    def crash(self, data):
        claim = self.any_claim(data)
        if claim:
            held = self.holds(claim)
            assert self.store.note_crash(*claim, MOST_CRASHES, WHY) == held
            if held:
                self.crashes += 1
                self.status = Status.FAILED if self.crashes == MOST_CRASHES else Status.QUEUED

    @rule(data=st.data())
    def drain(self, data):
        claim = self.any_claim(data)
        if claim:
            held = self.holds(claim)
            assert self.store.release(*claim) == held
            self.status = Status.QUEUED if held else self.status

    @rule(data=st.data())
    def renew(self, data):
        claim = self.any_claim(data)
        if claim:
            assert self.store.renew(*claim).held == self.holds(claim)

    @rule()
    def cancel(self):
        assert self.store.cancel(self.id) == (self.status not in ENDED)
        self.status = self.status if self.status in ENDED else Status.CANCELLED

    def any_claim(self, data):
        return data.draw(st.sampled_from(self.claims)) if self.claims else None

    def note_best(self, claim, cost):
        if self.holds(claim):
            self.best = cost if self.best is None else min(self.best, cost)

    @invariant()
    def the_database_agrees(self):
        job = self.store.get(self.id)
        assert (job.status, job.attempt, job.crashes) == (
            self.status,
            self.attempt,
            self.crashes,
        )
        assert job.best_cost == self.best
        assert (job.finished_at is not None) == (self.status in ENDED)


def test_a_job_is_where_the_rules_say_whatever_happens_in_whatever_order(tmp_path):
    clock = MovedClock()
    store = Store(f"sqlite:///{tmp_path / 'plans.db'}", clock=clock)
    run_state_machine_as_test(
        lambda: JobStates(store, clock),
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    store.close()
