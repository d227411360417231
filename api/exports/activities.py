"""Every line of a plan's routes as a table row, for spreadsheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.exports.tracks import what_of
from fleet import clock
from scenarios.changes import side_of
from scenarios.plan_file import PlanFile

Clock = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One activity; the fields are the columns, in order.

    Parameters
    ----------
    number
        Place in the route, from 1.
    what
        Street, contract or facility.
    arrival, begin, end
        Times of day; those of the day after end in +1.
    drive_m, drive_s, lane_change_s
        The drive that led to it, and the time of going over to another lane then.
    load_kg, tank_l
        Aboard afterwards.
    """

    date: str
    vehicle_id: str
    vehicle_kind: str
    shift_id: str
    number: int
    activity: str
    work: str
    what: str
    side: str
    task_id: str
    facility_id: str
    arrival: str
    begin: str
    end: str
    drive_m: int
    drive_s: int
    lane_change_s: int
    service_m: int
    load_kg: int
    tank_l: int


def activity_rows(
    plan_file: PlanFile, vehicle_id: str | None = None, *, clock: Clock = clock
) -> Iterator[ActivityRow]:
    """Yields the activities of a vehicle, or of all, in the order in which they happen.

    Parameters
    ----------
    clock
        How times of day are written.
    """
    tasks = {task.id: task for task in plan_file.tasks}
    facilities = {facility.id: facility for facility in plan_file.fleet.facilities}
    for route in plan_file.plan.routes:
        if vehicle_id is not None and route.vehicle_id != vehicle_id:
            continue
        kind = str(plan_file.fleet.vehicle(route.vehicle_id).kind)
        for number, activity in enumerate(route.activities, start=1):
            task = tasks.get(activity.task_id or "")
            facility = facilities.get(activity.facility_id or "")
            yield ActivityRow(
                date=plan_file.date,
                vehicle_id=route.vehicle_id,
                vehicle_kind=kind,
                shift_id=route.shift_id,
                number=number,
                activity=what_of(activity),
                work=str(task.work) if task else "",
                what=task.name if task else facility.name if facility else "",
                side=side_of(task) if task else "",
                task_id=activity.task_id or "",
                facility_id=activity.facility_id or "",
                arrival=clock(activity.arrival_s),
                begin=clock(activity.begin_s),
                end=clock(activity.end_s),
                drive_m=activity.drive.distance_m if activity.drive else 0,
                drive_s=activity.drive.duration_s if activity.drive else 0,
                lane_change_s=activity.lane_change_s,
                service_m=activity.service_m,
                load_kg=activity.load_kg,
                tank_l=activity.tank_l,
            )
