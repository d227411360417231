"""The second opinion: recomputes a plan from network, fleet, tasks and places.

It shares no code with the search: it reads arcs, turns and times anew (`roads`), follows every
route through the rules, and returns all violations, raising none. One module a family of rules:

=============  ==================================================================================
module         codes
=============  ==================================================================================
`structure`    unknown_vehicle, unknown_shift, unknown_task, unknown_facility, route_twice,
               activity_order, task_twice, task_lost, task_both, skill, mode
`driving`      unknown_arc, against_one_way, path_broken, forbidden_turn, u_turn, closed_arc,
               wrong_place, distance, drive_time
`timing`       shift_start, shift_end, arrival, time_window, service_time, opening,
               break_missing, break_wrong
`loads`        overload, tank_empty, wrong_facility, load_at_end, stated_load, service_length
=============  ==================================================================================

`carp` judges solutions of public benchmark files the same way.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from fleet import Fleet
from optimizer.checker.driving import check_driving
from optimizer.checker.loads import check_loads
from optimizer.checker.roads import Roads
from optimizer.checker.structure import check_coverage, check_structure
from optimizer.checker.timing import check_timing
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.task import Task

__all__ = ["Violation", "ViolationCode", "check"]


def check(
    network: RoadNetwork,
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    plan: Plan,
) -> list[Violation]:
    """Returns every broken rule of a plan; an empty list when there is none.

    Parameters
    ----------
    tasks
        All that is due, served or not.
    sites
        The place of every facility, by id.
    """
    found: list[Violation] = list(check_coverage(tasks, plan))
    task_of = {task.id: task for task in tasks}
    vehicle_of = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    facility_of = {facility.id: facility for facility in fleet.facilities}
    roads_of: dict[tuple[str, int], Roads] = {}
    duties = Counter((route.vehicle_id, route.shift_id) for route in plan.routes)
    for (vehicle_id, shift_id), count in duties.items():
        if count > 1:
            found.append(
                Violation(
                    code=ViolationCode.ROUTE_TWICE,
                    where=f"{vehicle_id}/{shift_id}",
                    detail=f"{count} routes for one vehicle in one shift",
                )
            )
    for route in plan.routes:
        vehicle = vehicle_of.get(route.vehicle_id)
        if vehicle is None:
            found.append(
                Violation(
                    code=ViolationCode.UNKNOWN_VEHICLE,
                    where=route.vehicle_id,
                    detail="is no vehicle of the fleet",
                )
            )
            continue
        shift = next((one for one in vehicle.shifts if one.id == route.shift_id), None)
        if shift is None:
            found.append(
                Violation(
                    code=ViolationCode.UNKNOWN_SHIFT,
                    where=vehicle.id,
                    detail=f"has no shift {route.shift_id!r}",
                )
            )
        key = (vehicle.profile, vehicle.travel_kph)
        if key not in roads_of:
            roads_of[key] = Roads(network, vehicle)
        found += check_structure(route, vehicle, task_of, facility_of)
        found += check_driving(route, vehicle, roads_of[key], task_of, sites)
        found += check_timing(route, vehicle, shift, task_of, facility_of)
        found += check_loads(route, vehicle, task_of, facility_of)
    return found
