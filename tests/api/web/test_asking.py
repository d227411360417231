"""What of a day is asked for on the page: closed streets, extra work, shifts that serve more."""

import pytest

from tests.api.web.test_page import SCREENSHOTS, chromium, wait_until
from tests.api.web.test_running_day import PATIENCE_MS, tell

__all__ = ["chromium"]

TAKE = """(reason) => import("/static/today/different.js").then((one) =>
  one.takeRemedy("kitchen/K1", "", reason))"""


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


@pytest.mark.browser
def test_streets_that_are_closed_and_extra_work_become_part_of_the_plan(chromium, hamlet, planned):
    seen = {}

    def ask(page):
        page.wait_for_selector("#map[data-ready]", timeout=PATIENCE_MS)
        page.click("#request summary")
        page.click("#different summary")
        page.fill("#add-closures", "West Street")
        page.press("#add-closures", "Enter")
        # An area by mouse, around the middle of the map's lower edge.
        page.click("#draw-closure")
        box = page.locator("#map .ground").bounding_box()
        for x, y in ((0.4, 0.6), (0.6, 0.6), (0.6, 0.8), (0.4, 0.8)):
            page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        wait_until(page, "document.querySelectorAll('.drawn > circle').length === 4")
        page.click(".pointing button.main")
        page.wait_for_selector(".drawn polygon.closed")
        # A point by keyboard: a little up and left of the middle.
        page.select_option("#extra-work", "sweep")
        page.fill("#extra-name", "Market")
        page.click("#extra-on-map")
        wait_until(page, "document.activeElement.className === 'aim'")
        keys(page, "ArrowUp", "Shift+ArrowLeft", "Enter")
        wait_until(page, "document.querySelector('#extra-place').value.includes(',')")
        seen["focus"] = page.evaluate("document.activeElement.id")
        page.fill("#extra-minutes", "20")
        page.fill("#extra-from", "07:00")
        page.fill("#extra-until", "09:00")
        page.click("#extra-add")
        page.wait_for_selector(".drawn .extra")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "asking.png")
        page.select_option("#scenario", "hamlet")
        page.select_option("#streets", "nine_corners.osm")
        page.fill("#seconds", "2")
        page.click("#start")
        wait_until(page, f"document.querySelector('#plans').value !== '{planned}'")
        page.wait_for_selector("#curves .floor", state="attached", timeout=PATIENCE_MS)
        seen["curves"] = page.inner_text("#curves")
        page.screenshot(path=SCREENSHOTS / "asked.png")

    tell(chromium, hamlet, ask)
    assert seen["focus"] == "extra-on-map"
    plan_id = hamlet.get("/plans")[0]["id"]
    assert hamlet.wait_for_status(plan_id, "done", "failed")["status"] == "done"
    asked = hamlet.get(f"/plans/{plan_id}")["request"]
    assert [one["names"] for one in asked["closures"]] == [["West Street"], []]
    assert len(asked["closures"][1]["area"]) == 4
    plan = hamlet.get(f"/plans/{plan_id}/plan.json")
    assert [one["id"] for one in plan["scenario"]["closures"]] == ["West Street", "Area 1"]
    (market,) = [
        activity
        for route in plan["plan"]["routes"]
        for activity in route["activities"]
        if activity["task_id"] == "extra/1"
    ]
    assert 7 * 3600 <= market["begin_s"] <= 9 * 3600
    shut = {task["id"] for task in plan["tasks"] if task["name"] == "West Street" and task["kerb"]}
    why = {one["task_id"]: one["reason"] for one in plan["plan"]["unassigned"]}
    assert shut
    assert {why[id_] for id_ in shut} == {"unreachable"}
    # What was proved of it stands under the curve.
    bound = plan["measures"]["bound"]
    least = sum(
        row[name]
        for row in bound["rows"]
        for name in ("service_s", "balance_s", "depot_s", "trips_s", "facility_s")
    )
    assert f"{least / 3600:.1f}" in seen["curves"]


@pytest.mark.browser
def test_a_longer_and_one_more_shift_are_taken_into_the_next_plan(chromium, hamlet):
    asked = {"scenario": "early-home", "osm": "nine_corners.osm", "iterations": 50, "seed": 1}
    plan_id = hamlet.post("/plans", asked)["id"]
    assert hamlet.wait_for_status(plan_id, "done", "failed")["status"] == "done"
    seen = {}

    def ask(page):
        page.wait_for_selector("#map[data-ready]", timeout=PATIENCE_MS)
        page.click("#request summary")
        page.click("#different summary")
        remedy = page.locator("#panel-unserved .remedy", has_text="T1")
        remedy.locator("button").click()
        remedy.locator("button:disabled").wait_for()
        seen["taken"] = remedy.locator("button:disabled").inner_text()
        # What is cheapest in so small a place is never one more vehicle.
        page.evaluate(TAKE, {"kind": "more_shift", "vehicle": "S1", "shift": "day", "minutes": 0})
        seen["listed"] = page.locator("#different .chips li").all_inner_texts()
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "asking-shifts.png")
        page.select_option("#scenario", "early-home")
        page.select_option("#streets", "nine_corners.osm")
        page.fill("#seconds", "1")
        page.click("#start")
        wait_until(page, f"document.querySelector('#plans').value !== '{plan_id}'")

    tell(chromium, hamlet, ask)
    assert seen["taken"] == "Taken into the next plan"
    longer, more = seen["listed"]
    assert "T1" in longer
    assert "30 min" in longer
    assert "S1" in more
    next_id = hamlet.get("/plans")[0]["id"]
    assert hamlet.wait_for_status(next_id, "done", "failed")["status"] == "done"
    before, after = (hamlet.get(f"/plans/{one}/plan.json") for one in (plan_id, next_id))
    left = [{one["task_id"] for one in plan["plan"]["unassigned"]} for plan in (before, after)]
    assert "kitchen/K1" in left[0]
    assert "kitchen/K1" not in left[1]
    shifts = {one["id"]: one["shifts"] for one in after["fleet"]["vehicles"]}
    assert shifts["T1"][0]["end_s"] == 14 * 3600 + 30 * 60
    assert shifts["S1-2"] == shifts["S1"]
