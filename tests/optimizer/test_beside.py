"""Work in a process beside: the same outcome and errors as here."""

import os
import signal
import threading

import pytest

from optimizer.beside import begin_beside
from optimizer.forking import WAITS_ONLY


@pytest.fixture
def alone(monkeypatch):
    """The runner's own thread, which only waits for its next line, does not count."""
    monkeypatch.setattr(threading, "enumerate", lambda: [threading.main_thread()])


def test_the_outcome_is_of_another_process(alone):
    told = begin_beside(lambda: (os.getpid(), "done"))()
    assert told[1] == "done"
    assert told[0] != os.getpid()


def test_an_error_is_raised_by_who_asks(alone):
    def fail():
        raise ValueError("no")

    wait = begin_beside(fail)
    with pytest.raises(ValueError, match="no"):
        wait()


def test_what_dies_is_done_here(alone):
    here = os.getpid()

    def work():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    assert begin_beside(work)() == here


@pytest.mark.parametrize(("name", "is_here"), [("searches", True), (WAITS_ONLY, False)])
def test_beside_threads_that_do_more_than_wait_nothing_is_forked(monkeypatch, name, is_here):
    other = threading.Thread(name=name)
    monkeypatch.setattr(threading, "enumerate", lambda: [threading.main_thread(), other])
    assert (begin_beside(os.getpid)() == os.getpid()) is is_here
