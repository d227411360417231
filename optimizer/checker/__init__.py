"""The second opinion: recomputes a plan from network, fleet, tasks and places.

It shares no code with the search: it reads arcs, turns, times (`roads`) and signs (`signs`, with
`facts`, `ranking`, `timed` and `quantities`) anew, follows every route through the rules, and
returns all violations, raising none. One module a family of rules; the codes are stable:

================  ===============================================================================
`structure`
unknown_vehicle   a route's vehicle, or the vehicle's profile, does not exist
unknown_shift     the vehicle has no such shift
unknown_task      a task served or unassigned is not due today
unknown_facility  a facility visited does not exist or has no place on the streets
route_twice       two routes for one vehicle in one shift
activity_order    not START, work, END; or an activity with a drive or a name not its own
task_twice        a task is claimed more than once
task_lost         a task is neither served nor unassigned
task_both         a task is served and unassigned
skill             the vehicle cannot do this work
mode              the task has no such mode
too_big           the vehicle is longer, wider or heavier than the task takes (`sizes`)
`driving`
unknown_arc       a drive names an arc that is not on the streets
against_one_way   a drive runs down a one-way street from its far end
path_broken       no drive at all, or arcs that do not join, or backwards on one arc
forbidden_turn    a turn that a restriction forbids
u_turn            turns round where it is no dead end
closed_arc        the street is closed to the vehicle, by class, sign or size, at some time of
                  its shift
wrong_place       a drive begins where the vehicle is not, or ends where the work is not
distance          metres stated and metres driven differ
drive_time        seconds stated and seconds driven differ
`lanes`
lane_change       a change of lane is stated and not made, or made and not stated, or does not take
                  the seconds that the standards of its streets say
`timing`
shift_start       leaves before the shift begins
shift_end         is back after the shift ends
arrival           arrival is not the end before plus the drive and the seconds of going over to
                  another lane, or work begins before it
time_window       service begins outside the task's windows
finished_late     service is over after the hour by which the task must be
service_time      service, visit, START or END does not last as long as it must
opening           a visit begins while the facility is shut
break_missing     the shift's break is due and not taken
break_wrong       a break too many, too early, too late, or of another length
driving_too_long  more than four hours of driving and working without a break
`loads`, `facilities`
overload          more aboard than the hopper holds
tank_empty        more used of a tank than is aboard
tank_mixed        two supplies drawn from one tank in a route
wrong_facility    unloads or refills where that cannot be done, or not the vehicle's depot
facility_full     more is unloaded or drawn at a facility in a day than it can take or give
load_at_end       comes home loaded
stated_load       load or water stated and load or water aboard differ
service_length    metres worked stated and metres of the mode differ
`passes`
passes_too_close  a pass of a kerb begins too soon after another of the same kerb
`chain`
bulk_too_much     a bulk load takes more than is at the station by then
bulk_place        a bulk load is taken where there is no transfer station, or away from it
storage_full      a station comes to hold more than its storage
unbalanced        stated tonnes do not add up, or are not those of the routes
================  ===============================================================================

A plan that is made while the day runs begins with what has been lived, and knows what was told
(`history`, with `past`, `lived`, `leeway`, `orders`, `closures` and `hands`):

===================  ============================================================================
past_changed         what is over or under way is not as the plan before and the events have it
replanned_too_early  something new is departed for before the plan opens
delay_untold         time is lost, and no event tells of it
skipped_untold       a task is skipped, and no event tells of it
lost_untold          a route ends where it is, and no event tells of a breakdown
vehicle_out          a vehicle is sent out, or on, that is out
driver_late          a route leaves before its driver has come
street_closed        a new drive or new work is in a street while it is closed
facility_shut        a new visit begins while an event has the facility shut
task_cancelled       a task is to be done that was cancelled, or done by someone else
task_skipped         a task is to be done that was skipped, and is not to be tried again
task_not_added       a task that was added is missing, or is not as it was told
amount_not_changed   a task has another amount than was told
load_taken           a load that stands in the street is taken over by another than was named, or
                     is not what is aboard there (`standing_loads`)
hand_broken          what was decided by hand is not kept: a pin, a ban, a locked route (`hands`)
===================  ============================================================================

What a plan file states besides its routes is judged by `scenarios.second_opinion`, with the
figures that `figures` and `runs` recompute here:

==================  =============================================================================
stated_route        metres, hours, tasks, kilograms, fuel or cost of a route
stated_counts       idle vehicles, kitchens due and collected
stated_costs        a term of the objective
stated_coverage     square metres by machine, by hand, uncovered: by class, town, street, lane
stated_driving      runs, changes of lane, turns, scraps of a kind of vehicle
stated_unassigned   how many tasks are in no route, of which work, class and reason
stated_reason       a reason, or the remedy beside it, that cannot be
stated_areas        maintained area, measured or stated by the scenario
stated_target       how the plan stands to the rate asked for
stated_bound        a lower bound that the plan itself refutes
stated_tonnes       a collection point, or a row of the tonnes
stated_notice       a notice of the day is missing, changed or of another day
stated_day          names, date or streets are not those of the scenario
stated_scenario     the scenario in the plan was edited, is missing, or cannot be laid over the
                    streets
stated_fleet        a vehicle or facility is not the scenario's, or could not be given so
stated_site         a facility lies elsewhere on the streets
stated_task         a task is other than the scenario, or the plan's own deliveries, have it
task_owed           the scenario owes a task on this day, and it is not in the plan
task_not_owed       the plan has a task that is not owed, or has it twice
other_scenario      the plan was not made from the scenario that it is to be held against
other_calendar      the plan's kitchens are not those of the calendar that it is held against
other_before        the plan does not go on from the plan that it is held against
stated_running      its number, its events or its hour do not follow on those of the plan before
==================  =============================================================================

What is wrong in one respect is still judged in the others; only what depends on an unknown thing
(the times of an unknown shift, the metres of an unknown arc) cannot be. `carp` judges solutions of
public benchmark files the same way.
"""

from collections.abc import Iterator, Mapping, Sequence

from fleet import Facility, Fleet, Vehicle, message
from optimizer.chain.ledger import LedgerRow
from optimizer.checker.chain import check_chain
from optimizer.checker.closed_streets import find_closings
from optimizer.checker.driving import check_driving
from optimizer.checker.facilities import check_facilities
from optimizer.checker.figures import Nearest, cost_figures, day_figures, paid_s, route_figures
from optimizer.checker.hands import hand_faults
from optimizer.checker.history import check_history, going_on_faults
from optimizer.checker.lanes import check_lanes
from optimizer.checker.leeway import NONE, Leeway
from optimizer.checker.loads import check_loads
from optimizer.checker.orders import words_on_tasks
from optimizer.checker.passes import check_passes
from optimizer.checker.past import History, Past
from optimizer.checker.roads import Roads, driving_key
from optimizer.checker.runs import driving_figures
from optimizer.checker.sizes import size_faults
from optimizer.checker.standing_loads import standing_load_faults
from optimizer.checker.structure import check_coverage, check_duties, check_structure
from optimizer.checker.timing import check_timing
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.network.place import Place
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task

__all__ = [
    "History",
    "Nearest",
    "Past",
    "Violation",
    "ViolationCode",
    "check",
    "cost_figures",
    "day_figures",
    "driving_figures",
    "find_closings",
    "paid_s",
    "route_faults",
    "route_figures",
    "size_faults",
    "words_on_tasks",
]


def check(
    network: RoadNetwork,
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    plan: Plan,
    *,
    ledger: Sequence[LedgerRow] = (),
    past: Past | None = None,
) -> list[Violation]:
    """Returns every broken rule of a plan; an empty list when there is none.

    Parameters
    ----------
    tasks
        All that is due, served or not.
    sites
        The place of every facility, by id.
    ledger
        The tonnes that the plan states, to be held against its routes.
    past
        What a plan that is made while the day runs goes on from; None for any other.
    """
    found = [*check_duties(fleet, plan), *check_coverage(tasks, plan)]
    task_of = {task.id: task for task in tasks}
    history = History(past, plan, task_of) if past is not None else None
    found += check_history(network, fleet, task_of, plan, history)
    found += check_passes(task_of, plan, history)
    facility_of = {facility.id: facility for facility in fleet.facilities}
    vehicle_of = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    if history is not None:
        found += standing_load_faults(plan, network, vehicle_of, task_of, sites, history)
    for route in plan.routes:
        vehicle = vehicle_of.get(route.vehicle_id)
        if vehicle is None:
            continue
        leeway = history.leeway(route) if history else NONE
        found += _check_route(network, route, vehicle, task_of, facility_of, sites, leeway)
        found += _check_drives(network, route, vehicle, task_of, sites)
    if history is not None and past is not None and past.hands:

        def stands(route: Route) -> bool:
            return not route_faults(network, fleet, tasks, sites, route, past)

        found += hand_faults(plan, fleet, history, stands)
    found += check_facilities(fleet, task_of, plan)
    found += check_chain(fleet, task_of, sites, plan, ledger)
    return found


def route_faults(
    network: RoadNetwork,
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    route: Route,
    past: Past,
) -> list[Violation]:
    """Returns what is wrong with a route of a day that runs, by itself."""
    task_of = {task.id: task for task in tasks}
    vehicle = next((one for one in fleet.vehicles if one.id == route.vehicle_id), None)
    if vehicle is None:
        return [*check_duties(fleet, Plan(routes=(route,)))]
    history = History(past, Plan(routes=(route,)), task_of)
    found = [*going_on_faults(route, network, task_of, history)]
    num_past = history.num_past(route)
    unknown = [
        activity.task_id
        for activity in route.activities[num_past:]
        if activity.kind is ActivityKind.SERVICE and activity.task_id not in task_of
    ]
    found += [
        Violation(
            code=ViolationCode.UNKNOWN_TASK,
            where=id_ or "",
            detail=message("violation.owed_no_more", "is not due any more"),
        )
        for id_ in unknown
    ]
    if unknown:
        return found
    facility_of = {facility.id: facility for facility in fleet.facilities}
    leeway = history.leeway(route)
    found += _check_route(network, route, vehicle, task_of, facility_of, sites, leeway)
    found += _check_drives(network, route, vehicle, task_of, sites)
    return found


def _check_drives(
    network: RoadNetwork,
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
) -> Iterator[Violation]:
    """Yields what is wrong with the drives of a route.

    Roads that were read before of the same streets are kept there, by what they depend on.
    """
    if vehicle.profile not in PROFILES:
        return
    shift = next((one for one in vehicle.shifts if one.id == route.shift_id), None)
    hours = (shift.start_s, shift.end_s) if shift else None
    key = (*driving_key(vehicle), hours)
    roads_of: dict[tuple[object, ...], Roads] = network.worked_out.setdefault(Roads, {})
    if key not in roads_of:
        roads_of[key] = Roads(network, vehicle, shift)
    yield from check_driving(route, roads_of[key], tasks, sites)


def _check_route(
    network: RoadNetwork,
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
    sites: Mapping[str, Place],
    leeway: Leeway,
) -> Iterator[Violation]:
    """Yields what is wrong with one route apart from its drives."""
    shift = next((one for one in vehicle.shifts if one.id == route.shift_id), None)
    yield from check_structure(route, vehicle, tasks, facilities, sites, leeway)
    yield from check_lanes(route, tasks, network)
    yield from check_timing(route, vehicle, shift, tasks, facilities, leeway)
    yield from check_loads(route, vehicle, tasks, facilities)
