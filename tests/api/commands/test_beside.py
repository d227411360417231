"""Work in a process beside: the same outcome and errors as here."""

import os
import signal
import threading

import pytest

from api.commands.beside import begin_beside


@pytest.fixture
def alone(monkeypatch):
    """The runner's own thread, which only waits for its next line, does not count."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


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


def test_beside_other_threads_nothing_is_forked():
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert begin_beside(os.getpid)() == os.getpid()
    finally:
        over.set()
        thread.join()
