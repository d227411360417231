"""What a dispatcher and a planner want to know of a plan, as plain numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fleet import Fleet, Message, Vehicle, VehicleKind, Work, message
from optimizer.bounds import TimeBound
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task
from scenarios.due import AreaRow
from scenarios.measures.balance import WasteBalance
from scenarios.measures.coverage import Coverage, CoverageRow
from scenarios.measures.driving import DrivingRow
from scenarios.measures.target_rate import TargetRow

CO2_G_PER_L = 2_680
"""Carbon dioxide of a litre of diesel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    """One route in figures.

    Parameters
    ----------
    service_m, deadhead_m
        Metres worked along streets, and all others.
    duty_s, paid_s, wait_s
        From leaving to coming back; driving, working and at facilities; the rest but for breaks.
    load_kg
        Taken aboard in all.
    """

    vehicle_id: str
    kind: str
    shift_id: str
    depot_id: str
    start_s: int
    end_s: int
    service_m: int
    deadhead_m: int
    duty_s: int
    paid_s: int
    wait_s: int
    num_tasks: int
    load_kg: int
    unloads: int
    refills: int
    fuel_ml: int
    cost_fen: int

    @property
    def empty_m(self) -> int:
        """Metres driven without working, of a route that works along streets; else 0."""
        return self.deadhead_m if self.service_m else 0

    @property
    def between_stops_m(self) -> int:
        """Metres driven from stop to stop, of a route that works at stops only; else 0.

        Such a route has no metres of work, so that to call its driving empty would say nothing.
        """
        return 0 if self.service_m else self.deadhead_m


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """What the vehicles of a kind drive, all routes together."""

    kind: str
    service_m: int
    empty_m: int
    between_stops_m: int

    @property
    def empty_share(self) -> float:
        """Share of empty driving where the work is along streets."""
        return self.empty_m / max(1, self.service_m + self.empty_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedRow:
    """Tasks in no route, of one work, class and reason.

    Parameters
    ----------
    area_m2
        Kerbs that no pass sweeps today, each counted once, for the reason of its first pass.
    """

    work: str
    service_class: str
    reason: str
    required: bool
    num_tasks: int
    service_m: int
    area_m2: int
    demand_kg: int
    examples: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The objective, term by term, in fen."""

    distance_fen: int
    time_fen: int
    shifts_fen: int
    required_unserved: int
    optional_prize_lost_fen: int
    waiting_fen: int = 0

    @property
    def total_fen(self) -> int:
        """What the plan costs to carry out."""
        return self.distance_fen + self.time_fen + self.waiting_fen + self.shifts_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """A plan in figures.

    Parameters
    ----------
    coverage
        Where every maintained square metre went.
    areas
        Stated and measured maintained area; the last row is the total.
    target
        How the plan stands to the rate that was asked for, None when none was.
    bound
        The paid time that no plan for the same tasks undercuts; None while the search goes on.
    balance
        Where the domestic waste went; None without collection points and bulk trucks.
    driving
        How the vehicles that work along streets are driven, kind by kind.
    """

    routes: tuple[RouteRow, ...]
    coverage: Coverage
    unassigned: tuple[UnassignedRow, ...]
    idle_vehicles: tuple[str, ...]
    kitchen_due_kg: int
    kitchen_collected_kg: int
    contracts_due: int
    contracts_served: int
    costs: Costs
    areas: tuple[AreaRow, ...] = ()
    target: TargetRow | None = None
    bound: TimeBound | None = None
    balance: WasteBalance | None = None
    driving: tuple[DrivingRow, ...] = ()

    @property
    def classes(self) -> tuple[CoverageRow, ...]:
        """The audit by class."""
        return self.coverage.classes

    @property
    def maintained_m2(self) -> int:
        """Maintained area, all classes."""
        return self.coverage.total.maintained_m2

    @property
    def swept_m2(self) -> int:
        """Mechanically swept area, all classes."""
        return self.coverage.total.mechanised_m2

    @property
    def rate(self) -> float:
        """The mechanised sweeping rate, a share."""
        return self.coverage.total.rate

    @property
    def service_m(self) -> int:
        """Metres worked."""
        return sum(row.service_m for row in self.routes)

    @property
    def deadhead_m(self) -> int:
        """Metres driven without working, whatever the work."""
        return sum(row.deadhead_m for row in self.routes)

    @property
    def empty_m(self) -> int:
        """Metres driven without working by routes that work along streets."""
        return sum(row.empty_m for row in self.routes)

    @property
    def between_stops_m(self) -> int:
        """Metres driven from stop to stop by routes that work at stops only."""
        return sum(row.between_stops_m for row in self.routes)

    @property
    def kinds(self) -> tuple[KindRow, ...]:
        """What each kind of vehicle drives, in the order of the routes."""
        of_kind: dict[str, list[RouteRow]] = {}
        for row in self.routes:
            of_kind.setdefault(str(row.kind), []).append(row)
        return tuple(
            KindRow(
                kind=kind,
                service_m=sum(row.service_m for row in rows),
                empty_m=sum(row.empty_m for row in rows),
                between_stops_m=sum(row.between_stops_m for row in rows),
            )
            for kind, rows in of_kind.items()
        )

    @property
    def vehicles_used(self) -> int:
        """Vehicles that leave the depot at all, without the transfer company's bulk trucks."""
        return len({row.vehicle_id for row in self.routes if row.kind != VehicleKind.BULK_TRUCK})

    @property
    def bulk_trucks_used(self) -> int:
        """Bulk trucks that leave the depot."""
        return len({row.vehicle_id for row in self.routes if row.kind == VehicleKind.BULK_TRUCK})

    @property
    def paid_s(self) -> int:
        """Hours driving, working and at facilities, in seconds."""
        return sum(row.paid_s for row in self.routes)

    @property
    def wait_s(self) -> int:
        """Hours between leaving and coming back that are not paid and no break, in seconds."""
        return sum(row.wait_s for row in self.routes)

    @property
    def fuel_ml(self) -> int:
        """Fuel of the day."""
        return sum(row.fuel_ml for row in self.routes)

    @property
    def co2_kg(self) -> int:
        """Carbon dioxide of that fuel."""
        return self.fuel_ml * CO2_G_PER_L // 1_000_000


def measure(
    fleet: Fleet,
    tasks: Sequence[Task],
    plan: Plan,
    audit: Coverage,
    *,
    waiting_fen_per_hour: int = 0,
    areas: Sequence[AreaRow] = (),
    target: TargetRow | None = None,
    balance: WasteBalance | None = None,
    driving: Sequence[DrivingRow] = (),
) -> Measures:
    """Returns a plan, with the audit of its day, in figures.

    Parameters
    ----------
    waiting_fen_per_hour
        What waiting costs.
    """
    task_of = {task.id: task for task in tasks}
    vehicle_of = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    served = [task_of[id_] for route in plan.routes for id_ in route.task_ids if id_ in task_of]
    rows = tuple(
        _route_row(route, vehicle_of[route.vehicle_id], task_of, waiting_fen_per_hour)
        for route in plan.routes
    )
    unserved = [task_of[one.task_id] for one in plan.unassigned]
    kitchens = [task for task in tasks if task.work is Work.KITCHEN]
    collected = [task for task in served if task.work is Work.KITCHEN]
    used = {route.vehicle_id for route in plan.routes}
    return Measures(
        routes=rows,
        coverage=audit,
        unassigned=_list_unassigned(plan, task_of),
        idle_vehicles=tuple(vehicle.id for vehicle in fleet.vehicles if vehicle.id not in used),
        kitchen_due_kg=sum(task.demand_kg for task in kitchens),
        kitchen_collected_kg=sum(task.demand_kg for task in collected),
        contracts_due=len(kitchens),
        contracts_served=len(collected),
        areas=tuple(areas),
        target=target,
        balance=balance,
        driving=tuple(driving),
        costs=Costs(
            distance_fen=round(
                sum(
                    route.distance_m * vehicle_of[route.vehicle_id].cost_per_km_fen
                    for route in plan.routes
                )
                / 1000
            ),
            time_fen=round(
                sum(
                    route.paid_s * vehicle_of[route.vehicle_id].cost_per_hour_fen
                    for route in plan.routes
                )
                / 3600
            ),
            shifts_fen=sum(
                vehicle_of[route.vehicle_id].cost_per_shift_fen for route in plan.routes
            ),
            required_unserved=sum(task.required for task in unserved),
            optional_prize_lost_fen=sum(t.prize_fen for t in unserved if not t.required),
            waiting_fen=round(sum(row.wait_s for row in rows) * waiting_fen_per_hour / 3600),
        ),
    )


def _route_row(
    route: Route, vehicle: Vehicle, task_of: Mapping[str, Task], waiting_fen_per_hour: int
) -> RouteRow:
    rest_s = sum(a.end_s - a.begin_s for a in route.activities if a.kind is ActivityKind.BREAK)
    duty_s = route.end_s - route.start_s
    wait_s = duty_s - route.paid_s - rest_s
    return RouteRow(
        vehicle_id=vehicle.id,
        kind=vehicle.kind,
        shift_id=route.shift_id,
        depot_id=vehicle.depot_id or "",
        start_s=route.start_s,
        end_s=route.end_s,
        service_m=route.service_m,
        deadhead_m=route.deadhead_m,
        duty_s=duty_s,
        paid_s=route.paid_s,
        wait_s=wait_s,
        num_tasks=len(route.task_ids),
        load_kg=sum(task_of[id_].demand_kg for id_ in route.task_ids),
        unloads=route.count(ActivityKind.UNLOAD),
        refills=route.count(ActivityKind.REFILL),
        fuel_ml=round(
            route.distance_m * vehicle.fuel_ml_per_km / 1000
            + route.service_s * vehicle.fuel_ml_per_hour / 3600
        ),
        cost_fen=round(
            route.distance_m * vehicle.cost_per_km_fen / 1000
            + route.paid_s * vehicle.cost_per_hour_fen / 3600
            + wait_s * waiting_fen_per_hour / 3600
            + vehicle.cost_per_shift_fen
        ),
    )


def _list_unassigned(plan: Plan, task_of: Mapping[str, Task]) -> tuple[UnassignedRow, ...]:
    groups: dict[tuple[str, str, str, bool], list[tuple[Task, Message]]] = defaultdict(list)
    area_m2: dict[tuple[str, str, str, bool], int] = defaultdict(int)
    served = [task_of[id_] for id_ in plan.served if id_ in task_of]
    counted = {(task.work, task.kerb) for task in served}
    for one in sorted(plan.unassigned, key=lambda one: one.task_id):
        task = task_of[one.task_id]
        key = (str(task.work), task.service_class, str(one.reason), task.required)
        groups[key].append((task, one.detail))
        # A second pass of a kerb has no area of its own; stops have none at all.
        if (task.work, task.kerb) not in counted:
            counted.add((task.work, task.kerb))
            area_m2[key] += task.area_m2
    rows = []
    for key, members in sorted(groups.items()):
        work, service_class, reason, required = key
        longest = sorted(
            members, key=lambda m: (-m[0].modes[0].service_m, -m[0].demand_kg, m[0].id)
        )
        rows.append(
            UnassignedRow(
                work=work,
                service_class=service_class,
                reason=reason,
                required=required,
                num_tasks=len(members),
                service_m=sum(task.modes[0].service_m for task, _ in members),
                area_m2=area_m2[key],
                demand_kg=sum(task.demand_kg for task, _ in members),
                examples=tuple(
                    message("plan.example", "{name}: {detail}", name=task.name, detail=detail)
                    for task, detail in longest[:2]
                ),
            )
        )
    return tuple(rows)
