"""What a plan comes to: hours, km and money, coverage, tonnes, a rate asked for, comparisons."""

from scenarios.measures.balance import (
    BESIDE_POINTS,
    LEFT,
    PointOutcome,
    WasteBalance,
    balance_tonnes,
)
from scenarios.measures.comparison import (
    Comparison,
    ComparisonRow,
    compare,
    comparison_values,
)
from scenarios.measures.coverage import CoverageRow, LaneRow, StreetRow, audit_coverage
from scenarios.measures.curves import Curves, draw_curves
from scenarios.measures.driving import DrivingRow, measure_driving
from scenarios.measures.measures import KindRow, Measures, RouteRow, measure
from scenarios.measures.target_rate import TargetRow, target_m2, target_row

__all__ = [
    "BESIDE_POINTS",
    "LEFT",
    "Comparison",
    "ComparisonRow",
    "CoverageRow",
    "Curves",
    "DrivingRow",
    "KindRow",
    "LaneRow",
    "Measures",
    "PointOutcome",
    "RouteRow",
    "StreetRow",
    "TargetRow",
    "WasteBalance",
    "audit_coverage",
    "balance_tonnes",
    "compare",
    "comparison_values",
    "draw_curves",
    "measure",
    "measure_driving",
    "target_m2",
    "target_row",
]
