"""A plan as a dispatcher wants to see it first, and progress while it is made."""

from collections.abc import Sequence

from rich.console import Console

from api.screen.chain import print_chain
from api.screen.console import console, table_of
from api.screen.coverage import print_coverage, print_lanes, print_streets
from api.words import Language, change_text, phrasebook, say
from fleet import VehicleKind, clock
from optimizer.bounds import TimeBound
from scenarios.due import AreaLevel
from scenarios.measures import Comparison, KindRow, Measures, RouteRow
from scenarios.plan_file import PlanFile

SHOWN = 8
"""Changes printed of those that would serve stops; the tables have them all."""


def print_plan(plan_file: PlanFile, language: Language) -> None:
    """Prints a plan: the verdict first, then the rate, the kitchens, the routes, what is left."""
    out = console()
    measures = plan_file.measures

    def w(text: str) -> str:
        return say(text, language)

    title = plan_file.title_zh if language is Language.ZH else plan_file.title
    out.print(f"{title} · {plan_file.date} · {plan_file.network.name}", style="bold")
    for notice in plan_file.notices:
        out.print(f"! {phrasebook(language).say(notice)}", style="yellow")
    if plan_file.interrupted:
        note = w("search ended before its limit; this is the best plan so far")
        out.print(f"! {note}", style="yellow")
    num_bulk = sum(one.kind is VehicleKind.BULK_TRUCK for one in plan_file.fleet.vehicles)
    num_vehicles = len(plan_file.fleet.vehicles) - num_bulk
    bulk = f"{measures.bulk_trucks_used} {w('of')} {num_bulk} {w('bulk trucks')}, " * (
        num_bulk > 0
    )
    out.print(
        f"{w('Plan')}: {len(measures.routes)} {w('routes')}, {measures.vehicles_used} "
        f"{w('of')} {num_vehicles} {w('vehicles')}, {bulk}"
        f"{(measures.service_m + measures.deadhead_m) / 1000:,.1f} km, "
        f"{len(plan_file.plan.unassigned):,} {w('Not served').lower()}"
    )
    for row in measures.kinds:
        out.print(f"  {w(row.kind).replace('_', ' ')}: {_driven(row, language)}")
    out.print()
    print_coverage(out, measures, language)
    print_lanes(out, measures, language)
    _print_areas(out, measures, language)
    if measures.contracts_due:
        share = measures.kitchen_collected_kg / max(1, measures.kitchen_due_kg)
        out.print(
            f"{w('Kitchen waste')}: {measures.kitchen_collected_kg / 1000:.1f} t "
            f"{w('collected of')} {measures.kitchen_due_kg / 1000:.1f} t ({share:.0%}), "
            f"{measures.contracts_served} {w('of')} {measures.contracts_due} {w('contracts')}"
        )
        out.print()
    print_chain(out, measures, language)
    _print_routes(out, measures, language)
    _print_idle(out, plan_file, language)
    _print_unserved(out, measures, language)
    _print_changes(out, plan_file, language)
    print_streets(out, measures, language)
    _print_bound(out, measures.bound, language)
    costs = measures.costs
    out.print(
        f"{w('Cost')}: {costs.total_fen / 100:,.0f} {w('yuan')} = "
        f"{w('distance')} {costs.distance_fen / 100:,.0f} + {w('time')} "
        f"{costs.time_fen / 100:,.0f} + {w('shifts')} {costs.shifts_fen / 100:,.0f}; "
        f"{w('fuel')} {measures.fuel_ml / 1000:,.0f} l, CO2 {measures.co2_kg:,} kg"
    )
    out.print(
        f"{w('required tasks unserved')}: {costs.required_unserved:,}; "
        f"{w('optional prize lost')}: {costs.optional_prize_lost_fen / 100:,.0f} {w('yuan')}"
    )


def _driven(row: KindRow, language: Language) -> str:
    """Returns what a kind of vehicle drives: empty is only what is driven beside work."""
    between = f"{say('km between stops', language)} {row.between_stops_m / 1000:,.1f}"
    if not row.service_m:
        return between
    text = (
        f"{say('worked km', language)} {row.service_m / 1000:,.1f}, "
        f"{say('empty km', language)} {row.empty_m / 1000:,.1f} ({row.empty_share:.0%})"
    )
    return f"{text}, {between}" if row.between_stops_m else text


def _print_bound(out: Console, bound: TimeBound | None, language: Language) -> None:
    """Prints how far the plan's hours are above what no plan for the same tasks undercuts."""
    if bound is None or not bound.rows:
        return

    def w(text: str) -> str:
        return say(text, language)

    out.print(w("Working and driving hours against a lower bound"), style="bold")
    table = table_of(
        w("work"), *map(w, ("plan h", "bound h", "gap", "work h", "drive h", "visits h"))
    )
    for row in bound.rows:
        table.add_row(
            ", ".join(w(str(work)) for work in row.works),
            *_hours(row.plan_s, row.value_s),
            f"{row.gap:.1%}",
            *_hours(row.service_s, row.deadhead_s, row.facility_s),
        )
    table.add_row(
        w("total"),
        *_hours(bound.plan_s, bound.value_s),
        f"{bound.gap:.1%}",
        *_hours(bound.service_s, bound.deadhead_s, bound.facility_s),
        style="bold",
    )
    out.print(table)
    ignored = ", ".join(w(str(one)).replace("_", " ") for one in bound.ignores)
    out.print(f"  {w('the bound ignores')}: {ignored}", soft_wrap=True)
    out.print()


def _hours(*seconds: int) -> list[str]:
    return [f"{one / 3600:,.1f}" for one in seconds]


def _print_areas(out: Console, measures: Measures, language: Language) -> None:
    if all(row.stated_m2 is None for row in measures.areas):
        return

    def w(text: str) -> str:
        return say(text, language)

    out.print(w("Maintained area, 1,000 m²"), style="bold")
    table = table_of(w("class"), w("stated"), w("measured"), w("difference"), "%")
    for row in measures.areas:
        total = row.level is AreaLevel.TOTAL
        share = row.difference_share
        table.add_row(
            w("total") if total else row.label,
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


def _print_routes(out: Console, measures: Measures, language: Language) -> None:
    columns = (
        "vehicle",
        "shift",
        "out-back",
        "worked km",
        "drive km",
        "hours",
        "wait h",
        "tasks",
        "load kg",
        "unload/ refill",
        "cost yuan",
    )
    headings = (say(column, language).replace(" ", "\n") for column in columns)
    table = table_of(*headings, left=3)
    kind = ""
    for row in measures.routes:
        if row.kind != kind:
            kind = row.kind
            table.add_row(say(kind, language).replace("_", " "), style="bold")
        table.add_row(
            row.vehicle_id,
            row.shift_id,
            f"{clock(row.start_s)}-{clock(row.end_s)}",
            *_route_figures((row,)),
        )
    table.add_row(say("total", language), "", "", *_route_figures(measures.routes), style="bold")
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


def _print_idle(out: Console, plan_file: PlanFile, language: Language) -> None:
    idle = plan_file.measures.idle_vehicles
    if idle:
        kinds: dict[str, int] = {}
        for id_ in idle:
            kind = plan_file.fleet.vehicle(id_).kind
            kinds[kind] = kinds.get(kind, 0) + 1
        listed = ", ".join(
            f"{count} {say(kind, language).replace('_', ' ')}" for kind, count in kinds.items()
        )
        out.print(
            f"{say('idle', language)}: {listed} "
            f"({say('no work of theirs in this plan', language)})"
        )
    out.print()


def _print_unserved(out: Console, measures: Measures, language: Language) -> None:
    if not measures.unassigned:
        return

    def w(text: str) -> str:
        return say(text, language)

    out.print(w("Not served"), style="bold")
    table = table_of(
        *(w("work"), w("class"), w("reason"), ""),
        *(w("tasks"), w("km"), w("1,000 m²"), w("kg")),
        left=4,
    )
    for row in measures.unassigned:
        table.add_row(
            w(row.work),
            row.service_class,
            w(row.reason).replace("_", " "),
            w("required") if row.required else w("optional"),
            f"{row.num_tasks:,}",
            f"{row.service_m / 1000:,.1f}",
            f"{row.area_m2 / 1000:,.1f}",
            f"{row.demand_kg:,}",
        )
    out.print(table)
    for row in measures.unassigned:
        if row.examples:
            group = f"{w(row.work)} {row.service_class}".strip()
            out.print(f"  {group}: {row.examples[0]}", soft_wrap=True)
    out.print()


def _print_changes(out: Console, plan_file: PlanFile, language: Language) -> None:
    """Prints what would have to change for stops that are not served, the cheapest first."""
    changeable = [
        (one.change, one.task_id) for one in plan_file.plan.unassigned if one.change is not None
    ]
    if not changeable:
        return
    name_of = {task.id: task.name for task in plan_file.tasks}
    out.print(say("What would serve them", language), style="bold")
    for change, task_id in sorted(changeable, key=lambda pair: (pair[0].cost_fen, pair[1]))[
        :SHOWN
    ]:
        out.print(f"  {name_of[task_id]}: {change_text(change, language)}", soft_wrap=True)
    if len(changeable) > SHOWN:
        out.print(f"  {say('and more', language)}: {len(changeable) - SHOWN}")
    out.print()


def print_comparison(comparison: Comparison, language: Language) -> None:
    """Prints the measures of several plans side by side."""
    out = console()
    names = comparison.names
    table = table_of(say("measure", language), *names, say("difference", language))
    for row in comparison.rows:
        table.add_row(say(row.measure, language), *row.texts, row.difference)
    out.print(table)
