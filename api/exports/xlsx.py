"""A plan as an Excel workbook: summary, routes, activities, unserved work, coverage."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from api.exports.activities import ActivityRow, activity_rows
from api.exports.book import BookSheet, Row, write_book
from api.exports.turn_list import turn_list
from api.words import Language, Phrasebook, change_text, phrasebook
from optimizer.chain import Step
from optimizer.network.road_network import RoadNetwork
from scenarios.due import AreaLevel
from scenarios.measures import BESIDE_POINTS, CoverageRow, PointOutcome, RouteRow, StreetRow
from scenarios.plan_file import PlanFile


def to_xlsx(
    plan_file: PlanFile,
    vehicle_id: str | None = None,
    *,
    language: Language = Language.EN,
    network: RoadNetwork | None = None,
) -> bytes:
    """Returns the workbook; the same plan gives the same bytes.

    Parameters
    ----------
    vehicle_id
        Only this vehicle, on every sheet; what is of no vehicle is left out.
    network
        The streets, for a sheet of what drivers are told.
    """
    words = phrasebook(language)
    title = words.pick(plan_file.title, plan_file.title_zh)
    sheets = _sheets(plan_file, network, vehicle_id, words)
    return write_book(sheets, title=title, date=plan_file.date, words=words)


def _sheets(
    plan_file: PlanFile,
    network: RoadNetwork | None,
    vehicle_id: str | None,
    words: Phrasebook,
) -> Iterator[BookSheet]:
    summary = _summary(plan_file, vehicle_id, words)
    yield BookSheet(name="plan", columns=("measure", "value"), rows=summary)
    vehicles = _vehicles(plan_file, vehicle_id)
    yield BookSheet(name="vehicles", columns=_VEHICLE_COLUMNS, rows=vehicles)
    yield BookSheet(
        name="routes", columns=_ROUTE_COLUMNS, rows=_routes(plan_file, vehicle_id, words)
    )
    yield BookSheet(
        name="activities",
        columns=_names(ActivityRow),
        rows=_activities(plan_file, vehicle_id, words),
    )
    if network is not None:
        turns = _turns(plan_file, network, vehicle_id, words)
        yield BookSheet(name="turns", columns=_TURN_COLUMNS, rows=turns)
    if vehicle_id is None:
        yield from _sheets_of_all(plan_file, words)


def _sheets_of_all(plan_file: PlanFile, words: Phrasebook) -> Iterator[BookSheet]:
    """Yields the sheets of what is of no one vehicle."""
    coverage = plan_file.measures.coverage
    yield BookSheet(
        name="unserved", columns=_UNSERVED_COLUMNS, rows=_list_unserved(plan_file, words)
    )
    yield BookSheet(name="coverage", columns=_COVERAGE_COLUMNS, rows=_coverage(plan_file, words))
    yield BookSheet(
        name="by_hand",
        columns=_names(StreetRow),
        rows=(_values(replace(row, name=words.street(row.name))) for row in coverage.streets),
    )
    if coverage.lanes:
        yield BookSheet(name="lanes", columns=_LANE_COLUMNS, rows=map(_values, coverage.lanes))
    yield from _chain_sheets(plan_file, words)
    if skipped := plan_file.scenario.get("skipped", ()):
        columns = ("table", "id", "where", "why")
        rows = [[words.render(one[name]) for name in columns] for one in skipped]
        yield BookSheet(name="skipped", columns=columns, rows=rows)


def _names(row: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(row))


def _values(row: Any) -> Row:
    """Returns the fields of a row; what a message says stays a message."""
    return [getattr(row, field.name) for field in fields(row)]


_ROUTE_COLUMNS = (
    *("vehicle", "kind", "shift", "depot", "out_time", "back_time"),
    *("worked_km", "empty_km", "between_stops_km", "hours", "waiting_h", "tasks"),
    *("load_kg", "unloads", "refills", "fuel_l", "cost_yuan"),
)
_VEHICLE_COLUMNS = (
    *("vehicle", "kind", "duties", "worked_km", "empty_km", "between_stops_km", "hours"),
    *("tasks", "load_kg", "unloads", "refills", "fuel_l", "cost_yuan"),
)
_TURN_COLUMNS = (
    *("vehicle", "shift", "number", "begin", "text", "length_m", "service_m"),
    *("load_kg", "tank_l"),
)
_UNSERVED_COLUMNS = (
    *("task", "work", "name", "class", "required"),
    *("reason", "detail", "change"),
)
_COVERAGE_COLUMNS = (
    *("class_or_town", "maintained_m2", "by_machine_m2", "by_hand_m2", "uncovered_m2"),
    *("rate", "passes_due", "passes_done"),
)
_LANE_COLUMNS = (
    *("work", "class", "times_a_week", "maintained_m2"),
    *("due_today_m2", "cancelled_m2", "done_m2", "passes_due", "passes_done"),
)
_CHAIN_COLUMNS = (
    *("step", "where", "before_kg", "in_kg", "out_kg", "left_kg", "other_kg"),
    *("limit_kg", "storage_kg", "most_held_kg"),
)
_POINT_COLUMNS = (
    *("point", "name", "town", "outcome", "risk", "level_kg", "fill_kg"),
    *("collected_kg", "left_kg", "reason", "detail", "next_due"),
)


def _coverage(plan_file: PlanFile, words: Phrasebook) -> Iterator[Row]:
    """Yields the audit by class, by town and in total; each adds up to the maintained area."""
    audit = plan_file.measures.coverage
    yield from map(_coverage_row, (*audit.classes, *audit.towns))
    yield _coverage_row(replace(audit.total, label=words("book.total")))


def _coverage_row(row: CoverageRow) -> Row:
    return (
        row.label,
        row.maintained_m2,
        row.mechanised_m2,
        row.manual_m2,
        row.uncovered_m2,
        round(row.rate, 4),
        row.passes_due,
        row.passes_done,
    )


def _chain_sheets(plan_file: PlanFile, words: Phrasebook) -> Iterator[BookSheet]:
    """Yields the sheets of the balance and of the collection points, where there are any."""
    balance = plan_file.measures.balance
    if balance is None:
        return
    # Numbers are kilograms, so that a formula over a column adds up exactly.
    ledger = [
        (
            row.step,
            words("chain.beside_points") if row.place == BESIDE_POINTS else row.name,
            row.before_kg,
            row.in_kg,
            row.out_kg,
            row.after_kg,
            row.other_kg,
            row.limit_kg,
            row.storage_kg,
            row.most_held_kg,
        )
        for row in balance.ledger
    ]
    yield BookSheet(name="chain", columns=_CHAIN_COLUMNS, rows=ledger)
    if balance.points:
        yield BookSheet(name="points", columns=_POINT_COLUMNS, rows=map(_values, balance.points))


def _summary(plan_file: PlanFile, vehicle_id: str | None, words: Phrasebook) -> Iterator[Row]:
    yield words("figure.scenario"), words.pick(plan_file.title, plan_file.title_zh)
    yield words("figure.date"), plan_file.date
    yield words("figure.streets"), words.say(plan_file.network.label)
    for notice in plan_file.notices:
        yield words("figure.notice"), notice
    if vehicle_id is not None:
        return
    for name, value in _figures(plan_file):
        yield words(f"figure.{name}"), value
    balance = plan_file.measures.balance
    if balance is not None:
        for outcome in PointOutcome:
            yield words("figure.points", outcome=outcome), len(balance.of(outcome))
        yield words("figure.domestic_collected_kg"), balance.collected_kg
        yield words("figure.domestic_treated_kg"), balance.kg(Step.PLANT)[2]
    for row in plan_file.measures.areas:
        if row.stated_m2 is None:
            continue
        label = words("book.total") if row.level is AreaLevel.TOTAL else row.label
        yield words("book.stated_area", label=label), row.stated_m2
        yield words("book.stated_difference", label=label), row.difference_m2


def _figures(plan_file: PlanFile) -> Iterator[tuple[str, object]]:
    measures = plan_file.measures
    yield "routes", len(measures.routes)
    yield "vehicles_used", measures.vehicles_used
    yield "driven_km", round((measures.service_m + measures.deadhead_m) / 1000, 1)
    yield "worked_km", round(measures.service_m / 1000, 1)
    yield "empty_km", round(measures.empty_m / 1000, 1)
    yield "between_stops_km", round(measures.between_stops_m / 1000, 1)
    yield "maintained_m2", measures.maintained_m2
    yield "swept_m2", measures.swept_m2
    yield "rate", round(measures.rate, 4)
    yield "kitchen_due_kg", measures.kitchen_due_kg
    yield "kitchen_collected_kg", measures.kitchen_collected_kg
    yield "contracts_served", measures.contracts_served
    yield "contracts_due", measures.contracts_due
    yield "unserved", len(plan_file.plan.unassigned)
    yield "cost_yuan", measures.costs.total_fen / 100
    yield "fuel_l", measures.fuel_ml / 1000
    yield "co2_kg", measures.co2_kg


def _vehicles(plan_file: PlanFile, vehicle_id: str | None) -> Iterator[Row]:
    """Yields what each vehicle does in all its duties."""
    duties: dict[str, list[RouteRow]] = {}
    for row in plan_file.measures.routes:
        if vehicle_id in (None, row.vehicle_id):
            duties.setdefault(row.vehicle_id, []).append(row)
    for id_, rows in sorted(duties.items()):
        yield (
            id_,
            rows[0].kind,
            len(rows),
            sum(row.service_m for row in rows) / 1000,
            sum(row.empty_m for row in rows) / 1000,
            sum(row.between_stops_m for row in rows) / 1000,
            round(sum(row.duty_s for row in rows) / 3600, 2),
            sum(row.num_tasks for row in rows),
            sum(row.load_kg for row in rows),
            sum(row.unloads for row in rows),
            sum(row.refills for row in rows),
            sum(row.fuel_ml for row in rows) / 1000,
            sum(row.cost_fen for row in rows) / 100,
        )


def _turns(
    plan_file: PlanFile, network: RoadNetwork, vehicle_id: str | None, words: Phrasebook
) -> Iterator[Row]:
    """Yields what drivers are told, as on their run sheets."""
    for route in plan_file.plan.routes:
        if vehicle_id not in (None, route.vehicle_id):
            continue
        shift = plan_file.shift_label(route.vehicle_id, route.shift_id)
        for one in turn_list(plan_file, network, route, words):
            begin = None if one.time_s is None else words.clock(one.time_s)
            yield (
                route.vehicle_id,
                shift,
                one.number or None,
                begin,
                one.text,
                one.length_m,
                one.worked_m,
                one.load_kg,
                one.tank_l,
            )


def _routes(plan_file: PlanFile, vehicle_id: str | None, words: Phrasebook) -> Iterator[Row]:
    for row in plan_file.measures.routes:
        if vehicle_id is not None and row.vehicle_id != vehicle_id:
            continue
        yield (
            row.vehicle_id,
            row.kind,
            plan_file.shift_label(row.vehicle_id, row.shift_id),
            row.depot_id,
            words.clock(row.start_s),
            words.clock(row.end_s),
            row.service_m / 1000,
            row.empty_m / 1000,
            row.between_stops_m / 1000,
            round(row.duty_s / 3600, 2),
            round(row.wait_s / 3600, 2),
            row.num_tasks,
            row.load_kg,
            row.unloads,
            row.refills,
            row.fuel_ml / 1000,
            row.cost_fen / 100,
        )


def _activities(plan_file: PlanFile, vehicle_id: str | None, words: Phrasebook) -> Iterator[Row]:
    for row in activity_rows(plan_file, vehicle_id, clock=words.clock):
        shift = words.say(plan_file.shift_label(row.vehicle_id, row.shift_id))
        yield _values(replace(row, shift_id=shift, what=words.street(row.what)))


def _list_unserved(plan_file: PlanFile, words: Phrasebook) -> Iterator[Row]:
    tasks = {task.id: task for task in plan_file.tasks}
    for one in plan_file.plan.unassigned:
        task = tasks[one.task_id]
        yield (
            task.id,
            str(task.work),
            words.street(task.name),
            task.service_class,
            task.required,
            str(one.reason),
            one.detail,
            change_text(one.change, plan_file, words) if one.change else "",
        )
