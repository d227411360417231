"""A day that runs: who stands in a street when it closes may drive out of it.

By the plan of `hand_made` B is swept along 5>6 from 2,135 s to 2,195 s; then the way goes by 6>3
and 3>4 to the unloading, from 2,195 s to 2,237 s. At 1,500 s that is all ahead.
"""

import pytest

from optimizer.events import StreetClosed
from tests.optimizer.checker.hand_made import PLAN, codes
from tests.optimizer.checker.running import at_noon


def closed(arcs, from_s, until_s=None):
    """Streets where nobody drives from a time on; who works there may finish."""
    return StreetClosed(
        id="closed",
        at_s=1400,
        told_s=1400,
        names=("a street",),
        arcs=arcs,
        from_s=from_s,
        until_s=until_s,
        working=False,
    )


def found(event):
    return codes(PLAN, past=at_noon(event))


def test_who_stands_in_it_drives_out():
    # It is at work on 5>6 when that and the next street close at 2,150 s.
    assert found(closed(("5>6", "6>3"), 2150)) == []


def test_who_comes_after_it_has_closed_may_not():
    # It comes to B at 2,135 s, through 2>5, and then cannot have been there at 2,100 s.
    assert found(closed(("5>6", "6>3"), 2100)) == ["street_closed"]


def test_who_stands_outside_may_not_drive_through():
    assert found(closed(("6>3",), 2150)) == ["street_closed"]


def test_who_has_driven_out_does_not_come_back_in():
    # Out of 5>6 by 6>3, which is open, and into 3>4, which is closed too.
    drives = [one.drive.arcs for one in PLAN.routes[0].activities if one.drive is not None]
    assert any(arcs[-2:] == ("6>3", "3>4") for arcs in drives)
    assert found(closed(("5>6", "3>4"), 2150)) == ["street_closed"]


@pytest.mark.parametrize("from_s", [1000, 1400, 1590])
def test_where_it_was_before_anything_could_be_changed_it_leaves_too(from_s):
    # It has unloaded since 1,067 s, which is history whenever the street closed; it leaves for the
    # refilling at 1,967 s and is there at 2,000 s.
    leaves = next(
        one.drive.arcs for one in PLAN.routes[0].activities if one.begin_s >= 1968 and one.drive
    )
    assert found(closed(leaves[:1], from_s, 2050)) == []


def test_a_drive_that_ends_before_it_closes_is_none_in_it():
    assert found(closed(("6>3",), 2237)) == []
