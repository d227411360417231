"""A plan as a dispatcher wants to see it first."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from api.exports.mishaps import mishaps
from api.screen.chain import print_chain
from api.screen.console import console, table_of
from api.screen.coverage import print_coverage, print_lanes, print_streets
from api.words import Phrasebook, change_text
from fleet import VehicleKind
from optimizer.bounds import TimeBound
from scenarios.due import AreaLevel
from scenarios.measures import DrivingRow, KindRow, Measures, RouteRow
from scenarios.plan_file import PlanFile

SHOWN = 8
"""Changes that would serve stops, and mishaps, that are printed; the tables have them all."""


def print_plan(plan_file: PlanFile, words: Phrasebook) -> None:
    """Prints a plan: the verdict first, then the rate, the kitchens, the routes, what is left."""
    out = console()
    measures = plan_file.measures
    heading = words(
        "plan.heading",
        title=words.pick(plan_file.title, plan_file.title_zh),
        date=plan_file.date,
        network=plan_file.network.label,
    )
    out.print(heading, style="bold")
    for notice in plan_file.notices:
        out.print(words("plan.warning", text=notice), style="yellow")
    if plan_file.interrupted:
        out.print(words("plan.warning", text=words("plan.interrupted")), style="yellow")
    out.print(_verdict(plan_file, words))
    for row in measures.kinds:
        out.print(f"  {_format_driven(row, words)}")
    for ridden in measures.driving:
        out.print(f"  {_runs(ridden, words)}", soft_wrap=True)
    out.print()
    print_coverage(out, measures, words)
    print_lanes(out, measures, words)
    _print_areas(out, measures, words)
    if measures.contracts_due:
        out.print(
            words(
                "plan.kitchen",
                collected_t=measures.kitchen_collected_kg / 1000,
                due_t=measures.kitchen_due_kg / 1000,
                share=measures.kitchen_collected_kg / max(1, measures.kitchen_due_kg),
                served=measures.contracts_served,
                contracts=measures.contracts_due,
            )
        )
        out.print()
    print_chain(out, measures, words)
    _print_routes(out, plan_file, words)
    _print_idle(out, plan_file, words)
    _print_mishaps(out, plan_file, words)
    _print_unserved(out, measures, words)
    _print_changes(out, plan_file, words)
    print_streets(out, measures, words)
    _print_bound(out, measures.bound, words)
    _print_costs(out, measures, words)


def _verdict(plan_file: PlanFile, words: Phrasebook) -> str:
    measures = plan_file.measures
    num_bulk = sum(one.kind is VehicleKind.BULK_TRUCK for one in plan_file.fleet.vehicles)
    return words(
        "plan.verdict_with_bulk" if num_bulk else "plan.verdict",
        routes=len(measures.routes),
        used=measures.vehicles_used,
        vehicles=len(plan_file.fleet.vehicles) - num_bulk,
        bulk_used=measures.bulk_trucks_used,
        bulk=num_bulk,
        km=(measures.service_m + measures.deadhead_m) / 1000,
        unserved=len(plan_file.plan.unassigned),
    )


def _format_driven(row: KindRow, words: Phrasebook) -> str:
    """Returns what a kind of vehicle drives: empty is only what is driven beside work."""
    if not row.service_m:
        code = "plan.driven_between"
    else:
        code = "plan.driven_both" if row.between_stops_m else "plan.driven"
    return words(
        code,
        kind=row.kind,
        worked_km=row.service_m / 1000,
        empty_km=row.empty_m / 1000,
        share=row.empty_share,
        between_km=row.between_stops_m / 1000,
    )


def _runs(row: DrivingRow, words: Phrasebook) -> str:
    """Returns whether a driver would drive what a kind of vehicle does: its runs and turns."""
    return words(
        "plan.runs_of_lanes" if row.touched_m else "plan.runs",
        kind=row.kind,
        runs=row.runs,
        median_m=row.median_run_m,
        shortest_m=row.shortest_run_m,
        short=row.short_share,
        turning=row.turning_share,
        broken=row.broken_share,
        changes=row.lane_changes / row.moving_h,
        breaks=row.breaks / row.moving_h,
        across=row.turns_across / row.moving_h,
        back=row.u_turns / row.moving_h,
        scraps=row.scrap_share,
        partly=row.partly_share,
    )


def _print_bound(out: Console, bound: TimeBound | None, words: Phrasebook) -> None:
    """Prints how far the plan's hours are above what no plan for the same tasks undercuts."""
    if bound is None or not bound.rows:
        return
    out.print(words("plan.bound"), style="bold")
    columns = ("work", "plan_h", "bound_h", "gap", "work_h", "drive_h", "visits_h")
    table = table_of(*words.columns(*columns))
    for row in bound.rows:
        table.add_row(
            ", ".join(words.word("work", work) for work in row.works),
            *_hours(row.plan_s, row.value_s),
            f"{row.gap:.1%}",
            *_hours(row.service_s, row.deadhead_s, row.facility_s),
        )
    table.add_row(
        words("plan.total"),
        *_hours(bound.plan_s, bound.value_s),
        f"{bound.gap:.1%}",
        *_hours(bound.service_s, bound.deadhead_s, bound.facility_s),
        style="bold",
    )
    out.print(table)
    out.print(f"  {words('plan.bound_ignores', ignored=bound.ignores)}", soft_wrap=True)
    short = [work for row in bound.rows if row.cut_short for work in row.works]
    if short:
        out.print(f"  {words('plan.bound_cut_short', works=short)}", soft_wrap=True)
    out.print()


def _hours(*seconds: int) -> list[str]:
    return [f"{one / 3600:,.1f}" for one in seconds]


def _print_areas(out: Console, measures: Measures, words: Phrasebook) -> None:
    if all(row.stated_m2 is None for row in measures.areas):
        return
    out.print(words("plan.areas"), style="bold")
    table = table_of(*words.columns("class", "stated", "measured", "difference"), "%")
    for row in measures.areas:
        total = row.level is AreaLevel.TOTAL
        share = row.difference_share
        table.add_row(
            words("plan.total") if total else row.label,
            _thousands(row.stated_m2),
            _thousands(row.measured_m2),
            _thousands(row.difference_m2, "+"),
            "-" if share is None else f"{share:+z.1%}",
            style="bold" if total else None,
        )
    out.print(table)
    out.print()


def _thousands(area_m2: int | None, sign: str = "") -> str:
    return "-" if area_m2 is None else format(area_m2 / 1000, f"{sign}z,.1f")


def _print_routes(out: Console, plan_file: PlanFile, words: Phrasebook) -> None:
    columns = (
        *("vehicle", "shift", "out_back"),
        *("worked_km", "drive_km", "hours", "wait_h", "tasks", "load_kg", "visits", "cost_yuan"),
    )
    table = table_of(*(one.replace(" ", "\n") for one in words.columns(*columns)), left=3)
    routes = plan_file.measures.routes
    kind = ""
    for row in routes:
        if row.kind != kind:
            kind = row.kind
            table.add_row(words.word("kind", kind), style="bold")
        table.add_row(
            row.vehicle_id,
            words.say(plan_file.shift_label(row.vehicle_id, row.shift_id)),
            words.bands([(row.start_s, row.end_s)]),
            *_route_figures((row,)),
        )
    table.add_row(words("plan.total"), "", "", *_route_figures(routes), style="bold")
    out.print(table)


def _route_figures(rows: Sequence[RouteRow]) -> list[str]:
    return [
        f"{sum(row.service_m for row in rows) / 1000:,.1f}",
        f"{sum(row.deadhead_m for row in rows) / 1000:,.1f}",
        f"{sum(row.duty_s for row in rows) / 3600:,.1f}",
        f"{sum(row.wait_s for row in rows) / 3600:,.1f}",
        f"{sum(row.num_tasks for row in rows):,}",
        f"{sum(row.load_kg for row in rows):,}",
        f"{sum(row.unloads for row in rows)}/{sum(row.refills for row in rows)}",
        f"{sum(row.cost_fen for row in rows) / 100:,.0f}",
    ]


def _print_idle(out: Console, plan_file: PlanFile, words: Phrasebook) -> None:
    idle = plan_file.measures.idle_vehicles
    if idle:
        counts = Counter(plan_file.fleet.vehicle(id_).kind for id_ in idle)
        kinds = [words("plan.idle_kind", count=count, kind=kind) for kind, count in counts.items()]
        out.print(words("plan.idle", kinds=kinds))
    out.print()


def _print_mishaps(out: Console, plan_file: PlanFile, words: Phrasebook) -> None:
    """Prints what went wrong so far on a day that runs."""
    tasks = {task.id: task for task in plan_file.tasks}
    lines = [
        words(
            "plan.mishap",
            vehicle=route.vehicle_id,
            shift=plan_file.shift_label(route.vehicle_id, route.shift_id),
            mishap=line,
        )
        for route in plan_file.plan.routes
        for line in mishaps(route, tasks, words)
    ]
    if not lines:
        return
    out.print(words("plan.mishaps"), style="bold")
    for line in lines[:SHOWN]:
        out.print(f"  {line}", soft_wrap=True)
    if len(lines) > SHOWN:
        out.print(f"  {words('plan.more_changes', count=len(lines) - SHOWN)}")
    out.print()


def _print_unserved(out: Console, measures: Measures, words: Phrasebook) -> None:
    if not measures.unassigned:
        return
    out.print(words("plan.unserved"), style="bold")
    table = table_of(
        *(*words.columns("work", "class", "reason"), ""),
        *words.columns("tasks", "km", "area", "kg"),
        left=4,
    )
    for row in measures.unassigned:
        table.add_row(
            words.word("work", row.work),
            row.service_class,
            words.word("reason", row.reason),
            words("plan.required" if row.required else "plan.optional"),
            f"{row.num_tasks:,}",
            f"{row.service_m / 1000:,.1f}",
            f"{row.area_m2 / 1000:,.1f}",
            f"{row.demand_kg:,}",
        )
    out.print(table)
    for row in measures.unassigned:
        if row.examples:
            text = words(
                "plan.example_of_class" if row.service_class else "plan.example_of_work",
                work=row.work,
                service_class=row.service_class,
                detail=row.examples[0],
            )
            out.print(f"  {text}", soft_wrap=True)
    out.print()


def _print_changes(out: Console, plan_file: PlanFile, words: Phrasebook) -> None:
    """Prints what would have to change for stops that are not served, the cheapest first."""
    changeable = [
        (one.change, one.task_id) for one in plan_file.plan.unassigned if one.change is not None
    ]
    if not changeable:
        return
    name_of = {task.id: task.name for task in plan_file.tasks}
    out.print(words("plan.changes"), style="bold")
    cheapest = sorted(changeable, key=lambda pair: (pair[0].cost_fen, pair[1]))
    for change, task_id in cheapest[:SHOWN]:
        what = change_text(change, plan_file, words)
        out.print(f"  {words('plan.change', name=name_of[task_id], change=what)}", soft_wrap=True)
    if len(changeable) > SHOWN:
        out.print(f"  {words('plan.more_changes', count=len(changeable) - SHOWN)}")
    out.print()


def _print_costs(out: Console, measures: Measures, words: Phrasebook) -> None:
    costs = measures.costs
    out.print(
        words(
            "plan.cost",
            yuan=costs.total_fen / 100,
            distance=costs.distance_fen / 100,
            time=costs.time_fen / 100,
            waiting=costs.waiting_fen / 100,
            shifts=costs.shifts_fen / 100,
            fuel_l=measures.fuel_ml / 1000,
            co2_kg=measures.co2_kg,
        )
    )
    out.print(
        words(
            "plan.objective",
            required=costs.required_unserved,
            prize=costs.optional_prize_lost_fen / 100,
        )
    )
