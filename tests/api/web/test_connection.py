"""The page while its server is away for a while, and comes back at the same address."""

import pytest

from tests.api.service.service import running
from tests.api.web.test_page import WITHOUT_WEBGL, chromium, visit, wait_until

__all__ = ["chromium"]


@pytest.mark.browser
def test_events_go_on_by_themselves_and_nothing_typed_is_lost(chromium, tmp_path):
    seen = {}
    with running(tmp_path) as service:
        asked = {"scenario": "yinzhou-2011", "osm": "barred_corners.osm", "seconds": 3600}
        plan = service.post("/plans", asked)

        def look(page):
            page.wait_for_selector("#cancel", timeout=600_000)
            page.click("#request > details > summary")
            page.wait_for_selector("#streets option[value='nine_corners.osm']", state="attached")
            page.select_option("#streets", "nine_corners.osm")
            page.fill("#seconds", "77")
            page.click("#different summary")
            page.fill("#add-stops", "K1")
            page.evaluate("window.isSame = true")
            service.stop()
            page.wait_for_selector("#offline:visible", timeout=600_000)
            # What is asked for meanwhile is refused in words.
            page.click("#start")
            seen["away"] = page.inner_text("#offline")
            service.start()
            page.wait_for_selector("#offline", state="hidden", timeout=600_000)
            seen["typed"] = [
                page.input_value(one) for one in ("#streets", "#seconds", "#add-stops")
            ]
            # The stream lives: what becomes of the plan arrives by itself.
            service.post(f"/plans/{plan['id']}/cancel")
            wait_until(page, "document.querySelector('#cancel') === null")
            seen["same page"] = page.evaluate("window.isSame")

        visit(chromium, service, flags=WITHOUT_WEBGL, prepare=lambda page: None, use=look)
        plans = service.get("/plans")
    assert seen == {
        "away": "No connection. Nothing that you typed is lost; the page goes on by itself.",
        "typed": ["nine_corners.osm", "77", "K1"],
        "same page": True,
    }
    # The request that found no server was not sent twice, nor later.
    assert [one["id"] for one in plans] == [plan["id"]]
