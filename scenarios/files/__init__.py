"""Scenarios, tables and streets from files.

::

    store            scenarios by name or path, variants, snapshots
    schema           what a scenario file may say
    tables           CSV and XLSX beside it; contract_table reads contracts as offices keep them
    validation       a scenario's things against each other
    networks         streets from a file, a place or the embedded district
    datum            coordinates of Chinese maps
    older_formats    files that earlier versions wrote
"""

from scenarios.files.contract_table import TABLE_FILES, ContractTable, contracts_of
from scenarios.files.networks import DISTRICT, cache_directory, load_network, load_source
from scenarios.files.older_formats import calendar_of_format_1, plan_of_format_2
from scenarios.files.store import (
    from_snapshot,
    list_scenarios,
    load_scenario,
    new_scenario,
    snapshot,
    snapshot_digest,
)
from scenarios.files.tables import read_table

__all__ = [
    "DISTRICT",
    "TABLE_FILES",
    "ContractTable",
    "cache_directory",
    "calendar_of_format_1",
    "contracts_of",
    "from_snapshot",
    "list_scenarios",
    "load_network",
    "load_scenario",
    "load_source",
    "new_scenario",
    "plan_of_format_2",
    "read_table",
    "snapshot",
    "snapshot_digest",
]
