"""Which kerbs of a day lie across from each other, and what it costs to part them."""

import numpy as np

from fleet import TimeWindow, Work
from optimizer.day.building import build_day
from optimizer.day.partners import partners_of, with_partners
from optimizer.instance.instance import FEN
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import Place, Position
from optimizer.task import Mode, Task
from tests.optimizer.checker.hand_made import S1, SHIFT, SITES, fleet_of, streets

NETWORK = streets()
EARLY, DAY = (
    (TimeWindow(earliest_s=900, latest_s=1500),),
    (TimeWindow(earliest_s=0, latest_s=900),),
)


def sweep(key, side, windows=EARLY, *, both_ways=False):
    """A kerb of the drawn streets, 100 m long."""
    ways = [key, ">".join(reversed(key.split(">")))] if both_ways else [key]
    arcs = [NETWORK.arc_of_key[way] for way in ways]
    return Task(
        id=f"sweep/{key}/{side}/{windows[0].earliest_s}",
        work=Work.SWEEP,
        name=key,
        modes=tuple(
            Mode(
                place=Place(
                    entries=(Position(arc=arc, offset_m=0),),
                    exits=(Position(arc=arc, offset_m=100),),
                ),
                service_m=100,
                service_s=0,
            )
            for arc in arcs
        ),
        demand_kg=1,
        demand_l=1,
        windows=windows,
        kerb=KerbKey(arc=key, side=Side(side)),
    )


def partners(*tasks):
    return partners_of(NETWORK, tasks).tolist()


def test_the_kerbs_of_both_directions_are_partners():
    assert partners(sweep("1>2", "right"), sweep("2>3", "right"), sweep("2>1", "right")) == [
        2,
        -1,
        0,
    ]


def test_both_kerbs_of_a_one_way_street_are_partners():
    assert partners(sweep("5>6", "right"), sweep("5>6", "left")) == [1, 0]


def test_of_four_kerbs_those_of_one_carriageway_belong_together():
    four = [sweep(key, side) for key in ("1>2", "2>1") for side in ("left", "right")]
    assert partners(*four) == [1, 0, 3, 2]


def test_a_lane_swept_once_has_no_partner():
    assert partners(sweep("1>2", "whole", both_ways=True), sweep("2>3", "right")) == [-1, -1]


def test_partners_belong_to_the_same_pass():
    tasks = [sweep(key, "right", w) for w in (EARLY, DAY) for key in ("1>2", "2>1")]
    assert partners(*tasks) == [1, 0, 3, 2]
    # A kerb with one pass only goes with the pass of its hours.
    assert partners(tasks[0], tasks[2], tasks[3]) == [-1, 2, 1]


def test_a_day_counts_shifts_of_one_vehicle_as_one():
    shifts = (SHIFT, type(SHIFT)(id="late", start_s=4000, end_s=6000))
    vehicle = type(S1)(**{f: getattr(S1, f) for f in S1.__slots__} | {"shifts": shifts})
    tasks = [sweep("1>2", "right"), sweep("2>1", "right"), sweep("2>3", "right")]
    plain = build_day(NETWORK, fleet_of(vehicle), tasks, SITES)
    day = with_partners(plain, NETWORK, apart_fen=300)
    assert day.instance.partners.duty_vehicle.tolist() == [0, 0, 1]
    assert [task.name for task in day.tasks] == ["1>2", "2>1", "2>3"]
    assert day.instance.partners.partner.tolist() == [1, 0, -1]
    assert np.unique(day.instance.partners.apart_cost).tolist() == [300 * FEN]
    assert with_partners(plain, NETWORK, apart_fen=0).instance.partners is None
