"""All files of a report."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from api.exports.report.contents import ComparisonReport
from api.exports.report.markdown import to_markdown
from api.exports.report.page import to_page
from api.exports.report.tables import route_table, run_table, to_parquet, to_workbook
from api.words import Phrasebook
from fleet import Message
from optimizer.errors import InputError
from optimizer.extras import find_missing
from scenarios.measures import comparison_values

REPORT_FILES: Mapping[str, Callable[[ComparisonReport, Phrasebook], bytes]] = {
    "report.html": to_page,
    "report.md": to_markdown,
    "report.xlsx": to_workbook,
    "report.json": lambda report, words: _to_json(report),
    "runs.parquet": lambda report, words: to_parquet(run_table(report)),
    "routes.parquet": lambda report, words: to_parquet(route_table(report)),
}
"""What makes each file, by its name."""


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "report.html": ("jinja2", "matplotlib"),
    "runs.parquet": ("pyarrow",),
    "routes.parquet": ("pyarrow",),
}


def why_missing(name: str) -> Message | None:
    """Returns why a file cannot be made here; None where it can."""
    error = find_missing("report", _NEEDED.get(name, ()), thing=name)
    return None if error is None else error.message


def write_report(
    report: ComparisonReport, words: Phrasebook
) -> tuple[dict[str, bytes], tuple[Message, ...]]:
    """Returns the files by name, and what kept out those whose library is not installed."""
    files: dict[str, bytes] = {}
    missing: list[Message] = []
    for name, make in REPORT_FILES.items():
        try:
            files[name] = make(report, words)
        except InputError as error:
            # The plans took minutes; what can be told of them is told.
            missing.append(error.message)
    return files, tuple(missing)


def _to_json(report: ComparisonReport) -> bytes:
    values = {
        "date": report.date,
        "streets": str(report.streets),
        "version": report.version,
        "command": report.command,
        "scenarios": [
            {
                "name": one.name,
                "title": one.title,
                "differences": [asdict(told) for told in one.differences],
                "seeds": [run.seed for run in one.runs],
            }
            for one in report.scenarios
        ],
        "comparison": comparison_values(report.comparison),
        "curves": None if report.curves is None else asdict(report.curves),
        "gained": sorted(report.gained),
        "lost": sorted(report.lost),
    }
    return json.dumps(values, ensure_ascii=False, default=str).encode()
