"""roster.json: who drives what in a week, with all that is needed to check it."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import InputError
from optimizer.plan import DutyId
from optimizer.week.roster import Roster, RosterDuty, RosterProblem
from scenarios.files import faults_in, parse_json, read_text, roster_of_format_1

FORMAT = 2
"""Counts changes of roster.json that older readers cannot follow; format 1 is read too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """What roster.json holds.

    Parameters
    ----------
    assumed
        Whether the drivers are assumed, not read from a table.
    """

    format: int = FORMAT
    scenario_name: str
    title: str
    title_zh: str
    assumed: bool
    problem: RosterProblem
    roster: Roster


_ADAPTER = TypeAdapter(RosterFile)


def roster_json(file: RosterFile) -> str:
    """Returns roster.json as text."""
    return json.dumps(_ADAPTER.dump_python(file, mode="json"), ensure_ascii=False, indent=1) + "\n"


def read_roster(path: Path, *, before: dt.date) -> dict[str, tuple[RosterDuty, ...]]:
    """Returns what each driver does in a roster of the week before.

    Parameters
    ----------
    before
        The Monday that the roster's week lies before.

    Raises
    ------
    InputError
        When the file is no roster, or that of another week.
    """
    file = _read_file(path)
    if file.problem.monday + dt.timedelta(days=7) != before:
        raise InputError(
            "roster_file.other_week",
            "{path}: is for the week of {monday}; --before takes the one before that of {before}.",
            path=path,
            monday=file.problem.monday,
            before=before,
        )
    duties: dict[str, tuple[RosterDuty, ...]] = {}
    for duty in sorted(file.problem.duties):
        driver_id = file.roster.driver_of.get(duty.id)
        if driver_id is not None:
            duties[driver_id] = (*duties.get(driver_id, ()), duty)
    return duties


def read_drivers_on(path: Path, date: dt.date) -> dict[DutyId, str]:
    """Returns the names of the drivers of a day's duties.

    Raises
    ------
    InputError
        When the file is no roster, or that of another week.
    """
    file = _read_file(path)
    monday = file.problem.monday
    if not monday <= date < monday + dt.timedelta(days=7):
        raise InputError(
            "roster_file.not_of_day",
            "{path}: is for the week of {monday}, in which {date} does not lie; give the roster "
            "of that day.",
            path=path,
            monday=monday,
            date=date,
        )
    names = {driver.id: driver.name for driver in file.problem.drivers}
    return {
        (duty.vehicle_id, duty.shift_id): names[file.roster.driver_of[duty.id]]
        for duty in file.problem.duties
        if duty.date == date and duty.id in file.roster.driver_of
    }


def _read_file(path: Path) -> RosterFile:
    text = read_text(path, wanted="roster.json")
    values = parse_json(text, where=str(path))
    try:
        if isinstance(values, dict) and values.get("format") == 1:
            values = roster_of_format_1(values)
        # Its dates and tuples are those of JSON, so a text is validated, not the values.
        file = _ADAPTER.validate_json(json.dumps(values))
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError(
            "roster_file.no_format_1",
            "{path}: has format 1 and cannot be read as such{error:aside}; make the roster again.",
            path=path,
            error=repr(error),
        ) from None
    except ValidationError as error:
        raise InputError(
            "roster_file.no_roster",
            "{path}: is no roster of OneBroom: {faults:clauses}.",
            path=path,
            faults=faults_in(error),
        ) from None
    if file.format != FORMAT:
        raise InputError(
            "roster_file.other_format",
            "{path}: has format {format}; this version reads {known}. Make the roster again.",
            path=path,
            format=file.format,
            known=FORMAT,
        )
    return file
