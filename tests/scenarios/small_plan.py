"""One small plan, made by hand, that the tests of measures, files and exports share.

A square of two-way streets, 500 m by 300 m, 8 m wide; the yard is 100 m into East Road::

    4 <--- West Road (500 m) --- 3
    |                            ^
    South Road               North Road (300 m)
    v                            |
    1 -Y- East Road (500 m) ---> 2

S1 sweeps the right kerbs of North and West Road, K1 empties a kitchen in West Road.
"""

from fleet import (
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Message,
    Shift,
    Stream,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
    message,
)
from optimizer.network.kerb import KerbKey, Side
from optimizer.network.place import ArcKey, Drive, Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Plan, Reason, Route, Unassigned
from optimizer.task import Mode, Task
from scenarios.due.street_work import KerbLot, Lot, LotReason
from scenarios.measures.coverage import Coverage, audit_coverage
from scenarios.measures.measures import measure
from scenarios.plan_file import NetworkRecord, PlanFile
from tests.streets import street_network

ALL_DAY = (TimeWindow(earliest_s=0, latest_s=80_000),)


WIDEN = message("remedy.window", "widen its windows ({windows:bands})", windows=[(32_400, 36_000)])


def worth(yuan: int) -> Message:
    return message(
        "reason.not_worth",
        "would cost {yuan:.0f} yuan and is worth {worth_yuan:.0f}; raise its prize or make it "
        "required.",
        yuan=12,
        worth_yuan=yuan,
    )


def network() -> RoadNetwork:
    return street_network(
        {1: (0, 0), 2: (500, 0), 3: (500, 300), 4: (0, 300)},
        [
            (1, 2, {"name": "East Road"}),
            (2, 3, {"name": "North Road"}),
            (3, 4, {"name": "西路"}),
            (4, 1, {"name": "South Road"}),
        ],
    )


def _at(streets: RoadNetwork, key: str, offset_m: int) -> Position:
    return Position(arc=streets.arc_of_key[key], offset_m=offset_m)


def _sweep(
    streets: RoadNetwork, key: str, number: int, *, service_class: str, prize_fen: int = 0
) -> Task:
    arc = streets.arc_of_key[key]
    length_m = int(streets.arc_length_m[arc])
    place = Place(entries=(_at(streets, key, 0),), exits=(_at(streets, key, length_m),))
    return Task(
        id=f"sweep/{key}/right/{number}",
        work=Work.SWEEP,
        name=streets.street_name(arc),
        modes=(Mode(place=place, service_m=length_m, service_s=0),),
        demand_kg=length_m // 50,
        windows=ALL_DAY,
        required=prize_fen == 0,
        prize_fen=prize_fen,
        kerb=KerbKey(arc=key, side=Side.RIGHT),
        area_m2=4 * length_m,
        service_class=service_class,
    )


def _kitchen(streets: RoadNetwork, id_: str, offset_m: int, demand_kg: int) -> Task:
    at = (_at(streets, "3>4", offset_m),)
    return Task(
        id=f"kitchen/{id_}",
        work=Work.KITCHEN,
        name=f"Kitchen {id_}",
        modes=(Mode(place=Place(entries=at, exits=at), service_m=0, service_s=240),),
        demand_kg=demand_kg,
        contract_id=id_,
        windows=(TimeWindow(earliest_s=39_900, latest_s=45_000),),
    )


def tasks(streets: RoadNetwork) -> tuple[Task, ...]:
    return (
        _kitchen(streets, "K01", 250, 120),
        _kitchen(streets, "K02", 300, 80),
        _sweep(streets, "2>3", 1, service_class="I"),
        _sweep(streets, "2>3", 2, service_class="I"),
        _sweep(streets, "3>4", 1, service_class="II"),
        _sweep(streets, "4>3", 1, service_class="II", prize_fen=900),
        _sweep(streets, "4>3", 2, service_class="II", prize_fen=300),
    )


def _lot(
    arc: str,
    service_class: str,
    area_m2: int,
    *,
    lot: Lot = Lot.DUE,
    required: bool = True,
    reason: LotReason | None = None,
) -> KerbLot:
    return KerbLot(
        kerb=KerbKey(arc=arc, side=Side.RIGHT),
        name=f"{arc} Road",
        town="East" if service_class == "I" else "West",
        service_class=service_class,
        area_m2=area_m2,
        length_m=300,
        lot=lot,
        required=required,
        reason=reason,
    )


LOTS = (
    _lot("2>3", "I", 1_200),
    _lot("3>2", "I", 200, lot=Lot.MANUAL, reason=LotReason.TOO_NARROW),
    _lot("9>9", "I", 100, lot=Lot.UNCOVERED, reason=LotReason.NOT_DUE_TODAY),
    _lot("3>4", "II", 2_000),
    _lot("4>3", "II", 2_000, required=False),
)


def audit(due: tuple[Task, ...], routes: Plan) -> Coverage:
    return audit_coverage(LOTS, due, routes, unmaintained_m2=600)


def _vehicle(id_: str, kind: VehicleKind, work: Work, profile: str) -> Vehicle:
    return Vehicle(
        id=id_,
        kind=kind,
        profile=profile,
        works=(work,),
        depot_id="yard",
        shifts=(Shift(id="day", name_zh="日班", start_s=21_600, end_s=50_400),),
        hopper_kg=2_000,
        working_kph=36,
        travel_kph=40,
        cost_per_km_fen=250,
        cost_per_hour_fen=18_000,
        cost_per_shift_fen=5_000,
        fuel_ml_per_km=400,
        fuel_ml_per_hour=9_000,
    )


def fleet() -> Fleet:
    return Fleet(
        vehicles=(
            _vehicle("K1", VehicleKind.KITCHEN_TRUCK, Work.KITCHEN, "truck"),
            _vehicle("S1", VehicleKind.SWEEPER, Work.SWEEP, "sweeper"),
            _vehicle("S2", VehicleKind.SWEEPER, Work.SWEEP, "sweeper"),
        ),
        facilities=(
            Facility(
                id="yard",
                name="Yard 停车场",
                kind=FacilityKind.DEPOT,
                at=LonLat(lon=0.0009, lat=0.0),
                streams=(Stream.SWEEPINGS, Stream.KITCHEN_WASTE),
                parking=5,
            ),
        ),
    )


def _drive(
    *arcs: ArcKey, start_m: int, end_m: int, distance_m: int, duration_s: int
) -> Drive[ArcKey]:
    return Drive(
        arcs=arcs,
        from_offset_m=start_m,
        to_offset_m=end_m,
        distance_m=distance_m,
        duration_s=duration_s,
    )


def _yard(kind: ActivityKind, begin_s: int, end_s: int, drive: Drive[ArcKey] | None) -> Activity:
    return Activity(
        kind=kind,
        facility_id="yard",
        drive=drive,
        arrival_s=begin_s,
        begin_s=begin_s,
        end_s=end_s,
    )


def plan() -> Plan:
    """S1 06:00-06:25:28, K1 11:00-11:20:10 with 200 s of waiting for the kitchen to open."""
    nothing = _drive("1>2", start_m=100, end_m=100, distance_m=0, duration_s=0)
    sweeper = Route(
        vehicle_id="S1",
        shift_id="day",
        activities=(
            _yard(ActivityKind.START, 21_600, 21_600, None),
            Activity(
                kind=ActivityKind.SERVICE,
                task_id="sweep/2>3/right/1",
                drive=_drive("1>2", "2>3", start_m=100, end_m=0, distance_m=400, duration_s=60),
                arrival_s=21_660,
                begin_s=21_660,
                end_s=21_960,
                service_m=300,
                load_kg=6,
            ),
            Activity(
                kind=ActivityKind.SERVICE,
                task_id="sweep/3>4/right/1",
                drive=_drive("2>3", "3>4", start_m=300, end_m=0, distance_m=0, duration_s=8),
                arrival_s=21_968,
                begin_s=21_968,
                end_s=22_468,
                service_m=500,
                load_kg=16,
            ),
            _yard(
                ActivityKind.UNLOAD,
                22_528,
                23_128,
                _drive("3>4", "4>1", "1>2", start_m=500, end_m=100, distance_m=400, duration_s=60),
            ),
            _yard(ActivityKind.END, 23_128, 23_128, nothing),
        ),
    )
    kitchen = Route(
        vehicle_id="K1",
        shift_id="day",
        activities=(
            _yard(ActivityKind.START, 39_600, 39_600, None),
            Activity(
                kind=ActivityKind.SERVICE,
                task_id="kitchen/K01",
                drive=_drive(
                    "1>2", "2>3", "3>4", start_m=100, end_m=250, distance_m=950, duration_s=100
                ),
                arrival_s=39_700,
                begin_s=39_900,
                end_s=40_140,
                load_kg=120,
            ),
            _yard(
                ActivityKind.UNLOAD,
                40_210,
                40_810,
                _drive("3>4", "4>1", "1>2", start_m=250, end_m=100, distance_m=650, duration_s=70),
            ),
            _yard(ActivityKind.END, 40_810, 40_810, nothing),
        ),
    )
    return Plan(
        routes=(kitchen, sweeper),
        unassigned=(
            Unassigned(
                task_id="kitchen/K02",
                reason=Reason.WINDOW,
                detail=WIDEN,
            ),
            Unassigned(
                task_id="sweep/2>3/right/2",
                reason=Reason.SHIFT_TIME,
                detail=message("remedy.time", "lengthen a shift or add one"),
            ),
            Unassigned(
                task_id="sweep/4>3/right/1",
                reason=Reason.NOT_WORTH,
                detail=worth(9),
            ),
            Unassigned(
                task_id="sweep/4>3/right/2",
                reason=Reason.NOT_WORTH,
                detail=worth(3),
            ),
        ),
    )


def plan_file() -> PlanFile:
    streets = network()
    due, vehicles, routes = tasks(streets), fleet(), plan()
    yard = Place(
        entries=(_at(streets, "1>2", 100), _at(streets, "2>1", 400)),
        exits=(_at(streets, "1>2", 100), _at(streets, "2>1", 400)),
    )
    return PlanFile(
        scenario_name="square",
        title="A square",
        title_zh="方城",
        date="2012-12-12",
        network=NetworkRecord(
            name=streets.name, source=streets.source, digest=streets.digest, generated=True
        ),
        engine="ruin_recreate",
        seed=0,
        iterations=10,
        interrupted=False,
        notices=(
            message(
                "notice.generated",
                "The streets are a generated stand-in for the real ones; --osm or --place give "
                "those.",
            ),
        ),
        measures=measure(vehicles, due, routes, audit(due, routes)),
        plan=routes,
        tasks=tuple(task.with_arcs(streets.arc_key) for task in due),
        sites={"yard": yard.with_arcs(streets.arc_key)},
        fleet=vehicles,
    )
