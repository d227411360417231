"""Scenarios, tables and streets from files.

::

    store            scenarios by name or path, snapshots
    gathering        a scenario's values and tables with those of the one it extends
    reading          these become a scenario, or all faults at once
    schema           what a scenario file may say
    tables           the tables beside it: CSV and workbooks as offices keep them
    office           cells, headers and rows of such tables; contract_table and fleet_tables have
                     their columns
    validation       a scenario's things against each other
    networks         streets from a file, a place or the embedded district
    datum            coordinates of Chinese maps
    json_text        JSON that people may have edited
"""

from scenarios.files.contract_table import ContractTable, contracts_of
from scenarios.files.json_text import parse_json
from scenarios.files.networks import DISTRICT, cache_directory, load_network, load_source
from scenarios.files.office import TABLE_FILES, Said, Table, TableFaults
from scenarios.files.store import (
    from_snapshot,
    list_scenarios,
    load_scenario,
    new_scenario,
    snapshot,
)
from scenarios.files.tables import CREWS, read_any_table, read_table, refuse_faults, skipped_of

__all__ = [
    "CREWS",
    "DISTRICT",
    "TABLE_FILES",
    "ContractTable",
    "Said",
    "Table",
    "TableFaults",
    "cache_directory",
    "contracts_of",
    "from_snapshot",
    "list_scenarios",
    "load_network",
    "load_scenario",
    "load_source",
    "new_scenario",
    "parse_json",
    "read_any_table",
    "read_table",
    "refuse_faults",
    "skipped_of",
    "snapshot",
]
