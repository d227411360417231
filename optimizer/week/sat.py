"""Runs models of OR-Tools CP-SAT: within limits, watched, and with a proof of how good it got.

OR-Tools, which brings pandas, is loaded when there is a model to solve: a third of a second that a
new plan of a day that runs need not wait for.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from optimizer.errors import InfeasibleScenario
from optimizer.stop import Progress, Stage

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

POLL_S = 0.1
"""Between two looks at whether to stop, and between two reports."""

OVERTIME_S = 20.0
"""How long a first solution is waited for when a limit has passed without any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work a model may take.

    Parameters
    ----------
    seconds
        On the clock; None for no such limit.
    deterministic
        CP-SAT's own count of work, about a second each; with one worker the same limit gives the
        same answer on any machine. None for no such limit.
    workers
        Threads; with more than one, equally good answers may differ from run to run.
    """

    seconds: float | None = None
    deterministic: float | None = None
    workers: int = 1
    seed: int = 0

    def share(self, share: float) -> "Effort":
        """Returns a part of every limit."""
        return replace(
            self,
            seconds=None if self.seconds is None else share * self.seconds,
            deterministic=None if self.deterministic is None else share * self.deterministic,
        )

    def subtract(self, proof: "StageProof") -> "Effort":
        """Returns what is left after a model was solved."""
        return replace(
            self,
            seconds=None if self.seconds is None else max(0.1, self.seconds - proof.seconds),
            deterministic=None
            if self.deterministic is None
            else max(0.01, self.deterministic - proof.deterministic),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """How a caller follows the work and ends it.

    Parameters
    ----------
    on_progress
        Called from the calling thread, about ten times a second.
    should_stop
        Asked as often; True ends the work, which keeps the best so far.
    """

    on_progress: Callable[[Progress], None] = lambda progress: None
    should_stop: Callable[[], bool] = lambda: False


UNWATCHED = Following()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageProof:
    """What a model's answer costs, and what none costs less than.

    Parameters
    ----------
    objective, bound
        Of the model as it was stated, prices rounded to whole numbers.
    seconds, deterministic
        Work done, by the clock and by CP-SAT's own count.
    """

    stage: Stage
    objective: int
    bound: int
    seconds: float = 0.0
    deterministic: float = 0.0

    @property
    def gap(self) -> float:
        """How far the answer may be above the best, as a share of the answer's cost."""
        return (self.objective - self.bound) / self.objective if self.objective else 0.0

    @property
    def is_optimal(self) -> bool:
        """Whether no answer to the model is better."""
        return self.objective == self.bound


def run(
    model: "cp_model.CpModel", *, stage: Stage, effort: Effort, following: Following = UNWATCHED
) -> "tuple[cp_model.CpSolver, StageProof]":
    """Solves a model and returns the solver, to ask for values, with the proof.

    Nothing in the model may cost less than nothing: 0 is a bound that needs no search.

    Raises
    ------
    InfeasibleScenario
        When the model has no solution, or none was found in time.
    """
    from ortools.sat.python import cp_model

    solver, status = _solve(model, stage, effort, following)
    if status == cp_model.UNKNOWN:
        # The limit was too short for any answer; a poor one is better than none.
        retry = replace(effort, seconds=OVERTIME_S, deterministic=OVERTIME_S)
        solver, status = _solve(model, stage, retry, following, first_will_do=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InfeasibleScenario(
            "week.no_answer",
            "{stage:word.stage}: no answer{status:aside}; allow more days, trucks or time.",
            stage=stage,
            status=solver.status_name(),
        )
    objective = round(solver.objective_value)
    # A bound is a proof only when it is rounded up after what floating point may have added.
    bound = min(objective, -int(-(solver.best_objective_bound - 1e-6) // 1))
    bound = max(0, bound)
    if status == cp_model.OPTIMAL:
        bound = objective
    return solver, StageProof(
        stage=stage,
        objective=objective,
        bound=bound,
        seconds=solver.wall_time,
        deterministic=solver.response_proto.deterministic_time,
    )


def _solve(
    model: "cp_model.CpModel",
    stage: Stage,
    effort: Effort,
    following: Following,
    *,
    first_will_do: bool = False,
) -> "tuple[cp_model.CpSolver, cp_model.CpSolverStatus]":
    from ortools.sat.python import cp_model

    from optimizer.week.first_seen import FirstSeen

    solver = cp_model.CpSolver()
    # CP-SAT would take Ctrl-C for itself and not give it back.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    solver.parameters.stop_after_first_solution = first_will_do
    if effort.seconds is not None:
        solver.parameters.max_time_in_seconds = effort.seconds
    if effort.deterministic is not None:
        solver.parameters.max_deterministic_time = effort.deterministic
    seen = FirstSeen()
    statuses: list[cp_model.CpSolverStatus] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            statuses.append(solver.solve(model, seen))
        except BaseException as error:  # handed to the caller's thread below
            failures.append(error)

    # In a thread of its own: Python runs signal handlers between its own steps only, and the
    # caller's thread has none while CP-SAT works.
    thread = threading.Thread(target=work, name=f"cp-sat {stage}")
    begin_s = time.monotonic()
    thread.start()
    try:
        while thread.is_alive():
            thread.join(POLL_S)
            elapsed_s = time.monotonic() - begin_s
            following.on_progress(
                Progress(
                    stage=stage,
                    elapsed_s=elapsed_s,
                    best_cost=seen.best or 0.0,
                    share=min(1.0, elapsed_s / effort.seconds) if effort.seconds else 0.0,
                )
            )
            if seen.best is not None and following.should_stop():
                solver.stop_search()
    finally:
        # A second Ctrl-C: leave no thread behind that keeps the process alive.
        while thread.is_alive():
            solver.stop_search()
            thread.join(POLL_S)
    if failures:
        raise failures[0]
    return solver, statuses[0]
