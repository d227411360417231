"""The activities of a plan as CSV."""

import csv
import io
from dataclasses import astuple, fields

from api.exports.activities import ActivityRow, activity_rows
from scenarios.plan_file import PlanFile

_FORMULA = ("=", "+", "-", "@")


def to_csv(plan_file: PlanFile, vehicle_id: str | None = None) -> str:
    """Returns a header and one line per activity, comma-separated."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(field.name for field in fields(ActivityRow))
    for row in activity_rows(plan_file, vehicle_id):
        table.writerow(_harmless(value) for value in astuple(row))
    return text.getvalue()


def _harmless(value: object) -> object:
    """Returns a value that no spreadsheet takes for a formula; street names come from anyone."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
