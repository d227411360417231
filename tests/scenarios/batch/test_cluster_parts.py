"""Parts of a plan, and drawn days, on a real Dask scheduler: the same as here."""

from dataclasses import replace

import pytest

from optimizer.engines import Run, Watch
from optimizer.engines.divided import solve_divided
from optimizer.stop import limits
from scenarios.batch import ClusterParts, MadeWatch, PolicyJob, run_on_cluster
from scenarios.plan_file import dumps
from scenarios.simulation import Policy
from tests.rich_instances import Features, rich_instance
from tests.scenarios.batch.loopback import Loopback, Record
from tests.scenarios.simulation.days import STOP, hamlet_plan, hamlet_streets

INSTANCE = rich_instance(
    5, Features(num_tasks=60, num_duties=6, depots=True, shifts=True, hopper=2, optional="some")
)


def search(parts, **watched):
    run = Run(stop=limits(iterations=400), seed=3, parts=parts, watch=Watch(**watched))
    return solve_divided(INSTANCE, run, tasks_per_part=15)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Loopback(tmp_path_factory.mktemp("cluster")) as one:
        one.start_worker()
        one.start_worker()
        one.wait_for_workers(2)
        yield one


def test_a_plan_in_parts_is_that_of_this_process_though_a_worker_dies(cluster):
    first = cluster.workers[0]

    def note(progress):
        if progress.iterations >= 100 and first.poll() is None:
            cluster.kill(first)

    with ClusterParts(cluster.address, name="rich") as parts:
        assert parts.count_lanes() == 2
        found = search(parts, on_progress=note)
    assert first.poll() is not None
    assert found.solution == search(None).solution
    assert found.iterations == 400


def test_a_day_that_is_lived_there_is_the_one_lived_here(cluster):
    streets = hamlet_streets()
    job = PolicyJob(
        name="hamlet",
        morning=hamlet_plan(streets),
        policy=Policy.LEAST,
        seed=5,
        plan_seed=1,
        stop=STOP,
        foresight=STOP,
    )
    here, there = [], []
    job.make(streets, MadeWatch(on_progress=lambda _: None, on_made=here.append))
    watch = replace(Record().watch(), on_plan=lambda _, lived: there.append(lived))
    run_on_cluster({0: job}, streets, address=cluster.address, watch=watch)
    ((mine,), (theirs,)) = here, there
    assert theirs.day == mine.day
    assert theirs.day.events
    assert dumps(theirs.plan_file) == dumps(mine.plan_file)
