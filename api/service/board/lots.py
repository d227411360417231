"""What the standards say of the kerbs of a plan's day, kept for its next plan."""

import logging
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import NamedTuple

from optimizer.errors import OneBroomError
from optimizer.network.road_network import RoadNetwork
from scenarios.due import KerbLot, find_due_work
from scenarios.files import from_snapshot
from scenarios.plan_file import PlanFile
from scenarios.scenario import Scenario

logger = logging.getLogger(__name__)

MOST_DAYS = 4
"""Days whose lots are kept."""


class DayLots(NamedTuple):
    """A scenario and the lots of its day; none where a plan of an earlier version has none."""

    scenario: Scenario | None
    lots: tuple[KerbLot, ...]


class LotsKept:
    """The lots of the days that were asked for last: better plans of a day have the same."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._days: OrderedDict[tuple[str, str, str, bool], DayLots] = OrderedDict()

    def of(self, plan_file: PlanFile, network: RoadNetwork) -> DayLots:
        """Returns the scenario of a plan and the lots of its day."""
        key = (plan_file.scenario_digest, network.digest, plan_file.date, plan_file.moved)
        with self._lock:
            if key not in self._days:
                self._days[key] = _find(plan_file, network)
                while len(self._days) > MOST_DAYS:
                    self._days.popitem(last=False)
            self._days.move_to_end(key)
            return self._days[key]


def _find(plan_file: PlanFile, network: RoadNetwork) -> DayLots:
    if not plan_file.scenario:
        return DayLots(None, ())
    scenario = from_snapshot(plan_file.scenario)
    streets = replace(network, driving_side=scenario.driving_side, country=scenario.country)
    try:
        return DayLots(scenario, find_due_work(scenario, streets, moved=plan_file.moved).lots)
    except OneBroomError:
        # Rules may have changed since: the plan itself can be drawn all the same.
        logger.exception("what is due on %s of %s cannot be found", plan_file.date, scenario.name)
        return DayLots(scenario, ())
