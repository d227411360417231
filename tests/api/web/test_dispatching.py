"""What a dispatcher does at half past nine with mouse and keyboard: a pin, a run that is moved."""

from itertools import groupby

import pytest

from tests.api.web.test_asking import keys
from tests.api.web.test_page import SCREENSHOTS, chromium, wait_until
from tests.api.web.test_running_day import PATIENCE_MS, open_day, tell, tell_out

__all__ = ["chromium"]


def routes_of(service, plan_id):
    """The tasks of each vehicle, in order."""
    return {
        route["vehicle_id"]: [one["task_id"] for one in route["activities"] if one["task_id"]]
        for route in service.get(f"/plans/{plan_id}/plan.json")["plan"]["routes"]
    }


def last_run(service, plan_id, vehicle):
    """The last pieces of one street that are swept in a row, and how far from the end."""
    names = {one["id"]: one["name"] for one in service.get(f"/plans/{plan_id}/plan.json")["tasks"]}
    tasks = routes_of(service, plan_id)[vehicle]
    runs = [[*run] for _, run in groupby(tasks, lambda id_: (names[id_], id_.split("/")[2]))]
    run = next(one for one in reversed(runs) if len(one) > 1)
    return run, len(tasks) - tasks.index(run[-1])


def take_plan(page, service, before):
    """Waits until the day goes on from another plan, and returns it."""
    wait_until(page, f"!['', '{before}'].includes(document.querySelector('#plans').value)")
    page.wait_for_selector("#chart[data-ready]")
    return page.input_value("#plans")


@pytest.mark.browser
def test_a_case_is_told_by_a_pin_and_given_with_one_click(chromium, hamlet, planned):
    seen = {}

    def run(page):
        page.wait_for_selector("#map[data-ready]", timeout=PATIENCE_MS)
        open_day(page)
        page.select_option("#event-kind", "urgent_case")
        page.fill("#tell-event [name=number]", "20240506-8")
        page.select_option("#tell-event [name=category]", "dirty road")
        page.click("#pin-case")
        wait_until(page, "document.activeElement.className === 'aim'")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        # Nobody asked for them: they follow from the pin.
        page.wait_for_selector("#fits li", timeout=PATIENCE_MS)
        page.wait_for_selector(".drawn .case")
        seen["fits"] = page.locator("#fits li").count()
        seen["first"] = page.inner_text("#fits li:first-child")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "pin.png")
        page.click("#fits li:first-child button")
        seen["taken"] = take_plan(page, hamlet, planned)

    tell(chromium, hamlet, run)
    assert 1 <= seen["fits"] <= 5
    assert seen["first"].startswith("S1")
    assert "yuan" in seen["first"]
    assert "case/20240506-8" in routes_of(hamlet, seen["taken"])["S1"]


@pytest.mark.browser
def test_streets_are_told_to_be_closed_by_what_is_drawn(chromium, hamlet, planned):
    def run(page):
        page.wait_for_selector("#map[data-ready]", timeout=PATIENCE_MS)
        open_day(page)
        page.select_option("#event-kind", "street_closed")
        page.click("#draw-closing")
        wait_until(page, "document.activeElement.className === 'aim'")
        for corner in ("Shift+ArrowUp", "Shift+ArrowLeft", "Shift+ArrowDown"):
            for _ in range(4):
                page.keyboard.press(corner)
            page.keyboard.press("Enter")
        page.click(".pointing button.main")
        page.wait_for_selector(".drawn polygon.closed")
        page.click("#tell-event button[type=submit]")
        page.wait_for_selector("#operations-told li:has-text('Street closed')")
        wait_until(page, "document.querySelector('.drawn polygon') === null")

    tell(chromium, hamlet, run)
    (event,) = hamlet.get(f"/plans/{planned}/day-events")["events"]
    assert event["kind"] == "street_closed"
    assert event["arcs"]


@pytest.mark.browser
def test_a_run_is_dragged_to_another_bar_and_priced_before_it_is_dropped(
    chromium, hamlet, shared_out
):
    seen = {}
    run_of, from_end = last_run(hamlet, shared_out, "S1")

    def run(page):
        page.wait_for_selector("#map[data-ready]", timeout=PATIENCE_MS)
        open_day(page, now="06:05")
        row = page.locator("#chart .names button")
        row.nth(0).click()
        keys(page, *["ArrowLeft"] * from_end, "+", "+", "+", "+")
        wait_until(page, "!document.querySelector('#chart .cursor').hidden")
        wait_until(page, "document.querySelector('#chart .span').textContent === '1 h'")
        at = page.locator("#chart .cursor").bounding_box()
        target = row.nth(1).bounding_box()
        page.mouse.move(at["x"] + 6, row.nth(0).bounding_box()["y"] + 10)
        page.mouse.down()
        page.mouse.move(at["x"] + 8, target["y"] + 10)
        page.mouse.move(at["x"] + 9, target["y"] + 16)
        page.wait_for_selector(".carried:has-text('violations')", timeout=PATIENCE_MS)
        seen["priced"] = page.inner_text(".carried")
        seen["edits before"] = hamlet.get(f"/plans/{shared_out}/edits")["edits"]
        page.screenshot(path=SCREENSHOTS / "carried.png")
        page.mouse.up()
        seen["moved"] = take_plan(page, hamlet, shared_out)
        # By keyboard, to a truck that cannot sweep: the reason stands there, nothing is done.
        wait_until(page, "document.querySelector('#chart .carried').hidden")
        row.nth(0).click()
        page.keyboard.press("ArrowLeft")
        for key in ("m", "ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        page.wait_for_selector(".carried .error", timeout=PATIENCE_MS)
        seen["refused"] = page.inner_text(".carried")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        wait_until(page, "document.querySelector('#chart .carried').hidden")
        seen["still"] = page.input_value("#plans")

    tell(chromium, hamlet, run)
    assert "S2" in seen["priced"]
    assert "0 violations" in seen["priced"]
    assert seen["edits before"] == []
    moved = routes_of(hamlet, seen["moved"])
    assert f"{len(run_of)} pieces" in seen["priced"]
    assert set(run_of) <= set(moved["S2"])
    assert not set(run_of) & set(moved["S1"])
    assert "T1" in seen["refused"]
    assert seen["still"] == seen["moved"]


@pytest.mark.browser
def test_hours_and_order_are_pinned_by_hand(chromium, hamlet, shared_out):
    seen = {}
    own = routes_of(hamlet, shared_out)["S2"]

    def run(page):
        # Nothing is under way yet, nor about to begin.
        open_day(page, now="05:50")
        page.wait_for_selector("#chart[data-ready]")
        page.locator("#chart .names button").nth(1).click()
        page.keyboard.press("ArrowLeft")
        page.fill("#hand-from", "06:20")
        page.click("#hand-hours")
        page.wait_for_selector("#hand-answer button.main", timeout=PATIENCE_MS)
        page.click("#hand-answer button.main")
        seen["later"] = take_plan(page, hamlet, shared_out)
        page.wait_for_selector("#hand-other option", state="attached")
        page.locator("#chart .names button").nth(1).click()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        page.select_option("#hand-other", own[-1])
        page.click("#hand-after")
        page.wait_for_selector("#hand-answer button.main", timeout=PATIENCE_MS)
        page.click("#hand-answer button.main")
        seen["ordered"] = take_plan(page, hamlet, seen["later"])

    tell(chromium, hamlet, run)
    plan = hamlet.get(f"/plans/{seen['later']}/plan.json")
    begins = {
        one["task_id"]: one["begin_s"]
        for route in plan["plan"]["routes"]
        for one in route["activities"]
        if one["task_id"]
    }
    assert begins[own[-1]] >= 6 * 3600 + 20 * 60
    ordered = hamlet.get(f"/plans/{seen['ordered']}/plan.json")
    kinds = [(one["kind"], one["task_id"]) for one in ordered["running"]["hands"]]
    assert kinds[0] == ("hours", own[-1])
    assert kinds[1][0] == "after"
    routes = routes_of(hamlet, seen["ordered"])
    (tasks,) = [one for one in routes.values() if kinds[1][1] in one]
    if own[-1] in tasks:
        assert tasks.index(kinds[1][1]) > tasks.index(own[-1])


@pytest.mark.browser
def test_what_changes_is_sent_to_the_driver_and_the_answer_comes_back(
    chromium, hamlet, shared_out
):
    seen = {}
    body = {"vehicle": "S2", "shift": "day"}
    address = hamlet.post(f"/plans/{shared_out}/links", body)["url"]

    def run(page):
        open_day(page, now="06:05")
        page.select_option("#message-duty", label="S2 day")
        page.fill("#message-text", "Call the office.")
        page.click("#message-send")
        page.wait_for_selector("#messages li:has-text('sent at')")
        # S1 is out, S2 does what it would have done, and is told so.
        tell_out(page)
        page.wait_for_selector("#operations-told li:has-text('S1')")
        page.fill("#replan-seconds", "1")
        page.click("#replan")
        take = ".proposals tbody tr:last-child button.main:not([disabled])"
        page.wait_for_selector(take, timeout=PATIENCE_MS)
        page.click(".proposals tbody tr:last-child button:not(.main)")
        told = "#changes li:has-text('S2') .sender"
        page.click(f"{told} button")
        page.wait_for_selector(f"{told}:has-text('sent at')")
        page.click(take)
        seen["taken"] = take_plan(page, hamlet, shared_out)
        phone = page.context.browser.new_page(viewport={"width": 390, "height": 844})
        phone.goto(hamlet.url(address))
        phone.wait_for_selector("#messages article:has-text('Call the office.')")
        wait_until(phone, "document.querySelectorAll('#messages article').length === 2")
        phone.screenshot(path=SCREENSHOTS / "message-phone.png")
        page.wait_for_selector("#messages li:has-text('on the phone')", timeout=PATIENCE_MS)
        phone.click("#messages article:first-child button:has-text('I cannot')")
        phone.fill("#choices input", "flat tyre")
        phone.click("#choices button")
        phone.wait_for_selector("#messages article:has-text('You answered')")
        page.wait_for_selector("#messages li:has-text('flat tyre')", timeout=PATIENCE_MS)
        page.locator("#messages").scroll_into_view_if_needed()
        page.screenshot(path=SCREENSHOTS / "message-board.png")

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    tell(chromium, hamlet, run)
    # The first plan's link has what was sent of it, the plan that came of it too.
    told, changes = hamlet.get(f"/plans/{seen['taken']}/messages")
    assert (told["text"], told["answer"]) == ("Call the office.", "I cannot: flat tyre")
    assert changes["vehicle"] == "S2"
    assert changes["seen_at"] is not None
    assert changes["answer"] is None
