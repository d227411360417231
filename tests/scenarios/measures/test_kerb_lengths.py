"""How long a kerb is as it goes on.

::

                         5
                         |  North Road
    1 ---- East Road --- 2 ---- East Road ---- 3        200 and 300 m, two-way
                          \\
                           ---- East Road ---- 4        a branch of 250 m, at 37 degrees
"""

from fleet import TimeWindow, Work
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import Place, Position
from optimizer.task import Mode, Task
from scenarios.measures.kerb_lengths import whole_kerbs
from tests.streets import street_network

STREETS = street_network(
    {1: (-200, 0), 2: (0, 0), 3: (300, 0), 4: (200, -150), 5: (0, 400)},
    [
        (1, 2, {"name": "East Road"}),
        (2, 3, {"name": "East Road"}),
        (2, 4, {"name": "East Road"}),
        (2, 5, {"name": "North Road"}),
    ],
)


def task(*keys, side=Side.RIGHT, lane=0, piece=0, part=(0, None), work=Work.SWEEP):
    """A kerb that may be worked along each of some arcs, or a part of the only one."""
    modes = []
    for key in keys:
        arc = STREETS.arc_of_key[key]
        ends = part[0], part[1] or int(STREETS.arc_length_m[arc])
        entry, leaves = (Position(arc=arc, offset_m=metres) for metres in ends)
        place = Place(entries=(entry,), exits=(leaves,))
        modes.append(Mode(place=place, service_m=ends[1] - ends[0], service_s=0))
    kerb = KerbKey(arc=keys[0], side=side, lane=lane, piece=piece)
    return Task(
        id=f"{work}/{kerb}",
        work=work,
        name=keys[0],
        modes=tuple(modes),
        windows=(TimeWindow(earliest_s=0, latest_s=9),),
        kerb=kerb,
    )


def lengths(*tasks):
    """The whole length of each task's kerb, in order."""
    kerbs = whole_kerbs(STREETS, tasks)
    return [kerbs[one.work, one.kerb].length_m for one in tasks]


def test_a_kerb_goes_on_straight_over_a_junction():
    assert lengths(task("1>2"), task("2>3")) == [500, 500]


def test_of_a_street_that_forks_the_straighter_branch_goes_on():
    assert lengths(task("1>2"), task("2>4"), task("2>3")) == [500, 250, 500]
    assert lengths(task("1>2"), task("2>4")) == [450, 450]


def test_another_street_and_the_way_back_do_not_go_on():
    # From 5 to 2 and on to 3 is left, in another street; from 2 to 1 and back again is a turn.
    assert lengths(task("5>2"), task("2>3"), task("3>2")) == [400, 300, 300]
    # From 3 by 2 to 4 the street bends by 143 degrees.
    assert lengths(task("3>2"), task("2>4")) == [300, 250]


def test_sides_lanes_and_works_are_told_apart():
    assert lengths(task("1>2"), task("2>3", side=Side.LEFT)) == [200, 300]
    assert lengths(task("1>2", lane=1), task("2>3", lane=2)) == [200, 300]
    assert lengths(task("1>2"), task("2>3", work=Work.WASH)) == [200, 300]


def test_a_kerb_that_may_be_worked_both_ways_goes_on_both_ways():
    both = task("3>2", "2>3", side=Side.WHOLE)
    assert lengths(task("1>2", "2>1", side=Side.WHOLE), both) == [500, 500]
    assert lengths(task("1>2"), both) == [500, 500]


def test_the_pieces_of_a_long_street_are_one_kerb():
    first = task("2>3", piece=1, part=(0, 120))
    assert lengths(first, task("2>3", piece=2, part=(120, 300)), task("1>2")) == [500] * 3


def test_passes_of_a_kerb_are_one():
    assert lengths(task("1>2"), task("1>2"), task("2>3")) == [500] * 3


def test_there_may_be_no_kerbs():
    assert whole_kerbs(STREETS, ()) == {}
