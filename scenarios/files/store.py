"""Scenarios on disk: the library, users' own, and the snapshot inside a plan."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from optimizer.day import Prices
from optimizer.errors import InputError
from scenarios.files.faults import faults_in
from scenarios.files.gathering import (
    FILE,
    LIBRARY,
    gather,
    locate,
    locate_parent,
    read_toml,
)
from scenarios.files.reading import build_scenario
from scenarios.folders import find_own_folder
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A scenario as a list shows it.

    Parameters
    ----------
    date
        The service day that it states itself; None when it takes another scenario's.
    """

    title: str
    title_zh: str = ""
    date: dt.date | None = None


def list_scenarios() -> dict[str, Listed]:
    """Returns the scenarios of the library, then those of users, by name."""
    files = [*sorted(LIBRARY.glob(f"*/{FILE}")), *sorted(find_own_folder().glob(f"*/{FILE}"))]
    found: dict[str, Listed] = {}
    for path in files:
        # A folder of the library's name stands behind it, as `locate` has it.
        found.setdefault(path.parent.name, _list_one(path))
    return found


def _list_one(path: Path) -> Listed:
    try:
        values = read_toml(path)
    except InputError:
        # It is there all the same; whoever plans or validates it is told what is wrong.
        return Listed(title=path.parent.name)
    date = values.get("date")
    return Listed(
        title=str(values.get("title", path.parent.name)),
        title_zh=str(values.get("title_zh", "")),
        date=date if isinstance(date, dt.date) and not isinstance(date, dt.datetime) else None,
    )


def load_scenario(
    name_or_path: str,
    *,
    date: str | None = None,
    contracts: str | None = None,
    skip_faults: bool = False,
) -> Scenario:
    """Returns a scenario of the library, or of a folder or `.toml` file.

    Parameters
    ----------
    date
        Service day as YYYY-MM-DD instead of the scenario's own.
    contracts
        Path of a table of contracts instead of the scenario's own.
    skip_faults
        Leaves out rows of tables that have faults; `Scenario.skipped` lists them.

    Raises
    ------
    InputError
        Names every fault with file, row, column, value and remedy.
    """
    gathered = gather(locate(name_or_path))
    if contracts is not None:
        gathered = gathered.with_file("contracts", Path(contracts))
    if date is not None:
        gathered = replace(gathered, values={**gathered.values, "date": _date(date)})
    return build_scenario(
        gathered,
        name_or_path,
        skip_faults=skip_faults,
        whole=() if contracts is None else ("contracts",),
    )


def load_base(name_or_path: str) -> Scenario | None:
    """Returns the scenario that another extends, None where it extends none.

    Raises
    ------
    InputError
        When either cannot be read.
    """
    path = locate(name_or_path)
    parent = read_toml(path).get("extends")
    return None if parent is None else load_scenario(str(locate_parent(path, str(parent))))


def _date(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "date.none",
            "date {date!r} does not exist; write YYYY-MM-DD, e.g. 2012-12-12.",
            date=text,
        ) from None
    if not 1970 <= date.year < 2200:
        raise InputError(
            "date.out_of_range",
            "date {date!r} is out of range; years are 1970 to 2199.",
            date=text,
        )
    return date


_SNAPSHOT = TypeAdapter(Scenario)


def snapshot(scenario: Scenario) -> dict[str, Any]:
    """Returns a scenario's values, ready for JSON, for a plan file."""
    values: dict[str, Any] = _SNAPSHOT.dump_python(scenario, mode="json")
    return values


def snapshot_digest(values: Mapping[str, Any]) -> str:
    """Returns the digest of a snapshot, by which a plan file shows that it was not edited."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def from_snapshot(values: dict[str, Any]) -> Scenario:
    """Returns the scenario of a snapshot.

    Raises
    ------
    InputError
        When the values are no scenario's.
    """
    if "prices" not in values:
        # Plans of format 2 had the prices among the scenario's own fields.
        names = {one.name for one in fields(Prices)}
        prices = {name: values[name] for name in values.keys() & names}
        values = {k: v for k, v in values.items() if k not in names} | {"prices": prices}
    try:
        return _SNAPSHOT.validate_python(values)
    except ValidationError as error:
        raise InputError(
            "scenario.snapshot",
            "the plan's scenario cannot be read: {faults:clauses}",
            faults=faults_in(error),
        ) from None
