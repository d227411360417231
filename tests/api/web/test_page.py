"""The page in the machine's own Chromium; leaves a screenshot to look at."""

import os
import shutil
from urllib.parse import urlparse

import pytest
from playwright.sync_api import sync_playwright

from api.exports import EXPORTS
from scenarios import load_network
from tests.api.service.service import ROOT, running
from tests.api.words.latin import latin_words

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Software WebGL: the machine has no graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]

WITHOUT_WEBGL = [*FLAGS[:6], "--disable-gpu", "--disable-3d-apis"]
"""The map is an SVG then, which is drawn in no time where there is no graphics card."""
STREET_FILES = {path.name for path in (ROOT / "tests" / "data").glob("*.osm")}
PICTURED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until what was changed is in a picture."""
SCREENSHOTS = ROOT / "out" / "screenshots"


@pytest.fixture(scope="module")
def chromium():
    """The path of Debian's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing in CI; .ci/run installs it")
        pytest.skip("needs Debian's chromium, which is not installed")
    return path


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A server with one finished plan."""
    with running(tmp_path_factory.mktemp("page")) as service:
        body = {"scenario": "yinzhou-2011", "osm": "barred_corners.osm", "iterations": 50}
        plan = service.post("/plans", body)
        assert service.wait_for_status(plan["id"], "done", "failed")["status"] == "done"
        yield service


def wait_until(page, expression):
    """Waits until an expression is true; Playwright's own way needs a looser content policy."""
    for _ in range(6000):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"waited in vain for {expression}")


def visit(chromium, service, *, locale="en-GB", flags=FLAGS, prepare=None, use):
    """Opens the page, waits for the map, hands it on; returns requests that left the host.

    A page that is prepared is not waited for.
    """
    outside = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags, headless=True)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale=locale)
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda said: "Security Policy" in said.text and faults.append(said.text)
        )
        page.on("request", lambda request: outside.append(request.url))
        if prepare is not None:
            prepare(page)
        page.goto(service.url("/"))
        if prepare is None:
            page.wait_for_selector("#map[data-ready]", timeout=600_000)
        use(page)
        browser.close()
    assert faults == []
    own = (service.url("/"), "blob:", "data:")
    return [url for url in outside if not url.startswith(own)]


@pytest.mark.browser
def test_the_page_shows_a_plan_and_asks_no_outside_host(chromium, planned):
    seen = {}

    def look(page):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "plan.png")
        seen["drawn by"] = page.get_attribute("#map", "data-ready")
        seen["routes"] = page.locator("#routes tbody tr").count()
        seen["verdict"] = page.inner_text("#verdict")
        for part in ("#verdict .files", "#routes tbody tr:first-child"):
            links = page.locator(f"{part} a").evaluate_all("all => all.map((one) => one.href)")
            seen[part] = {urlparse(one).path.rpartition("/")[2] for one in links}
        page.click("#tab-duties")
        page.click("#routes tbody tr:first-child td:last-child")
        seen["chosen"] = page.locator("#routes tbody tr.chosen").count()
        page.click("#language")
        page.wait_for_selector("html[lang=zh]")
        # The words of the catalogue come first, then the map's own in that language.
        page.wait_for_selector("#barred tbody tr:has-text('限高')", state="attached")
        seen["zh"] = page.inner_text("#verdict")
        seen["whole zh"] = page.inner_text("body").splitlines()
        page.screenshot(path=SCREENSHOTS / "plan-zh.png")

    outside = visit(chromium, planned, use=look)
    plan = planned.get(planned.get("/plans")[0]["links"]["self"])
    assert outside == []
    assert seen["drawn by"] == "map"
    assert seen["routes"] == len(plan["result"]["measures"]["routes"])
    assert "mechanised sweeping rate" in seen["verdict"].lower()
    assert f"{100 * plan['result']['mechanised_rate']:.1f} %" in seen["verdict"]
    assert seen["chosen"] == 1
    assert seen["#verdict .files"] == {*EXPORTS, "plan.json"}
    assert seen["#routes tbody tr:first-child"] == {*EXPORTS}
    assert "机械化清扫率" in seen["zh"]
    network = load_network(osm=str(ROOT / "tests" / "data" / "barred_corners.osm"))
    scenarios = {one["name"] for one in planned.get("/scenarios")}
    # The way to the other language, and the season's id.
    names = {*filter(None, network.names), *scenarios, *STREET_FILES, "English", "leaves"}
    assert latin_words(seen["whole zh"], names) == []


@pytest.mark.browser
def test_the_page_lists_and_draws_streets_that_cannot_be_used(chromium, planned):
    seen = {}

    def look(page):
        page.click("#tab-network")
        seen["streets"] = page.locator("#barred tbody tr td:first-child").all_inner_texts()
        low = page.locator("#barred tbody tr", has_text="Low Bridge Road")
        seen["low"] = low.inner_text().split("\t")
        seen["legend"] = page.text_content("#legend")
        low.click()
        page.wait_for_selector("#street:visible")
        seen["said"] = page.inner_text("#street")
        page.evaluate(PICTURED)
        page.screenshot(path=SCREENSHOTS / "barred.png")
        page.click("#language")
        page.wait_for_selector("html[lang=zh]")
        # The words of the catalogue come first, then the map's own in that language.
        page.wait_for_selector("#barred tbody tr:has-text('限高')")
        seen["low zh"] = low.inner_text().split("\t")
        seen["legend zh"] = page.text_content("#legend")
        seen["said zh"] = page.inner_text("#street")

    visit(chromium, planned, use=look)
    assert sorted(seen["streets"]) == [
        "Inward Road",
        "Low Bridge Road",
        "Outward Road",
        "Ring Expressway",
    ]
    # The fleet of the scenario has vehicles of all profiles; 200 m.
    assert seen["low"] == ["Low Bridge Road", "height limit 2.5 m", "all vehicles", "0.20"]
    assert "closed to some vehicles" in seen["legend"]
    assert "height limit 2.5 m" in seen["said"]
    assert "限高 2.5 m" in seen["said zh"]
    assert seen["low zh"] == ["Low Bridge Road", "限高 2.5 m", "所有车辆", "0.20"]
    assert "部分车辆禁行" in seen["legend zh"]


@pytest.mark.browser
def test_without_webgl_the_page_draws_an_svg(chromium, planned):
    seen = {}

    def look(page):
        seen["drawn by"] = page.get_attribute("#map", "data-ready")
        seen["lines"] = page.locator("#map svg path").count()
        seen["barred"] = page.locator("#map svg path.barred").count()

    flags = WITHOUT_WEBGL
    assert visit(chromium, planned, flags=flags, use=look) == []
    assert seen["drawn by"] == "svg"
    assert seen["lines"] > 0
    assert seen["barred"] == 4


@pytest.fixture
def with_one_plan(tmp_path):
    """A server of its own, for tests that ask for plans, with one finished plan."""
    with running(tmp_path) as service:
        plan_corners(service, iterations=50)
        yield service


def plan_corners(service, **limits):
    plan = service.post(
        "/plans", {"scenario": "yinzhou-2011", "osm": "barred_corners.osm", **limits}
    )
    assert service.wait_for_status(plan["id"], "done", "failed")["status"] == "done"
    return plan["id"]


@pytest.mark.browser
def test_a_plan_asked_for_before_the_first_map_is_followed_to_its_end(chromium, with_one_plan):
    (first,) = [plan["id"] for plan in with_one_plan.get("/plans")]
    held, seen = [], {}

    def hold(page):
        page.route(f"**/plans/{first}/board*", lambda route: held.append(route))

    def ask(page):
        page.wait_for_selector("#routes tbody tr", state="attached")
        page.click("#request > details > summary")
        page.select_option("#scenario", "yinzhou-2011")
        page.select_option("#streets", "barred_corners.osm")
        page.fill("#seconds", "1")
        page.click("#start")
        wait_until(page, f"document.querySelector('#plans').value !== '{first}'")
        for route in held:
            route.continue_()
        # Two plans are in the list, and of the chosen one the routes and its map are shown.
        wait_until(
            page,
            "document.querySelector('#plans').selectedOptions[0].textContent.endsWith('done')",
        )
        page.wait_for_selector("#map[data-ready]", timeout=600_000)
        seen["chosen"] = page.input_value("#plans")
        seen["routes"] = page.locator("#routes tbody tr").count()

    visit(chromium, with_one_plan, prepare=hold, use=ask)
    assert held
    listed, *_ = with_one_plan.get("/plans")
    newest = with_one_plan.get(listed["links"]["self"])
    assert newest["id"] != first
    assert seen == {"chosen": newest["id"], "routes": len(newest["result"]["measures"]["routes"])}


@pytest.mark.browser
def test_a_plan_without_routes_says_so_and_shows_no_other_figures(chromium, with_one_plan):
    # One worker: the second waits for the first, and both are stopped.
    asked = [
        with_one_plan.post("/plans", {"scenario": "yinzhou-2011", "seconds": 3600})["id"]
        for _ in range(2)
    ]
    for plan_id in reversed(asked):
        with_one_plan.post(f"/plans/{plan_id}/cancel")
    finished = with_one_plan.get("/plans")[2]["id"]
    seen = {}

    def choose(page):
        page.select_option("#plans", finished)
        page.wait_for_selector("#routes tbody tr", state="attached")
        page.select_option("#plans", asked[1])
        page.wait_for_selector("#progress:has-text('stopped early')")
        seen["state"] = page.inner_text("#progress")
        seen["verdict"] = page.inner_text("#verdict")
        seen["rows"] = page.locator("#routes tbody tr, #unserved tbody tr").count()
        seen["drawn"] = page.get_attribute("#map", "data-features")

    visit(chromium, with_one_plan, prepare=lambda page: None, use=choose)
    assert seen["state"] == "stopped early · ended before there were any routes"
    assert seen["verdict"] == "yinzhou-2011"
    assert seen["rows"] == 0
    assert seen["drawn"] == "0"


@pytest.mark.browser
def test_the_page_proposes_the_day_that_it_will_plan(chromium, planned):
    seen = {}

    def look(page):
        seen["reference"] = page.input_value("#date")
        page.click("#request > details > summary")
        page.fill("#date", "2024-05-06")
        page.select_option("#scenario", "yinzhou-2011")
        seen["chosen"] = page.input_value("#date")

    visit(chromium, planned, use=look)
    assert seen == {"reference": "2012-12-12", "chosen": "2024-05-06"}


@pytest.mark.browser
def test_the_page_asks_for_a_key_and_changes_with_its_session(chromium, tmp_path):
    seen = {}
    with running(tmp_path) as service:
        key = service.post("/keys", {"name": "desk", "role": "dispatcher"})["key"]

        def enter(page):
            page.wait_for_selector("#enter:visible")
            seen["before"] = page.locator("#ask:visible, #leave:visible").count()
            page.fill("#key", key[:-1])
            page.click("#enter button")
            page.wait_for_selector("#state .error")
            seen["wrong"] = page.inner_text("#state")
            page.click("#language")
            page.wait_for_selector("#enter button:has-text('登录')")
            page.fill("#key", key)
            page.click("#enter button")
            page.wait_for_selector("#ask:visible")
            page.wait_for_selector("#scenario option[value='yinzhou-2011']", state="attached")
            seen["cookie"] = page.evaluate("document.cookie")
            page.select_option("#scenario", "yinzhou-2011")
            page.click("#start")
            page.wait_for_selector("#plans option", state="attached")
            # Who may not compare is told so, without a refusal.
            page.click("[data-view=planner]")
            page.wait_for_selector("#view-planner:has-text('规划员')")
            seen["compare"] = page.locator("#compare:visible, #state .error").count()
            page.reload()
            page.wait_for_selector("#plans option", state="attached")
            page.click("#leave")
            page.wait_for_selector("#enter:visible")
            seen["after"] = page.locator("#ask:visible, #leave:visible").count()

        visit(chromium, service, prepare=lambda page: None, use=enter)
    assert seen == {
        "before": 0,
        "wrong": "this key is none of this service's, or was revoked.",
        "cookie": "",
        "compare": 0,
        "after": 0,
    }
