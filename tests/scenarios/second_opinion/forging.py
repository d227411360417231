"""A plan with every work, and what is said of it once somebody has edited its JSON.

The hamlet of tests/data/hamlet-works is swept, washed and emptied, with something left over for
most reasons.
"""

import copy
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from optimizer.network.road_network import RoadNetwork
from scenarios.files import load_network, snapshot_digest
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.second_opinion import Opinion, judge

DATA = Path(__file__).parents[2] / "data"
SCENARIO = str(DATA / "hamlet-works")
STREETS = str(DATA / "nine_corners.osm")

Values = dict[str, Any]
Forgery = Callable[[Values], None]


@cache
def streets() -> RoadNetwork:
    return load_network(osm=STREETS)


@cache
def plan_text() -> str:
    """A plan of the hamlet, as it stands in its file."""
    request = PlanRequest(scenario=SCENARIO, osm=STREETS, iterations=400, seed=1, target_rate=0.95)
    return dumps(plan_day(request))


def plan_values() -> Values:
    """The plan's JSON, to be edited."""
    return copy.deepcopy(_values())


@cache
def _values() -> Values:
    values: Values = json.loads(plan_text())
    return values


def opinion_on(values: Values) -> Opinion:
    """What is said of a plan that has these values."""
    return judge(loads(json.dumps(values)), streets())


def codes_of(values: Values) -> set[str]:
    return {str(violation.code) for violation in opinion_on(values).violations}


def sealed(values: Values) -> None:
    """Makes the digest fit the scenario again, as whoever edits it may."""
    values["scenario_digest"] = snapshot_digest(values["scenario"])


def is_unchecked(opinion: Opinion, path: str) -> bool:
    """Whether a place in the file, or what it stands in, is named as stated and not checked."""
    return any(
        re.match(re.escape(one.what).replace(r"\*", r"\d+") + r"(\.|$)", path)
        for one in opinion.unchecked
    )
