"""The balance of domestic waste: every collection point and every kilogram, household to plant.

Each step takes its figures from where they arise: containers from the scenario, the trucks from
the tasks in their routes, stations and plants from what is unloaded there. That the steps fit
together is therefore a finding; the checker recomputes it from the plan.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fleet import Facility, Fleet, Message, Stream, Vehicle, Work
from optimizer.chain import Delivery, LedgerRow, Step, deliveries, most_held_kg, total_row
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task
from scenarios.due import Decision, PointDue


class PointOutcome(StrEnum):
    """What the plan does with a collection point."""

    SERVED = "served"
    EARLY = "served_early"
    SKIPPED = "skipped"
    UNSERVED = "unserved"


BESIDE_POINTS = "beside_points"
"""Place of the row of what is collected beside the points: cases, and work of one day."""

LEFT = frozenset({PointOutcome.SKIPPED, PointOutcome.UNSERVED})
"""Nobody comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """A collection point after planning; every point of the scenario has one row.

    Parameters
    ----------
    risk
        Probability of an overflow before the next collection if nobody comes today.
    level_kg, fill_kg, collected_kg, left_kg
        In the containers when the day begins, brought in the day, taken, and left at its end.
    reason
        Why nobody comes: "not_due", "not_its_day", "called_off", or the plan's reason.
    detail
        What would have to change.
    next_due
        YYYY-MM-DD on which it must be emptied if nobody comes before; "" when far off, or when
        somebody comes today.
    """

    point_id: str
    name: str
    town: str
    outcome: PointOutcome
    risk: float
    level_kg: int
    fill_kg: int
    collected_kg: int
    left_kg: int
    reason: str = ""
    detail: Message | None = None
    next_due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteBalance:
    """Where the domestic waste of a day went.

    Parameters
    ----------
    ledger
        Row by row; the last is the total.
    overflow_fen
        Expected price of the overflows that the plan leaves to chance: of the points that nobody
        comes to, the risk times the price.
    """

    ledger: tuple[LedgerRow, ...]
    points: tuple[PointRow, ...]
    overflow_fen: int = 0

    def of(self, outcome: PointOutcome) -> tuple[PointRow, ...]:
        """Returns the points with an outcome."""
        return tuple(row for row in self.points if row.outcome is outcome)

    def kg(self, step: Step) -> tuple[int, int, int, int]:
        """Returns before, in, out and after of all rows of a step."""
        rows = [row for row in self.ledger if row.step is step]
        return (
            sum(row.before_kg for row in rows),
            sum(row.in_kg for row in rows),
            sum(row.out_kg for row in rows),
            sum(row.after_kg for row in rows),
        )

    @property
    def collected_kg(self) -> int:
        """Taken from containers."""
        return sum(row.collected_kg for row in self.points)


def balance_tonnes(
    points: Sequence[PointDue],
    fleet: Fleet,
    tasks: Sequence[Task],
    plan: Plan,
    *,
    towns: Mapping[str, str],
    overflow_price_fen: int,
) -> WasteBalance:
    """Returns the balance of a plan.

    Parameters
    ----------
    tasks
        All of the day, the bulk loads too.
    towns
        The towns' names by id.
    """
    task_of = {task.point_id: task for task in tasks if task.point_id}
    rows = tuple(_point_row(due, task_of.get(due.point.id), plan) for due in points)
    ledger = [
        *_container_rows(rows, towns),
        *_row_beside(tasks, plan),
        *_flow_rows(fleet, {task.id: task for task in tasks}, plan),
    ]
    left = [row for row in rows if row.outcome in LEFT]
    return WasteBalance(
        ledger=(*ledger, total_row(ledger)),
        points=rows,
        overflow_fen=round(sum(row.risk for row in left) * overflow_price_fen),
    )


def _point_row(due: PointDue, task: Task | None, plan: Plan) -> PointRow:
    """Returns the row of a point; one that waits has no task, nor one that was called off."""
    point, is_served = due.point, task is not None and task.id in plan.served
    reason, detail = "", None
    if is_served:
        outcome = PointOutcome.SERVED if due.decision is Decision.MUST else PointOutcome.EARLY
    elif due.decision is Decision.WAIT:
        outcome = PointOutcome.SKIPPED
        # A full point on a day without collection is no choice of the plan's.
        reason = "not_due" if due.allowed else "not_its_day"
    else:
        outcome = PointOutcome.UNSERVED if due.decision is Decision.MUST else PointOutcome.SKIPPED
        reason = "called_off"
        if task is not None:
            unassigned = plan.unassigned_by_task[task.id]
            reason, detail = str(unassigned.reason), unassigned.detail
    collected_kg = task.demand_kg if task is not None and is_served else 0
    # Where more was told than it was taken to hold, that was there.
    level_kg = max(due.level_kg, collected_kg - point.fill_kg_per_day)
    return PointRow(
        point_id=point.id,
        name=point.name,
        town=point.town,
        outcome=outcome,
        risk=round(due.risk, 6),
        level_kg=level_kg,
        fill_kg=point.fill_kg_per_day,
        collected_kg=collected_kg,
        left_kg=level_kg + point.fill_kg_per_day - collected_kg,
        reason=reason,
        detail=detail,
        next_due=due.next_due.isoformat() if due.next_due and not is_served else "",
    )


def _container_rows(points: Sequence[PointRow], towns: Mapping[str, str]) -> Iterator[LedgerRow]:
    for town in sorted({row.town for row in points}):
        rows = [row for row in points if row.town == town]
        yield LedgerRow(
            step=Step.CONTAINERS,
            place=town,
            name=towns.get(town, town),
            before_kg=sum(row.level_kg for row in rows),
            in_kg=sum(row.fill_kg for row in rows),
            out_kg=sum(row.collected_kg for row in rows),
            after_kg=sum(row.left_kg for row in rows),
        )


def _row_beside(tasks: Sequence[Task], plan: Plan) -> Iterator[LedgerRow]:
    """Yields a row of the waste that lay on the street, where any is taken: it came and went."""
    kg = sum(
        task.demand_kg
        for task in tasks
        if task.work is Work.CONTAINER
        and not task.point_id
        and not task.taken_from
        and task.id in plan.served
    )
    if kg:
        yield LedgerRow(
            step=Step.CONTAINERS,
            place=BESIDE_POINTS,
            before_kg=0,
            in_kg=kg,
            out_kg=kg,
            after_kg=0,
        )


def _flow_rows(fleet: Fleet, tasks: Mapping[str, Task], plan: Plan) -> Iterator[LedgerRow]:
    """Yields the rows of compactors, stations, bulk trucks and plants."""
    vehicles = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    unloaded = deliveries(plan)
    yield _truck_row(Step.COLLECTION, Work.CONTAINER, vehicles, tasks, plan, unloaded)
    leaving: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for route in plan.routes:
        for activity in route.activities:
            task = tasks.get(activity.task_id or "")
            if activity.kind is ActivityKind.SERVICE and task and task.work is Work.HAUL:
                leaving[task.facility_id].append((activity.end_s, task.demand_kg))
    for station in fleet.facilities:
        if not station.is_station:
            continue
        here = [one for one in unloaded if one.facility_id == station.id]
        in_kg = sum(one.load_kg for one in here)
        out_kg = sum(load_kg for _, load_kg in leaving[station.id])
        yield LedgerRow(
            step=Step.STATION,
            place=station.id,
            name=station.name,
            before_kg=station.stock_kg,
            in_kg=in_kg,
            out_kg=out_kg,
            after_kg=station.stock_kg + in_kg - out_kg,
            other_kg=_other_kg(here, vehicles),
            limit_kg=station.daily_capacity_kg,
            storage_kg=station.storage_kg,
            most_held_kg=most_held_kg(station, here, leaving[station.id]),
        )
    yield _truck_row(Step.HAULAGE, Work.HAUL, vehicles, tasks, plan, unloaded)
    for plant in fleet.facilities:
        if _is_plant(plant):
            here = [one for one in unloaded if one.facility_id == plant.id]
            in_kg = sum(one.load_kg for one in here)
            treated_kg = min(in_kg, plant.daily_capacity_kg or in_kg)
            yield LedgerRow(
                step=Step.PLANT,
                place=plant.id,
                name=plant.name,
                before_kg=0,
                in_kg=in_kg,
                out_kg=treated_kg,
                after_kg=in_kg - treated_kg,
                other_kg=_other_kg(here, vehicles),
                limit_kg=plant.daily_capacity_kg,
            )


def _truck_row(
    step: Step,
    work: Work,
    vehicles: Mapping[str, Vehicle],
    tasks: Mapping[str, Task],
    plan: Plan,
    unloaded: Sequence[Delivery],
) -> LedgerRow:
    taken = [
        tasks[id_]
        for route in plan.routes
        if work in vehicles[route.vehicle_id].works
        for id_ in route.task_ids
        # From one to another of them: it was taken in before.
        if not tasks[id_].taken_from
    ]
    in_kg = sum(task.demand_kg for task in taken)
    out_kg = sum(one.load_kg for one in unloaded if work in vehicles[one.vehicle_id].works)
    return LedgerRow(
        step=step,
        before_kg=0,
        in_kg=in_kg,
        out_kg=out_kg,
        after_kg=in_kg - out_kg,
        other_kg=sum(task.demand_kg for task in taken if task.work is not work),
    )


def _other_kg(here: Sequence[Delivery], vehicles: Mapping[str, Vehicle]) -> int:
    """Returns what is brought by vehicles of another kind of work: sweepers."""
    chain = {Work.CONTAINER, Work.HAUL}
    return sum(one.load_kg for one in here if not chain & set(vehicles[one.vehicle_id].works))


def _is_plant(facility: Facility) -> bool:
    """Says whether domestic waste ends here."""
    ends = {Stream.BULK_WASTE, Stream.DOMESTIC_WASTE}
    return bool(ends & set(facility.streams)) and not facility.is_station
