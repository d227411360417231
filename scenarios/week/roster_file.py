"""roster.json: who drives what in a week, with all that is needed to check it."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import InputError
from optimizer.week.roster import Duty, Roster, RosterProblem

FORMAT = 1


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


def read_roster(path: Path) -> dict[str, tuple[Duty, ...]]:
    """Returns what each driver does in a roster of the week before.

    Raises
    ------
    InputError
        When the file is no roster.
    """
    try:
        file = _ADAPTER.validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(f"{path}: is no roster of OneBroom ({error}).") from None
    duties: dict[str, tuple[Duty, ...]] = {}
    for duty in sorted(file.problem.duties):
        driver_id = file.roster.driver_of.get(duty.id)
        if driver_id is not None:
            duties[driver_id] = (*duties.get(driver_id, ()), duty)
    return duties
