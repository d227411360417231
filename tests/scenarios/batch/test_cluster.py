"""Runs on a real Dask scheduler with real workers, which are killed."""

from dataclasses import replace

import pytest

from optimizer.errors import InfeasibleScenario, InputError
from scenarios.batch import (
    ClusterPatience,
    installation,
    require_cluster,
    run_on_cluster,
    run_on_processes,
    session,
)
from tests.scenarios.batch.loopback import Loopback, Record, free_port, hamlet_jobs, hamlet_streets

RUNS = 10


@pytest.fixture(scope="module")
def streets():
    return hamlet_streets()


@pytest.fixture(scope="module")
def local(streets):
    """What each plan comes to on processes of this machine."""
    record = Record()
    run_on_processes(hamlet_jobs(RUNS), streets, processes=2, watch=record.watch())
    return {number: digests[-1] for number, digests in record.plans.items()}


@pytest.fixture
def cluster(tmp_path):
    with Loopback(tmp_path) as one:
        yield one


def test_plans_are_those_of_local_processes_though_worker_and_scheduler_die(
    cluster, streets, local
):
    first = cluster.start_worker()
    cluster.start_worker()

    def restart():
        cluster.kill(cluster.scheduler)
        cluster.start_scheduler()
        # Workers end with their scheduler; whoever keeps the cluster starts them again.
        cluster.start_worker()
        cluster.start_worker()

    record = Record(at={3: lambda: cluster.kill(first), 6: restart})
    cluster.wait_for_workers(2)
    run_on_cluster(hamlet_jobs(RUNS), streets, address=cluster.address, watch=record.watch())
    assert sorted(record.done) == list(range(RUNS)), "none lost, none doubled"
    assert {number: digests for number, digests in record.plans.items()} == {
        number: [digest] for number, digest in local.items()
    }
    assert "search" in record.stages


def test_a_worker_that_comes_later_is_given_the_streets(
    cluster, streets, local, tmp_path, monkeypatch
):
    cluster.start_worker(ONEBROOM_CACHE=str(tmp_path / "early"))
    cluster.wait_for_workers(1)

    def late():
        cluster.kill(cluster.workers[0])
        cluster.start_worker(ONEBROOM_CACHE=str(tmp_path / "late"))

    record = Record(at={1: late})
    run_on_cluster(hamlet_jobs(3), streets, address=cluster.address, watch=record.watch())
    assert sorted(record.done) == [0, 1, 2]
    assert [record.plans[number] for number in range(3)] == [[local[n]] for n in range(3)]
    assert len(list((tmp_path / "late" / "content").iterdir())) == 1


def test_an_error_of_a_run_is_raised_in_its_own_words(cluster, streets):
    cluster.start_worker()
    cluster.wait_for_workers(1)
    job = hamlet_jobs(1)[0]
    idle = replace(job, scenario=replace(job.scenario, vehicles=()))
    record = Record()
    with pytest.raises(InfeasibleScenario, match="no vehicle has a shift"):
        run_on_cluster({0: idle}, streets, address=cluster.address, watch=record.watch())
    assert record.done == []


def test_what_differs_is_named_before_anything_is_sent(cluster, monkeypatch):
    cluster.start_worker()
    cluster.wait_for_workers(1)
    here = installation.describe_installation()
    monkeypatch.setattr(session, "here", lambda: here | {"numba": "0.1"})
    with pytest.raises(InputError, match=rf"tcp://\S+: numba {here['numba']} \(0\.1\)") as raised:
        require_cluster(cluster.address)
    assert raised.value.message.code == "cluster.differs"
    # Our own sources count too.
    monkeypatch.setattr(session, "here", lambda: here | {"onebroom": "other"})
    with pytest.raises(InputError, match=rf"onebroom {here['onebroom']} \(other\)"):
        require_cluster(cluster.address)


def test_a_scheduler_without_workers_is_told(cluster):
    with pytest.raises(InputError, match="no workers"):
        require_cluster(cluster.address)


@pytest.mark.parametrize("address", ["10.0.0.5:8786", "http://host:1", "tcp://host", "tcp://:1 x"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InputError) as raised:
        require_cluster(address)
    assert raised.value.message.code == "cluster.address"


def test_a_dead_address_is_told_when_patience_ends(streets):
    address = f"tcp://127.0.0.1:{free_port()}"
    record = Record()
    with pytest.raises(InputError, match="no scheduler answers"):
        run_on_cluster(
            hamlet_jobs(1),
            streets,
            address=address,
            watch=record.watch(),
            patience=ClusterPatience(wait_s=0.0, pause_s=0.0),
        )
    assert record.done == []
