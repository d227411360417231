"""The hamlet with two sweepers that are alike, and its plan."""

import shutil
from pathlib import Path

from scenarios.plan_file import PlanFile
from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")


def write_scenario(folder: Path) -> Path:
    """Writes the scenario: S2 is like S1, so that work may go from one to the other."""
    scenario = folder / "hamlet"
    shutil.copytree(DATA / "hamlet", scenario)
    text = (scenario / "scenario.toml").read_text(encoding="utf-8")
    begin = text.index('[[vehicles]]\nid = "S1"')
    sweeper = text[begin : text.index("[[vehicles]]", begin + 1)]
    both = sweeper + sweeper.replace('"S1"', '"S2"')
    (scenario / "scenario.toml").write_text(text.replace(sweeper, both), encoding="utf-8")
    return scenario


def plan_two(folder: Path, *, iterations: int = 300) -> PlanFile:
    """Returns a plan of the day."""
    scenario = str(write_scenario(folder))
    return plan_day(PlanRequest(scenario=scenario, osm=STREETS, iterations=iterations, seed=1))
