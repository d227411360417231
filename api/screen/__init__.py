"""What a terminal shows: progress, plans, changes, weeks, tables, tonnes, streets."""

from api.screen.changes import print_changes
from api.screen.comparison import print_comparison
from api.screen.curves import print_curves
from api.screen.hands import print_hand
from api.screen.network import print_network
from api.screen.operations import print_fits, print_gaps, print_proposals
from api.screen.plan import print_plan
from api.screen.progress import ProgressLine, RunsLine
from api.screen.robustness import print_robustness
from api.screen.scenario import (
    print_assumptions,
    print_differences,
    print_scenario,
    print_standards,
)
from api.screen.simulation import print_simulation
from api.screen.sizing import print_sizing
from api.screen.tables import print_contracts, print_skipped, print_table
from api.screen.week import print_calendar, print_record, print_roster

__all__ = [
    "ProgressLine",
    "RunsLine",
    "print_assumptions",
    "print_calendar",
    "print_changes",
    "print_comparison",
    "print_contracts",
    "print_curves",
    "print_differences",
    "print_fits",
    "print_gaps",
    "print_hand",
    "print_network",
    "print_plan",
    "print_proposals",
    "print_record",
    "print_robustness",
    "print_roster",
    "print_scenario",
    "print_simulation",
    "print_sizing",
    "print_skipped",
    "print_standards",
    "print_table",
]
