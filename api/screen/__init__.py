"""What a terminal shows: progress, plans, weeks, contracts, tonnes."""

from api.screen.contracts import print_contracts
from api.screen.plan import print_comparison, print_plan
from api.screen.progress import ProgressLine
from api.screen.week import print_calendar, print_record, print_roster

__all__ = [
    "ProgressLine",
    "print_calendar",
    "print_comparison",
    "print_contracts",
    "print_plan",
    "print_record",
    "print_roster",
]
