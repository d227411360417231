"""Runs that are known again by what they follow from."""

from dataclasses import replace

import pytest

from optimizer.stop import limits
from tests.scenarios.batch.loopback import hamlet_jobs, hamlet_streets


@pytest.fixture(scope="module")
def job():
    return hamlet_jobs(1)[0]


@pytest.fixture(scope="module")
def streets():
    return hamlet_streets()


def test_the_same_run_has_the_same_key(job, streets):
    assert hamlet_jobs(1)[0].key(streets) == job.key(streets)


@pytest.mark.parametrize(
    "change",
    [
        lambda job: replace(job, seed=7),
        lambda job: replace(job, stop=limits(iterations=21)),
        lambda job: replace(job, stop=limits(iterations=20, seconds=5)),
        lambda job: replace(job, options=replace(job.options, engine="divided")),
        lambda job: replace(job, scenario=replace(job.scenario, title="Another")),
    ],
)
def test_whatever_changes_the_plan_changes_the_key(job, streets, change):
    assert change(job).key(streets) != job.key(streets)


def test_other_streets_change_the_key(job, streets):
    assert job.key(replace(streets, digest="0" * 64)) != job.key(streets)


def test_seeds_of_one_request_share_what_was_opened():
    jobs = hamlet_jobs(3)
    assert jobs[0].scenario is jobs[2].scenario
    assert [job.seed for job in jobs.values()] == [0, 1, 2]
