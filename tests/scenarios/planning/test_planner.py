"""The pipeline from scenario to checked plan, on a hamlet drawn by hand."""

import itertools
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from optimizer.checker import check
from optimizer.errors import InfeasibleScenario, InputError, NetworkError
from optimizer.plan import ActivityKind
from scenarios.files.networks import load_network
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning import PlanWatch, planner

DATA = Path(__file__).parents[2] / "data"
HAMLET = str(DATA / "hamlet")
STREETS = str(DATA / "nine_corners.osm")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


def request(**changes):
    values = {"scenario": HAMLET, "osm": STREETS, "iterations": 300, "seed": 1} | changes
    return PlanRequest(**values)


def test_sweeping_and_collection_are_planned_together_and_pass_the_checker():
    plan_file = plan_day(request())
    network = load_network(osm=STREETS)
    tasks, sites = plan_file.tasks_on(network), plan_file.sites_on(network)
    assert check(network, plan_file.fleet, tasks, sites, plan_file.plan) == []
    assert {route.vehicle_id for route in plan_file.plan.routes} == {"S1", "T1"}
    assert plan_file.plan.unassigned == ()


def test_the_mechanised_rate_leaves_out_what_is_swept_by_hand():
    measures = plan_day(request()).measures
    rows = {row.label: row for row in measures.classes}
    # Living street: 5.5 m wide, below the 6 m of class IV: 200 m x 5.5 m by hand.
    assert rows["IV"].manual_m2 == pytest.approx(200 * 5.5, abs=10)
    assert rows["IV"].mechanised_m2 + rows["IV"].manual_m2 == rows["IV"].maintained_m2
    assert rows["II"].rate == 1.0
    assert measures.rate == pytest.approx(1 - rows["IV"].manual_m2 / measures.maintained_m2)


def test_a_truck_unloads_before_its_hopper_overflows():
    plan_file = plan_day(request())
    (truck,) = [route for route in plan_file.plan.routes if route.vehicle_id == "T1"]
    # Two collections of 200 kg and a hopper of 300 kg: it unloads between them and at the end.
    assert truck.count(ActivityKind.UNLOAD) == 2


def test_only_contracts_of_the_weekday_are_due():
    # 2024-05-06 is a Monday, 2024-05-05 a Sunday: K2 does not open, K3 does.
    assert plan_day(request()).measures.contracts_due == 2
    sunday = plan_day(request(date="2024-05-05"))
    assert {t.id for t in sunday.tasks if t.work == "kitchen"} == {
        "kitchen/K1",
        "kitchen/K3",
    }


def test_same_seed_and_iterations_give_the_same_bytes():
    assert dumps(plan_day(request())) == dumps(plan_day(request()))


def test_a_plan_survives_its_file():
    plan_file = plan_day(request())
    again = loads(dumps(plan_file))
    assert again == plan_file
    network = load_network(osm=STREETS)
    tasks, sites = again.tasks_on(network), again.sites_on(network)
    assert check(network, again.fleet, tasks, sites, again.plan) == []


def test_stopping_early_keeps_the_best_so_far():
    calls = []

    def stop_at_once():
        calls.append(1)
        return True

    plan_file = plan_day(request(iterations=10**7), watch=PlanWatch(should_stop=stop_at_once))
    assert plan_file.interrupted
    assert plan_file.plan.routes
    assert len(calls) == 1


def test_progress_passes_through_all_stages():
    stages = []
    plan_day(request(), watch=PlanWatch(on_progress=lambda now: stages.append(now.stage)))
    assert list(dict.fromkeys(stages)) == [
        "streets",
        "tasks",
        "matrix",
        "compile",
        "search",
        "check",
        "explain",
        "bound",
    ]


def test_a_plan_without_reasons_has_the_same_figures(tmp_path):
    seen = []
    short = request(scenario=broken(tmp_path, 'end = "12:00"', 'end = "06:30"'))
    watch = PlanWatch(on_progress=lambda progress: seen.append(str(progress.stage)))
    bare, whole = plan_day(replace(short, reasons=False), watch=watch), plan_day(short)
    assert whole.plan.unassigned
    for figures in ("rate", "classes", "costs", "routes", "areas"):
        assert getattr(bare.measures, figures) == getattr(whole.measures, figures)
    assert bare.plan.routes == whole.plan.routes
    assert "explain" not in seen


def test_best_plans_on_the_way_are_handed_out():
    kept = []
    plan_day(request(), watch=PlanWatch(on_plan=kept.append))
    assert kept
    assert all(plan_file.plan.routes for plan_file in kept)


def test_a_clock_that_jumps_changes_nothing(monkeypatch):
    # At each look more than `KEEP_EVERY_S` have gone by: every better plan is handed out.
    moments, kept = itertools.count(0, 100), []
    once = plan_day(request())
    monkeypatch.setattr(planner, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    again = plan_day(request(), watch=PlanWatch(on_plan=kept.append))
    assert len(kept) > 1
    assert dumps(again) == dumps(once)


def test_a_scenario_from_elsewhere_is_laid_on_these_streets_and_says_so():
    plan_file = plan_day(request(scenario="yinzhou-2011", iterations=20))
    assert any("were moved onto it as a whole" in notice for notice in map(str, plan_file.notices))
    west, south, east, north = load_network(osm=STREETS).bounds
    for facility in plan_file.fleet.facilities:
        assert west <= facility.at.lon <= east
        assert south <= facility.at.lat <= north


def test_ortools_plans_the_same_day():
    plan_file = plan_day(request(engine="ortools", iterations=5))
    assert plan_file.engine == "ortools"
    assert plan_file.plan.unassigned == ()


def broken(tmp_path, old, new):
    """A copy of the hamlet with one thing changed."""
    text = (DATA / "hamlet" / "scenario.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hopper_kg = 300", "hopper_kg = 0", "vehicles 2: T1: hopper_kg must be positive, got 0"),
        ("tank_l = 4000", 'tank_l = "4000"', "vehicles 1: tank_l: .*valid integer"),
        ("works = ", "job = ", "job: is no field of this table"),
        ('id = "K2"', 'id = "K1"', "contracts: id K1 stands 2 times"),
        ('"13:30-16:30"', '"26:70-16:30"', "is no time of day"),
        (
            "lon = 0.0010",
            "lon = 0.0200",
            r"contracts: K1 \(0.02, 0.0037\): \d+ m from the nearest",
        ),
        ('depot_id = "yard"', 'depot_id = "moon"', "depot_id 'moon' is unknown; depots are yard"),
    ],
)
def test_bad_input_names_thing_value_and_remedy(tmp_path, old, new, says):
    with pytest.raises(InputError, match=says):
        plan_day(request(scenario=broken(tmp_path, old, new)))


def test_all_faults_come_in_one_report(tmp_path):
    path = broken(tmp_path, "hopper_kg = 300", "hopper_kg = 0")
    text = Path(path).read_text(encoding="utf-8").replace("demand_kg = 200", "demand_kg = -1")
    Path(path).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="3 faults"):
        plan_day(request(scenario=path))


@pytest.mark.parametrize("date", ["2012-02-31", "tomorrow"])
def test_a_date_that_is_none_is_refused(date):
    with pytest.raises(InputError, match=f"date '{date}' does not exist; write YYYY-MM-DD"):
        plan_day(request(date=date))


def test_an_unknown_scenario_is_refused_with_those_there_are():
    with pytest.raises(InputError, match=r"the library has .*yinzhou-2011, yinzhou-2012"):
        plan_day(request(scenario="atlantis"))


def test_a_date_far_from_ours_is_refused():
    with pytest.raises(InputError, match="years are 1970 to 2199"):
        plan_day(request(date="0001-01-01"))


def test_an_unknown_engine_is_refused_before_anything_is_done():
    stages = []
    with pytest.raises(InputError, match="engines are ruin_recreate, divided, path_scanning"):
        plan_day(request(engine="magic"), watch=PlanWatch(on_progress=stages.append))
    assert stages == []


def test_missing_streets_are_refused():
    with pytest.raises(NetworkError, match=r"nowhere\.osm"):
        plan_day(request(osm="nowhere.osm"))


def test_too_little_parking_is_infeasible(tmp_path):
    with pytest.raises(InfeasibleScenario, match="2 vehicles, but the depots have parking for 1"):
        plan_day(request(scenario=broken(tmp_path, "parking = 5", "parking = 1")))


def test_nowhere_to_unload_is_infeasible(tmp_path):
    with pytest.raises(InfeasibleScenario, match="no facility accepts kitchen_waste"):
        plan_day(request(scenario=broken(tmp_path, '["kitchen_waste"]', '["sweepings"]')))


def test_a_street_out_of_reach_is_listed_by_name_with_that_reason(tmp_path):
    text = Path(STREETS).read_text(encoding="utf-8")
    # A tail of a class that is owed sweeping, under a bridge too low for any sweeper.
    tail = (
        '<node id="51" lat="0.0036" lon="0.0054"/>'
        '<way id="109"><nd ref="13"/><nd ref="51"/><tag k="highway" v="secondary"/>'
        '<tag k="name" v="Low Bridge Road"/><tag k="maxheight" v="2"/></way>'
    )
    streets = tmp_path / "low_bridge.osm"
    nodes_end = text.index('<way id="101">')
    node, way = tail.split("<way", 1)
    ways_end = text.index('<relation id="201">')
    streets.write_text(
        text[:nodes_end] + node + text[nodes_end:ways_end] + "<way" + way + text[ways_end:],
        encoding="utf-8",
    )
    plan_file = plan_day(request(osm=str(streets)))
    names = {task.id: task.name for task in plan_file.tasks}
    listed = [(names[one.task_id], str(one.reason)) for one in plan_file.plan.unassigned]
    assert listed == [("Low Bridge Road", "unreachable")] * 2
    (row,) = [row for row in plan_file.measures.classes if row.label == "II"]
    # 200 m x 14 m, both kerbs.
    assert row.uncovered_m2 == pytest.approx(200 * 14, abs=30)
    (street,) = [s for s in plan_file.measures.coverage.streets if s.lot == "uncovered"]
    assert (street.name, street.reason) == ("Low Bridge Road", "unreachable")
    assert street.area_m2 == row.uncovered_m2


def test_a_plan_says_how_far_the_streets_are_from_the_stated_area(tmp_path):
    stated = "stated_area_m2_by_class = { II = 10_000 }\n[[shifts.kitchen_truck]]"
    path = broken(tmp_path, "[[shifts.kitchen_truck]]", stated)
    plan_file = plan_day(request(scenario=path))
    assert any(
        "differs from the stated one by more than 5%" in n for n in map(str, plan_file.notices)
    )
    (row,) = [row for row in plan_file.measures.areas if row.stated_m2 is not None]
    maintained = {c.label: c.maintained_m2 for c in plan_file.measures.classes}
    assert (row.label, row.measured_m2) == ("II", maintained["II"])
    assert row.difference_m2 == maintained["II"] - 10_000
    assert loads(dumps(plan_file)).measures.areas == plan_file.measures.areas


def test_work_that_does_not_fit_says_why(tmp_path):
    plan_file = plan_day(request(scenario=broken(tmp_path, 'end = "12:00"', 'end = "06:30"')))
    assert plan_file.plan.unassigned
    assert {str(one.reason) for one in plan_file.plan.unassigned} <= {"shift_time", "not_worth"}
    assert all(
        "lengthen a shift or add one" in str(one.detail) or "prize" in str(one.detail)
        for one in plan_file.plan.unassigned
    )


def test_a_plan_stays_close_to_its_reference(tmp_path):
    before = plan_day(request())
    path = tmp_path / "plan.json"
    path.write_text(dumps(before), encoding="utf-8")
    again = plan_day(request(reference=str(path), change_fen=3000, iterations=1, seed=2))
    # The search can do no better, so it hands out what it was given.
    assert again.plan == before.plan


def test_a_reference_says_how_much_of_it_is_due_and_one_of_other_work_is_refused(tmp_path):
    path = tmp_path / "plan.json"
    plan_file = plan_day(request())
    path.write_text(dumps(plan_file), encoding="utf-8")
    sunday = plan_day(request(reference=str(path), date="2024-05-05"))
    served = plan_file.plan.served
    known = len(served & {task.id for task in sunday.tasks})
    # K2 is not open on Sundays.
    assert 0 < known < len(served)
    said = [str(notice) for notice in sunday.notices]
    assert (
        f"Of the {len(served)} tasks of the reference {known} are due; the others guide nothing."
        in said
    )
    elsewhere = path.read_text(encoding="utf-8")
    for task_id in served:
        elsewhere = elsewhere.replace(json.dumps(task_id), json.dumps(f"other/{task_id}"))
    path.write_text(elsewhere, encoding="utf-8")
    with pytest.raises(InputError, match="is due on these streets on that day"):
        plan_day(request(reference=str(path)))


def test_a_reference_that_is_no_plan_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"give a plan\.json"):
        plan_day(request(reference=str(tmp_path / "absent.json")))
