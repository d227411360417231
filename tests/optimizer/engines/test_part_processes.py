"""Parts of a large instance searched by several processes: the same plan as by one."""

import signal

import pytest

from optimizer.division import turns_of
from optimizer.engines import Run, Watch
from optimizer.engines.divided import solve_divided
from optimizer.engines.part_processes import PartProcesses
from optimizer.stop import limits
from tests.optimizer.search.simulator import faults
from tests.rich_instances import Features, rich_instance

INSTANCE = rich_instance(
    5, Features(num_tasks=60, num_duties=6, depots=True, shifts=True, hopper=2, optional="some")
)


@pytest.fixture(scope="module")
def processes():
    with PartProcesses(2) as runner:
        yield runner


def search(runner, *, iterations=400, **watched):
    run = Run(stop=limits(iterations=iterations), seed=3, parts=runner, watch=Watch(**watched))
    return solve_divided(INSTANCE, run, tasks_per_part=15)


@pytest.fixture(scope="module")
def alone():
    return search(None)


def test_two_processes_come_to_the_same_as_one(processes, alone):
    found = search(processes)
    assert found.solution == alone.solution
    assert found.iterations == alone.iterations == 400


def test_what_a_killed_process_was_at_is_searched_again(processes, alone):
    killed = []

    def note(progress):
        if progress.iterations > 100 and not killed:
            victim = next(iter(processes._busy)).process
            victim.kill()
            victim.join()
            killed.append(victim.exitcode)

    assert search(processes, on_progress=note).solution == alone.solution
    assert killed == [-signal.SIGKILL]


def test_without_processes_to_be_had_the_parts_are_searched_here(alone, monkeypatch):
    def refuse(*_):
        raise OSError("none to be had")

    monkeypatch.setattr("optimizer.engines.part_processes.WorkerProcess", refuse)
    with PartProcesses(2) as runner:
        assert search(runner).solution == alone.solution


def test_the_best_so_far_is_kept_when_it_is_told_to_stop(processes):
    told = []
    found = search(
        processes,
        iterations=10**6,
        on_progress=told.append,
        should_stop=lambda: len(told) > 8,
    )
    assert found.interrupted
    assert found.iterations < 10**6
    assert faults(INSTANCE, found.solution) == []


def test_the_steps_of_a_part_do_not_depend_on_how_many_are_searched_at_a_time():
    sizes = [5, 30, 10, 5]
    one, two = turns_of(sizes, 1), turns_of(sizes, 2)
    assert [(turn.begin, turn.end) for turn in one] == [(turn.begin, turn.end) for turn in two]
    # One after the other, a part has time until its steps are done; else the largest has a lane.
    assert [turn.over for turn in one] == [turn.end for turn in one]
    assert [turn.lane for turn in two] == [1, 0, 1, 1]
    assert [turn.over for turn in two] == [5 / 20, 1.0, 15 / 20, 1.0]
