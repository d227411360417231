"""Several processes search one instance: the same again, told of, and gone afterwards."""

import itertools
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimizer.engines import Run, Watch, engine_named
from optimizer.engines.compiling import make_kernels_ready
from optimizer.engines.ruin_recreate import ruin_recreate, seed_of
from optimizer.engines.workers import Workers
from optimizer.errors import InputError
from optimizer.search.params import DEFAULT_PARAMS, Params
from optimizer.search.search import Search
from optimizer.stop import limits
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_day
from tests.strategies import make_instance

ROOT = Path(__file__).resolve().parents[3]
FAR_OFF = limits(iterations=10**9)
WITHOUT_MEETINGS = Params(cycles=((1.0, 0.0),))


def large_enough():
    return make_instance(seed=3, num_tasks=40, num_duties=5, capacity=12, windows=True)


def total(instance, solution):
    return solution.cost + int(instance.prize[list(solution.absent)].sum())


@pytest.fixture(autouse=True)
def _none_left_behind():
    yield
    assert multiprocessing.active_children() == []


def children():
    return [child for child in multiprocessing.active_children() if "onebroom" in child.name]


def test_same_seed_and_iterations_give_the_same_solution():
    instance, stop = large_enough(), limits(iterations=300)
    first, again = (ruin_recreate(instance, Run(stop=stop, seed=2), processes=3) for _ in range(2))
    assert first.solution == again.solution
    # Each process runs up to the limit.
    assert first.iterations == again.iterations == 3 * 300


def test_without_meetings_the_best_of_the_separate_searches_is_returned():
    instance, stop = large_enough(), limits(iterations=40)

    def searched(seed, processes=1):
        outcome = ruin_recreate(
            instance, Run(stop=stop, seed=seed), params=WITHOUT_MEETINGS, processes=processes
        )
        return total(instance, outcome.solution)

    # A seed with which the second process finds more than the first.
    seed = next(seed for seed in range(99) if searched(seed_of(seed, 1)) < searched(seed))
    assert searched(seed, processes=2) == searched(seed_of(seed, 1))


def test_the_best_are_exchanged_at_the_end_of_each_cycle_and_of_the_run(monkeypatch):
    make_kernels_ready()
    adopt, notes = Search.adopt, []

    def noting(self, elite):
        adopt(self, elite)
        notes.append((self.steps, elite.cost, self.best_cost))

    monkeypatch.setattr(Search, "adopt", noting)
    stop = limits(iterations=400)
    params = Params(cycles=((0.5, 0.0), (0.75, 0.5), (1.0, 0.5)))
    ruin_recreate(large_enough(), Run(stop=stop, seed=1), params=params, processes=2)
    assert [steps for steps, _, _ in notes] == [200, 300, 400]
    for (_, _, best_before), (_, others, _) in itertools.pairwise(notes):
        # The other process went on from the better of the two.
        assert others <= best_before


def test_what_another_found_is_gone_on_from_only_if_better():
    instance = large_enough()
    good, poor = (Search(instance, seed=seed, params=DEFAULT_PARAMS) for seed in (1, 2))
    good.run(400, 0.0, 1 / 2000)
    elite, other = good.elite(), poor.elite()
    assert elite.cost < other.cost
    poor.adopt(elite)
    assert (poor.best_cost, poor.elite().sequences) == (elite.cost, elite.sequences)
    assert total(instance, poor.solution()) == elite.cost
    good.adopt(other)
    assert good.elite() == elite
    assert total(instance, good.price_elite(other)) == other.cost


def test_routes_of_others_are_kept_for_recombination():
    instance = large_enough()
    searches = [Search(instance, seed=seed, params=DEFAULT_PARAMS) for seed in (1, 2)]
    searches[0].run(400, 0.0, 1 / 2000)
    elite = searches[0].elite()
    searches[1].adopt(elite)
    pool = searches[1]._pool
    kept = {
        tuple(pool.sequence[slot, : pool.length[slot]].tolist()) for slot in pool.key.nonzero()[0]
    }
    routes = {tuple(row) for row in elite.sequences if any(e < instance.num_tasks for e in row)}
    assert routes <= kept


def test_progress_counts_all_steps_and_shows_the_best_of_all():
    instance, seen, handed = large_enough(), [], []
    outcome = ruin_recreate(
        instance,
        Run(
            stop=limits(iterations=3000),
            seed=1,
            watch=Watch(on_progress=seen.append, on_best=lambda best: handed.append(best())),
        ),
        processes=2,
    )
    searching = [progress for progress in seen if progress.stage == "search"]
    costs = [progress.best_cost for progress in searching]
    steps = [progress.iterations for progress in searching]
    assert costs == sorted(costs, reverse=True)
    assert steps == sorted(steps)
    # The first process has done 3000 when it looks last; what is more is the other's.
    assert 3000 <= steps[-1] <= 6000 == outcome.iterations
    assert max(progress.share for progress in searching) == 1.0
    assert total(instance, handed[-1]) == costs[-1] >= total(instance, outcome.solution)


def test_a_caller_who_wants_to_stop_gets_the_best_so_far():
    instance, looks = large_enough(), []

    def should_stop():
        looks.append(len(children()))
        return len(looks) > 12

    outcome = ruin_recreate(
        instance, Run(stop=FAR_OFF, seed=1, watch=Watch(should_stop=should_stop)), processes=2
    )
    assert outcome.interrupted
    assert looks[-1] == 1
    assert sum(len(route) for route in outcome.solution.routes) > 0


def test_a_time_limit_ends_all():
    stop = limits(seconds=0.6)
    outcome = ruin_recreate(large_enough(), Run(stop=stop, seed=1), processes=2)
    # The limit, the grace, and what a busy machine adds.
    assert 0.6 <= outcome.elapsed_s < 5


def test_an_error_in_one_process_is_reported_and_the_others_go_on(monkeypatch, caplog):
    # No seed is negative: the second process cannot begin.
    monkeypatch.setattr(
        "optimizer.engines.ruin_recreate.seed_of", lambda seed, number: -number or seed
    )
    instance, stop = large_enough(), limits(iterations=200)
    outcome = ruin_recreate(instance, Run(stop=stop, seed=1), processes=2)
    assert outcome.iterations == 200
    assert outcome.solution == ruin_recreate(instance, Run(stop=stop, seed=1)).solution
    assert "process 1 of the search met an error, ValueError" in caplog.text


@pytest.mark.parametrize(
    ("number", "fate"),
    [(signal.SIGKILL, "ended unexpectedly"), (signal.SIGSTOP, "has not been heard of for 1 s")],
)
def test_a_process_that_is_killed_or_hangs_is_given_up(monkeypatch, caplog, number, fate):
    caplog.set_level(logging.WARNING)
    hit = []

    def strike(progress):
        if progress.stage == "search" and not hit:
            # Not before: to start takes longer.
            monkeypatch.setattr("optimizer.engines.workers.PATIENCE_S", 1.0)
            hit.append(children()[0].pid)
            os.kill(hit[0], number)

    outcome = ruin_recreate(
        large_enough(),
        Run(stop=limits(iterations=20_000), seed=1, watch=Watch(on_progress=strike)),
        processes=2,
    )
    assert 20_000 <= outcome.iterations < 40_000
    assert f"process 1 of the search {fate}; the others go on." in caplog.text


SCRIPT = """
import multiprocessing, sys
from optimizer.engines import Run, Watch
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.stop import limits
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest
from scenarios.plan_request import plan_day
from tests.strategies import make_instance

def tell(progress):
    if progress.stage == "search":
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)

if __name__ == "__main__":
    ruin_recreate(
        make_instance(seed=3, num_tasks=40, num_duties=5),
        Run(stop=limits(iterations=10**9), seed=1, watch=Watch(on_progress=tell)),
        processes=3,
    )
"""


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_all_are_gone_soon_after_the_parent_was_killed(tmp_path):
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_running, pids))
        process.kill()
    deadline_s = time.monotonic() + 20
    while any(map(is_running, pids)) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert not any(map(is_running, pids))


def test_ctrl_c_in_a_terminal_keeps_the_best_and_shows_no_traceback(tmp_path):
    hamlet, streets = ROOT / "tests/data/hamlet", ROOT / "tests/data/nine_corners.osm"
    command = [
        sys.executable,
        "-m",
        "api.commands",
        "plan",
        str(hamlet),
        "--osm",
        str(streets),
    ]
    with subprocess.Popen(
        [*command, "--iterations", "900000000", "--processes", "2", "--out", str(tmp_path / "o")],
        env=os.environ | {"PYTHONPATH": str(ROOT), "ONEBROOM_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        seen = ""
        while "searching" not in seen:
            seen = process.stderr.readline()
            assert seen, "ended before it searched"
        # A terminal sends it to the whole group.
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait() == 130
    assert "Traceback" not in rest
    assert "process 1" not in rest
    assert (tmp_path / "o" / "plan.json").is_file()


def test_a_day_is_planned_by_two_processes(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path / "cache"))
    data = ROOT / "tests" / "data"
    plan_file = plan_day(
        PlanRequest(
            scenario=str(data / "hamlet"),
            osm=str(data / "nine_corners.osm"),
            iterations=100,
            processes=2,
        )
    )
    assert (plan_file.processes, plan_file.iterations) == (2, 200)
    assert loads(dumps(plan_file)) == plan_file


@pytest.mark.parametrize("engine", ["ortools", "pyvrp"])
def test_engines_that_use_one_core_say_so(engine):
    with pytest.raises(InputError, match=f"engine {engine} runs in one process only, got .* 2"):
        engine_named(engine, processes=2)


@pytest.mark.parametrize("processes", [0, -1, 65])
def test_numbers_of_processes_that_make_no_sense_are_refused(processes):
    with pytest.raises(InputError, match=f"between 1 and 64, got {processes}"):
        engine_named("ruin_recreate", processes=processes)


def test_a_daemon_may_not_start_others_and_says_so(monkeypatch):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    with pytest.raises(InputError, match="use 1 process"):
        Workers(1)
