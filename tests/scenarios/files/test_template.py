"""A new scenario shows all that may be said, says nothing yet, and editors know its fields."""

import json
import re
import tomllib

import jsonschema_rs
import pytest

from scenarios.files import differences_from, load_base, load_scenario
from scenarios.files.schema import ScenarioIn, meanings_of
from scenarios.files.store import LIBRARY
from scenarios.files.template import make_scenario, scenario_schema


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    # yinzhou-2011 has vehicles of its own, and all other tables by way of yinzhou-2012.
    return make_scenario(
        "mine", from_name="yinzhou-2011", directory=tmp_path_factory.mktemp("own")
    )


def as_json(values):
    """TOML's dates are texts in JSON."""
    return json.loads(json.dumps(values, default=str))


def test_a_new_scenario_is_the_old_one_until_it_is_edited(folder):
    scenario, base = load_scenario(str(folder)), load_base(str(folder))
    assert base == load_scenario("yinzhou-2011")
    assert differences_from(base, scenario) == ()
    assert (scenario.name, scenario.assumptions) == ("mine", ())


def test_every_table_lies_beside_it(folder):
    tables = {path.stem for path in folder.glob("*.csv")}
    assert tables == {"vehicles", "bulk_trucks", "facilities", "contracts", "containers"}


def test_every_field_stands_in_it_with_its_meaning(folder):
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    words = " ".join(re.sub(r"^#+", "", line).strip() for line in text.splitlines())
    for name, meaning in meanings_of(ScenarioIn).items():
        if name not in ("name", "title", "title_zh", "assumptions", "assumptions_zh"):
            assert meaning in words, name
            assert name in words or f"{name}.csv" in words, name


def test_what_it_shows_may_be_said(folder, tmp_path):
    # Prose has two marks. Without the one before the other lines it says what the old one says.
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not re.match("##|#:", line)]
    said = [re.sub("^# ?", "", line) for line in lines]
    values = tomllib.loads("\n".join(said))
    assert values["prices"]["lane_change_fen"] == 300
    assert [one["id"] for one in values["standards"]] == ["I", "II", "III", "IV"]
    # The parent has its standards from yinzhou-2012, where they stand in the file.
    assert values["standards_mode"] == "replace"
    own = tmp_path / "own"
    own.mkdir()
    # A heading alone is a row that says nothing.
    kept = "\n".join(
        line
        for line in said
        if line not in ("[[weather]]", "[[overrides]]", "[[closures]]", "[[extra_tasks]]")
    )
    (own / "scenario.toml").write_text(kept + "\n", encoding="utf-8")
    assert differences_from(load_scenario("yinzhou-2011"), load_scenario(str(own))) == ()


@pytest.mark.parametrize(
    "path", sorted(LIBRARY.glob("*/scenario.toml")), ids=lambda p: p.parent.name
)
def test_editors_find_no_fault_in_the_library(path):
    validator = jsonschema_rs.validator_for(scenario_schema())
    values = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [str(error) for error in validator.iter_errors(values)] == []


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"colour": "red"}, "colour"),
        ({"max_snap_m": "far"}, "far"),
        ({"vehicles_mode": "both"}, "both"),
        ({"shifts": {"sweeper": [{"id": "early", "start": "06:00"}]}}, "end"),
    ],
)
def test_editors_mark_what_the_program_would_refuse(values, where):
    errors = list(jsonschema_rs.validator_for(scenario_schema()).iter_errors(values))
    assert where in str(errors)
    assert len(errors) == 1
