"""Messages: a code, values, and how it reads in English."""

import datetime as dt
import pickle

import pytest
from pydantic import TypeAdapter

from fleet import InvalidValue, Message, VehicleKind, message


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{it}", "K1", "K1"),
        ("{it!r}", "K1", "'K1'"),
        ("{it:,.1f} km", 1234.56, "1,234.6 km"),
        ("{it:clock}", 29 * 3600 + 29 * 60, "05:29 +1"),
        ("{it:clock_s}", 5, "00:00:05"),
        ("{it:bands}", [(0, 3600), (79_200, 91_740)], "00:00-01:00, 22:00-01:29 +1"),
        ("{it:list}", ["a", "b"], "a, b"),
        ("{it:list}", [], "none"),
        ("{it:either}", ["a", "b"], "a, or b"),
        ("{it:both}", ["a", "b"], "a and b"),
        ("{it:word.kind}", VehicleKind.KITCHEN_TRUCK, "kitchen truck"),
        ("{it:list.stream}", ["kitchen_waste", "sweepings"], "kitchen waste, sweepings"),
        ("cannot be read{it:aside}", "bad byte", "cannot be read (bad byte)"),
        ("cannot be read{it:aside}", "", "cannot be read"),
        ("{it}", dt.date(2012, 12, 12), "2012-12-12"),
        ("of {it}", Message("some.thing", "something"), "of something"),
        ("{it:either}", [Message("a", "this"), Message("b", "that")], "this, or that"),
    ],
)
def test_a_value_is_written_as_people_write_it(template, value, text):
    assert message("a.code", template, it=value).text == text


def test_a_message_is_the_same_after_a_journey_through_a_file():
    inner = message("inner", "{windows:bands}", windows=[(0, 60)])
    whole = message(
        "outer",
        "{kind}{share}{none}{part}{ways:list}{day}",
        kind=VehicleKind.SWEEPER,
        share=0.5,
        none=None,
        part=inner,
        ways=[inner, "x", 3],
        day=dt.date(2012, 12, 12),
    )
    adapter = TypeAdapter(Message)
    assert adapter.validate_json(adapter.dump_json(whole)) == whole


def test_an_error_carries_its_message_and_survives_a_process():
    error = InvalidValue(
        "value.positive", "{id}: must be positive, got {value}.", id="S1", value=0
    )
    assert str(error) == "S1: must be positive, got 0."
    again = pickle.loads(pickle.dumps(error))
    assert again.message == error.message
    assert (again.message.code, again.message.arguments["value"]) == ("value.positive", 0)
    assert isinstance(again, ValueError)
