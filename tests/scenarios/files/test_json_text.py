"""JSON and TOML that somebody has edited, or that was made to break a reader."""

import json

import pytest

from optimizer.errors import InputError
from scenarios.files.json_text import parse_json
from scenarios.files.store import load_scenario
from scenarios.plan_file import dumps, loads
from tests.scenarios import small_plan

DEEP = 100_000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is no JSON"),
        ("[" * DEEP + "]" * DEEP, "too deep in each other"),
        ("9" * 5_000, "thousands of digits"),
        ('["\\ud800"]', "line 1 holds half a character"),
        ('[\n"\\udc00\\ud800"]', "line 2 holds half a character"),
    ],
)
def test_what_is_no_json_is_said_in_a_sentence(text, says):
    with pytest.raises(InputError, match=says):
        parse_json(text, where="plan.json")


def test_a_character_in_two_halves_is_whole():
    assert parse_json('["\\ud842\\udfb7"]', where="x") == ["𠮷"]


def test_a_plan_with_a_date_that_is_none_is_refused():
    values = json.loads(dumps(small_plan.plan_file())) | {"date": "garbage"}
    with pytest.raises(InputError, match="date 'garbage' does not exist"):
        loads(json.dumps(values))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"a = {'[' * DEEP}{']' * DEEP}", "too deep in each other"),
        (f"a = {'9' * 5_000}", "thousands of digits"),
        ('name = "\\ud800"', "not a Unicode scalar value"),
        ('extends = "yinzhou-2012"\nname = "a\\u000b"', "cannot be printed"),
        ('extends = "yinzhou-2012"\ndate = 9999-12-31', "less than 2200"),
        ('extends = "yinzhou-2012"\ndate = "soon"', "valid date"),
        (f'extends = "yinzhou-2012"\nstated_area_m2 = {10**30}', "stated_area_m2: .*less than"),
    ],
)
def test_what_is_no_scenario_is_said_in_a_sentence(tmp_path, text, says):
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        load_scenario(str(path))
