"""Going over to another lane: stated where it is done, and only there."""

from collections.abc import Iterator, Mapping

from fleet import message
from optimizer.checker.violation import Fault, Violation, ViolationCode, activity_label
from optimizer.network.kerb import KerbKey
from optimizer.plan import ActivityKind, Route
from optimizer.task import Task

FAR_M = 50
"""A drive longer than this is no going over: the vehicle comes to the other lane anew."""


def check_lanes(route: Route, tasks: Mapping[str, Task]) -> Iterator[Violation]:
    """Yields activities whose stated change of lane is not what the kerbs say."""
    before: KerbKey | None = None
    for number, activity in enumerate(route.activities):
        if activity.kind is ActivityKind.BREAK:
            continue
        task = tasks.get(activity.task_id or "")
        kerb = task.kerb if task else None
        near = activity.drive is None or activity.drive.distance_m <= FAR_M
        over = bool(before and kerb and near and _strip(before) != _strip(kerb))
        if activity.lane_change is not None and activity.lane_change != over:
            detail = (
                message("violation.no_lane_change", "says that it changes lanes, and does not")
                if activity.lane_change
                else message("violation.lane_change", "changes lanes, and does not say so")
            )
            fault = Fault(code=ViolationCode.LANE_CHANGE, detail=detail)
            yield fault.at(activity_label(route, number))
        before = kerb


def _strip(kerb: KerbKey) -> tuple[str, int]:
    """Returns what strip of the carriageway a kerb is: left of all, or so many from the right."""
    if kerb.lane:
        return "lane", kerb.lane
    return ("left", 0) if kerb.side == "left" else ("lane", 1)
