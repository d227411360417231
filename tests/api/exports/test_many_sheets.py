"""Many run sheets at once: in their order, by processes or by threads."""

import os
import threading

import pytest

from api.exports.run_sheet import set_sheets

IDS = [f"S{number:02}" for number in range(1, 9)]


def sheet(vehicle_id):
    return f"{vehicle_id} {os.getpid()}".encode()


@pytest.mark.parametrize("others", [0, 1])
def test_sheets_come_in_order_and_only_a_lone_thread_forks(monkeypatch, others):
    # The runner's own thread, which only waits for its next line, does not count.
    threads = [threading.main_thread(), *(threading.Thread() for _ in range(others))]
    monkeypatch.setattr(threading, "enumerate", lambda: threads)
    told = [one.decode().split() for one in set_sheets(sheet, IDS)]
    assert [id_ for id_, _ in told] == IDS
    made_here = {int(pid) == os.getpid() for _, pid in told}
    assert made_here == {bool(others)}


def test_a_fault_of_a_sheet_is_raised(monkeypatch):
    def fail(vehicle_id):
        raise KeyError(vehicle_id)

    monkeypatch.setattr(threading, "enumerate", lambda: [threading.main_thread()])
    with pytest.raises(KeyError):
        set_sheets(fail, IDS)
