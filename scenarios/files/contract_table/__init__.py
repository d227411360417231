"""Kitchen-waste contracts from CSV and office files.

`columns` has their names, `row` makes a contract of a row; all else is `scenarios.files.office`.
"""

from scenarios.files.contract_table.columns import CONTRACTS
from scenarios.files.contract_table.reader import (
    MOST_KG,
    ContractTable,
    contracts_of,
    read_contracts,
)

__all__ = [
    "CONTRACTS",
    "MOST_KG",
    "ContractTable",
    "contracts_of",
    "read_contracts",
]
