"""Which lanes make a carriageway that is washed whole."""

from dataclasses import replace

import pytest

from fleet import TimeWindow, Work
from optimizer.day.bundles import bundles_of, carriageway_of
from optimizer.network.kerb import KerbKey, Side
from tests.optimizer.checker.hand_made import STOP_C, SWEEP_A

NIGHT = (TimeWindow(earliest_s=79_200, latest_s=90_000),)
EVENING = (TimeWindow(earliest_s=70_000, latest_s=79_200),)


def lane(number, arc="1>2", *, piece=0, work=Work.WASH, windows=NIGHT):
    kerb = KerbKey(arc=arc, side=Side.RIGHT, lane=number, piece=piece)
    return replace(SWEEP_A, id=f"{work}/{kerb}", work=work, kerb=kerb, windows=windows)


LANES = [
    ("two lanes of one carriageway", lane(1), lane(2), True),
    ("two pieces of one lane", lane(1, piece=1), lane(1, piece=2), False),
    ("two lanes of one piece", lane(1, piece=2), lane(2, piece=2), True),
    ("the carriageways there and back", lane(1), lane(1, "2>1"), False),
    ("washing and clearing of snow", lane(1), lane(1, work=Work.SNOW), False),
    ("two passes of one night", lane(1), lane(1, windows=EVENING), False),
]


@pytest.mark.parametrize(("one", "other", "together"), [row[1:] for row in LANES])
def test_lanes_between_two_junctions_belong_together_in_one_pass(one, other, together):
    assert (carriageway_of(one) == carriageway_of(other)) == together


def test_kerbs_and_stops_belong_to_no_carriageway():
    swept = replace(SWEEP_A, kerb=KerbKey(arc="1>2", side=Side.RIGHT))
    assert carriageway_of(swept) is None
    assert carriageway_of(STOP_C) is None


def test_the_lanes_of_a_carriageway_have_a_number_in_common():
    tasks = [lane(1), STOP_C, lane(1, "2>1"), lane(2), lane(2, "2>1"), lane(1, "3>4")]
    # The stop is by itself; the lane of 3>4 is a carriageway of its own.
    assert bundles_of(tasks).task_bundle.tolist() == [0, -1, 1, 0, 1, 2]


def test_a_day_whose_carriageways_have_one_lane_each_has_no_bundles():
    assert bundles_of([lane(1), lane(1, "2>1"), STOP_C]) is None
    assert bundles_of([]) is None
