"""A report as tables: a workbook, and Parquet files with one row a run and one a route."""

import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from api.exports.book import BookSheet, Row, write_book
from api.exports.report.contents import ComparisonReport
from api.exports.report.text import title_of
from api.words import Phrasebook
from optimizer.extras import needing


def to_workbook(report: ComparisonReport, words: Phrasebook) -> bytes:
    """Returns the workbook: the comparison, every run, what differs."""
    names = [one.name for one in report.scenarios]
    return write_book(
        (
            BookSheet(
                name="comparison",
                columns=(
                    "measure",
                    "scenario",
                    "median",
                    "least",
                    "most",
                    "against_first",
                    "stands_out",
                ),
                rows=_comparison_rows(report, names),
            ),
            BookSheet(
                name="runs",
                columns=("scenario", "seed", "iterations", "measure", "figure"),
                rows=_run_rows(report, names),
            ),
            BookSheet(
                name="differences",
                columns=("scenario", "differs"),
                rows=((one.name, told) for one in report.scenarios for told in one.differences),
            ),
        ),
        title=title_of(report, words),
        date=report.date,
        words=words,
    )


def _comparison_rows(report: ComparisonReport, names: list[str]) -> Iterator[Row]:
    for row in report.comparison.rows:
        for place, name in enumerate(names):
            runs = row.runs[place]
            change = row.changes[place - 1] if place else None
            before, after = row.values[0], row.values[place]
            yield (
                row.measure,
                name,
                after,
                min(runs, default=None),
                max(runs, default=None),
                None if change is None or before is None or after is None else after - before,
                None if change is None else change.counts,
            )


def _run_rows(report: ComparisonReport, names: list[str]) -> Iterator[Row]:
    """Yields each run's value of each measure that every plan of the scenario tells."""
    for place, (name, one) in enumerate(zip(names, report.scenarios, strict=True)):
        for row in report.comparison.rows:
            if len(row.runs[place]) == len(one.runs):
                for run, value in zip(one.runs, row.runs[place], strict=True):
                    yield name, run.seed, run.iterations, row.measure, value


def run_table(report: ComparisonReport) -> list[dict[str, Any]]:
    """Returns a row for each run, with a column for each measure by its English name."""
    table = []
    for place, one in enumerate(report.scenarios):
        for number, run in enumerate(one.runs):
            values: dict[str, Any] = {
                "scenario": one.name,
                "seed": run.seed,
                "iterations": run.iterations,
            }
            for row in report.comparison.rows:
                runs = row.runs[place]
                value = runs[number] if len(runs) == len(one.runs) else None
                values[row.measure.text.strip()] = None if value is None else float(value)
            table.append(values)
    return table


def route_table(report: ComparisonReport) -> list[dict[str, Any]]:
    """Returns a row for each route of each run."""
    return [
        {"scenario": one.name, "seed": run.seed, **asdict(row)}
        for one in report.scenarios
        for run in one.runs
        for row in run.measures.routes
    ]


def to_parquet(rows: list[dict[str, Any]]) -> bytes:
    """Returns rows as a Parquet file.

    Raises
    ------
    InputError
        When the library for it is not installed.
    """
    with needing("report", thing="runs.parquet"):
        import pyarrow as pa
        from pyarrow import parquet
    memory = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), memory)
    return memory.getvalue()
