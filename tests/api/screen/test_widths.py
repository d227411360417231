"""What commands print fits the terminal: no line too wide, no word cut, nothing lost."""

import contextlib
import re
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len

from api import screen
from api.commands.__main__ import main
from api.screen.console import table_of
from api.screen.fitting import fit
from api.words import Language, fold, phrasebook

DATA = Path(__file__).parents[2] / "data"
HAMLETS = [str(DATA / name) for name in ("hamlet-chain", "hamlet-works", "hamlet-snow")]
STREETS = str(DATA / "nine_corners.osm")
LIMITS = ("--osm", STREETS, "--iterations", "5", "--bound-seconds", "5")
WIDTHS = (80, 100, 132)
WIDE = 2_000

PLANNED = {
    "plan": ("plan", HAMLETS[0], *LIMITS),
    "plan of works": ("plan", HAMLETS[1], *LIMITS),
    "plan of snow": ("plan", HAMLETS[2], *LIMITS),
    "compare": ("compare", *HAMLETS[:2], *LIMITS, "--seeds", "1", "--processes", "1"),
    "calendar": ("calendar", HAMLETS[0]),
    "roster": ("roster", HAMLETS[0]),
}
"""Commands that compute for a while: they do so once, and are shown in every width."""

COMMANDS = {
    "check": ("check", "{out}/plan.json"),
    "record": ("record", "{out}/plan.json"),
    "network": ("network", STREETS),
    "barred": ("network", str(DATA / "barred_corners.osm")),
    "list": ("scenario", "list"),
    "show": ("scenario", "show", "yinzhou-2012"),
    "no scenario": ("scenario", "show", "nowhere"),
    "no file": ("network", "absent.osm"),
    "faults": ("scenario", "validate", "{out}/contracts.csv"),
    **{
        table: ("scenario", "validate", f"{HAMLETS[0]}/{table}.csv")
        for table in ("contracts", "vehicles", "facilities", "containers")
    },
    **{
        f"help {name}": (*name.split(), "--help")
        for name in ("", "plan", "check", "compare", "export", "solve", "roster", "scenario new")
    },
}

FAULTY = "编号,名称,经度,纬度,公斤\nK1,Inn,121.5,far,-5\nK1,Inn,500,29.8,12\n"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("widths")


def _keep(calls, show, *given):
    calls.append((show, given[:-1]))


@pytest.fixture(scope="module")
def shown(out):
    """What each command that computes has shown, as calls without the language."""
    (out / "contracts.csv").write_text(FAULTY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        calls = {}
        for name, command in PLANNED.items():
            calls[name] = []
            for one in ("plan", "comparison", "calendar", "roster"):
                show = getattr(screen, f"print_{one}")
                patch.setattr(screen, f"print_{one}", partial(_keep, calls[name], show))
            assert main([*command, "--out", str(out)]) in (0, 1)
            patch.undo()
    assert all(calls.values())
    return calls


@pytest.fixture
def lines_of(out, shown, capsys, monkeypatch):
    """Returns the lines of a command, of both streams, in a terminal of a width."""

    def run(name, width, language):
        monkeypatch.setenv("COLUMNS", str(width))
        capsys.readouterr()
        for show, given in shown.get(name, ()):
            show(*given, phrasebook(Language(language)))
        if name in COMMANDS:
            with contextlib.suppress(SystemExit):
                main([*(one.format(out=out) for one in COMMANDS[name]), "--lang", language])
        return "".join(capsys.readouterr()).splitlines()

    return run


def words_in(lines):
    """Returns the English words of a text, wherever its lines end."""
    return set(re.findall(r"[A-Za-z]{2,}", "\n".join(lines)))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [*PLANNED, *COMMANDS])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(lines_of, name, language):
    words = words_in(lines_of(name, WIDE, language))
    for width in WIDTHS:
        lines = lines_of(name, width, language)
        # A path has no place to be cut: a line may be one.
        too_wide = [line for line in lines if cell_len(line) > width and " " in line.strip()]
        assert too_wide == []
        assert "…" not in "".join(lines)
        assert words_in(lines) == words


def test_a_sentence_ends_its_lines_between_words():
    text = "  one two three four"
    assert fold(text, 12) == "  one two\n    three\n    four"
    assert fold(text, None) == text


def test_chinese_takes_two_columns_and_no_mark_begins_a_line():
    # Five characters and a mark of 12 columns: the mark takes the fifth along.
    assert fold("一二三四五，六", 10) == "一二三四\n  五，六"


def test_an_english_word_among_chinese_stays_whole():
    assert fold("一二三washer四", 10) == "一二三\n  washer四"


def test_what_has_no_place_to_be_cut_stays_whole():
    assert fold("at /a/very/long/path now", 10) == "at\n  /a/very/long/path\n  now"


def table():
    shown = table_of("vehicle", "shift", "worked km", "drive km", left=2)
    shown.add_row("S01", "early", "34.3", "49.4")
    shown.add_row("S02", "day", "1,000.5", "")
    return shown


def text_of(shown):
    return [one.plain for one in shown.renderables]


def test_a_table_that_fits_stays_a_table():
    # 7 + 5 + 9 + 8 columns and three gaps of 2.
    shown = table()
    assert fit(shown, 35) is shown
    # With headings over two lines: 7 + 5 + 7 + 5, and the gaps.
    assert fit(shown, 30) is shown
    assert [column.header for column in shown.columns] == [
        *("vehicle", "shift", "worked\nkm", "drive\nkm")
    ]


def test_a_wider_table_stacks_its_columns():
    assert text_of(fit(table(), 29)) == [
        "vehicle  shift",
        "   worked  drive",
        "       km     km",
        "────────────────",
        "S01  early",
        "     34.3   49.4",
        "S02  day",
        "  1,000.5",
    ]


def test_the_narrowest_is_told_in_sentences():
    assert text_of(fit(table(), 15)) == [
        "S01  early",
        "  worked km",
        "    34.3 ·",
        "    drive km",
        "    49.4",
        "S02  day",
        "  worked km",
        "    1,000.5",
    ]
