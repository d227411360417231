"""calendar.json: a week's calendar with all that is needed to check, follow and keep it."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import InputError
from optimizer.week.calendar import Calendar, CalendarProblem, check
from scenarios.files import calendar_of_format_1, faults_in, parse_json, read_text

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
    values = parse_json(read_text(path, wanted="calendar.json"), where=str(path))
    if not isinstance(values, dict) or not is_calendar(values):
        raise InputError(
            "calendar_file.no_calendar",
            "{path}: is no calendar of OneBroom; give a calendar.json it wrote.",
            path=path,
        )
    if values.get("format") == 1:
        try:
            values = calendar_of_format_1(values)
        except (AttributeError, KeyError, TypeError) as error:
            raise InputError(
                "calendar_file.no_format_1",
                "{path}: has format 1 and cannot be read as such{error:aside}; make the calendar "
                "again.",
                path=path,
                error=repr(error),
            ) from None
    if values.get("format") != FORMAT:
        raise InputError(
            "calendar_file.other_format",
            "{path}: has format {format!r}, this version reads {known}; make the calendar again.",
            path=path,
            format=values.get("format"),
            known=FORMAT,
        )
    try:
        file = _ADAPTER.validate_python(values)
    except ValidationError as error:
        raise InputError(
            "calendar_file.faults",
            "{path}: {num} faults: {faults:clauses}.",
            path=path,
            num=error.error_count(),
            faults=faults_in(error),
        ) from None
    broken = check(file.problem, file.calendar)
    if broken:
        raise InputError(
            "calendar_file.broken",
            "{path}: the calendar breaks {num} rules; undo the edit or make it "
            "anew:{faults:lines}",
            path=path,
            num=len(broken),
            faults=[fault.message for fault in broken[:10]],
        )
    return file


def is_calendar(values: object) -> bool:
    """Says whether what was read of a JSON file is meant as a calendar."""
    return isinstance(values, dict) and "calendar" in values and "problem" in values
