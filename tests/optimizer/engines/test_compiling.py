"""At a first start a second process compiles the search, and is gone afterwards."""

import signal

import pytest

from optimizer.engines import compiling


@pytest.fixture
def mark(tmp_path, monkeypatch):
    """A machine that seems to have no kernels: what says so is elsewhere."""
    path = tmp_path / "search.compiled"
    monkeypatch.setattr(compiling, "_mark", lambda: path)
    monkeypatch.setattr(compiling.os, "cpu_count", lambda: 2)
    compiling.make_kernels_ready.cache_clear()
    return path


def test_a_second_process_compiles_what_this_one_waits_for(mark):
    with compiling.compile_ahead():
        (process,) = compiling._ahead
        assert process.poll() is None
        compiling.make_kernels_ready()
        # It was waited for, and met no error of its own.
        assert process.returncode == 0
    assert mark.exists()
    assert compiling._ahead == []


def test_nobody_waits_once_the_kernels_are_there(mark):
    mark.touch()
    with compiling.compile_ahead():
        assert compiling._ahead == []


def test_one_core_compiles_alone(mark, monkeypatch):
    monkeypatch.setattr(compiling.os, "cpu_count", lambda: 1)
    with compiling.compile_ahead():
        assert compiling._ahead == []


def test_it_ends_with_what_it_was_started_for(mark):
    started = []
    with compiling.compile_ahead():
        started += compiling._ahead
    assert started[0].returncode == -signal.SIGKILL
    assert compiling._ahead == []


def test_it_ends_when_its_parent_is_gone(mark):
    with compiling.compile_ahead():
        (process,) = compiling._ahead
        # The end of the line is all that a killed parent leaves.
        process.stdin.close()
        assert process.wait() in (0, 1)
        process.stdin = None
