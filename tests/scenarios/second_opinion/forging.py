"""Plans, and what is said of them once somebody has edited their JSON.

The hamlet of tests/data/hamlet-works is swept, washed and emptied, with something left over for
most reasons; that of tests/data/hamlet-snow is cleared of snow.
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
WORKS, SNOW = "hamlet-works", "hamlet-snow"
STREETS = str(DATA / "nine_corners.osm")

Values = dict[str, Any]
Forgery = Callable[[Values], None]


@cache
def streets() -> RoadNetwork:
    return load_network(osm=STREETS)


@cache
def plan_text(scenario: str) -> str:
    """A plan of a hamlet, as it stands in its file."""
    request = PlanRequest(
        scenario=str(DATA / scenario),
        osm=STREETS,
        iterations=400,
        seed=1,
        target_rate=0.95 if scenario == WORKS else None,
    )
    return dumps(plan_day(request))


def plan_values(scenario: str = WORKS) -> Values:
    """The plan's JSON, to be edited."""
    return copy.deepcopy(_values(scenario))


@cache
def _values(scenario: str) -> Values:
    values: Values = json.loads(plan_text(scenario))
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


def route(values: Values, vehicle_id: str) -> Values:
    """The first route of a vehicle that is out."""
    routes = values["plan"]["routes"]
    return next(one for one in routes if one["vehicle_id"] == vehicle_id)


def served(values: Values, vehicle_id: str = "S1") -> Values:
    """The first task that a vehicle does."""
    activities = route(values, vehicle_id)["activities"]
    return next(one for one in activities if one["kind"] == "service")


def task(values: Values, id_: str) -> Values:
    return next(one for one in values["tasks"] if one["id"] == id_)


def left(values: Values, id_: str) -> Values:
    return next(one for one in values["plan"]["unassigned"] if one["task_id"] == id_)


def visit(values: Values, vehicle_id: str = "T1") -> Values:
    activities = route(values, vehicle_id)["activities"]
    return next(one for one in activities if one["kind"] == "unload")


def vehicle(values: Values, id_: str) -> Values:
    return next(one for one in values["fleet"]["vehicles"] if one["id"] == id_)


def facility(values: Values, id_: str) -> Values:
    return next(one for one in values["fleet"]["facilities"] if one["id"] == id_)


def notice(values: Values, code: str) -> Values:
    return next(one for one in values["notices"] if one["code"] == code)
