"""A process that makes plans may end at any moment, also while it is given the next one."""

from types import SimpleNamespace

import pytest

from optimizer.errors import InputError
from scenarios.batch import RunsWatch, processes
from scenarios.files.networks import load_network
from tests.scenarios.planning.two_sweepers import STREETS

JOB = SimpleNamespace(name="hamlet", seed=7)


def lost_when(moment):
    """A runner whose line breaks while the streets, or the job, are sent."""

    class Runner:
        def __init__(self, streets):
            if moment == "streets":
                raise BrokenPipeError

        def begin(self, number, job):
            raise BrokenPipeError

        def end(self):
            pass

    return Runner


@pytest.mark.parametrize("moment", ["streets", "job"])
def test_who_ends_before_the_plan_is_begun_is_lost(monkeypatch, moment):
    monkeypatch.setattr(processes, "RunnerProcess", lost_when(moment))
    network = load_network(osm=STREETS)
    watch = RunsWatch(on_progress=print, on_plan=print, on_done=print, should_stop=bool)
    with pytest.raises(InputError) as caught:
        processes.run_on_processes({0: JOB}, network, processes=1, watch=watch)
    assert caught.value.message.code == "compare.lost"
    assert caught.value.message.arguments == {"scenario": "hamlet", "seed": 7}
