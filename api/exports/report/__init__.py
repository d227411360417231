"""A comparison of scenarios as files: a page for a committee, tables for other programs."""

from api.exports.report.contents import (
    ComparisonReport,
    ReportedRun,
    ReportedScenario,
    describe_report,
)
from api.exports.report.files import REPORT_FILES, why_missing, write_report
from api.exports.report.planned import name_request, report_on
from api.exports.report.tables import to_parquet

__all__ = [
    "REPORT_FILES",
    "ComparisonReport",
    "ReportedRun",
    "ReportedScenario",
    "describe_report",
    "name_request",
    "report_on",
    "to_parquet",
    "why_missing",
    "write_report",
]
