"""Scenarios on disk: the library, users' own, and the snapshot inside a plan."""

import datetime as dt
import hashlib
import json
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fleet import Work
from optimizer.day import Prices
from optimizer.errors import InputError
from scenarios.files.contract_table import MOST_KG, ContractFaults, ContractTable, read_contracts
from scenarios.files.schema import ScenarioIn
from scenarios.files.tables import find_table, read_table
from scenarios.files.validation import faults_of, faults_of_tables
from scenarios.scenario import Scenario

LIBRARY = Path(__file__).parents[1] / "library"
TABLES = ("vehicles", "facilities", "contracts", "standards", "containers", "bulk_trucks")
FILE = "scenario.toml"
MOST_FAULTS = 40
"""Faults printed of one scenario; the rest are counted."""


def list_scenarios() -> dict[str, tuple[str, str]]:
    """Returns the library's scenarios: name to title and Chinese title."""
    found = {}
    for path in sorted(LIBRARY.glob(f"*/{FILE}")):
        values = _read_toml(path)
        found[path.parent.name] = (str(values["title"]), str(values.get("title_zh", "")))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """A scenario's values with its parents', before they are checked.

    Parameters
    ----------
    where
        Where each row of a table stands.
    contracts
        The table of contracts, where they stand in one.
    """

    values: dict[str, Any]
    where: dict[str, list[str]]
    contracts: Path | None = None


def load_scenario(
    name_or_path: str, *, date: str | None = None, contracts: str | None = None
) -> Scenario:
    """Returns a scenario of the library, or of a folder or `.toml` file.

    Parameters
    ----------
    date
        Service day as YYYY-MM-DD instead of the scenario's own.
    contracts
        Path of a table of contracts instead of the scenario's own.

    Raises
    ------
    InputError
        Names every fault with file, row, column, value and remedy.
    """
    gathered = _gather(_locate(name_or_path), seen=())
    values = gathered.values
    if contracts is not None:
        gathered = replace(gathered, contracts=Path(contracts))
    if date is not None:
        try:
            values["date"] = dt.date.fromisoformat(date)
        except ValueError:
            raise InputError(
                f"date {date!r} is none; write YYYY-MM-DD, e.g. 2012-12-12."
            ) from None
        if not 1970 <= values["date"].year < 2200:
            raise InputError(f"date {date!r} is out of range; years are 1970 to 2199.")
    return _validate(gathered, name_or_path)


_SNAPSHOT = TypeAdapter(Scenario)


def snapshot(scenario: Scenario) -> dict[str, Any]:
    """Returns a scenario's values, ready for JSON, for a plan file."""
    values: dict[str, Any] = _SNAPSHOT.dump_python(scenario, mode="json")
    return values


def snapshot_digest(values: Mapping[str, Any]) -> str:
    """Returns the digest of a snapshot, by which a plan file shows that it was not edited."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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
        raise InputError(f"the plan's scenario cannot be read: {error}") from None


def new_scenario(name: str, *, from_name: str, directory: Path) -> Path:
    """Makes a folder with a scenario that extends another, ready to be edited.

    Raises
    ------
    InputError
        When the folder is there already or the other scenario is unknown.
    """
    parent = _locate(from_name)
    folder = directory / name
    if folder.exists():
        raise InputError(f"{folder}: is there already; choose another name.")
    folder.mkdir(parents=True)
    extends = from_name if (LIBRARY / from_name).is_dir() else str(parent.parent.resolve())
    (folder / FILE).write_text(
        f'extends = "{extends}"\nname = "{name}"\ntitle = "Variant of {from_name}"\n\n'
        "# Change fields here; replace a table by editing the copies beside this file.\n",
        encoding="utf-8",
    )
    for table in TABLES:
        path = find_table(parent.parent, table)
        if path is not None:
            shutil.copy(path, folder / path.name)
    return folder


def _locate(name_or_path: str) -> Path:
    for candidate in (
        LIBRARY / name_or_path / FILE,
        Path(name_or_path) / FILE,
        Path(name_or_path),
    ):
        if candidate.is_file():
            return candidate
    raise InputError(
        f"scenario {name_or_path!r} is unknown; the library has "
        f"{', '.join(p.parent.name for p in sorted(LIBRARY.glob(f'*/{FILE}')))}, "
        "or give the path of a folder or .toml file."
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error}).") from None


def _gather(path: Path, *, seen: tuple[Path, ...]) -> _Gathered:
    """Returns a scenario's values with its tables and its parents'."""
    if path in seen:
        raise InputError(f"{path}: extends itself, by way of {len(seen)} scenarios.")
    values = _read_toml(path)
    merged: dict[str, Any] = {}
    where: dict[str, list[str]] = {}
    contracts: Path | None = None
    parent = values.pop("extends", None)
    if parent is not None:
        beside = path.parent.parent / str(parent)
        base = _locate(str(beside) if (beside / FILE).is_file() else str(parent))
        inherited = _gather(base, seen=(*seen, path))
        merged, where, contracts = inherited.values, inherited.where, inherited.contracts
    if isinstance(values.get("prices"), dict) and isinstance(merged.get("prices"), dict):
        values["prices"] = merged["prices"] | values["prices"]
    merged.update(values)
    where = {table: places for table, places in where.items() if table not in values}
    if "contracts" in values:
        contracts = None
    for table in TABLES:
        if isinstance(values.get(table), list):
            where[table] = [f"{path.name}, {table} {n + 1}" for n in range(len(values[table]))]
        file = find_table(path.parent, table)
        if file is None:
            continue
        if table == "contracts":
            contracts = file
        else:
            rows = read_table(file)
            merged[table] = [row.values for row in rows]
            where[table] = [row.where for row in rows]
    return _Gathered(values=merged, where=where, contracts=contracts)


def _validate(gathered: _Gathered, name: str) -> Scenario:
    """Returns the scenario, or raises with all faults at once."""
    values, where, table = dict(gathered.values), dict(gathered.where), None
    if gathered.contracts is not None:
        table = read_contracts(gathered.contracts, most_kg=_largest_hopper_kg(values))
        values["contracts"] = []
        where.pop("contracts", None)
    faults = faults_of_tables(values, where)
    try:
        scenario_in = ScenarioIn.model_validate(values)
    except ValidationError as error:
        faults = [_fault(dict(one), where) for one in error.errors()] + faults
    _raise_if_any(faults, name, table)
    try:
        scenario = scenario_in.to_domain()
        # The fleet checks its vehicles and facilities against each other.
        _ = scenario.fleet
    except ValueError as error:
        raise InputError(f"scenario {name}: {error}") from None
    _raise_if_any(faults_of(scenario), name)
    return scenario if table is None else replace(scenario, contracts=table.contracts)


def _largest_hopper_kg(values: Mapping[str, Any]) -> int:
    """Returns what the largest kitchen-waste truck holds, by rows that may be faulty yet."""
    vehicles = values.get("vehicles")
    rows = [row for row in vehicles if isinstance(row, dict)] if isinstance(vehicles, list) else []
    hoppers = [row.get("hopper_kg") for row in rows if Work.KITCHEN in (row.get("works") or ())]
    return max((one for one in hoppers if isinstance(one, int) and one > 0), default=MOST_KG)


def _raise_if_any(faults: list[str], name: str, table: ContractTable | None = None) -> None:
    if table and table.faults:
        raise ContractFaults(name, table.faults, others=faults)
    if faults:
        shown = "\n".join(f"  {fault}" for fault in faults[:MOST_FAULTS])
        more = f"\n  and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise InputError(f"scenario {name}: {len(faults)} faults\n{shown}{more}")


def _fault(error: dict[str, Any], where: dict[str, list[str]]) -> str:
    """Returns one of pydantic's errors as: place, column, what is wrong, value."""
    location = list(error["loc"])
    place = ""
    if len(location) >= 2 and location[0] in where and isinstance(location[1], int):
        place = where[location[0]][location[1]]
        location = location[2:]
    column = ".".join(str(part) for part in location)
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "is no field of this table; see the library's scenarios for those there are"
    value = error.get("input")
    shown = f" (got {value!r})" if isinstance(value, str | int | float) else ""
    return ": ".join(part for part in (place, column, message + shown) if part)
