"""A contracts table as offices keep it becomes contracts, or every fault at once."""

from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

from fleet import Contract
from scenarios.files.contract_table.columns import CONTRACTS
from scenarios.files.contract_table.row import contract_of
from scenarios.files.office import SheetsRead, Table, TableFaults, read_rows

MOST_KG = 30_000
"""More than the largest truck on the road carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTable(Table[Contract]):
    """The contracts of a file."""

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Those of rows without faults."""
        return self.things


def contracts_of(path: Path, *, most_kg: int = MOST_KG) -> ContractTable:
    """Returns a table without faults.

    Raises
    ------
    InputError
        When the file cannot be read.
    TableFaults
        When anything in it is wrong: nothing is imported by halves.
    """
    table = read_contracts(path, most_kg=most_kg)
    if table.faults:
        raise TableFaults(path.name, table.faults, CONTRACTS.none_read)
    return table


def read_contracts(
    path: Path, *, most_kg: int = MOST_KG, read: SheetsRead | None = None
) -> ContractTable:
    """Returns the contracts and faults of a file.

    Parameters
    ----------
    most_kg
        What the largest truck holds; more at one collection is a fault, as is more than `MOST_KG`.
    read
        The file's sheets, where they have been read already.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    read_row = partial(contract_of, most_kg=min(most_kg, MOST_KG))
    table = read_rows(path, CONTRACTS, read_row, read=read)
    return ContractTable(**{one.name: getattr(table, one.name) for one in fields(table)})
