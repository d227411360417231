"""A plan that was made while its day runs, in every format: cases, and a load taken over."""

import json

import pytest

from api.commands.__main__ import main
from api.exports import EXPORTS
from optimizer.plan import ActivityKind
from scenarios.plan_file import read_plan, write_plan
from tests.scenarios.planning.two_sweepers import STREETS, plan_two


@pytest.fixture(scope="module")
def replanned(tmp_path_factory):
    """The plan after a case on a street, and after one sweeper has handed its load on."""
    folder = tmp_path_factory.mktemp("running")
    plan_file = plan_two(folder)
    write_plan(plan_file, folder / "plan.json")
    swept = [
        (one.end_s, route.vehicle_id)
        for route in plan_file.plan.routes
        for one in route.activities
        if one.kind is ActivityKind.SERVICE and route.vehicle_id in ("S1", "S2")
    ]
    at_s, broken = sorted(swept)[1]
    at = f"{at_s // 3600:02d}:{at_s // 60 % 60:02d}:{at_s % 60:02d}"
    other = {"S1": "S2", "S2": "S1"}[broken]
    events = [
        {"kind": "vehicle_out", "at": at, "vehicle": broken, "taken_by": other},
        {
            "kind": "urgent_case",
            "at": at,
            "number": "117",
            "category": "道路遗撒",
            "lon": 0.0010,
            "lat": 0.0037,
        },
    ]
    (folder / "events.json").write_text(json.dumps(events), encoding="utf-8")
    later = f"{at_s // 3600:02d}:{at_s // 60 % 60 + 1:02d}"
    words = ["replan", str(folder / "plan.json"), "--osm", STREETS, "--at", later]
    words += ["--events", str(folder / "events.json"), "--iterations", "20", "--freeze", "0"]
    assert main([*words, "--bound-seconds", "0", "--out", str(folder)]) == 0
    path = folder / "plan-1-least.json"
    served = read_plan(path).plan.served
    assert {"case/117", f"load/{broken}"} <= served
    return path, broken


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_every_format_has_it(replanned, tmp_path, name, lang):
    path, _ = replanned
    words = ["export", str(path), "--osm", STREETS, "--format", name, "--lang", lang]
    assert main([*words, "--out", str(tmp_path)]) == 0
    assert any(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("lang", "case", "load"),
    [
        ("en", "Sweep up at ", "Take over the load of {}"),
        ("zh", "清扫一处：", "接收停驶的 {} 的载量"),
    ],
)
def test_a_driver_is_told_what_to_do_there(replanned, tmp_path, lang, case, load):
    path, broken = replanned
    words = ["export", str(path), "--osm", STREETS, "--format", "html", "--lang", lang]
    assert main([*words, "--out", str(tmp_path)]) == 0
    told = "".join(
        one.read_text(encoding="utf-8") for one in sorted(tmp_path.rglob("*")) if one.is_file()
    )
    assert case in told
    assert load.format(broken) in told
