"""Whatever is told, it is taken or refused: nothing else happens."""

import json
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.errors import InputError
from scenarios.operations import append_events, events_of, read_events
from scenarios.operations.schema import DOORS
from tests.scenarios.operations.telling import NETWORK, PLAN

FIELDS = sorted(
    {one.alias or name for door in DOORS.values() for name, one in door.model_fields.items()}
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
TIMES = st.sampled_from(["06:00", "06:10", "06:20:30", "07:00", "25:10", "01:10 +1", 22_000])
DEGREES = st.floats(-0.001, 0.006) | st.sampled_from([0.0, 0.0045, 200.0, float("nan")])
LIKELY: Mapping[str, st.SearchStrategy] = {
    "at": TIMES,
    "told": TIMES,
    "from": TIMES,
    "until": TIMES,
    "deadline": TIMES,
    "id": st.sampled_from(["", "a", "b"]),
    "vehicle": st.sampled_from(["S1", "S2", "K1", "X"]),
    "shift": st.sampled_from(["day", "night"]),
    "task": st.sampled_from([task.id for task in PLAN.tasks]),
    "contract": st.sampled_from(["K01", "K02", "K3"]),
    "case": st.sampled_from(["1", "2"]),
    "number": st.sampled_from(["1", "2"]),
    "category": st.sampled_from(["道路不洁", "dirty road", "none"]),
    "reason": st.just("parked cars"),
    "minutes": st.integers(-5, 3_000),
    "kg": st.integers(-5, 3_000),
    "litres": st.integers(0, 5),
    "lon": DEGREES,
    "lat": DEGREES,
    "street": st.sampled_from(["East Road", "西路", "x"]),
    "crossing": st.sampled_from(["East Road", "South Road"]),
    "streets": st.lists(st.sampled_from(["East Road", "西路", "\ud800"]), max_size=3),
    "ways": st.lists(st.integers(0, 6), max_size=3),
    "area": st.lists(st.tuples(DEGREES, DEGREES), max_size=5),
    "work": st.sampled_from(["sweep", "kitchen", "wash", "haul"]),
    "name": st.sampled_from(["Leaves", ""]),
    "windows": st.lists(st.sampled_from(["06:00-07:00", "05:00-05:10", "x", 3]), max_size=3),
    "facility": st.sampled_from(["yard", "Yard 停车场", "plant"]),
    "conditions": st.lists(st.sampled_from(["rain", "snow", "hail"]), max_size=3),
    "driving": st.booleans(),
    "working": st.booleans(),
    "again": st.booleans(),
}


@st.composite
def events(draw):
    """An event of some kind, most of whose fields are likely; or anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(ANYTHING)
    kind = draw(st.sampled_from(sorted(DOORS)))
    values = {"kind": kind}
    for name, field in DOORS[kind].model_fields.items():
        key = field.alias or name
        if key in LIKELY and draw(st.integers(0, 9)) < (9 if field.is_required() else 3):
            values[key] = draw(LIKELY[key])
    if draw(st.integers(0, 9)) == 0:
        values[draw(st.sampled_from(FIELDS))] = draw(ANYTHING)
    return values


def taken(values, **options):
    with suppress(InputError):
        return events_of(values, PLAN, NETWORK, **options)
    return None


@settings(deadline=None, max_examples=300)
@given(st.lists(events(), max_size=4), st.none() | st.integers(21_000, 26_000))
def test_events_are_taken_or_refused(values, now_s):
    read = taken(values, now_s=now_s)
    if read is None:
        return
    # Whatever is taken can be told again, changes nothing then, and can be appended.
    assert taken(values, known=read, now_s=now_s) == read
    assert append_events((), read) == read
    assert append_events(read, read) == read


@settings(deadline=None, max_examples=60)
@given(st.lists(events(), max_size=2), st.lists(events(), max_size=2))
def test_a_refused_list_leaves_what_is_known(first, second):
    known = taken(first) or ()
    more = taken(second, known=known)
    if more is not None:
        whole = append_events(known, more)
        assert whole[: len(known)] == known


@settings(deadline=None, max_examples=60)
@given(ANYTHING)
def test_anything_at_all_is_taken_or_refused(values):
    taken(values)


@pytest.mark.parametrize("suffix", ["json", "jsonl", "toml"])
@settings(deadline=None, max_examples=40)
@given(text=st.text() | ANYTHING.map(json.dumps))
def test_any_text_is_taken_or_refused(tmp_path_factory, suffix, text):
    path = tmp_path_factory.getbasetemp() / f"events.{suffix}"
    path.write_bytes(text.encode(errors="surrogatepass"))
    with suppress(InputError):
        read_events(path, PLAN, NETWORK)
