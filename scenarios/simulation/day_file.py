"""events.json: what happened on a drawn day, so that others can live it too."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import InputError
from scenarios.files import faults_in, parse_json, read_text
from scenarios.simulation.drawing import DrawnDay

FORMAT = 1

_ADAPTER = TypeAdapter(DrawnDay)


def day_json(day: DrawnDay) -> str:
    """Returns a drawn day as text; the same day gives the same bytes."""
    values = {"format": FORMAT, **_ADAPTER.dump_python(day, mode="json")}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def read_day(path: Path) -> DrawnDay:
    """Returns the drawn day in a file.

    Raises
    ------
    InputError
        When it cannot be read or is none.
    """
    values = parse_json(read_text(path, wanted="events.json"), where=str(path))
    if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
        raise InputError(
            "simulation.no_day",
            "{path}: is no drawn day of format {format}; give an events.json that simulate wrote.",
            path=path,
            format=FORMAT,
        )
    try:
        return _ADAPTER.validate_python(values)
    except ValidationError as error:
        raise InputError(
            "simulation.day_faults",
            "{path}: cannot be read: {faults:clauses}; undo the edit.",
            path=path,
            faults=faults_in(error),
        ) from None
