"""Rules of structure: known things, the order of activities, skills, every task exactly once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from fleet import Facility, Fleet, Vehicle, message
from optimizer.checker.kinds import AT_A_TASK, WHERE_IT_IS, is_lost
from optimizer.checker.leeway import Leeway
from optimizer.checker.sizes import size_faults
from optimizer.checker.violation import (
    Fault,
    Violation,
    ViolationCode,
    activity_label,
    route_label,
)
from optimizer.network.place import Place
from optimizer.network.profile import PROFILES
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Task

ENDS = (ActivityKind.START, ActivityKind.END)


def check_coverage(tasks: Sequence[Task], plan: Plan) -> Iterator[Violation]:
    """Yields tasks that are unknown, claimed twice, lost, or both served and unassigned."""
    served: defaultdict[str, list[tuple[Route, int]]] = defaultdict(list)
    skipped: defaultdict[str, list[tuple[Route, int]]] = defaultdict(list)
    for route in plan.routes:
        for number, activity in enumerate(route.activities):
            if activity.kind is ActivityKind.SERVICE:
                served[activity.task_id or ""].append((route, number))
            elif activity.kind is ActivityKind.SKIPPED:
                skipped[activity.task_id or ""].append((route, number))
    unassigned = Counter(one.task_id for one in plan.unassigned)
    known = {task.id for task in tasks}
    for id_ in sorted({*served, *skipped, *unassigned}):
        times = len(served.get(id_, ())) + unassigned[id_]
        if id_ in known and times <= 1:
            continue
        listed = message("violation.unassigned", "unassigned")
        places = [activity_label(*one) for one in served.get(id_, ())]
        places += [listed] * unassigned[id_]
        if id_ not in known:
            places += [activity_label(*one) for one in skipped.get(id_, ())]
            yield Violation(
                code=ViolationCode.UNKNOWN_TASK,
                where=id_ or places[0],
                detail=message(
                    "violation.unknown_task",
                    "is no task of this day: {claims:list}",
                    claims=places,
                ),
            )
        if len(served.get(id_, ())) > 1 or unassigned[id_] > 1:
            yield Violation(
                code=ViolationCode.TASK_TWICE,
                where=id_,
                detail=message(
                    "violation.task_twice",
                    "is claimed {times} times: {claims:list}",
                    times=len(places),
                    claims=places,
                ),
            )
        if id_ in served and unassigned[id_]:
            yield Violation(
                code=ViolationCode.TASK_BOTH,
                where=id_,
                detail=message(
                    "violation.task_both",
                    "is both served and unassigned: {claims:list}",
                    claims=places,
                ),
            )
    for task in tasks:
        if task.id not in served and not unassigned[task.id]:
            yield Violation(
                code=ViolationCode.TASK_LOST,
                where=task.id,
                detail=message(
                    "violation.task_lost", "is in no route and not among the unassigned"
                ),
            )


def check_duties(fleet: Fleet, plan: Plan) -> Iterator[Violation]:
    """Yields routes of unknown vehicles and shifts, and second routes for one duty."""
    vehicle_of = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    for route in plan.routes:
        label = route_label(route)
        vehicle = vehicle_of.get(route.vehicle_id)
        if vehicle is None:
            yield Violation(
                code=ViolationCode.UNKNOWN_VEHICLE,
                where=label,
                detail=message(
                    "violation.unknown_vehicle",
                    "{vehicle_id} is no vehicle of the fleet",
                    vehicle_id=route.vehicle_id,
                ),
            )
            continue
        if vehicle.profile not in PROFILES:
            yield Violation(
                code=ViolationCode.UNKNOWN_VEHICLE,
                where=label,
                detail=message(
                    "violation.unknown_profile",
                    "{id} drives by profile {profile!r}, which is unknown; profiles are "
                    "{profiles:list}",
                    id=vehicle.id,
                    profile=vehicle.profile,
                    profiles=[*PROFILES],
                ),
            )
        if all(shift.id != route.shift_id for shift in vehicle.shifts):
            yield Violation(
                code=ViolationCode.UNKNOWN_SHIFT,
                where=label,
                detail=message(
                    "violation.unknown_shift",
                    "{id} has no shift {shift_id!r}; its shifts are {shifts:list}",
                    id=vehicle.id,
                    shift_id=route.shift_id,
                    shifts=[shift.id for shift in vehicle.shifts],
                ),
            )
    for label, count in Counter(route_label(route) for route in plan.routes).items():
        if count > 1:
            yield Violation(
                code=ViolationCode.ROUTE_TWICE,
                where=label,
                detail=message(
                    "violation.route_twice",
                    "{count} routes for one vehicle in one shift",
                    count=count,
                ),
            )


def check_structure(
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
    sites: Mapping[str, Place],
    leeway: Leeway,
) -> Iterator[Violation]:
    """Yields what is wrong with the make-up of one route."""
    kinds = [activity.kind for activity in route.activities]
    inner = [
        activity.kind
        for number, activity in enumerate(route.activities)
        if not (number == 0 or number == len(kinds) - 1 or _goes_again(route, number, leeway))
    ]
    if len(kinds) < 2 or (kinds[0], kinds[-1]) != ENDS or any(kind in ENDS for kind in inner):
        yield Violation(
            code=ViolationCode.ACTIVITY_ORDER,
            where=route_label(route),
            detail=message(
                "violation.activity_order",
                "a route is one START, then work, then one END; this one is {kinds:list.activity}",
                kinds=kinds,
            ),
        )
    for number, activity in enumerate(route.activities):
        for fault in _find_misnamed(activity):
            yield fault.at(activity_label(route, number))
        if activity.kind in AT_A_TASK:
            task = tasks.get(activity.task_id or "")
            faults = _service_faults(activity, task, vehicle) if task else ()
        elif activity.kind not in WHERE_IT_IS and not is_lost(activity):
            faults = _visit_faults(activity, vehicle, facilities, sites)
        else:
            faults = ()
        for fault in faults:
            yield fault.at(activity_label(route, number))


def _goes_again(route: Route, number: int, leeway: Leeway) -> bool:
    """Says whether a vehicle that was home by now is sent out again: an END, then a START."""
    end = number if route.activities[number].kind is ActivityKind.END else number - 1
    home, start = route.activities[end : end + 2]
    return (
        end < leeway.num_past
        and (home.kind, start.kind) == (ActivityKind.END, ActivityKind.START)
        and not is_lost(home)
        and home.load_kg == start.load_kg == 0
    )


def _find_misnamed(activity: Activity) -> Iterator[Fault]:
    """Yields names that an activity of this kind must not carry: they would count as work."""
    if activity.task_id is not None and activity.kind not in AT_A_TASK:
        yield Fault(
            code=ViolationCode.ACTIVITY_ORDER,
            detail=message(
                "violation.names_task",
                "names task {task_id} and does not serve it",
                task_id=activity.task_id,
            ),
        )
    if activity.mode and activity.kind not in AT_A_TASK:
        yield Fault(
            code=ViolationCode.ACTIVITY_ORDER,
            detail=message(
                "violation.names_mode",
                "names mode {mode} and does no task in it",
                mode=activity.mode,
            ),
        )
    if activity.facility_id is not None and activity.kind in (*AT_A_TASK, *WHERE_IT_IS):
        yield Fault(
            code=ViolationCode.ACTIVITY_ORDER,
            detail=message(
                "violation.names_facility",
                "names facility {facility_id} and does not visit it",
                facility_id=activity.facility_id,
            ),
        )


def _service_faults(activity: Activity, task: Task, vehicle: Vehicle) -> Iterator[Fault]:
    if task.work not in vehicle.works:
        yield Fault(
            code=ViolationCode.SKILL,
            detail=message(
                "violation.skill",
                "{vehicle} has no skill for {work:word.work}; it does {works:list.work}",
                vehicle=vehicle.id,
                work=task.work,
                works=vehicle.works,
            ),
        )
    yield from size_faults(vehicle, task)
    if not 0 <= activity.mode < len(task.modes):
        yield Fault(
            code=ViolationCode.MODE,
            detail=message(
                "violation.mode",
                "the task has {modes} modes, counted from 0, and none is {mode}",
                modes=len(task.modes),
                mode=activity.mode,
            ),
        )


def _visit_faults(
    activity: Activity,
    vehicle: Vehicle,
    facilities: Mapping[str, Facility],
    sites: Mapping[str, Place],
) -> Iterator[Fault]:
    id_ = activity.facility_id
    if id_ not in facilities:
        yield Fault(
            code=ViolationCode.UNKNOWN_FACILITY,
            detail=message(
                "violation.unknown_facility",
                "{facility} is no facility",
                facility=id_,
            ),
        )
    elif id_ not in sites:
        yield Fault(
            code=ViolationCode.UNKNOWN_FACILITY,
            detail=message(
                "violation.facility_off_streets",
                "{facility} has no place on the streets",
                facility=id_,
            ),
        )
    if activity.kind in ENDS and id_ in facilities and id_ != vehicle.depot_id:
        yield Fault(
            code=ViolationCode.WRONG_FACILITY,
            detail=message(
                "violation.not_its_depot",
                "the depot of {vehicle} is {depot_id}, not {facility}",
                vehicle=vehicle.id,
                depot_id=vehicle.depot_id,
                facility=id_,
            ),
        )
