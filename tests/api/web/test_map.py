"""Map, chart and replay of the page in the machine's own Chromium, with the plan of the hamlet."""

from itertools import pairwise

import pytest

from api.service.db import Store
from tests.api.service.people import hamlet_plan
from tests.api.service.service import running
from tests.api.web.test_page import (
    FLAGS,
    PICTURED,
    SCREENSHOTS,
    WITHOUT_WEBGL,
    chromium,
    visit,
    wait_until,
)

__all__ = ["chromium"]

SIZES = {"desk": (1280, 800), "tablet": (1024, 768), "phone": (390, 844)}
CHOSEN = "import('/static/store.js').then((store) => store.get('task'))"
DRAWN = """new Promise((done) => requestAnimationFrame(
  () => setTimeout(() => requestAnimationFrame(done), 50)))"""
"""What is asked for after the next picture is in the one after it."""
HEIGHT = "(id) => document.querySelector(id).getBoundingClientRect().height"


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory):
    """A server with the plan of the hamlet: S1 sweeps from six, T1 empties two kitchens."""
    folder = tmp_path_factory.mktemp("map")
    store = Store(f"sqlite:///{folder / 'plans.db'}", migrate=True)
    store.add({"scenario": "hamlet"})
    store.finish(*store.claim(60.0), hamlet_plan())
    store.close()
    with running(folder) as service:
        yield service


def duty_of(vehicle):
    plan = hamlet_plan().plan
    return next(n for n, route in enumerate(plan.routes) if route.vehicle_id == vehicle)


def swept():
    """The first task that S1 does, and when it begins."""
    route = hamlet_plan().plan.routes[duty_of("S1")]
    first = next(one for one in route.activities if one.task_id)
    (task,) = [one for one in hamlet_plan().tasks if one.id == first.task_id]
    return task, first


def choose_task(page, key):
    """Chooses a task as another panel of the page does."""
    page.evaluate(
        "(key) => import('/static/store.js').then((store) => store.set('task', key))", key
    )


@pytest.mark.browser
def test_a_street_that_is_clicked_says_what_it_is_owed_and_who_comes(chromium, hamlet):
    seen = {}

    def look(page):
        box = page.locator("#map .ground").bounding_box()
        seen["before"] = page.locator("#street:visible").count()
        # The nine corners fill the map; every street of theirs is a hundred pixels long or more.
        for share in range(2, 19):
            page.mouse.click(box["x"] + box["width"] * share / 20, box["y"] + box["height"] / 2)
            if page.locator("#street:visible .passes li").count():
                break
        seen["said"] = page.inner_text("#street")
        page.locator("#street .passes button").first.click()
        seen["chosen"] = page.locator("#chart .names [aria-selected=true]").count()
        seen["time"] = page.inner_text("#chart output")
        page.screenshot(path=SCREENSHOTS / "map-street.png")
        seen["marked"] = [page.locator("#map .drawn .chosen").count()]
        page.locator("#street .close").click()
        seen["after"] = page.locator("#street:visible").count()
        seen["marked"].append(page.locator("#map .drawn .chosen").count())

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    assert visit(chromium, hamlet, use=look) == []
    assert (seen["before"], seen["after"]) == (0, 0)
    assert seen["marked"] == [1, 0]
    assert "Standard" in seen["said"]
    assert "sweep" in seen["said"]
    assert "S1" in seen["said"]
    assert seen["chosen"] == 1
    assert ":" in seen["time"]


@pytest.mark.browser
def test_what_is_chosen_anywhere_is_chosen_on_map_and_chart(chromium, hamlet):
    task, first = swept()
    seen = {}

    def look(page):
        choose_task(page, task.id)
        page.wait_for_selector("#street:visible")
        seen["street"] = page.inner_text("#street h3")
        seen["rows"] = page.locator("#street .passes li.chosen").count()
        # The keyboard goes through duties, and through the work of one.
        page.locator(f"#chart .names button:nth-child({duty_of('S1') + 1})").focus()
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.evaluate("import('/static/store.js').then((store) => store.set('task', null))")
        page.keyboard.press("ArrowRight")
        seen["task"] = page.evaluate(CHOSEN)
        page.keyboard.press("ArrowRight")
        seen["next"] = page.evaluate(CHOSEN)

    visit(chromium, hamlet, use=look)
    route = hamlet_plan().plan.routes[duty_of("S1")]
    done = [one.task_id for one in route.activities if one.task_id]
    assert seen["street"] == task.name
    assert seen["rows"] == 1
    assert [seen["task"], seen["next"]] == done[:2]
    assert first.task_id == done[0]


@pytest.mark.browser
def test_the_chart_goes_from_the_day_to_a_quarter_of_an_hour(chromium, hamlet):
    seen = {"spans": []}

    def look(page):
        page.wait_for_selector("#chart[data-ready]")
        nearer, farther = (
            page.locator(f"#chart .zoom[data-code=chart_{one}]") for one in ("nearer", "farther")
        )
        seen["day"] = page.inner_text("#chart .span")
        for _ in range(8):
            nearer.click()
            page.evaluate(DRAWN)
            seen["spans"].append(page.inner_text("#chart .span"))
        seen["ticks"] = page.locator("#chart .axis span").all_inner_texts()
        for _ in range(8):
            farther.click()
        page.evaluate(DRAWN)
        seen["back"] = page.inner_text("#chart .span")

    visit(chromium, hamlet, use=look)
    assert seen["spans"][-1] == "15 min"
    assert {"30 min", "1 h", "2 h", "4 h"} <= set(seen["spans"])
    assert seen["back"] == seen["day"]
    # A quarter of an hour has three lines at least, at whole five minutes.
    minutes = [int(one.partition(":")[2][:2]) for one in seen["ticks"]]
    assert len(minutes) >= 3
    assert {(b - a) % 60 for a, b in pairwise(minutes)} == {5}


@pytest.mark.browser
@pytest.mark.parametrize("flags", [FLAGS, WITHOUT_WEBGL], ids=["webgl", "svg"])
def test_the_replay_moves_vehicles_along_their_work(chromium, hamlet, flags):
    route = hamlet_plan().plan.routes[duty_of("S1")]
    seen = {"places": []}

    def look(page):
        seen["drawn by"] = page.get_attribute("#map", "data-ready")
        for time_s in (route.start_s - 60, route.start_s + 600, route.start_s + 1200):
            page.evaluate(
                f"import('/static/store.js').then((store) => store.set('time_s', {time_s}))"
            )
            marker = page.locator("#map .vehicle", has_text="S1").first
            box = marker.bounding_box() if marker.is_visible() else None
            seen["places"].append(box and (round(box["x"]), round(box["y"])))
        page.select_option("#replay-speed", "30")
        page.click("#chart .play")
        before = page.inner_text("#chart output")
        wait_until(page, f"document.querySelector('#chart output').textContent !== '{before}'")
        page.click("#chart .play")
        seen["paused"] = page.inner_text("#chart output")
        for _ in range(3):
            page.evaluate(DRAWN)
        seen["still"] = page.inner_text("#chart output")
        page.click("#chart .end")
        seen["shown at the end"] = page.locator("#map .vehicle:visible").count()

    visit(chromium, hamlet, flags=flags, use=look)
    assert seen["drawn by"] == ("map" if flags is FLAGS else "svg")
    before, first, later = seen["places"]
    assert before is None
    assert first is not None
    assert first != later
    assert seen["paused"] == seen["still"]
    assert seen["shown at the end"] == 0


@pytest.mark.browser
def test_without_webgl_a_street_can_be_clicked_and_found_by_name(chromium, hamlet):
    task, _ = swept()
    seen = {}

    def look(page):
        page.fill("#find-street", task.name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#street:visible")
        seen["found"] = page.inner_text("#street h3")
        page.keyboard.press("Tab")
        page.locator("#street .close").click()
        box = page.locator("#map .ground").bounding_box()
        for share in range(2, 19):
            page.mouse.click(box["x"] + box["width"] * share / 20, box["y"] + box["height"] / 2)
            if page.locator("#street:visible").count():
                break
        seen["clicked"] = page.locator("#street:visible h3").count()
        for view in ("coverage", "load", "vehicle"):
            page.click(f"[data-view={view}]")
            page.wait_for_selector(f"#map[data-shown={view}]")
            seen[view] = page.locator("#map svg path[data-state]").evaluate_all(
                "(all) => [...new Set(all.map((one) => one.getAttribute('stroke')))].sort()"
            )

    assert visit(chromium, hamlet, flags=WITHOUT_WEBGL, use=look) == []
    assert seen["found"] == task.name
    assert seen["clicked"] == 1
    assert seen["coverage"] != seen["vehicle"]
    assert seen["load"] != seen["vehicle"]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_at_any_size(chromium, hamlet, language):
    seen = {}

    def look(page):
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                for view in ("vehicle", "coverage", "load"):
                    page.click(f"[data-view={view}]")
                    page.wait_for_selector(f"#map[data-shown={view}]")
                    page.evaluate(PICTURED)
                    name = f"map-{size}-{language}-{theme}-{view}.png"
                    page.screenshot(path=SCREENSHOTS / name)
            seen[size] = {
                "wide": page.evaluate("document.documentElement.scrollWidth"),
                "map": page.evaluate(HEIGHT, "#map"),
                "chart": page.evaluate(HEIGHT, "#chart"),
            }
        seen["unnamed"] = page.locator("#map, #chart").evaluate_all(
            """(all) => all.flatMap((one) => [...one.querySelectorAll("button, input, select")])
              .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim()))
              .map((one) => one.outerHTML)"""
        )
        page.locator("#map .legend").evaluate("(one) => { one.open = true; }")
        seen["legend"] = page.inner_text("#legend")

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    locale = {"en": "en-GB", "zh": "zh-CN"}[language]
    assert visit(chromium, hamlet, locale=locale, use=look) == []
    for size, (width, _) in SIZES.items():
        assert seen[size]["wide"] <= width
        assert seen[size]["map"] >= 150
        assert seen[size]["chart"] >= 120
    assert seen["unnamed"] == []
    assert ("空" if language == "zh" else "empty") in seen["legend"]
