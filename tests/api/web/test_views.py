"""The views beside the day, on a server that has a comparison; and that server being away."""

import json

import pytest

from api.service.db import ComparedRun, ComparisonStore, JobKind, Store, SweptStreets
from scenarios.changes import find_swept
from tests.api.service.people import hamlet_plan
from tests.api.service.service import DATA, running
from tests.api.web.test_page import SCREENSHOTS, WITHOUT_WEBGL, chromium, visit, wait_until
from tests.api.web.test_running_day import AA, PATIENCE_MS, axe

__all__ = ["axe", "chromium"]

SIZES = {"desk": (1280, 800), "tablet": (1024, 768), "phone": (390, 844)}

REQUEST = {
    "scenarios": [
        {"scenario": name, "scenario_version": None} for name in ("yinzhou-2011", "yinzhou-2012")
    ],
    **{"osm": "nine_corners.osm", "vary": [], "seeds": 1, "seed": 1, "processes": 1},
    "num_plans": 2,
}


def swept():
    """What S1 sweeps, by key."""
    return sorted(find_swept(hamlet_plan()))


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """A server with a comparison that is done: the other plan sweeps one street less."""
    folder = tmp_path_factory.mktemp("planner")
    store = Store(f"sqlite:///{folder / 'plans.db'}", migrate=True)
    plan, arcs = hamlet_plan(), swept()
    store.add(REQUEST, kind=JobKind.COMPARISON)
    claimed = store.claim(60.0)
    for number, own in enumerate((arcs, arcs[1:])):
        streets = SweptStreets(
            source="nine_corners.osm", digest=plan.network.digest, arcs=frozenset(own)
        )
        run = ComparedRun(
            number=number, is_done=True, iterations=30, measures=plan.measures, swept=streets
        )
        assert ComparisonStore(store).keep(*claimed, run)
    assert store.end(*claimed)
    store.close()
    own = folder / "own"
    own.mkdir()
    (own / "hamlet").symlink_to(DATA / "hamlet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_SCENARIOS", str(own))
        with running(folder) as service:
            yield service


def picture(page, name):
    """Leaves a screenshot of every size and theme; no view is wider than its window."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    language = page.evaluate("document.documentElement.lang")
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=SCREENSHOTS / f"{name}-{size}-{theme}-{language}.png")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, size


def violations(page, axe):
    """What axe-core finds against A and AA on what is shown."""
    page.evaluate(axe)
    asked = json.dumps({"runOnly": AA})
    return page.evaluate(
        f"axe.run(document, {asked}).then(({{ violations }}) => violations.map("
        "(one) => [one.id, one.nodes.map((node) => node.target.join(' '))]))"
    )


@pytest.mark.browser
def test_streets_that_are_lost_are_on_the_map_and_the_report_can_be_taken(chromium, compared, axe):
    seen = {}

    def look(page):
        page.set_default_timeout(PATIENCE_MS)
        page.click("[data-view=planner]")
        page.wait_for_selector("#changed-streets tbody tr")
        seen["signs"] = page.inner_text("#changed-streets .signs")
        seen["drawn"] = page.locator(".changed-map path").evaluate_all(
            "(all) => all.map((one) => [one.className.baseVal, Boolean(one.getAttribute('d'))])"
        )
        before = page.get_attribute(".changed-map svg", "viewBox")
        page.click("#changed-streets tbody button")
        seen["went"] = page.get_attribute(".changed-map svg", "viewBox") != before
        seen["scale"] = page.inner_text(".changed-map .scale")
        page.click(".changed-map .zooms button:last-child")
        # What was typed stays in the other language.
        page.select_option("#compare [name=osm]", "barred_corners.osm")
        page.fill("#compare [name=vary]", "vehicles.sweeper=1..3")
        picture(page, "planner-compared")
        page.click("#language")
        page.wait_for_selector("html[lang=zh]")
        page.wait_for_selector("#changed-streets .signs:has-text('清扫')")
        seen["typed"] = [page.input_value(f"#compare [name={one}]") for one in ("osm", "vary")]
        with page.expect_download() as download:
            page.click("#comparison .row a:has-text('JSON')")
        seen["report"] = json.loads(download.value.path().read_text("utf-8"))
        seen["broken"] = violations(page, axe)
        picture(page, "planner-compared")
        # The other way round it is gained.
        page.select_option("#comparison [name=base]", "1")
        page.select_option("#comparison [name=other]", "0")
        page.wait_for_selector("#changed-streets tbody tr")
        wait_until(page, "document.querySelector('.changed-map path.gained').getAttribute('d')")

    assert (
        visit(
            chromium,
            compared,
            flags=WITHOUT_WEBGL,
            prepare=lambda page: None,
            use=look,
        )
        == []
    )
    assert seen["drawn"] == [["none", True], ["lost", True], ["gained", False]]
    assert seen["went"]
    assert "m" in seen["scale"]
    assert seen["typed"] == ["barred_corners.osm", "vehicles.sweeper=1..3"]
    assert seen["report"]["lost"] == swept()[:1]
    assert "0.0 km" in seen["signs"]
    assert seen["broken"] == []


@pytest.mark.browser
def test_a_week_is_made_on_the_page_and_the_next_one_says_what_moved(chromium, compared, axe):
    seen = {}

    def look(page):
        page.set_default_timeout(PATIENCE_MS)
        page.click("[data-view=week]")
        page.wait_for_selector("#make-week option[value=hamlet]", state="attached")
        page.select_option("#make-week [name=scenario]", "hamlet")
        page.fill("#make-week [name=seconds]", "4")
        page.click("#make-week button")
        page.wait_for_selector("#roster")
        seen["collections"] = page.inner_text("#view-week")
        seen["moved at first"] = page.locator("#moved").count()
        newest = compared.get("/weeks")[0]
        page.select_option("#make-week [name=before]", newest["id"])
        page.fill("#make-week [name=date]", "2024-05-15")
        page.fill("#make-week [name=holidays]", "2024-05-15")
        page.click("#make-week button")
        page.wait_for_selector("#moved")
        seen["broken"] = violations(page, axe)
        seen["record"] = page.locator("#record").count()
        picture(page, "week-made")
        page.click("#language")
        page.wait_for_selector("#record:has-text('收运')")
        picture(page, "week-made")

    visit(
        chromium,
        compared,
        flags=WITHOUT_WEBGL,
        prepare=lambda page: None,
        use=look,
    )
    assert "13" in seen["collections"]
    assert (seen["moved at first"], seen["record"], seen["broken"]) == (0, 1, [])
    newest, first, *_ = compared.get("/weeks")
    assert newest["request"]["before"] == first["id"]
    week = compared.get(newest["links"]["self"])
    assert week["result"]["monday"] == "2024-05-13"


@pytest.mark.browser
def test_events_go_on_by_themselves_and_nothing_typed_is_lost(chromium, compared):
    seen = {}
    asked = {"scenario": "hamlet", "osm": "nine_corners.osm", "seconds": 3600}
    plan = compared.post("/plans", asked)

    def look(page):
        page.set_default_timeout(PATIENCE_MS)
        page.wait_for_selector("#cancel")
        page.click("#request > details > summary")
        page.wait_for_selector("#streets option[value='nine_corners.osm']", state="attached")
        page.select_option("#streets", "nine_corners.osm")
        page.fill("#seconds", "77")
        page.click("#different summary")
        page.fill("#add-stops", "K1")
        page.evaluate("window.isSame = true")
        compared.stop()
        page.wait_for_selector("#offline:visible")
        # What is asked for meanwhile is refused in words.
        page.click("#start")
        seen["away"] = page.inner_text("#offline")
        compared.start()
        page.wait_for_selector("#offline", state="hidden")
        seen["typed"] = [page.input_value(one) for one in ("#streets", "#seconds", "#add-stops")]
        # The stream lives: what becomes of the plan arrives by itself.
        compared.post(f"/plans/{plan['id']}/cancel")
        wait_until(page, "document.querySelector('#cancel') === null")
        seen["same page"] = page.evaluate("window.isSame")
        # Where nothing is followed any more, the page looks for its server by itself.
        page.route("**/*", lambda route: route.abort())
        page.click("#start")
        page.wait_for_selector("#offline:visible")
        page.unroute("**/*")
        page.wait_for_selector("#offline", state="hidden")

    visit(chromium, compared, flags=WITHOUT_WEBGL, prepare=lambda page: None, use=look)
    plans = compared.get("/plans")
    assert seen == {
        "away": "No connection. Nothing that you typed is lost; the page goes on by itself.",
        "typed": ["nine_corners.osm", "77", "K1"],
        "same page": True,
    }
    # The request that found no server was not sent twice, nor later.
    assert [one["id"] for one in plans] == [plan["id"]]
