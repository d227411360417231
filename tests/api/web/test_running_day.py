"""The story of a day on the page, with the real solver: planned, told, gone on from, reported."""

import json
import os
from pathlib import Path

import pytest

from tests.api.web.test_page import (
    PICTURED,
    SCREENSHOTS,
    WITHOUT_WEBGL,
    chromium,
    visit,
    wait_until,
)

__all__ = ["chromium"]

AXE = os.environ.get("ONEBROOM_AXE", "")
"""The script of axe-core, an npm package that `.ci/run` fetches."""

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPEN_FORM = """() => {
  document.querySelector("#request > details").open = true;
  document.querySelector("#seconds").focus();
}"""
IS_DONE = """import("/static/store.js").then((store) => {
  const plan = store.get("plan");
  return plan?.id === document.querySelector("#plans").value && plan.status === "done";
})"""
"""Whether the plan that is chosen is the one that is shown, and done."""
PATIENCE_MS = 600_000
DAY = "2024-05-06"


def tell(chromium, service, use, *, locale="en-GB"):
    """Opens the page without its map of vectors: these stories are not about it."""
    visit(
        chromium, service, locale=locale, flags=WITHOUT_WEBGL, prepare=lambda page: None, use=use
    )


def open_day(page, now="06:15"):
    page.wait_for_selector("#routes tbody tr", state="attached", timeout=PATIENCE_MS)
    page.click("#tab-operations")
    page.wait_for_selector("#tell-event", timeout=PATIENCE_MS)
    # Its choices come with the board, and so does the chart.
    page.wait_for_selector("#chart[data-ready]", timeout=PATIENCE_MS)
    page.fill("#now", now)


def tell_out(page, vehicle="S1"):
    page.wait_for_selector(f"#tell-event option[value='{vehicle}']", state="attached")
    page.select_option("#tell-event [name=vehicle]", vehicle)
    page.click("#tell-event button[type=submit]")


@pytest.mark.browser
def test_a_day_is_asked_for_with_what_is_different_and_followed_to_its_numbers(chromium, hamlet):
    seen = {}
    before = next((one["id"] for one in hamlet.get("/plans")), "")

    def plan(page):
        page.wait_for_selector("#scenario option[value=hamlet]", state="attached")
        # A form that somebody is at does not fold, whether a plan is found now or was before.
        page.evaluate(OPEN_FORM)
        page.select_option("#scenario", "hamlet")
        page.select_option("#streets", "nine_corners.osm")
        page.fill("#seconds", "1")
        page.click("#different summary")
        page.fill("#add-stops", "K1")
        page.press("#add-stops", "Enter")
        page.check("#weather-rain")
        page.click("#start")
        wait_until(page, f"!['', '{before}'].includes(document.querySelector('#plans').value)")
        wait_until(page, IS_DONE)
        seen["figures"] = page.inner_text(".figures")

    tell(chromium, hamlet, plan)
    newest = hamlet.get(hamlet.get("/plans")[0]["links"]["self"])
    asked = newest["request"]
    assert (asked["scenario"], asked["weather"]) == ("hamlet", ["rain"])
    assert asked["stops_off"] == ["K1"]
    assert newest["status"] == "done"
    due = hamlet.get(f"/plans/{newest['id']}/plan.json")["tasks"]
    assert "kitchen/K1" not in {task["id"] for task in due}
    assert f"{100 * newest['result']['mechanised_rate']:.1f} %" in seen["figures"]


@pytest.mark.browser
def test_a_vehicle_that_is_out_leads_to_plans_and_one_is_gone_on_from(chromium, hamlet, planned):
    seen = {}

    def run(page):
        open_day(page)
        tell_out(page)
        page.wait_for_selector("#operations-told li:has-text('S1')")
        page.fill("#replan-seconds", "1")
        page.click("#replan")
        take = ".proposals tbody tr:first-child button.main:not([disabled])"
        page.wait_for_selector(take, timeout=PATIENCE_MS)
        seen["plans"] = page.locator(".proposals tbody tr").count()
        page.click(".proposals tbody tr:first-child button:not(.main)")
        page.wait_for_selector("#changes li")
        seen["changes"] = page.inner_text("#changes")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "running-day.png")
        page.click(take)
        page.wait_for_selector("#undo:not([disabled])", timeout=PATIENCE_MS)
        seen["taken"] = page.input_value("#plans")
        page.click("#undo")
        wait_until(page, f"document.querySelector('#plans').value === '{planned}'")
        page.wait_for_selector("#redo:not([disabled])")
        page.click("#redo")
        wait_until(page, f"document.querySelector('#plans').value === '{seen['taken']}'")

    tell(chromium, hamlet, run)
    assert 1 <= seen["plans"] <= 3
    # Who sweeps alone has a route that ends.
    assert "S1" in seen["changes"]
    taken = hamlet.get(f"/plans/{seen['taken']}")
    assert taken["request"]["based_on"] == planned
    events = hamlet.get(f"/plans/{seen['taken']}/day-events")["events"]
    assert [event["kind"] for event in events] == ["vehicle_out"]


@pytest.mark.browser
def test_a_case_is_given_to_the_vehicle_that_takes_it_best_with_one_click(
    chromium, hamlet, planned
):
    seen = {}

    def run(page):
        open_day(page)
        page.select_option("#event-kind", "urgent_case")
        page.fill("#tell-event [name=number]", "20240506-7")
        page.select_option("#tell-event [name=category]", "dirty road")
        page.fill("#tell-event [name=street]", "North Road")
        page.click("#find-fits")
        page.wait_for_selector("#fits li", timeout=PATIENCE_MS)
        seen["first"] = page.inner_text("#fits li:first-child")
        page.click("#fits li:first-child button")
        page.wait_for_selector("#undo:not([disabled])", timeout=PATIENCE_MS)
        seen["taken"] = page.input_value("#plans")

    tell(chromium, hamlet, run)
    # Of the two vehicles only S1 sweeps.
    assert seen["first"].startswith("S1")
    routes = hamlet.get(f"/plans/{seen['taken']}/plan.json")["plan"]["routes"]
    (own,) = [route for route in routes if route["vehicle_id"] == "S1"]
    assert "case/20240506-7" in {activity["task_id"] for activity in own["activities"]}


@pytest.mark.browser
def test_a_decision_by_hand_is_priced_and_a_second_dispatcher_sees_it(chromium, hamlet, planned):
    seen = {}

    def run(page):
        open_day(page)
        other = page.context.browser.new_page()
        other.goto(page.url)
        open_day(other)
        page.wait_for_selector("#hand-duty option", state="attached")
        page.select_option("#hand-duty", json.dumps(["S1", "day"], separators=(",", ":")))
        page.click("#hand-lock")
        page.wait_for_selector("#hand-answer button.main", timeout=PATIENCE_MS)
        seen["answer"] = page.inner_text("#hand-answer")
        other.wait_for_selector("#operations-told li:has-text('h1')", timeout=PATIENCE_MS)
        tell_out(other, "T1")
        page.wait_for_selector("#operations-told li:has-text('T1')", timeout=PATIENCE_MS)
        seen["told"] = page.inner_text("#operations-told")

    tell(chromium, hamlet, run)
    # A route that stays as it is costs nothing more.
    assert "0.0 yuan more" in seen["answer"]
    assert "0 violations" in seen["answer"]
    assert "T1" in seen["told"]


@pytest.mark.browser
def test_a_driver_has_a_link_and_what_is_checked_off_arrives_on_the_board(
    chromium, hamlet, planned
):
    seen = {}

    def run(page):
        page.wait_for_selector("#routes tbody tr", state="attached", timeout=PATIENCE_MS)
        page.click("[data-view=drivers]")
        own = page.locator(".duties > li", has_text="S1")
        own.locator("> button").click()
        page.wait_for_selector(".code", timeout=PATIENCE_MS)
        seen["code"] = page.get_attribute(".code", "src")
        address = page.input_value(".duties .link input")
        tasks = hamlet.get(f"/plans/{planned}/plan.json")["plan"]["routes"]
        (route,) = [one for one in tasks if one["vehicle_id"] == "S1"]
        first = next(one["task_id"] for one in route["activities"] if one["task_id"])
        report = {"id": "r1", "kind": "done", "at": "06:20:00", "task": first}
        path = address.removeprefix(hamlet.url(""))
        hamlet.post(f"{path}/events", {"date": DAY, "events": [report]})
        seen["before"] = own.locator("progress").get_attribute("value")
        wait_until(page, "document.querySelector('.duties progress').value > 0")
        seen["reported"] = own.inner_text()

    tell(chromium, hamlet, run)
    assert seen["code"].startswith("data:image/svg+xml")
    assert "1 of" in seen["reported"]


@pytest.fixture(scope="module")
def axe():
    """The source of axe-core."""
    if not AXE or not Path(AXE).is_file():
        if os.environ.get("CI"):
            pytest.fail("ONEBROOM_AXE names no axe-core; .ci/run fetches it")
        pytest.skip("needs axe-core; ONEBROOM_AXE says where its script is")
    return Path(AXE).read_text(encoding="utf-8")


PANELS = ("unserved", "duties", "operations", "network")
VIEWS = (
    *(f"#tab-{panel}" for panel in PANELS),
    *(f"[data-view={view}]" for view in ("planner", "week", "drivers", "today")),
)

FILLED = {"[data-view=planner]": "#view-planner input[name=scenario]"}
"""What stands in a view once what it asked for is there."""


def look_at(page, view):
    page.click(view)
    if view in FILLED:
        page.wait_for_selector(FILLED[view], state="attached")
    page.evaluate(PICTURED)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_view_breaks_a_rule_of_a_or_aa(chromium, hamlet, planned, axe, theme):
    found = {}

    def judge(page, what):
        asked = json.dumps({"runOnly": AA})
        broken = page.evaluate(
            f"axe.run(document, {asked}).then(({{ violations }}) => violations.map("
            "(one) => [one.id, one.nodes.map((node) => node.target.join(' '))]))"
        )
        if broken:
            found[what] = broken

    def look(page):
        page.emulate_media(color_scheme=theme)
        page.wait_for_selector("#routes tbody tr", state="attached", timeout=PATIENCE_MS)
        page.evaluate(axe)
        for view in VIEWS:
            look_at(page, view)
            judge(page, view)
        page.evaluate(OPEN_FORM)
        page.click("#different summary")
        page.click("#draw-closure")
        judge(page, "an area that is drawn")
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate(PICTURED)
        judge(page, "the same on a phone")

    tell(chromium, hamlet, look)
    assert found == {}


SIZES = {"desk": (1280, 800), "tablet": (1024, 768), "phone": (390, 844)}


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_no_view_is_wider_than_its_window(chromium, hamlet, planned, locale):
    wide = []

    def look(page):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.wait_for_selector("#routes tbody tr", state="attached", timeout=PATIENCE_MS)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                for view in VIEWS:
                    look_at(page, view)
                    name = view.strip("#[]").replace("=", "-")
                    picture = f"{name}-{size}-{theme}-{locale[:2]}.png"
                    page.screenshot(path=SCREENSHOTS / picture)
                    over = page.evaluate(
                        "document.documentElement.scrollWidth - window.innerWidth"
                    )
                    if over > 0:
                        wide.append((view, size, over))

    tell(chromium, hamlet, look, locale=locale)
    assert wide == []
