"""Going over to another lane: stated where it is done and only there, with the time it takes."""

from collections.abc import Iterator, Mapping

from fleet import message
from optimizer.checker.kinds import WHERE_IT_IS
from optimizer.checker.strips import strip_on
from optimizer.checker.violation import Fault, Violation, ViolationCode, activity_label
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Route
from optimizer.task import Task

FAR_M = 50
"""A drive longer than this is no going over: the vehicle comes to the other lane anew."""


def check_lanes(
    route: Route, tasks: Mapping[str, Task], network: RoadNetwork
) -> Iterator[Violation]:
    """Yields activities whose change of lane, or its time, is not what kerbs and streets say."""
    before: Task | None = None
    for number, activity in enumerate(route.activities):
        if activity.kind in WHERE_IT_IS:
            if activity.lane_change or activity.lane_change_s:
                yield _report_wrong_remark(over=False).at(activity_label(route, number))
            continue
        task = tasks.get(activity.task_id or "")
        near = activity.drive is None or activity.drive.distance_m <= FAR_M
        over = near and _differ(before, task)
        if activity.lane_change is not None and activity.lane_change != over:
            yield _report_wrong_remark(over=over).at(activity_label(route, number))
        due_s = _takes_s(before, task, network) if over and before and task else 0
        if activity.lane_change_s != due_s:
            fault = Fault(
                code=ViolationCode.LANE_CHANGE,
                detail=message(
                    "violation.lane_change_time",
                    "changing lanes takes {due_s} s, the plan gives it {given_s} s",
                    due_s=due_s,
                    given_s=activity.lane_change_s,
                ),
            )
            yield fault.at(activity_label(route, number))
        before = task


def _report_wrong_remark(*, over: bool) -> Fault:
    detail = (
        message("violation.lane_change", "changes lanes, and does not say so")
        if over
        else message("violation.no_lane_change", "says that it changes lanes, and does not")
    )
    return Fault(code=ViolationCode.LANE_CHANGE, detail=detail)


def _differ(one: Task | None, other: Task | None) -> bool:
    """Returns whether both are worked along a street, in different strips of it."""
    if one is None or other is None or one.kerb is None or other.kerb is None:
        return False
    return strip_on(one.kerb) != strip_on(other.kerb)


def _takes_s(one: Task, other: Task, network: RoadNetwork) -> int:
    across = abs(_from_right(one, network) - _from_right(other, network))
    crossed_s = max(one.lane_crossed_s, other.lane_crossed_s)
    return max(one.lane_change_s, other.lane_change_s) + crossed_s * across


def _from_right(task: Task, network: RoadNetwork) -> int:
    """Returns how many lanes of the street lie right of a strip."""
    strip, number = strip_on(task.kerb) if task.kerb else ("lane", 1)
    if strip == "lane":
        return number - 1
    arc = network.arc_of_key.get(task.kerb.arc) if task.kerb else None
    return max(int(network.arc_lanes[arc]) - 1, 0) if arc is not None else 0
