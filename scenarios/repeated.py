"""Plans of several requests, in processes side by side: scenarios, each with several seeds.

The streets are read once and handed to every process. Each plan takes one core, so that two that
run at the same time get as much of the machine as one alone.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from typing import NamedTuple, TypeVar

from optimizer.errors import InputError, OneBroomError
from optimizer.network.road_network import RoadNetwork
from optimizer.stop import Progress
from scenarios.measures import Curves, Measures, draw_curves
from scenarios.plan_file import PlanFile
from scenarios.plan_request import PlanRequest, plan_on
from scenarios.planning import PlanWatch
from scenarios.variations import Setting

Run = TypeVar("Run")

LOOK_S = 0.2
"""Seconds between two looks at the caller."""


class _FailedRun(NamedTuple):
    """What a process says of a plan that it could not make."""

    error: Exception


class _FinishedRun(NamedTuple):
    """The last word on a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsWatch:
    """How a caller follows plans in a row and ends them.

    Parameters
    ----------
    on_progress
        Told how the plan of a number stands.
    on_plan
        Given the plan of a number whenever it is complete, or says more than before.
    on_done
        Told that nothing more will be said of the plan of a number.
    should_stop
        Asked several times a second; True ends all that is not complete.
    """

    on_progress: Callable[[int, Progress], None]
    on_plan: Callable[[int, PlanFile], None]
    on_done: Callable[[int], None]
    should_stop: Callable[[], bool]


@dataclass
class _Runner:
    """A process that makes plans, one after the other."""

    network: RoadNetwork
    number: int = -1
    line: Connection = field(init=False)

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs,), name="onebroom-plan", daemon=True
        )
        self._process.start()
        theirs.close()
        self.line.send(self.network)

    def begin(self, number: int, request: PlanRequest) -> None:
        self.number = number
        self.line.send(request)

    def end(self) -> None:
        self.line.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def plan_all(
    requests: Sequence[PlanRequest], network: RoadNetwork, *, processes: int, watch: RunsWatch
) -> None:
    """Plans what is asked for, `processes` plans at a time, in the order of the requests.

    Raises
    ------
    OneBroomError
        What the planning of one of them raised; the others are ended.
    """
    waiting = list(enumerate(requests))
    with contextlib.ExitStack() as living:
        runners: list[_Runner] = []
        for _ in range(min(processes, len(waiting))):
            runner = _Runner(network)
            living.callback(runner.end)
            runner.begin(*waiting.pop(0))
            runners.append(runner)
        while runners and not watch.should_stop():
            lines = wait([runner.line for runner in runners], LOOK_S)
            for runner in [one for one in runners if one.line in lines]:
                if not _hear(runner, requests[runner.number], watch):
                    continue
                if waiting:
                    runner.begin(*waiting.pop(0))
                else:
                    runners.remove(runner)


def _hear(runner: _Runner, request: PlanRequest, watch: RunsWatch) -> bool:
    """Takes in one thing that a process says; returns whether its plan is done."""
    try:
        said = runner.line.recv()
    except (EOFError, OSError):
        raise InputError(
            "compare.lost",
            "{scenario}, seed {seed}: its process ended unexpectedly, perhaps for want of "
            "memory; use fewer --processes.",
            scenario=request.scenario,
            seed=request.seed,
        ) from None
    if isinstance(said, _FailedRun):
        raise said.error
    if isinstance(said, Progress):
        watch.on_progress(runner.number, said)
    elif isinstance(said, PlanFile):
        watch.on_plan(runner.number, said)
    else:
        watch.on_done(runner.number)
    return isinstance(said, _FinishedRun)


def _serve(line: Connection) -> None:
    """Plans what comes over the line until the other end is closed."""
    # Both go to all processes of a terminal; the parent decides what becomes of this one.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, ConnectionError):
        network = line.recv()
        while True:
            for said in _plan(line.recv(), network, line):
                line.send(said)


def _plan(
    request: PlanRequest, network: RoadNetwork, line: Connection
) -> Iterator[_FailedRun | _FinishedRun]:
    def keep(plan_file: PlanFile) -> None:
        # A search on its way is no measure of its scenario.
        if not plan_file.interrupted:
            line.send(plan_file)

    try:
        plan_on(network, request, watch=PlanWatch(on_progress=line.send, on_plan=keep))
    except ConnectionError:
        raise
    except OneBroomError as error:
        yield _FailedRun(error)
    except Exception as error:  # the process boundary: the parent says whose fault it is
        yield _FailedRun(RuntimeError(f"{type(error).__name__}: {error}"))
    yield _FinishedRun()


def _die_with_parent() -> None:
    """Ends this process with its parent, though it be compiling and look at no line."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


def group_runs(num_requests: int, runs: Mapping[int, Run]) -> dict[int, list[Run]]:
    """Returns what is there of each request that was given seeds, by its place, seed by seed.

    Parameters
    ----------
    runs
        By their number in what `with_seeds` returned; requests without any are left out.
    """
    places = {
        place: [runs[number] for number in sorted(runs) if number % num_requests == place]
        for place in range(num_requests)
    }
    return {place: found for place, found in places.items() if found}


def draw_variations(
    planned: Sequence[tuple[Sequence[Setting], Sequence[Measures]]],
) -> Curves:
    """Returns what planners choose by, over the variations of a scenario.

    Parameters
    ----------
    planned
        The settings of each variation, and its plans, one a seed.
    """
    # In the order of the values, so that curves rise to the right.
    risen = sorted(planned, key=lambda one: [setting.value for setting in one[0]])
    xs = [settings[0].value for settings, _ in risen] if len(risen[0][0]) == 1 else None
    return draw_curves([(tuple(map(str, settings)), plans) for settings, plans in risen], xs)


def with_seeds(requests: Sequence[PlanRequest], seeds: int) -> list[PlanRequest]:
    """Returns each request with so many seeds, from its own on.

    All requests come with one seed before any comes with the next: whenever this is ended, they
    have been planned equally often, or nearly so.
    """
    return [
        replace(request, seed=request.seed + more, processes=1)
        for more in range(seeds)
        for request in requests
    ]
