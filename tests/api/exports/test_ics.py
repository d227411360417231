"""Calendars that take the place of earlier ones: what changed says so (RFC 5545)."""

import datetime as dt
from dataclasses import replace

import icalendar

from api.exports.ics import to_ics
from tests.scenarios import small_plan

PLAN = small_plan.plan_file()
MADE = dt.datetime(2012, 12, 11, 15, 30, 7, 500_000, dt.UTC)
LATER = MADE + dt.timedelta(hours=1)


def events(text):
    """The events of a calendar by their vehicle."""
    return {
        str(event["UID"]).split("/")[1]: event
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }


def revisions(text):
    return {
        vehicle: (int(event["SEQUENCE"]), event.decoded("DTSTAMP"))
        for vehicle, event in events(text).items()
    }


def later_start(plan, vehicle_id):
    """The plan in which a vehicle goes out ten minutes later."""
    rows = tuple(
        replace(row, start_s=row.start_s + 600) if row.vehicle_id == vehicle_id else row
        for row in plan.measures.routes
    )
    return replace(plan, measures=replace(plan.measures, routes=rows))


def without(plan, vehicle_id):
    rows = tuple(row for row in plan.measures.routes if row.vehicle_id != vehicle_id)
    return replace(plan, measures=replace(plan.measures, routes=rows))


def test_an_event_says_when_its_plan_was_made():
    first = to_ics(PLAN, made_at=MADE)
    at = MADE.replace(microsecond=0)
    assert revisions(first) == {"K1": (0, at), "S1": (0, at)}
    assert events(first)["S1"].decoded("LAST-MODIFIED") == at


def test_the_same_plan_over_its_own_file_gives_the_same_bytes():
    first = to_ics(PLAN, made_at=MADE)
    assert to_ics(PLAN, made_at=LATER, earlier=first) == first


def test_only_the_event_that_changed_is_revised():
    first = to_ics(PLAN, made_at=MADE)
    second = to_ics(later_start(PLAN, "S1"), made_at=LATER, earlier=first)
    assert revisions(second) == {
        "K1": (0, MADE.replace(microsecond=0)),
        "S1": (1, LATER.replace(microsecond=0)),
    }
    third = to_ics(PLAN, made_at=LATER, earlier=second)
    assert revisions(third)["S1"][0] == 2
    assert events(first)["S1"]["UID"] == events(third)["S1"]["UID"]


def test_a_changed_plan_is_newer_without_the_earlier_file_too():
    assert (
        revisions(to_ics(PLAN, made_at=LATER))["S1"] > revisions(to_ics(PLAN, made_at=MADE))["S1"]
    )


def test_without_a_time_every_change_is_a_second_newer():
    first = to_ics(PLAN)
    second = to_ics(later_start(PLAN, "S1"), earlier=first)
    # Midnight in Shanghai is 16:00 UTC of the day before.
    midnight = dt.datetime(2012, 12, 11, 16, tzinfo=dt.UTC)
    assert revisions(second) == {
        "K1": (0, midnight),
        "S1": (1, midnight + dt.timedelta(seconds=1)),
    }


def test_a_route_that_is_no_longer_planned_is_cancelled_once():
    first = to_ics(PLAN, made_at=MADE)
    second = to_ics(without(PLAN, "S1"), made_at=LATER, earlier=first)
    gone = events(second)["S1"]
    assert (str(gone["STATUS"]), int(gone["SEQUENCE"])) == ("CANCELLED", 1)
    assert to_ics(without(PLAN, "S1"), made_at=LATER, earlier=second) == second
    back = events(to_ics(PLAN, made_at=LATER, earlier=second))["S1"]
    assert ("STATUS" in back, int(back["SEQUENCE"])) == (False, 2)


def test_the_calendar_of_one_vehicle_cancels_none_of_another():
    whole = to_ics(PLAN, made_at=MADE)
    assert list(events(to_ics(PLAN, "K1", made_at=MADE, earlier=whole))) == ["K1"]


def test_an_earlier_file_that_is_no_calendar_is_none():
    assert to_ics(PLAN, earlier=b"no calendar") == to_ics(PLAN)
