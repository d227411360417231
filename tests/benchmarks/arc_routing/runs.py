"""Runs of engines on public files, several at once, each on one core.

Seconds are those that the process computes, not those that pass.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from optimizer.benchmark.bound import lower_bound
from optimizer.benchmark.read.carp import read_carp
from optimizer.benchmark.solving import BenchmarkResult, CheckFailed, solve_file
from optimizer.errors import InputError
from optimizer.stop import Progress

MARKS_S = (5, 15, 60, 300)
"""Seconds of search after which the best cost so far is noted."""

ONE_CORE = {name: "1" for name in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One engine on one file with one seed.

    Parameters
    ----------
    target
        Cost at which nothing better can be found, or None to use up the limit.
    """

    set_name: str
    file: Path
    engine: str
    seed: int
    seconds: float | None
    iterations: int | None
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a job.

    Parameters
    ----------
    cost
        In the unit of the literature; None where something stayed unserved, or the run failed.
    marks
        Best cost after so many seconds (`MARKS_S`), None where everything was not yet served.
    failed
        Why the engine does not take the file, or the evaluator's objection.
    bug
        Whether `failed` is an objection that no correct program earns.
    notices
        Where the file contradicts itself, and how it was read.
    """

    set_name: str
    instance: str
    engine: str
    seed: int
    cost: float | None = None
    routes: int | None = None
    seconds: float = 0.0
    iterations: int = 0
    marks: dict[str, float | None] = field(default_factory=dict)
    failed: str = ""
    bug: bool = False
    notices: list[str] = field(default_factory=list)


class Trace:
    """The best cost of a run over time; says when there is nothing left to find."""

    def __init__(self, target: float | None = None) -> None:
        self.target = target
        self.steps: list[tuple[float, float]] = []

    def note(self, progress: Progress) -> None:
        """Keeps the cost where everything is served and it is less than before."""
        if progress.stage != "search" or progress.unassigned or progress.best_cost <= 0:
            return
        if not self.steps or progress.best_cost < self.steps[-1][1]:
            self.steps.append((progress.elapsed_s, progress.best_cost))

    def is_done(self) -> bool:
        """Says whether the target is reached."""
        return self.target is not None and bool(self.steps) and self.steps[-1][1] <= self.target

    def marks(self, limit_s: float | None, result: BenchmarkResult) -> dict[str, float | None]:
        """Returns the best cost at each mark up to the limit.

        A run that ended before a mark keeps its last cost; so does one whose limit is the mark.
        """
        found: dict[str, float | None] = {}
        for mark in MARKS_S:
            if limit_s is None or mark > limit_s:
                continue
            if mark >= min(limit_s, result.seconds):
                found[str(mark)] = cost_of(result)
            else:
                costs = [cost for at, cost in self.steps if at <= mark]
                found[str(mark)] = costs[-1] if costs else None
        return found


def cost_of(result: BenchmarkResult) -> float | None:
    """Returns the cost in the unit of the literature, which is that of progress too.

    None where something stayed unserved.
    """
    if not result.feasible:
        return None
    return result.cost if result.miles is None else result.miles


def run_job(job: Job) -> Run:
    """Solves the file and has the cost recomputed."""
    trace = Trace(job.target)
    about = _begun(job)
    try:
        result = solve_file(
            job.file,
            seconds=job.seconds,
            iterations=job.iterations,
            seed=job.seed,
            engine=job.engine,
            on_progress=trace.note,
            should_stop=trace.is_done,
            # What else the machine does must not decide which engine is ahead.
            clock=time.process_time,
        )
    except InputError as error:
        return replace(about, failed=_without_folder(error, job.file))
    except CheckFailed as error:
        return replace(about, failed=_without_folder(error, job.file), bug=True)
    return replace(
        about,
        cost=cost_of(result),
        routes=len(result.routes),
        seconds=result.seconds,
        iterations=result.iterations,
        marks=trace.marks(job.seconds, result),
        notices=[str(notice) for notice in result.notices],
    )


def _without_folder(error: Exception, file: Path) -> str:
    return str(error).replace(str(file), file.name)


def bound_of(file: Path) -> int | None:
    """Returns our proven lower bound of a CARP file, or None where the file cannot be used."""
    try:
        return lower_bound(read_carp(file)).value
    except InputError:
        # The runs on the file say why.
        return None


def _result_of(done: Future[Run], job: Job) -> Run:
    try:
        return done.result()
    except Exception as error:  # A process boundary: one crash must not cost hours of other runs.
        return replace(_begun(job), failed=f"{type(error).__name__}: {error}")


def _begun(job: Job) -> Run:
    return Run(set_name=job.set_name, instance=job.file.stem, engine=job.engine, seed=job.seed)


def _prepare_worker() -> None:
    # Ctrl-C reaches the whole group; the parent alone decides what becomes of the rest.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run_all(
    jobs: Iterable[Job],
    bounds: Iterable[Path],
    *,
    workers: int,
    on_run: Callable[[Run], None],
    on_bound: Callable[[Path, int | None], None],
) -> bool:
    """Works off all jobs, so many at once; says whether none was cut off by Ctrl-C.

    What is done is told at once, in the order in which it ends.
    """
    os.environ.update(ONE_CORE)
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker)
    of_bound: dict[Future[int | None], Path] = {}
    try:
        of_bound |= {executor.submit(bound_of, file): file for file in bounds}
        of_job = {executor.submit(run_job, job): job for job in jobs}
        for done in as_completed([*of_bound, *of_job]):
            if done in of_bound:
                on_bound(of_bound[done], done.result())
            else:
                on_run(_result_of(done, of_job[done]))
        executor.shutdown()
    except KeyboardInterrupt:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        return False
    return True
