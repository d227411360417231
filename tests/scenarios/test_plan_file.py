import json

import pytest

from optimizer.errors import InputError
from scenarios.plan_file import dumps, loads, read_plan, write_plan
from tests.scenarios import small_plan
from tests.streets import street_network


def test_what_was_written_is_read_again(tmp_path):
    plan_file = small_plan.plan_file()
    write_plan(plan_file, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan_file
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_the_same_plan_gives_the_same_bytes():
    text = dumps(small_plan.plan_file())
    assert dumps(small_plan.plan_file()) == text
    assert dumps(loads(text)) == text
    assert text.endswith("}\n")


def test_tasks_and_sites_come_back_on_the_network():
    streets = small_plan.network()
    plan_file = loads(dumps(small_plan.plan_file()))
    assert plan_file.tasks_on(streets) == small_plan.tasks(streets)
    yard = plan_file.sites_on(streets)["yard"]
    assert [(streets.arc_key(p.arc), p.offset_m) for p in yard.exits] == [
        ("1>2", 100),
        ("2>1", 400),
    ]


def test_arcs_go_by_name_so_another_numbering_does_no_harm():
    nodes = {1: (0, 0), 2: (500, 0), 3: (500, 300), 4: (0, 300)}
    renumbered = street_network(nodes, [(4, 1), (3, 4), (2, 3), (1, 2)])
    tasks = small_plan.plan_file().tasks_on(renumbered)
    keys = [renumbered.arc_key(task.modes[0].place.entries[0].arc) for task in tasks]
    assert keys == ["3>4", "3>4", "2>3", "2>3", "3>4", "4>3", "4>3"]


def test_other_streets_are_refused_by_name():
    other = street_network({1: (0, 0), 2: (500, 0)}, [(1, 2)])
    with pytest.raises(InputError, match=r"street piece 3>4, which hand-drawn streets does not"):
        small_plan.plan_file().tasks_on(other)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON"),
        ('{"plan": {"routes": [', r"no JSON \(line 1.*complete"),
        ("[1, 2]", "no plan of OneBroom"),
        ('{"type": "FeatureCollection", "features": []}', "no plan of OneBroom"),
        ('{"plan": {}, "format": 99}', "format 99, this version reads 3"),
        ('{"plan": {}, "format": 3}', "faults"),
    ],
)
def test_what_is_no_plan_is_refused_with_file_and_remedy(tmp_path, text, message):
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_plan(path)
    assert str(caught.value).startswith(str(path))


def test_a_damaged_value_is_named_with_its_place():
    values = json.loads(dumps(small_plan.plan_file()))
    values["plan"]["routes"][0]["activities"][1]["arrival_s"] = "soon"
    with pytest.raises(InputError, match=r"plan\.routes\.0\.activities\.1\.arrival_s"):
        loads(json.dumps(values))


def test_an_unreadable_file_is_an_input_error(tmp_path):
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.json", "binary.json"):
        with pytest.raises(InputError, match="cannot be read"):
            read_plan(tmp_path / name)
