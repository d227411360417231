"""The driver's page in the machine's own Chromium, as large as a phone, without network."""

import json
import os
import shutil
from dataclasses import replace
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import sync_playwright

from api.exports.phone import to_html
from api.exports.phone.ground import pack_line
from api.exports.phone.handover import handover_links, shift_of
from api.words import Language
from scenarios.files import Datum, from_wgs84
from tests.api.words.latin import latin_words, names_of
from tests.scenarios import small_plan

STREETS = small_plan.network()
PLAN = small_plan.plan_file()
EVIL = '</script><img src=x onerror="document.title=1"> @program@ <!-- & \u2028 浙"\''
SIX_PAST_SIX = "2012-12-12T06:06:00+08:00"
POST = "http://one.test/drive/k3/events"


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing in CI; .ci/run installs it")
        pytest.skip("needs Debian's chromium, which is not installed")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        launched = playwright.chromium.launch(executable_path=path, args=flags, headless=True)
        yield launched
        launched.close()


@pytest.fixture
def show(browser, tmp_path):
    """Opens the page of a vehicle from a file, as a phone does that has no network."""
    opened = []

    def _show(vehicle_id="S1", plan_file=PLAN, offline=True, **options):
        file = tmp_path / "duty.html"
        file.write_text(to_html(plan_file, STREETS, vehicle_id, **options), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            offline=offline,
            has_touch=True,
            accept_downloads=True,
            geolocation={"longitude": 0.0027, "latitude": 0.0},
            permissions=["geolocation"],
        )
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.clock.set_fixed_time(SIX_PAST_SIX)
        page.goto(file.as_uri())
        if offline:
            go_offline(context)
        opened.append((context, faults))
        return page

    yield _show
    for context, faults in opened:
        assert faults == []
        context.close()


def go_offline(context):
    """Takes the network away from a page that is open.

    A page that is opened without network says that it has one (Chromium 150): only a change tells.
    """
    context.set_offline(False)
    context.set_offline(True)


def shared(page):
    """The events that the driver's phone hands out as a file."""
    page.click("#open-settings")
    with page.expect_download() as download:
        page.click("#choices button >> text=Share")
    return json.loads(download.value.path().read_text(encoding="utf-8"))


def test_the_next_thing_stands_in_big_letters_and_goes_on_when_it_is_done(show):
    page = show()
    assert page.inner_text("#big") == "Leave Yard"
    page.click("#done")
    assert page.inner_text("#big") == "↑ Empty: Drive along East Road eastwards (400 m)"
    page.click("#big")
    assert page.inner_text("#big") == "← Turn left into North Road"
    page.click("#big")
    assert page.inner_text("#big").startswith("Sweep the right kerb of North Road northwards")
    page.click("#done")
    assert "Turn left into 西路" in page.inner_text("#big")


def test_what_is_reported_is_kept_and_handed_out_as_events(show):
    page = show()
    page.click("#done")
    page.click("#done")
    page.click("#skip")
    page.click("#choices button >> text=Parked cars")
    assert page.inner_text("#state").startswith("2 not sent yet · no network")
    page.reload()
    assert "Turn left into South Road" in page.inner_text("#big")
    told = shared(page)
    assert told["date"] == "2012-12-12"
    done, skipped = told["events"]
    assert done.pop("id") != skipped.pop("id")
    assert done == {"kind": "done", "at": "06:06:00", "task": "sweep/2>3/right/1"}
    assert skipped == {
        "kind": "skipped",
        "at": "06:06:00",
        "task": "sweep/3>4/right/1",
        "reason": "Parked cars",
        "again": False,
    }


def test_the_events_are_those_that_a_running_day_reads(show):
    from scenarios.operations import read_events

    page = show()
    page.click("#done")
    page.click("#done")
    page.click("#open-settings")
    with page.expect_download() as download:
        page.click("#choices button >> text=Share")
    path = download.value.path()
    file = path.with_suffix(".json")
    shutil.copy(path, file)
    (event,) = read_events(file, PLAN, STREETS)
    assert event.task_id == "sweep/2>3/right/1"


def test_what_was_a_slip_is_undone(show):
    page = show()
    page.click("#done")
    page.click("#done")
    page.click("#show-list")
    page.click("li:nth-child(2) button >> text=Undo")
    assert shared(page)["events"] == []


def test_events_are_sent_when_there_is_network_again(show):
    page = show(post_to={("S1", "day"): POST})
    taken = []

    def take(route):
        taken.append(json.loads(route.request.post_data))
        route.fulfill(status=202, headers={"Access-Control-Allow-Origin": "*"})

    page.click("#done")
    page.click("#done")
    assert "no network" in page.inner_text("#state")
    page.context.route(POST, take)
    page.context.set_offline(False)
    page.locator("#state", has_text="reported").wait_for()
    assert [one["task"] for told in taken for one in told["events"]] == ["sweep/2>3/right/1"]
    # Told once: nothing is left to be sent.
    page.reload()
    page.click("#done")
    assert [len(told["events"]) for told in taken] == [1, 1]


def test_the_phone_shows_how_far_it_is_and_takes_the_turns_that_it_passes(show):
    page = show()
    page.click("#done")
    page.click("#locate")
    # At (300, 0): the vehicle left the yard at (100, 0) and is to turn at (500, 0): 200 m.
    page.locator("#when", has_text=" m").wait_for()
    page.click("#big")
    assert page.inner_text("#when").endswith("200 m")


@pytest.mark.parametrize("light", ["sun", "night"])
def test_light_is_a_choice_that_stays(show, light):
    page = show()
    page.click("#open-settings")
    page.click(f"#choices button >> text=For the {light}")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.light") == light


def test_what_is_touched_is_large_and_low_enough_for_a_thumb(show):
    page = show()
    for name in ("show-list", "open-in", "skip", "done"):
        box = page.locator(f"#{name}").bounding_box()
        assert box["height"] >= 48
        assert box["width"] >= 48
        assert box["y"] > 844 / 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_speaks_chinese(show):
    page = show("K1", language=Language.ZH)
    page.click("#done")
    page.click("#show-list")
    texts = [page.inner_text("body"), page.title()]
    page.click("#open-settings")
    texts.append(page.inner_text("dialog"))
    known = names_of(PLAN) | set(STREETS.names) | {"GCJ-02"}
    assert latin_words(texts, known) == []


def test_a_hostile_name_is_nothing_but_a_name(show):
    records = tuple(replace(one, name=EVIL) for one in PLAN.tasks)
    page = show("K1", plan_file=replace(PLAN, tasks=records, title=EVIL))
    page.click("#done")
    while "Collect" not in page.inner_text("#big"):
        page.click("#big")
    assert '</script><img src=x onerror="document.title=1">' in page.inner_text("#big")
    assert page.title().startswith("K1")
    assert page.locator("img").count() == 0


def test_the_file_is_small_and_asks_nobody_for_anything():
    page = to_html(PLAN, STREETS, "S1", with_streets=False)
    assert len(page.encode()) < 60_000
    assert " src=" not in page
    assert "@" not in page.partition("<style>")[0]


def test_every_program_gets_a_place_in_its_own_datum():
    at = (121.54, 29.82)
    links = handover_links(at, "面馆 & Co")
    assert parse_qs(urlparse(links["amap"]).query)["to"] == [
        "{:.6f},{:.6f},面馆 & Co".format(*from_wgs84(*at, Datum.GCJ02))
    ]
    bd_lon, bd_lat = from_wgs84(*at, Datum.BD09)
    assert parse_qs(urlparse(links["baidu"]).query)["location"] == [f"{bd_lat:.6f},{bd_lon:.6f}"]
    assert "29.820000,121.540000" in links["osmand"]
    lon, lat = from_wgs84(*at, Datum.GCJ02)
    assert f"daddr={lat:.6f},{lon:.6f}&" in links["apple"]


def test_the_shift_of_a_phone_in_gcj02_is_that_of_the_ground():
    west, east = (121.50, 29.80), (121.58, 29.86)
    shift = shift_of([west, east])
    there = from_wgs84(*west, Datum.GCJ02)
    assert shift["box"][:2] == list(there)
    assert shift["at"][0] == [round(b - a, 8) for a, b in zip(west, there, strict=True)]


def test_lines_are_packed_as_steps():
    assert pack_line([(0.0, 0.0), (0.001, 0.0), (0.001, 0.0), (0.001, 0.002)]) == [
        *(0, 0),
        *(100, 0),
        *(0, 200),
    ]
