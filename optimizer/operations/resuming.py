"""The rest of a day as an instance: vehicles go on from where they are, with what they carry.

A vehicle that is out gets a task of its own, to go on: it stands where the vehicle becomes free,
at that very second, brings what is aboard, takes what has left the tank, and only its own duty may
do it. So the search needs no word for a day that has begun.
"""

from dataclasses import replace

import numpy as np

from fleet import Break, Shift
from optimizer.day import TANK, Day, Duty, lane_changes_of, pin_tasks
from optimizer.errors import InfeasibleScenario
from optimizer.instance import NEVER
from optimizer.network.road_network import RoadNetwork
from optimizer.operations.remaining import GoOn, RestOfDay
from optimizer.plan import ActivityKind


def resume(day: Day, rest: RestOfDay, network: RoadNetwork) -> Day:
    """Returns the instance of what is left, with every vehicle where and when it becomes free.

    Parameters
    ----------
    day
        Built of the tasks that are open and those to go on, for the fleet of `rest`.
    """
    go_ons, lived = rest.by_duty, rest.lived
    instance = day.instance
    duties = list(day.duties)
    start_place, start_s = instance.duty_start_place.copy(), instance.duty_start_s.copy()
    cost = instance.duty_cost.copy()
    demand = instance.demand.copy()
    tasks = list(day.tasks)
    for number, duty in enumerate(day.duties):
        duty_id = duty.vehicle.id, duty.shift.id
        one = go_ons.get(duty_id)
        if one is None:
            free_s = max(lived.free_s, lived.not_before_s.get(duty_id, 0), duty.shift.start_s)
            duties[number] = _cut(duty, free_s, _break_after(duty.shift, free_s))
        else:
            task = _number_of(one, day)
            mode = int(instance.mode_start[task])
            start_place[number] = instance.mode_place[day.profile_of(number), mode]
            # It is out already: using it costs nothing more.
            cost[number] = 0
            demand[task] = _demand(day, one)
            cut = _cut(duty, one.free_s, _break_on_the_way(duty.shift, one))
            duties[number] = replace(cut, out_since_s=one.lived.frozen[0].end_s)
            tasks[task] = replace(
                one.task,
                kerb=one.last.kerb if one.last else None,
                demand_kg=sum(one.aboard_kg.values()),
                demand_l=one.used_l,
            )
        start_s[number] = duties[number].shift.start_s
    rests = [duty.shift.rest for duty in duties]
    instance = instance.replace(
        duty_start_place=start_place,
        duty_start_s=start_s,
        duty_cost=cost,
        demand=demand,
        # No two begin alike any more.
        duty_group=np.arange(len(duties), dtype=np.int64),
        rest_earliest_s=np.array([r.earliest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_latest_s=np.array([r.latest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_s=np.array([r.duration_s if r else 0 for r in rests], dtype=np.int64),
    )
    day = replace(day, instance=instance, duties=tuple(duties), tasks=tuple(tasks))
    day = _with_last_lanes(day, rest, network)
    return pin_tasks(day, {one.task.id: one.lived.duty_id for one in rest.go_ons})


def _number_of(one: GoOn, day: Day) -> int:
    """Returns the number of a vehicle's going on among the tasks of a day.

    Raises
    ------
    InfeasibleScenario
        When there is no way from where it stands.
    """
    number = day.task_numbers.get(one.task.id)
    if number is None:
        raise InfeasibleScenario(
            "replan.no_way_out",
            "{vehicle}: every way from where it is free at {free_s:clock} is closed; close the "
            "street for work only, until it has left.",
            vehicle=one.lived.vehicle_id,
            free_s=one.free_s,
        )
    return number


def _cut(duty: Duty, start_s: int, rest: Break | None) -> Duty:
    """Returns what is left of a duty from a time on.

    Who is free only when the shift is over has a moment left, for which there is no work.
    """
    end_s = max(duty.shift.end_s, start_s + 1)
    return replace(
        duty,
        shift=replace(duty.shift, start_s=start_s, end_s=end_s, rest=rest),
        planned_shift=duty.planned_shift or duty.shift,
    )


def _break_after(shift: Shift, start_s: int) -> Break | None:
    """Returns the break of a shift that begins at a time."""
    rest = shift.rest
    if rest is None or start_s >= rest.earliest_s + rest.duration_s:
        return None
    return replace(rest, earliest_s=max(rest.earliest_s, min(start_s, rest.latest_s)))


def _break_on_the_way(shift: Shift, one: GoOn) -> Break | None:
    """Returns the break that a vehicle that is out still has to take."""
    frozen, rest = one.lived.frozen, shift.rest
    if rest is None or any(activity.kind is ActivityKind.BREAK for activity in frozen):
        return None
    if frozen[0].end_s >= rest.earliest_s + rest.duration_s:
        return None
    # Too late for it by what happened: then at once.
    earliest_s = max(rest.earliest_s, one.free_s)
    return replace(rest, earliest_s=earliest_s, latest_s=max(rest.latest_s, earliest_s))


def _demand(day: Day, one: GoOn) -> list[int]:
    """Returns what is aboard and what is gone, by column of the instance's demand."""
    resources = day.resources
    row = [0] * resources.count
    for stream, kg in one.aboard_kg.items():
        row[resources.column(stream)] += kg
    row[TANK] = one.used_l
    if resources.has_range:
        row[resources.metres] = one.driven_m
    return row


def _with_last_lanes(day: Day, rest: RestOfDay, network: RoadNetwork) -> Day:
    """Returns the day in which going on from a lane to another one takes its time."""
    last_of = {one.task.id: one.last for one in rest.go_ons if one.last is not None}
    standing_in = [last_of.get(task.id, task) for task in day.tasks]
    if not any(task.lane_change_s or task.lane_crossed_s for task in standing_in):
        return day
    instance = day.instance
    lanes = lane_changes_of(
        network,
        standing_in,
        np.diff(instance.mode_start)[: len(day.tasks)].tolist(),
        total=len(instance.mode_service_m),
        types=len(instance.type_profile),
    )
    if instance.lane_changes is not None:
        lanes = replace(lanes, mode_change_cost=instance.lane_changes.mode_change_cost)
    return replace(day, instance=instance.replace(lane_changes=lanes))
