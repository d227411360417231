"""The hamlet with many disturbances, for tests of simulated days."""

from dataclasses import replace
from pathlib import Path

from fleet import Disturbances
from optimizer.stop import limits
from scenarios.files import load_network, load_scenario
from scenarios.planning import PlanOptions, plan

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")

OFTEN = Disturbances(
    breakdowns_per_shift=0.3,
    delays_per_shift=0.5,
    closures_per_day=0.7,
    closure_m=100,
    cases_per_day=2.0,
    skipped_share=0.1,
    cancelled_share=0.2,
)
STOP = limits(iterations=50)


def hamlet_streets():
    return load_network(osm=STREETS)


def hamlet_plan(network, disturbances=OFTEN, *, iterations=200, seed=1):
    scenario = replace(load_scenario(str(DATA / "hamlet")), disturbances=disturbances)
    options = PlanOptions(bound_s=0)
    return plan(scenario, network, options, stop=limits(iterations=iterations), seed=seed)
