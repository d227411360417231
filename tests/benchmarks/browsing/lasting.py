"""What the memory of a page does while it is used for long."""

import re
from typing import Any

from .shown import PATIENCE_MS, Shown

BOARD = re.compile(r"/board\?")
ROUNDS = 60
"""An hour of a busy dispatcher: each minute a replay, another plan and its streets."""

FIRST_ROUNDS = 3
"""They fill what is kept of each plan and of each language."""


def measure_lasting(shown: Shown, rounds: int) -> dict[str, Any]:
    """Replays, chooses duties and plans again and again; returns by how much memory has grown."""
    for number in range(FIRST_ROUNDS):
        _live(shown.page, number)
    before_mb = shown.memory_mb()
    for number in range(rounds):
        _live(shown.page, number)
    after_mb = shown.memory_mb()
    return {
        "rounds of replay, another duty and plan": rounds,
        "memory MB before, after": (round(before_mb, 1), round(after_mb, 1)),
        "memory grows MB": round(after_mb - before_mb, 1),
    }


def _live(page: Any, number: int) -> None:
    """Lives a minute of a dispatcher, without its waiting."""
    page.click("#chart .play")
    page.wait_for_timeout(300)
    page.click("#chart .play")
    rows = page.locator("#chart .names button")
    rows.nth(number % rows.count()).click()
    names = page.locator("#panel-unserved .cards .name")
    if names.count():
        names.nth(number % names.count()).click()
    plans = page.locator("#plans option").evaluate_all("(all) => all.map((one) => one.value)")
    with page.expect_response(BOARD, timeout=PATIENCE_MS):
        if len(plans) > 1:
            now = page.locator("#plans").input_value()
            page.select_option("#plans", plans[(plans.index(now) + 1) % len(plans)])
        else:
            # A board of the other language is a new board to the page.
            page.click("#language")
    page.wait_for_selector("#empty", timeout=PATIENCE_MS, state="hidden")
    page.wait_for_timeout(500)
