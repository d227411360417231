"""Weather and rates asked for, from the request to the plan that is kept."""

from pathlib import Path

import pytest

from optimizer.errors import InputError
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[2] / "data"
HAMLET = DATA / "hamlet" / "scenario.toml"
STREETS = str(DATA / "nine_corners.osm")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


def request(**changes):
    values = {"scenario": str(HAMLET), "osm": STREETS, "iterations": 200, "seed": 1} | changes
    return PlanRequest(**values)


@pytest.mark.parametrize("condition", ["rain", "snow", "frost", "wind"])
def test_weather_on_request_cancels_sweeping_and_leaves_collection(condition):
    plan_file = plan_day(request(weather=(condition,)))
    assert [route.vehicle_id for route in plan_file.plan.routes] == ["T1"]
    assert {task.work for task in plan_file.tasks} == {"kitchen"}
    assert (
        f"Weather of 2024-05-06: {condition}; no sweeping and no washing of class II, IV."
        in map(str, plan_file.notices)
    )
    total = plan_file.measures.coverage.total
    assert total.mechanised_m2 == 0
    # What is swept by hand by its standard still is: the living street of 200 m x 5.5 m.
    assert total.manual_m2 == pytest.approx(1100, abs=10)
    streets = plan_file.measures.coverage.streets
    assert {s.reason for s in streets if s.lot == "uncovered"} == {"weather"}


def without_contracts(tmp_path):
    """The hamlet with nothing to collect."""
    text = HAMLET.read_text(encoding="utf-8").partition("[[contracts]]")[0]
    path = tmp_path / "streets_only.toml"
    path.write_text("contracts = []\n" + text, encoding="utf-8")
    return str(path)


def test_a_day_on_which_all_work_is_cancelled_has_an_empty_plan_that_says_so(tmp_path):
    plan_file = plan_day(request(scenario=without_contracts(tmp_path), weather=("rain",)))
    assert plan_file.plan.routes == ()
    assert any("rain" in notice for notice in map(str, plan_file.notices))


def test_fine_weather_on_request_overrides_the_rain_of_the_scenario(tmp_path):
    text = HAMLET.read_text(encoding="utf-8") + "\n[[weather]]\ndate = 2024-05-06\nrain = true\n"
    path = tmp_path / "rainy.toml"
    path.write_text(text, encoding="utf-8")
    assert plan_day(request(scenario=str(path))).measures.rate == 0
    assert plan_day(request(scenario=str(path), weather=())).measures.rate > 0.9


def test_a_rate_asked_for_stands_in_the_plan_and_in_its_file():
    plan_file = plan_day(request(target_rate=0.9))
    target = plan_file.measures.target
    assert target is not None
    assert (target.wanted, target.reached, target.advice) == (0.9, True, ())
    assert target.rate == plan_file.measures.rate >= 0.9
    assert loads(dumps(plan_file)).measures.target == target


def test_a_rate_above_what_the_standards_give_is_not_reached_and_says_why():
    target = plan_day(request(target_rate=1.0)).measures.target
    assert target is not None
    assert not target.reached
    # The living street of 200 m x 5.5 m is swept by hand.
    assert target.missing_m2 == pytest.approx(1100, abs=10)
    assert target.advice[0].text.startswith("standards: ")


def test_a_rate_missed_for_the_weather_blames_the_weather():
    target = plan_day(request(target_rate=0.9, weather=("wind",))).measures.target
    assert target is not None
    assert any("weather" in str(one) for one in target.advice)


def test_the_same_rate_and_seed_give_the_same_bytes():
    first, second = (dumps(plan_day(request(target_rate=0.5))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("rate", [0, -0.1, 1.01, 75])
def test_a_rate_that_is_no_share_is_refused(rate):
    with pytest.raises(InputError, match=r"must be a share above 0 and up to 1, e\.g\. 0\.75"):
        plan_day(request(target_rate=rate))


def test_unknown_weather_is_refused_with_what_there_is():
    with pytest.raises(InputError, match="weather hail is unknown; conditions are rain, snow"):
        request(weather=("rain", "hail"))
