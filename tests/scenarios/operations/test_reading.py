"""What people write of each kind becomes the event that they mean."""

import json
from dataclasses import replace

import pytest

from fleet import Condition
from optimizer.errors import InputError
from optimizer.events import (
    EVENTS,
    AmountChanged,
    Delayed,
    DriverLate,
    FacilityShut,
    StreetClosed,
    TaskCancelled,
    TaskDone,
    TaskSkipped,
    VehicleBack,
    VehicleOut,
    WeatherTurned,
)
from scenarios.operations import events_of, read_events
from scenarios.operations.schema import DOORS
from scenarios.plan_file import RunningDay
from tests.scenarios.operations.telling import NETWORK, PLAN, one, told

SIX_TEN_S = 6 * 3600 + 10 * 60
"""06:10, when the events here happen."""

OUT = {"kind": "vehicle_out", "at": "06:10", "vehicle": "S1"}
BACK = {"kind": "vehicle_back", "at": "06:40", "vehicle": "S1"}


def test_every_kind_of_event_can_be_told():
    assert set(DOORS) == {kind.__dataclass_fields__["kind"].default for kind in EVENTS}


def common(event):
    return {"id": event.id, "at_s": SIX_TEN_S, "told_s": SIX_TEN_S}


@pytest.mark.parametrize(
    ("kind", "values", "meant", "fields"),
    [
        ("vehicle_out", {"vehicle": "S1"}, VehicleOut, {"vehicle_id": "S1"}),
        (
            "vehicle_out",
            {"vehicle": " s1", "until": "07:00:30"},
            VehicleOut,
            {"vehicle_id": "S1", "until_s": 25_230},
        ),
        (
            "delayed",
            {"vehicle": "S1", "minutes": 20},
            Delayed,
            {"vehicle_id": "S1", "late_s": 1_200},
        ),
        (
            "driver_late",
            {"vehicle": "S1", "until": "06:30"},
            DriverLate,
            {"vehicle_id": "S1", "shift_id": "day", "until_s": 23_400},
        ),
        ("done", {"task": "sweep/2>3/right/1"}, TaskDone, {"task_id": "sweep/2>3/right/1"}),
        (
            "skipped",
            {"contract": "kitchen k01", "reason": "the gate is shut", "again": True},
            TaskSkipped,
            {"task_id": "kitchen/K01", "reason": "the gate is shut", "again": True},
        ),
        ("task_cancelled", {"contract": "K02"}, TaskCancelled, {"task_id": "kitchen/K02"}),
        (
            "amount_changed",
            {"task": "kitchen/K01", "kg": 150},
            AmountChanged,
            {"task_id": "kitchen/K01", "demand_kg": 150},
        ),
        (
            "facility_shut",
            {"facility": "Yard 停车场", "from": "07:00", "until": "01:10 +1"},
            FacilityShut,
            {"facility_id": "yard", "from_s": 25_200, "until_s": 86_400 + 4_200},
        ),
        (
            "weather",
            {"conditions": ["rain", "wind", "rain"]},
            WeatherTurned,
            {"conditions": (Condition.RAIN, Condition.WIND)},
        ),
        ("weather", {"conditions": []}, WeatherTurned, {"conditions": ()}),
    ],
)
def test_an_event_is_read_as_it_is_meant(kind, values, meant, fields):
    event = one(kind, **values)
    assert event == meant(**common(event), **fields)


def test_a_vehicle_is_back_that_was_told_out():
    events = told(OUT, BACK)
    assert [type(event) for event in events] == [VehicleOut, VehicleBack]
    assert events[1].at_s == 24_000


def test_what_is_decided_may_be_told_later():
    event = one("vehicle_out", vehicle="S1", told="06:15")
    assert (event.at_s, event.told_s) == (SIX_TEN_S, SIX_TEN_S + 300)


@pytest.mark.parametrize("until", ["25:10", "01:10 +1", "1:10+1", 90_600])
def test_the_night_after_is_written_in_several_ways(until):
    assert one("vehicle_out", vehicle="S1", until=until).until_s == 90_600


class TestClosures:
    def test_a_street_is_closed_in_both_directions(self):
        event = one("street_closed", streets=["西路"], working=False)
        assert event == StreetClosed(
            **common(event),
            names=("西路",),
            arcs=("3>4", "4>3"),
            from_s=SIX_TEN_S,
            driving=True,
            working=False,
        )

    def test_a_way_is_closed(self):
        # The ways are numbered in the order of the streets: 4 is South Road.
        event = one("street_closed", ways=[4], until="08:00")
        assert (event.names, event.arcs) == (("South Road",), ("4>1", "1>4"))
        assert event.until_s == 28_800

    def test_every_street_through_a_drawn_area_is_closed(self):
        # Around node 2, at 500 m east: 0.0045 degrees.
        area = [[0.0044, -0.0001], [0.0046, -0.0001], [0.0046, 0.0001], [0.0044, 0.0001]]
        event = one("street_closed", area=area)
        assert event.names == ("East Road", "North Road")
        assert event.arcs == ("1>2", "2>1", "2>3", "3>2")

    def test_names_ways_and_area_add_up(self):
        event = one("street_closed", streets=["西路"], ways=[4])
        assert event.names == ("西路", "South Road")
        assert len(event.arcs) == 4


class TestOnce:
    def test_the_same_event_twice_counts_once(self):
        assert len(told(OUT, OUT)) == 1
        assert told(OUT, dict(OUT, told="06:10", at=SIX_TEN_S)) == told(OUT)

    def test_other_content_is_another_event(self):
        first, second = told(OUT, dict(OUT, vehicle="S2"))
        assert first.id != second.id

    def test_an_event_keeps_the_id_that_it_is_given(self):
        assert one("vehicle_out", vehicle="S1", id="E7").id == "E7"

    def test_a_known_event_is_the_same(self):
        known = told(OUT)
        assert told(OUT, known=known) == known

    def test_what_a_plan_knows_is_known(self):
        cancelled = {"kind": "task_cancelled", "at": "06:10", "contract": "K02"}
        known = told(OUT, cancelled)
        running = RunningDay(based_on="", number=1, now_s=24_000, freeze_s=0, events=known)
        plan = replace(
            PLAN,
            running=running,
            # A new plan has no task any more that was cancelled.
            tasks=tuple(task for task in PLAN.tasks if task.id != "kitchen/K02"),
        )
        assert told(BACK, cancelled, plan=plan)[1] == known[1]


class TestForms:
    EVENTS = (OUT, BACK)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("events.json", json.dumps(EVENTS)),
            ("events.json", json.dumps({"date": PLAN.date, "events": EVENTS})),
            ("events.jsonl", "\n\n".join(map(json.dumps, EVENTS)) + "\n"),
            (
                "events.toml",
                'date = 2012-12-12\n[[events]]\nkind = "vehicle_out"\nat = "06:10"\n'
                'vehicle = "S1"\n[[events]]\nkind = "vehicle_back"\nat = "06:40"\n'
                'vehicle = "S1"\n',
            ),
        ],
    )
    def test_a_file_of_any_form_says_the_same(self, tmp_path, name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert read_events(path, PLAN, NETWORK) == told(*self.EVENTS)

    def test_a_line_that_is_no_json_is_named(self, tmp_path):
        path = tmp_path / "events.jsonl"
        path.write_text(json.dumps(OUT) + "\n{\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"events\.jsonl:2: is no JSON"):
            read_events(path, PLAN, NETWORK)

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_events(tmp_path / "none.json", PLAN, NETWORK)

    def test_no_events_are_none(self):
        assert events_of([], PLAN, NETWORK) == ()
