"""A plan as an Excel workbook: summary, routes, activities, unserved work, coverage."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields, replace

import xlsxwriter

from api.exports.activities import ActivityRow, activity_rows
from api.exports.cells import harmless
from api.words import Language, change_text, phrasebook, say
from fleet import clock
from optimizer.chain import Step
from optimizer.legible import legible
from scenarios.measures import Outcome, StreetRow
from scenarios.plan_file import PlanFile

_WIDEST = 40
"""Columns are as wide as their widest value, up to so many characters."""


def to_xlsx(
    plan_file: PlanFile, vehicle_id: str | None = None, *, language: Language = Language.EN
) -> bytes:
    """Returns the workbook; the same plan gives the same bytes."""
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(memory, options)
    midnight = dt.datetime.fromisoformat(plan_file.date)
    title = legible(_title(plan_file, language))
    book.set_properties({"title": title, "author": "OneBroom", "created": midnight})
    bold = book.add_format({"bold": True})
    sheets: tuple[tuple[str, Sequence[str], Iterable[Sequence[object]]], ...] = (
        ("Plan", ("measure", ""), _summary(plan_file, language)),
        ("routes", _ROUTE_COLUMNS, _routes(plan_file, vehicle_id)),
        (
            "activities",
            tuple(field.name for field in fields(ActivityRow)),
            (astuple(row) for row in activity_rows(plan_file, vehicle_id)),
        ),
        ("Not served", _UNSERVED_COLUMNS, _unserved(plan_file, language)),
        ("coverage", _COVERAGE_COLUMNS, _coverage(plan_file)),
        (
            "not swept by machine",
            tuple(field.name for field in fields(StreetRow)),
            (astuple(row) for row in plan_file.measures.coverage.streets),
        ),
        *_lane_sheets(plan_file),
        *_chain_sheets(plan_file),
        *_skipped_sheet(plan_file, language),
    )
    for name, columns, rows in sheets:
        sheet = book.add_worksheet(say(name, language).capitalize())
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(columns):
            sheet.write(0, column, say(heading, language), bold)
        widths = [len(heading) for heading in columns]
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                cell = harmless(_in_language(columns[column], value, language))
                sheet.write(line, column, cell)
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, _WIDEST) + 2)
    book.close()
    return memory.getvalue()


_WORDS = {
    *("kind", "shift", "required", "reason", "work", "outcome", "step", "lot", "class or town"),
    *("vehicle_kind", "shift_id", "activity", "side", "table"),
}
"""Columns of which the cells are words of ours, not names of things."""


def _in_language(column: str, value: object, language: Language) -> object:
    if not isinstance(value, str):
        return value
    if column in _WORDS:
        return say(value, language)
    return phrasebook(language).say(value) if column == "detail" else value


def _title(plan_file: PlanFile, language: Language) -> str:
    title = plan_file.title_zh if language is Language.ZH else plan_file.title
    return title or plan_file.title


_ROUTE_COLUMNS = (
    "vehicle",
    "kind",
    "shift",
    "depot",
    "out",
    "back",
    "worked km",
    "empty km",
    "km between stops",
    "hours",
    "waiting h",
    "tasks",
    "load kg",
    "unloads",
    "refills",
    "fuel l",
    "cost yuan",
)
_UNSERVED_COLUMNS = (
    *("task", "work", "name", "class", "required"),
    *("reason", "detail", "cheapest change"),
)

_COVERAGE_COLUMNS = (
    "class or town",
    "maintained m2",
    "by machine m2",
    "by hand m2",
    "uncovered m2",
    "rate",
    "passes due",
    "passes done",
)


def _coverage(plan_file: PlanFile) -> Iterator[Sequence[object]]:
    """Yields the audit by class, by town and in total; each adds up to the maintained area."""
    audit = plan_file.measures.coverage
    for row in (*audit.classes, *audit.towns, replace(audit.total, label="total")):
        yield (
            row.label,
            row.maintained_m2,
            row.mechanised_m2,
            row.manual_m2,
            row.uncovered_m2,
            round(row.rate, 4),
            row.passes_due,
            row.passes_done,
        )


_LANE_COLUMNS = (
    *("work", "class", "times a week", "maintained m2"),
    *("due today m2", "cancelled m2", "done m2", "passes due", "passes done"),
)


def _lane_sheets(
    plan_file: PlanFile,
) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[object]]]]:
    """Yields the sheet of work that is due lane by lane, where there is any."""
    rows = [tuple(map(_cell, astuple(row))) for row in plan_file.measures.coverage.lanes]
    if rows:
        yield "lane by lane", _LANE_COLUMNS, rows


_CHAIN_COLUMNS = (
    "step",
    "where",
    "before kg",
    "in kg",
    "out kg",
    "left kg",
    "of in sweepings kg",
    "most in a day kg",
    "storage kg",
    "most held kg",
)
_POINT_COLUMNS = (
    "point",
    "name",
    "town",
    "outcome",
    "risk",
    "level kg",
    "fill kg",
    "collected kg",
    "left kg",
    "reason",
    "detail",
    "next due",
)


def _chain_sheets(
    plan_file: PlanFile,
) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[object]]]]:
    """Yields the sheets of the balance and of the collection points, where there are any."""
    balance = plan_file.measures.balance
    if balance is None:
        return
    # Numbers are kilograms, so that a formula over a column adds up exactly.
    ledger = [
        (
            str(row.step),
            row.name,
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
    yield "chain", _CHAIN_COLUMNS, ledger
    if balance.points:
        points = [tuple(map(_cell, astuple(row))) for row in balance.points]
        yield "collection points", _POINT_COLUMNS, points


def _skipped_sheet(
    plan_file: PlanFile, language: Language
) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[object]]]]:
    """Yields the sheet of what was left out because of faults, where anything was."""
    skipped = plan_file.scenario.get("skipped", ())
    if skipped:
        why = "why_zh" if language is Language.ZH else "why"
        rows = [tuple(one[name] for name in ("table", "id", "where", why)) for one in skipped]
        yield "skipped rows", ("table", "id", "where", "why"), rows


def _cell(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _summary(plan_file: PlanFile, language: Language) -> Iterator[Sequence[object]]:
    yield say("scenario", language), _title(plan_file, language)
    yield say("date", language), plan_file.date
    yield say("streets", language), plan_file.network.name
    for notice in plan_file.notices:
        yield say("notice", language), phrasebook(language).say(notice)
    for name, value in _figures(plan_file):
        yield say(name, language), value
    for row in plan_file.measures.areas:
        if row.stated_m2 is None:
            continue
        for name, area_m2 in (
            ("stated area", row.stated_m2),
            ("measured less stated area", row.difference_m2),
        ):
            parts = (say(name, language), row.label, say("m2", language))
            yield " ".join(filter(None, parts)), area_m2


def _figures(plan_file: PlanFile) -> Iterator[tuple[str, object]]:
    measures = plan_file.measures
    driven_m = measures.service_m + measures.deadhead_m
    yield "routes", len(measures.routes)
    yield "vehicles used", measures.vehicles_used
    yield "driven km", round(driven_m / 1000, 1)
    yield "worked km", round(measures.service_m / 1000, 1)
    yield "empty km", round(measures.empty_m / 1000, 1)
    yield "km between stops", round(measures.between_stops_m / 1000, 1)
    yield "maintained m2", measures.maintained_m2
    yield "swept by machine m2", measures.swept_m2
    yield "mechanised sweeping rate", round(measures.rate, 4)
    yield "kitchen waste due kg", measures.kitchen_due_kg
    yield "kitchen waste collected kg", measures.kitchen_collected_kg
    yield "contracts served", measures.contracts_served
    yield "contracts due", measures.contracts_due
    if measures.balance is not None:
        for outcome in Outcome:
            words = outcome.replace("_", " ")
            yield f"collection points {words}", len(measures.balance.of(outcome))
        yield "domestic waste collected kg", measures.balance.collected_kg
        yield "domestic waste treated kg", measures.balance.kg(Step.PLANT)[2]
    yield "tasks not served", len(plan_file.plan.unassigned)
    yield "cost yuan", measures.costs.total_fen / 100
    yield "fuel l", measures.fuel_ml / 1000
    yield "CO2 kg", measures.co2_kg


def _routes(plan_file: PlanFile, vehicle_id: str | None) -> Iterator[Sequence[object]]:
    for row in plan_file.measures.routes:
        if vehicle_id is not None and row.vehicle_id != vehicle_id:
            continue
        yield (
            row.vehicle_id,
            row.kind,
            row.shift_id,
            row.depot_id,
            clock(row.start_s),
            clock(row.end_s),
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


def _unserved(plan_file: PlanFile, language: Language) -> Iterator[Sequence[object]]:
    tasks = {task.id: task for task in plan_file.tasks}
    for one in plan_file.plan.unassigned:
        task = tasks[one.task_id]
        yield (
            task.id,
            str(task.work),
            task.name,
            task.service_class,
            "yes" if task.required else "no",
            str(one.reason),
            str(one.detail),
            change_text(one.change, language) if one.change else "",
        )
