"""A comparison of scenarios as files: a page for a committee, tables for other programs."""

from api.exports.report.contents import (
    ComparisonReport,
    ReportedRun,
    ReportedScenario,
    describe_report,
)
from api.exports.report.files import REPORT_FILES, write_report

__all__ = [
    "REPORT_FILES",
    "ComparisonReport",
    "ReportedRun",
    "ReportedScenario",
    "describe_report",
    "write_report",
]
