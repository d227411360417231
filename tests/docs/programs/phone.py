"""The driver's page as a phone shows it: the next thing, the list, and at night."""

import shutil
import tempfile
from pathlib import Path

import typst
from playwright.sync_api import sync_playwright

from api.exports import ExportRequest, export_files
from api.words import Language
from scenarios import load_network, plan_day
from tests.docs.programs.run_sheet import HAMLET, VEHICLE

_IN_A_ROW = """
#set page(width: auto, height: auto, margin: 0.3cm, fill: luma(88%))
#grid(columns: 3, gutter: 0.4cm, ..range(3).map(one => image(str(one) + ".png", width: 7cm)))
"""


def render() -> bytes:
    """Returns three screens side by side, as PNG.

    Raises
    ------
    RuntimeError
        When there is no Chromium.
    """
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        raise RuntimeError("the picture of the driver's page needs Debian's chromium.")
    planned = plan_day(HAMLET)
    network = load_network(osm=HAMLET.osm)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox"], headless=True
        )
        for number, language in enumerate((Language.EN, Language.ZH, Language.ZH)):
            asked = ExportRequest(
                plan_file=planned, network=network, vehicle_id=VEHICLE, language=language
            )
            (page_file,) = export_files("html", asked).values()
            file = folder / f"{number}.html"
            file.write_bytes(page_file)
            context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
            page = context.new_page()
            page.clock.set_fixed_time("2024-05-06T06:00:00+08:00")
            page.goto(file.as_uri())
            page.click("#done")
            if number == 1:
                page.click("#done")
                page.click("#show-list")
            if number == 2:
                page.evaluate("document.documentElement.dataset.light = 'night'; draw()")
            page.screenshot(path=folder / f"{number}.png")
            context.close()
        browser.close()
        layout = folder / "row.typ"
        layout.write_text(_IN_A_ROW, encoding="utf-8")
        picture = typst.compile(layout, format="png", ppi=110)
    assert isinstance(picture, bytes)
    return picture
