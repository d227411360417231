"""What cannot be is refused with code, field and remedy, all at once, and changes nothing."""

import pytest

from scenarios.operations import EventFaults, append_events, events_of
from scenarios.operations.faults import MOST_FAULTS
from tests.scenarios.operations.telling import NETWORK, PLAN, fault, refused, told

OUT = {"kind": "vehicle_out", "at": "06:10", "vehicle": "S1"}
BACK = {"kind": "vehicle_back", "at": "06:40", "vehicle": "S1"}
LATE = {"kind": "delayed", "at": "06:20", "vehicle": "S1", "minutes": 5}
DONE = {"kind": "done", "at": "06:30", "task": "kitchen/K01"}
SKIPPED = {"kind": "skipped", "at": "06:20", "task": "kitchen/K01", "reason": "shut"}
CASE = {"kind": "urgent_case", "at": "06:10", "number": "7", "category": "道路不洁"}


@pytest.mark.parametrize(
    ("kind", "values", "field", "code", "offered"),
    [
        ("vehicle_out", {"vehicle": "S11"}, "vehicle", "unknown_vehicle", "S1"),
        ("done", {"task": "sweep/2>3/rigth/1"}, "task", "unknown_task", "sweep/2>3/right/1"),
        ("done", {"contract": "Kitchen K1"}, "contract", "unknown_contract", "Kitchen K01"),
        ("done", {"point": "C1"}, "point", "unknown_point", "none"),
        ("done", {"case": "8"}, "case", "unknown_case", "none"),
        ("facility_shut", {"facility": "yarde"}, "facility", "unknown_facility", "yard"),
        ("street_closed", {"streets": ["Nort Road"]}, "streets.0", "unknown_street", "North Road"),
        ("street_closed", {"ways": [99]}, "ways.0", "unknown_way", "name the street"),
        (
            "urgent_case",
            {"number": "1", "category": "dirty raod", "street": "西路"},
            "category",
            "unknown_category",
            "dirty road",
        ),
        (
            "driver_late",
            {"vehicle": "S1", "shift": "night", "until": "07:00"},
            "shift",
            "which_shift",
            "day",
        ),
        ("driver_late", {"vehicle": "S1", "until": "15:00"}, "shift", "which_shift", "day"),
        (
            "driver_late",
            {"vehicle": "S1", "shift": "day", "until": "15:00"},
            "until",
            "shift_over",
            "vehicle_out",
        ),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_near(kind, values, field, code, offered):
    found, its_code, text = fault(kind, **values)
    assert (found, its_code) == (field, f"events.{code}")
    assert offered in text


@pytest.mark.parametrize(
    ("kind", "values", "field", "code"),
    [
        ("vehicle_out", {"vehicle": "S1", "until": "06:00"}, "until", "until_before"),
        ("facility_shut", {"facility": "yard", "until": "06:10"}, "until", "until_before"),
        ("vehicle_out", {"vehicle": "S1", "told": "06:00"}, "told", "told_before"),
        ("vehicle_out", {"vehicle": "S1", "until": "50:00"}, "until", "not_this_day"),
        ("vehicle_out", {"vehicle": "S1", "until": -5}, "until", "not_this_day"),
        ("delayed", {"vehicle": "S1"}, "minutes", "how_late"),
        (
            "delayed",
            {"vehicle": "S1", "minutes": 5, "lon": 0.0, "lat": 0.0},
            "minutes",
            "how_late",
        ),
        ("delayed", {"vehicle": "S1", "lon": 0.0}, "minutes", "how_late"),
        ("done", {}, "task", "which_task"),
        ("done", {"task": "kitchen/K01", "contract": "K01"}, "task", "which_task"),
        ("street_closed", {}, "streets", "closes_nothing"),
        (
            "street_closed",
            {"ways": [1], "driving": False, "working": False},
            "driving",
            "closed_to_nobody",
        ),
        ("street_closed", {"area": [[0, 0], [1, 1]]}, "area", "few_corners"),
        # A bow tie.
        (
            "street_closed",
            {"area": [[0, 0], [0.001, 0.001], [0.001, 0], [0, 0.001]]},
            "area",
            "area_crosses_itself",
        ),
        # The middle of the square of streets: none runs through it.
        (
            "street_closed",
            {"area": [[0.002, 0.001], [0.003, 0.001], [0.003, 0.002]]},
            "area",
            "area_of_nothing",
        ),
        ("vehicle_out", {"vehicle": "S1", "untl": "07:00"}, "untl", "unknown_field"),
        ("vehicle_left", {"vehicle": "S1"}, "kind", "unknown_kind"),
    ],
)
def test_what_cannot_be_is_refused(kind, values, field, code):
    assert fault(kind, **values)[:2] == (field, f"events.{code}")


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"kind": "amount_changed", "contract": "K01", "kg": -1}, "kg", "greater_than_equal"),
        ({"kind": "delayed", "vehicle": "S1", "minutes": -3}, "minutes", "greater_than_equal"),
        ({"kind": "delayed", "vehicle": "S1", "minutes": "3"}, "minutes", "int_type"),
        ({"kind": "vehicle_out"}, "vehicle", "missing"),
        ({"kind": "weather", "conditions": ["hail"]}, "conditions.0", "enum"),
        ({"kind": "vehicle_out", "vehicle": "S1\x00"}, "vehicle", "illegible"),
    ],
)
def test_what_has_the_wrong_form_is_refused(values, field, code):
    (found,) = refused({"at": "06:10"} | values)
    why = found.why.arguments["what"] if found.why.code == "schema.got" else found.why
    assert (found.field, why.code) == (field, f"schema.{code}")


def test_an_area_in_swapped_degrees_is_refused():
    field, code, _ = fault("street_closed", area=[[29.8, 121.5], [29.9, 121.5], [29.9, 121.6]])
    assert (field, code) == ("area", "value.swapped")


def test_nothing_can_be_told_from_the_future():
    assert len(told(OUT, now_s=22_200)) == 1
    (found,) = refused(OUT, now_s=22_199)
    assert (found.field, found.why.code) == ("at", "events.in_the_future")
    (found,) = refused(dict(OUT, told="06:20"), now_s=22_200)
    assert found.field == "told"


@pytest.mark.parametrize(
    "values", [{"events": [], "date": "2012-12-13"}, {"date": 3, "events": []}]
)
def test_events_of_another_day_are_refused(values):
    with pytest.raises(EventFaults) as caught:
        events_of(values, PLAN, NETWORK)
    assert [one.why.code for one in caught.value.faults] == ["events.other_day"]


@pytest.mark.parametrize("values", [None, "x", 3, {}, {"events": {}}, {"event": []}])
def test_what_is_no_list_is_refused(values):
    with pytest.raises(EventFaults) as caught:
        events_of(values, PLAN, NETWORK)
    assert [one.why.code for one in caught.value.faults] == ["events.no_list"]


def test_all_faults_are_said_at_once_with_their_places():
    found = refused(
        OUT,
        dict(OUT, vehicle="X", until="05:00"),
        {"kind": "street_closed", "at": "06:10", "streets": ["A", "B"]},
        7,
    )
    assert [(one.number, one.field) for one in found] == [
        (2, "vehicle"),
        (2, "until"),
        (3, "streets.0"),
        (3, "streets.1"),
        (4, "kind"),
    ]


def test_more_faults_than_anybody_reads_are_not_looked_for():
    found = refused(*[dict(OUT, vehicle=f"X{number}") for number in range(3 * MOST_FAULTS)])
    assert len(found) == MOST_FAULTS


class TestContradictions:
    @pytest.mark.parametrize(
        ("events", "number", "field", "code"),
        [
            ([BACK], 1, "vehicle", "not_out"),
            ([BACK, dict(OUT, at="06:50")], 1, "vehicle", "not_out"),
            ([OUT, BACK, dict(BACK, at="06:50")], 3, "vehicle", "not_out"),
            ([OUT, dict(OUT, at="06:20")], 2, "vehicle", "out_already"),
            ([dict(OUT, until="06:30"), dict(OUT, at="06:20")], 2, "vehicle", "out_already"),
            ([OUT, LATE], 2, "vehicle", "delayed_while_out"),
            ([LATE, OUT], 2, "vehicle", "delayed_while_out"),
            ([DONE, SKIPPED], 2, "task", "done_and_skipped"),
            ([SKIPPED, DONE], 2, "task", "done_and_skipped"),
            ([DONE, dict(SKIPPED, at="06:40", again=True)], 2, "task", "done_and_skipped"),
            ([dict(OUT, id="a"), dict(DONE, id="a")], 2, "id", "id_taken"),
            ([dict(OUT, id="a"), dict(OUT, id="a", until="07:00")], 2, "id", "id_taken"),
            (
                [dict(CASE, street="西路"), dict(CASE, street="South Road")],
                2,
                "number",
                "case_again",
            ),
        ],
    )
    def test_what_cannot_be_true_together_is_refused(self, events, number, field, code):
        (found,) = refused(*events)
        assert (found.number, found.field, found.why.code) == (number, field, f"events.{code}")

    @pytest.mark.parametrize(
        "events",
        [
            [OUT, BACK, dict(OUT, at="06:50")],
            [dict(OUT, until="06:15"), LATE],
            [dict(OUT, until="06:15"), dict(OUT, at="06:20")],
            [OUT, dict(BACK, at="06:15"), LATE],
            [OUT, dict(LATE, vehicle="S2")],
            [dict(SKIPPED, again=True), DONE],
            [DONE, dict(SKIPPED, task="kitchen/K02")],
            # Told in another order than it happened.
            [BACK, OUT],
        ],
    )
    def test_what_can_be_true_together_is_taken(self, events):
        assert len(told(*events)) == len(events)

    def test_what_is_known_counts_too(self):
        known = told(OUT)
        assert len(told(BACK, known=known)) == 1
        (found,) = refused(LATE, known=known)
        assert (found.number, found.why.code) == (1, "events.delayed_while_out")


class TestAppending:
    def test_new_events_come_after_the_known_ones(self):
        known, new = told(OUT), told(BACK, known=told(OUT))
        assert append_events(known, new) == (*known, *new)

    def test_what_is_known_is_not_added_again(self):
        known = told(OUT, DONE)
        assert append_events(known, told(DONE)) == known
        assert append_events(known, ()) == known

    def test_a_contradiction_is_refused_and_the_list_stays(self):
        known = told(OUT)
        with pytest.raises(EventFaults, match="behind its plan at 06:20"):
            append_events(known, told(LATE))
        assert known == told(OUT)

    def test_the_same_id_with_other_content_is_refused(self):
        known = told(dict(OUT, id="a"))
        with pytest.raises(EventFaults, match="'a' is that of another event"):
            append_events(known, told(dict(OUT, id="a", vehicle="S2")))
