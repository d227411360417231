"""Figures for Prometheus: of requests as they pass, of plans as the database has them.

What is said of plans is read from the database, which knows of every server's: where several
share one, take the greatest, not the sum.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from api.service.background import Background
from api.service.db import Census, Status, UnderWay
from api.service.observing.logs import logger_of_faults

LOOK_EVERY_S = 1.0
_REQUEST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PLAN_S = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was known of a plan that had not ended, and since when, by this process's clock."""

    plan: UnderWay
    since_s: float


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, says: str, *labels: str) -> Counter:
            return Counter(f"onebroom_{name}", says, labels, registry=self.registry)

        def gauge(name: str, says: str, *labels: str) -> Gauge:
            return Gauge(f"onebroom_{name}", says, labels, registry=self.registry)

        def seconds(name: str, says: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(
                f"onebroom_{name}", says, labels, buckets=buckets, registry=self.registry
            )

        self.requests = counter("requests", "Answers", "method", "route", "status")
        self.request_seconds = seconds(
            "request_seconds", "Time until an answer was sent", _REQUEST_S, "method", "route"
        )
        self.streams = gauge("streams", "Event streams that are open")
        self.plans = gauge("plans", "Plans in the database", "status")
        self.oldest_seconds = gauge("oldest_waiting_seconds", "Age of the plan that waits longest")
        self.waiting_seconds = seconds("waiting_seconds", "From queued to running", _PLAN_S)
        self.solve_seconds = seconds("solve_seconds", "From running to ended", _PLAN_S)
        self.attempts = counter("attempts", "Times that a process began a plan")
        self.ended = counter("plans_ended", "Plans that ended")
        self.refused_plans = counter("refused_plans", "Plans that the checker refused")
        self.violations = counter("checker_violations", "Violations that the checker named")

    def text(self) -> bytes:
        """Returns all figures as Prometheus reads them."""
        return generate_latest(self.registry)


class PlanWatcher(Background):
    """Looks at the plans of a database every second, and counts what became of them."""

    name = "plan watcher"

    def __init__(self, metrics: Metrics, census: Census) -> None:
        super().__init__()
        self._metrics = metrics
        self._census = census
        self._seen: Mapping[str, _Seen] = {}
        self._lock = threading.Lock()

    def look(self) -> None:
        """Looks once; what is found is counted.

        A plan that came and ended between two looks is counted among all, without its times.
        """
        with self._lock:
            now_s = time.monotonic()
            under_way = self._census.under_way()
            by_status = self._census.by_status()
            seen = {one.id: self._see(one, now_s) for one in under_way}
            for plan_id in self._seen.keys() - seen.keys():
                self._count_end(self._seen[plan_id], now_s)
            self._seen = seen
        for status, num in by_status.items():
            self._metrics.plans.labels(status).set(num)
        waiting = [one.created_at for one in under_way if one.status is Status.QUEUED]
        now = time.time()
        self._metrics.oldest_seconds.set(max(0.0, now - min(waiting, default=now)))

    def _see(self, plan: UnderWay, now_s: float) -> _Seen:
        before = self._seen.get(plan.id)
        if before is None:
            self._metrics.attempts.inc(plan.attempt)
            return _Seen(plan, now_s)
        self._metrics.attempts.inc(max(0, plan.attempt - before.plan.attempt))
        if before.plan.status is plan.status:
            return _Seen(plan, before.since_s)
        if plan.status is Status.RUNNING:
            self._metrics.waiting_seconds.observe(now_s - before.since_s)
        return _Seen(plan, now_s)

    def _count_end(self, before: _Seen, now_s: float) -> None:
        metrics = self._metrics
        metrics.ended.inc()
        if before.plan.status is Status.RUNNING:
            metrics.solve_seconds.observe(now_s - before.since_s)
        violations = self._census.violations(before.plan.id)
        if violations:
            metrics.refused_plans.inc()
            metrics.violations.inc(violations)

    def _run(self) -> None:
        while not self._leaving.wait(LOOK_EVERY_S):
            try:
                self.look()
            except SQLAlchemyError:
                logger_of_faults.warning("the plans could not be counted; trying again")
