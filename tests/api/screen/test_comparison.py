import re
from dataclasses import replace

import pytest

from api.screen.comparison import print_comparison
from api.words import Language, phrasebook
from scenarios.measures import compare
from tests.scenarios import small_plan

PLAN = small_plan.plan_file().measures


def with_kilograms(*amounts):
    return [replace(PLAN, kitchen_collected_kg=one) for one in amounts]


BEFORE, AFTER = with_kilograms(1_000, 1_200, 1_100), with_kilograms(1_500, 1_510, 1_520)


@pytest.fixture
def printed(monkeypatch, capsys):
    def show(*plans, width=80, language=Language.EN):
        monkeypatch.setenv("COLUMNS", str(width))
        names = ["a/before", "b/after.toml"]
        print_comparison(compare(list(zip(names, plans, strict=True))), phrasebook(language))
        return capsys.readouterr().out

    return show


def test_a_comparison_shows_medians_spreads_and_what_counts(printed):
    text = printed(BEFORE, AFTER, width=140)
    assert re.search(
        r"kitchen waste collected, kg +1,100  1,000..1,200 +1,510  1,500..1,520 +\+410\n", text
    )
    assert re.search(r"mechanised rate +58\.2% +58\.2% +none", text)
    assert "1 of" in text


def test_a_narrow_screen_has_the_spread_below(printed):
    lines = printed(BEFORE, AFTER).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("kitchen waste"))
    assert lines[at + 1].split() == ["1,000..1,200", "1,500..1,520"]


def test_one_plan_of_each_tells_nothing_of_noise(printed):
    text = printed([PLAN], [PLAN])
    assert "--seeds 3" in text
    assert re.search(r"mechanised rate +58\.2% +58\.2% +0\.0 pp", text)


def test_a_comparison_is_chinese(printed):
    assert "无差异" in printed(BEFORE, AFTER, language=Language.ZH)
