"""The example of the events reference is read as it stands, on a plan of the hamlet."""

from scenarios import PlanRequest, load_network, plan_day
from scenarios.operations import read_events
from scenarios.operations.schema import DOORS
from tests.docs.pages import ROOT
from tests.docs.programs.events_reference import EXAMPLE, rows_of

DATA = ROOT / "tests" / "data"


def test_the_example_has_every_kind_of_event_and_is_taken():
    streets = str(DATA / "nine_corners.osm")
    request = PlanRequest(scenario=str(DATA / "hamlet"), osm=streets, iterations=1)
    events = read_events(ROOT / EXAMPLE, plan_day(request), load_network(osm=streets))
    assert {event.kind for event in events} == set(DOORS)
    by_kind = {event.kind: event for event in events}
    assert by_kind["done"].task_id == by_kind["urgent_case"].task.id
    assert by_kind["amount_changed"].task_id == by_kind["skipped"].task_id == "kitchen/K1"
    assert by_kind["task_cancelled"].task_id == "kitchen/K2"


def test_the_page_names_every_field_of_every_event():
    page = (ROOT / "docs" / "events-reference.md").read_text(encoding="utf-8")
    for kind, door in DOORS.items():
        section = page.split(f"## `{kind}`\n")[1].split("\n## ")[0]
        common = page.split("## Every event\n")[1].split("\n## ")[0]
        for row in rows_of(door):
            assert f"`{row.name}`" in section + common
