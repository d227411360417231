"""calendar.json: a week's calendar with all that is needed to check, follow and keep it."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import InputError
from optimizer.week.calendar import Calendar, CalendarProblem, check
from scenarios.files import calendar_of_format_1

FORMAT = 2
"""Counts changes of calendar.json that older readers cannot follow; format 1 is read too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """What calendar.json holds; nothing in it depends on the clock but the seconds of proofs."""

    format: int = FORMAT
    scenario_name: str
    title: str
    title_zh: str
    problem: CalendarProblem
    calendar: Calendar


_ADAPTER = TypeAdapter(CalendarFile)


def calendar_json(file: CalendarFile) -> str:
    """Returns calendar.json as text."""
    return json.dumps(_ADAPTER.dump_python(file, mode="json"), ensure_ascii=False, indent=1) + "\n"


def read_calendar(path: Path) -> CalendarFile:
    """Returns the calendar in a file, once the checker has passed it.

    Raises
    ------
    InputError
        When it cannot be read, is no calendar, or breaks a rule after an edit by hand.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give a calendar.json.") from None
    if not is_calendar(values):
        raise InputError(f"{path}: is no calendar of OneBroom; give a calendar.json it wrote.")
    if values.get("format") == 1:
        try:
            values = calendar_of_format_1(values)
        except (AttributeError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}: has format 1 and cannot be read as such ({error!r}); make the calendar "
                "again."
            ) from None
    if values.get("format") != FORMAT:
        raise InputError(
            f"{path}: has format {values.get('format')!r}, this version reads {FORMAT}; make the "
            "calendar again."
        )
    try:
        file = _ADAPTER.validate_python(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}"
            for one in error.errors()[:5]
        )
        raise InputError(f"{path}: {error.error_count()} faults: {faults}.") from None
    broken = check(file.problem, file.calendar)
    if broken:
        raise InputError(
            f"{path}: the calendar breaks {len(broken)} rules; undo the edit or make it anew:\n  "
            + "\n  ".join(str(fault) for fault in broken[:10])
        )
    return file


def is_calendar(values: object) -> bool:
    """Says whether what was read of a JSON file is meant as a calendar."""
    return isinstance(values, dict) and "calendar" in values and "problem" in values
