"""Every code has its words in every language, with the same values; none is missing or unused."""

import argparse
import ast
import inspect
import re
from collections.abc import Iterable
from enum import StrEnum

import pytest

from api.exports.tracks import BROKEN_DOWN
from api.exports.turn_list import HEADINGS
from api.service.db import Status
from api.words import Language, catalogue, phrasebook
from fleet import WORKS, Condition, FacilityKind, Priority, Stream, Supply, VehicleKind, Work
from fleet.work import Sheet, Where
from optimizer.bounds.time_bound import Ignored
from optimizer.chain import Step
from optimizer.checker.signs import LOCKABLE, STOPPING
from optimizer.network.barrier import Barrier
from optimizer.network.findings import Omission
from optimizer.network.kerb import Side
from optimizer.network.osm.tags import DRIVABLE
from optimizer.network.profile import PROFILES
from optimizer.plan import ActivityKind, ChangeKind, Reason
from optimizer.stop import Stage
from optimizer.week.calendar import CalendarLack
from optimizer.week.roster import Obstacle
from scenarios.changes import DifferenceKind
from scenarios.due import Lot, LotReason
from scenarios.files.tables import KINDS
from scenarios.measures import PointOutcome
from tests.api.words.sources import (
    constants,
    fields,
    messages,
    tables_named,
    trees,
    web_texts,
)

EN, ZH = catalogue(Language.EN), catalogue(Language.ZH)
ERRORS = (
    *("OneBroomError", "InputError", "NetworkError", "InfeasibleScenario", "WorkbookRefused"),
    *("TableFaults", "InvalidValue", "Refused", "HTTPException"),
)
FOREIGN = ("schema.", "system.", "argparse.", "word.")
"""Codes that come of a library's or a table's values, not of our sources."""


def ours(codes: Iterable[str]) -> set[str]:
    return {code for code in codes if not code.startswith(FOREIGN)}


def test_a_code_of_the_core_says_one_thing():
    several = {code: texts for code, texts in messages().items() if len(texts) > 1}
    assert several == {}


def test_every_code_has_its_chinese_and_no_chinese_is_left_over():
    assert ours(ZH) == ours(EN) | ours(messages())


def test_what_the_core_says_in_english_stands_in_no_catalogue():
    assert set(EN) & set(messages()) == set()


@pytest.mark.parametrize("code", sorted(ours(ZH)))
def test_a_code_takes_the_same_values_in_every_language(code):
    english = EN[code] if code in EN else next(iter(messages()[code]))
    assert fields(ZH[code]) == fields(english)


def test_errors_and_notices_of_users_have_codes():
    """Public files of benchmarks are for researchers: what is wrong with those is in English."""
    bare = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if not path.startswith("optimizer/benchmark/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ERRORS
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]
    assert bare == []


def is_used(code: str) -> bool:
    texts, patterns = constants()
    part, _, name = code.partition(".")
    if part == "page":
        return name in web_texts()
    if part == "column":
        return name in texts
    return code in texts or any(pattern.fullmatch(code) for pattern in patterns)


def test_no_code_of_the_api_is_unused():
    assert {code for code in ours(EN) if not is_used(code)} == set()


def test_the_page_says_nothing_that_has_no_code():
    from tests.api.words.sources import WEB

    asked = set()
    for path in (*WEB.rglob("*.js"), *WEB.glob("*.html")):
        text = path.read_text("utf-8")
        asked |= set(re.findall(r'\bsay\("(\w+)"|data-say="(\w+)"', text))
    codes = {f"page.{one or other}" for one, other in asked}
    assert len(codes) > 30
    assert codes <= set(EN)


def words_of(table: str) -> set[str]:
    before = f"word.{table}."
    return {code.removeprefix(before) for code in ZH if code.startswith(before)}


TABLES: dict[str, Iterable[str]] = {
    "activity": [*ActivityKind, BROKEN_DOWN],
    "barrier": Barrier,
    "difference": DifferenceKind,
    "facility": FacilityKind,
    "heading": HEADINGS,
    "highway": DRIVABLE,
    "ignored": Ignored,
    "kerb": Side,
    "kind": VehicleKind,
    "kinds": VehicleKind,
    "lack": CalendarLack,
    "left_out": Omission,
    "lot": Lot,
    "obstacle": Obstacle,
    "outcome": PointOutcome,
    "part": Side,
    "priority": [one.name.lower() for one in Priority],
    "profile": PROFILES,
    "reason": [*Reason, *LotReason, "not_due", "not_its_day", "called_off", "not_in_plan", "lost"],
    "sheet": Sheet,
    "side": Side,
    "status": Status,
    "step": Step,
    "stop": STOPPING | LOCKABLE,
    "stream": Stream,
    "supply": Supply,
    "table": KINDS,
    "weather": Condition,
    "weekday": map(str, range(7)),
    "work": Work,
}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_value_has_its_chinese_word(table):
    values = {value.replace(" ", "_") for value in TABLES[table]}
    assert values - words_of(table) == set()


def test_every_table_of_words_that_a_sentence_takes_from_is_there():
    templates = [text for texts in messages().values() for text in texts] + list(EN.values())
    named = {table for text in templates for table in tables_named(text)}
    assert {table for table in named if not words_of(table)} == set()


@pytest.mark.parametrize("language", Language)
def test_every_work_can_be_ordered_and_every_change_proposed(language):
    words = phrasebook(language)
    for work in WORKS:
        assert "Q" in words(f"order.{work}", part="", place="Q", heading="n", tonnes=1.5)
        if WORKS[work].where is not Where.STOP:
            # A case on a street is a spot of it.
            assert "Q" in words(f"order_at.{work}", place="Q")
    for kind in ChangeKind:
        assert "S1" in words(f"change.{kind}", minutes=5, vehicle="S1", shift="early")


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_of_the_work_has_its_words(stage):
    assert f"progress.{stage}" in EN


def argparse_says() -> set[str]:
    """What argparse has translated: the texts that it hands to gettext."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("_", "ngettext")
        ):
            found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return found


def test_what_argparse_says_is_looked_up_by_texts_that_it_has():
    known = {code.removeprefix("argparse.") for code in ZH if code.startswith("argparse.")}
    assert known <= argparse_says()
    # Those for programmers stay in English.
    assert {"usage: ", "expected one argument", "unrecognized arguments: %s"} <= known


class _Texts(StrEnum):
    SEVERAL = "several"


def test_a_word_without_an_entry_reads_as_its_value():
    assert phrasebook(Language.EN).word("kind", VehicleKind.KITCHEN_TRUCK) == "kitchen truck"
    assert phrasebook(Language.ZH).word("nothing", _Texts.SEVERAL) == "several"
