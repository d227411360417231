"""What a terminal shows: progress, plans, weeks, tables, tonnes."""

from api.screen.plan import print_comparison, print_plan
from api.screen.progress import ProgressLine
from api.screen.tables import print_contracts, print_skipped, print_table
from api.screen.week import print_calendar, print_record, print_roster

__all__ = [
    "ProgressLine",
    "print_calendar",
    "print_comparison",
    "print_contracts",
    "print_plan",
    "print_record",
    "print_roster",
    "print_skipped",
    "print_table",
]
