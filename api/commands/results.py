"""How a command ends: its exit code, and what it prints for programs."""

import json
import sys

DONE = 0
NO = 1
"""The answer is no: violations, nothing that can be planned."""

MISUSE = 2
"""Wrong use or bad input."""

INTERRUPTED = 130
"""The best plan so far is kept."""


def print_json(value: object) -> None:
    """Prints one JSON object; dates and the like as text."""
    json.dump(value, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.write("\n")
