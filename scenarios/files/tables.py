"""The tables beside a scenario: which there are, and what a file of each becomes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fleet import clauses
from optimizer.errors import InputError
from scenarios.files.contract_table import CONTRACTS, MOST_KG, read_contracts
from scenarios.files.fleet_tables import (
    CONTAINERS,
    DRIVERS,
    FACILITIES,
    STANDARDS,
    VEHICLES,
    container_of,
    driver_of,
    facility_of,
    standard_of,
    vehicle_of,
)
from scenarios.files.office import (
    TABLE_FILES,
    ReadRow,
    SheetsRead,
    Table,
    TableFault,
    TableFaults,
    TableKind,
    read_rows,
    read_sheets,
)
from scenarios.scenario import Skipped

CREWS = "crews"

KINDS: Mapping[str, tuple[TableKind, ReadRow[Any] | None]] = {
    "vehicles": (VEHICLES, vehicle_of),
    "facilities": (FACILITIES, facility_of),
    "contracts": (CONTRACTS, None),
    "standards": (STANDARDS, standard_of),
    "containers": (CONTAINERS, container_of),
    "bulk_trucks": (VEHICLES, vehicle_of),
    CREWS: (DRIVERS, driver_of),
}
"""Tables by the names of their files; contracts have a reader that knows the largest truck."""


def find_table(folder: Path, stem: str) -> Path | None:
    """Returns the table of that name beside a scenario, or None.

    Raises
    ------
    InputError
        When there are two: nobody could say which is meant.
    """
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.stem == stem and path.suffix.lower() in TABLE_FILES and path.is_file()
    ]
    if len(found) > 1:
        raise InputError(
            "scenario.two_tables",
            "{folder}: has {files:both}; which one is meant? take the others out.",
            folder=folder,
            files=[path.name for path in found],
        )
    return found[0] if found else None


def read_table(
    name: str, path: Path, *, most_kg: int = MOST_KG, read: SheetsRead | None = None
) -> Table[Any]:
    """Returns the things and faults of a table.

    Parameters
    ----------
    name
        Which table it is, a key of `KINDS`.
    most_kg, read
        As in `read_contracts`.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    kind, read_row = KINDS[name]
    if read_row is None:
        return read_contracts(path, most_kg=most_kg, read=read)
    return read_rows(path, kind, read_row, read=read)


def read_any_table(path: Path) -> tuple[str, Table[Any]]:
    """Returns which table a file is, by its name or else by its columns, and what it holds.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    stem = path.stem.casefold()
    for name, (kind, _) in KINDS.items():
        if stem == name or stem in kind.stems:
            return name, read_table(name, path)
    read = read_sheets(path, [kind for kind, _ in KINDS.values()])

    def num_names(name: str) -> int:
        kind, _ = KINDS[name]
        return max((sheet.num_names(kind) for sheet in read.sheets), default=0)

    # Of kinds that fit equally well, contracts are what offices mostly send.
    name = max(("contracts", *KINDS), key=num_names)
    return name, read_table(name, path, read=read)


def refuse_faults(name: str, where: str, table: Table[Any], *, skip_faults: bool = False) -> None:
    """Refuses a table with faults, or with such as no row can be read for.

    Raises
    ------
    TableFaults
        With all of them.
    """
    faults = [one for one in table.faults if one.spoils_all or not skip_faults]
    if faults:
        raise TableFaults(where, faults, KINDS[name][0].none_read)


def list_skipped(name: str, table: Table[Any]) -> tuple[Skipped, ...]:
    """Returns what is left out of a table when rows with faults are: one entry a row or column."""
    places: dict[tuple[str, int], list[TableFault]] = {}
    for fault in table.faults:
        if not fault.spoils_all:
            places.setdefault((fault.sheet, fault.row), []).append(fault)
    return tuple(
        Skipped(
            table=name,
            where=faults[0].place,
            id=table.ids.get(place, ""),
            why=clauses([fault.without_place for fault in faults]),
        )
        for place, faults in sorted(places.items())
    )
