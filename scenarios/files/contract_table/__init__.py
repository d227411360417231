"""Kitchen-waste contracts from CSV and office files.

`sheet` finds the rows, `columns` the meaning of a header, `cells`, `times`, `days` and `position`
read one cell each, `row` makes a contract of a row, and `reader` does it for a file. What is wrong
becomes a `Fault`, in English and Chinese, and no fault hides another.
"""

from scenarios.files.contract_table.fault import ContractFaults, Fault, FaultKind, Said
from scenarios.files.contract_table.reader import (
    MOST_KG,
    ContractTable,
    contracts_of,
    read_contracts,
)
from scenarios.files.contract_table.sheet import TABLE_FILES

__all__ = [
    "MOST_KG",
    "TABLE_FILES",
    "ContractFaults",
    "ContractTable",
    "Fault",
    "FaultKind",
    "Said",
    "contracts_of",
    "read_contracts",
]
