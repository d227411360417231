"""Tasks, and how they name the arcs that they lie on."""

from dataclasses import fields, replace

import pytest

from fleet import TimeWindow, Work
from optimizer.network.place import Place, Position
from optimizer.task import Mode, Task

YARD = Place(
    entries=(Position(arc=0, offset_m=30), Position(arc=1, offset_m=70)),
    exits=(Position(arc=1, offset_m=70),),
)
WINDOWS = (TimeWindow(earliest_s=0, latest_s=100),)
TASK = Task(
    id="a",
    work=Work.KITCHEN,
    name="A",
    modes=(Mode(place=YARD, service_m=0, service_s=240),),
    demand_kg=7,
    windows=WINDOWS,
    contract_id="A",
)
KEYS = ["1>2", "2>1"]


def test_a_place_by_key_is_the_same_place():
    by_key = YARD.with_arcs(KEYS.__getitem__)
    assert [(one.arc, one.offset_m) for one in by_key.entries] == [("1>2", 30), ("2>1", 70)]
    assert [(one.arc, one.offset_m) for one in by_key.exits] == [("2>1", 70)]
    assert by_key.with_arcs(KEYS.index) == YARD


def test_a_task_by_key_differs_in_its_arcs_alone():
    by_key = TASK.with_arcs(KEYS.__getitem__)
    assert by_key.modes[0].place == YARD.with_arcs(KEYS.__getitem__)
    others = [field.name for field in fields(Task) if field.name != "modes"]
    assert all(getattr(by_key, name) == getattr(TASK, name) for name in others)
    assert by_key.with_arcs(KEYS.index) == TASK


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"modes": ()}, "a: a task needs at least one mode"),
        (
            {"modes": (Mode(place=Place(entries=(), exits=()), service_m=0, service_s=0),)},
            "a: each mode needs a place",
        ),
        ({"windows": ()}, "a: a task needs at least one time window"),
        ({"demand_l": -1}, "a: demands, prize, area and apart_s must not be negative"),
        ({"lane_change_s": -1}, "a: seconds of a change of lane must not be negative"),
        ({"lane_crossed_s": -1}, "a: seconds of a change of lane must not be negative"),
        ({"finish_by_s": 99}, "a: must be over at 99 s and may begin until 100 s"),
        ({"max_width_cm": -1}, "a: limits of size must not be negative"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(TASK, **change)
