"""The parts of one plan on a real Dask scheduler, while a worker dies: the same plan as here."""

from optimizer.engines import Run, Watch
from optimizer.engines.divided import solve_divided
from optimizer.stop import limits
from scenarios.batch import ClusterParts
from tests.rich_instances import Features, rich_instance
from tests.scenarios.batch.loopback import Loopback

INSTANCE = rich_instance(
    5, Features(num_tasks=60, num_duties=6, depots=True, shifts=True, hopper=2, optional="some")
)


def search(parts, **watched):
    run = Run(stop=limits(iterations=400), seed=3, parts=parts, watch=Watch(**watched))
    return solve_divided(INSTANCE, run, tasks_per_part=15)


def test_a_plan_in_parts_is_that_of_this_process_though_a_worker_dies(tmp_path):
    with Loopback(tmp_path) as cluster, ClusterParts(cluster.address, name="rich") as parts:
        first = cluster.start_worker()
        cluster.start_worker()
        cluster.wait_for_workers(2)

        def note(progress):
            if progress.iterations >= 100 and first.poll() is None:
                cluster.kill(first)

        assert parts.count_lanes() == 2
        found = search(parts, on_progress=note)
    assert first.poll() is not None
    assert found.solution == search(None).solution
    assert found.iterations == 400
