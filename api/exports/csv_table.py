"""The activities of a plan as CSV."""

import csv
import io
from dataclasses import astuple, fields

from api.exports.activities import ActivityRow, activity_rows
from api.exports.cells import disarm
from scenarios.plan_file import PlanFile


def to_csv(plan_file: PlanFile, vehicle_id: str | None = None) -> str:
    """Returns a header and one line per activity, comma-separated."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(field.name for field in fields(ActivityRow))
    for row in activity_rows(plan_file, vehicle_id):
        table.writerow(disarm(value) for value in astuple(row))
    return text.getvalue()
