"""Scenarios, tables and streets from files.

::

    store            scenarios by name or path, variants, snapshots
    schema           what a scenario file may say
    tables           CSV and XLSX beside it; contract_table reads contracts as offices keep them
    validation       a scenario's things against each other
    networks         streets from a file, a place or the embedded district
    datum            coordinates of Chinese maps
"""

from scenarios.files.contract_table import TABLE_FILES, ContractTable, contracts_of
from scenarios.files.networks import DISTRICT, cache_directory, load_network, load_source
from scenarios.files.store import (
    from_snapshot,
    list_scenarios,
    load_scenario,
    new_scenario,
    snapshot,
)
from scenarios.files.tables import read_table

__all__ = [
    "DISTRICT",
    "TABLE_FILES",
    "ContractTable",
    "cache_directory",
    "contracts_of",
    "from_snapshot",
    "list_scenarios",
    "load_network",
    "load_scenario",
    "load_source",
    "new_scenario",
    "read_table",
    "snapshot",
]
