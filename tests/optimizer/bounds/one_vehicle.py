"""Days with one vehicle on streets that can be drawn, for tests of the bound."""

from fleet import (
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Shift,
    Stream,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
)
from optimizer.bounds.deadline import ENDLESS
from optimizer.bounds.time_bound import TimeBound, bound_time
from optimizer.network.place import Place, Position
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Mode, Task

ANY_TIME = (TimeWindow(earliest_s=0, latest_s=86_400),)

# On these streets vehicles drive 36 km/h x 0.8 = 8 m/s, and work at 9 km/h = 2.5 m/s.


def stretch(network, *keys, start_m=0, end_m=None, kg=1, litres=0, work=Work.SWEEP, number=1):
    """A task along an arc, or along either of several."""
    modes = []
    for key in keys:
        arc = network.arc_of_key[key]
        length_m = int(network.arc_length_m[arc])
        last_m = length_m if end_m is None else end_m
        modes.append(
            Mode(
                place=Place(
                    entries=(Position(arc=arc, offset_m=start_m),),
                    exits=(Position(arc=arc, offset_m=last_m),),
                ),
                service_m=last_m - start_m,
                service_s=0,
            )
        )
    return Task(
        id=f"{work}/{'|'.join(keys)}/{start_m}/{number}",
        work=work,
        name="street",
        modes=tuple(modes),
        demand_kg=kg,
        demand_l=litres,
        windows=ANY_TIME,
    )


def yard(network, key, offset_m=0):
    position = Position(arc=network.arc_of_key[key], offset_m=offset_m)
    return Place(entries=(position,), exits=(position,))


def yard_on_both_sides(network, key, offset_m):
    """A yard that is entered and left in either direction, so that vehicles turn round in it."""
    arc = network.arc_of_key[key]
    back_m = int(network.arc_length_m[arc]) - offset_m
    sides = (
        Position(arc=arc, offset_m=offset_m),
        Position(arc=int(network.arc_inverse[arc]), offset_m=back_m),
    )
    return Place(entries=sides, exits=sides)


def one_sweeper(*, hopper_kg=1000, tank_l=0, hours=8, works=(Work.SWEEP,), num_shifts=1):
    return Vehicle(
        id="S1",
        kind=VehicleKind.SWEEPER,
        profile="sweeper",
        works=works,
        depot_id="yard",
        shifts=tuple(
            Shift(id=f"{n}", start_s=n * hours * 3600, end_s=(n + 1) * hours * 3600)
            for n in range(num_shifts)
        ),
        hopper_kg=hopper_kg,
        tank_l=tank_l,
        working_kph=9,
        travel_kph=40,
        cost_per_km_fen=1,
        cost_per_hour_fen=1,
    )


def facility(id_, *, streams=(Stream.SWEEPINGS,), supplies=(), visit_s=0):
    is_depot = id_ == "yard"
    return Facility(
        id=id_,
        name=id_,
        kind=FacilityKind.DEPOT if is_depot else FacilityKind.TRANSFER_STATION,
        at=LonLat(lon=0, lat=0),
        streams=streams,
        supplies=supplies,
        visit_s=visit_s,
        parking=9 if is_depot else 0,
    )


def plan_serving(tasks):
    """A plan that claims all tasks and no time: the bound asks only what it serves."""
    return Plan(
        routes=(
            Route(
                vehicle_id="S1",
                shift_id="day",
                activities=tuple(
                    Activity(
                        kind=ActivityKind.SERVICE, task_id=t.id, arrival_s=0, begin_s=0, end_s=0
                    )
                    for t in tasks
                ),
            ),
        )
    )


def bound(network, tasks, *, vehicle=None, facilities=None, sites, deadline=ENDLESS) -> TimeBound:
    fleet = Fleet(
        vehicles=(vehicle or one_sweeper(),), facilities=facilities or (facility("yard"),)
    )
    return bound_time(network, fleet, tasks, sites, plan_serving(tasks), deadline=deadline)
