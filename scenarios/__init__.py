"""WHAT IF: scenarios, what is owed on a date, the planning of a day and of a week.

The names here are for programs that plan: a scenario and streets, `plan`, and the file that comes
of it. Each is loaded when it is first used, so that who needs one room does not wait for all.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.files import load_network, load_scenario
    from scenarios.plan_file import PlanFile, read_plan, write_plan
    from scenarios.plan_request import PlanRequest, plan_day
    from scenarios.planning import PlanOptions, PlanWatch, plan

__all__ = [
    "PlanFile",
    "PlanOptions",
    "PlanRequest",
    "PlanWatch",
    "load_network",
    "load_scenario",
    "plan",
    "plan_day",
    "read_plan",
    "write_plan",
]

_ROOMS = {
    "PlanFile": "plan_file",
    "PlanOptions": "planning",
    "PlanRequest": "plan_request",
    "PlanWatch": "planning",
    "load_network": "files",
    "load_scenario": "files",
    "plan": "planning",
    "plan_day": "plan_request",
    "read_plan": "plan_file",
    "write_plan": "plan_file",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'scenarios' has no attribute {name!r}")
    return getattr(import_module(f"scenarios.{_ROOMS[name]}"), name)
