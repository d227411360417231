"""Which plans of a batch are finished, in the folder where they lie: so that another goes on."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.output import write_files
from optimizer.errors import InputError

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

INDEX = "finished.json"

_PLAN = "plan.json"


class FinishedRuns:
    """The finished plans of a folder, by what they follow from.

    Parameters
    ----------
    out
        The folder, with those of the plans in it.
    keys
        Of each run, the digest of all that its plan follows from.
    """

    def __init__(self, out: Path, keys: Mapping[int, str]) -> None:
        self._out = out
        self._keys = keys
        self._found = self._read()

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads((self._out / INDEX).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def find(self, number: int) -> "PlanFile | None":
        """Returns the plan of a run, None where it is not there as it was written."""
        from scenarios.plan_file import read_plan

        kept = self._found.get(self._keys[number])
        if kept is None:
            return None
        path = self._out / kept["folder"] / _PLAN
        if _digest(path) != kept["sha256"]:
            return None
        try:
            return read_plan(path)
        except InputError:
            return None

    def note(self, number: int, folder: Path) -> None:
        """Notes that the plan of a run lies complete in a folder of its own.

        Raises
        ------
        InputError
            When that cannot be written.
        """
        digest = _digest(folder / _PLAN)
        if digest is None:
            return
        self._found[self._keys[number]] = {
            "folder": folder.relative_to(self._out).as_posix(),
            "sha256": digest,
        }
        text = json.dumps(self._found, indent=1, sort_keys=True)
        write_files(self._out, {INDEX: f"{text}\n".encode()})


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
