"""Links lead somewhere, pages are reached, and nothing that stood somewhere is missing."""

from urllib.parse import unquote

import pytest

from tests.docs.pages import PAGES, README, ROOT, Page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading(page):
    broken = []
    for link in page.links:
        if link.startswith(("https://", "http://127.0.0.1")):
            continue
        file, _, anchor = unquote(link).partition("#")
        target = (page.path.parent / file).resolve() if file else page.path
        is_there = target.exists() and target.is_relative_to(ROOT)
        if not is_there or (anchor and anchor not in Page(target).anchors):
            broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_readme():
    reached, todo = set(), [README]
    while todo:
        page = todo.pop()
        if page.name in reached:
            continue
        reached.add(page.name)
        for link in page.links:
            target = (page.path.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.is_file():
                todo.append(Page(target))
    assert {page.name for page in PAGES} - reached == set()


def test_every_picture_in_the_pages_folder_is_shown():
    shown = {
        (page.path.parent / link).resolve()
        for page in PAGES
        for link in page.links
        if not link.startswith("http")
    }
    pictures = {
        path for path in (ROOT / "docs").rglob("*") if path.suffix in (".svg", ".png", ".jpg")
    }
    assert pictures - shown == set()
