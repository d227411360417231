"""Scenarios, tables and streets from files.

::

    store            scenarios by name or path, snapshots
    gathering        a scenario's values and tables with those of the one it extends
    reading          these become a scenario, or all faults at once
    schema           what a scenario file may say
    districts        a scenario of one district for several side by side
    template         a new scenario with all that may be said, and the schema for editors
    tables           the tables beside it: CSV and workbooks as offices keep them
    office           cells, headers and rows of such tables; contract_table and fleet_tables have
                     their columns
    differences      what a scenario has otherwise than the one that it extends
    validation       a scenario's things against each other
    networks         streets from a file, a place or the embedded district
    datum            coordinates of Chinese maps
    older_formats    files that earlier versions wrote
    json_text        text and JSON that people may have edited
    faults           what a schema finds wrong, as messages
"""

from scenarios.files.contract_table import ContractTable, contracts_of
from scenarios.files.datum import Datum, from_wgs84, to_wgs84
from scenarios.files.differences import differences_from
from scenarios.files.faults import fault_of, faults_in
from scenarios.files.gathering import read_toml
from scenarios.files.json_text import parse_json, read_text
from scenarios.files.networks import count_districts, load_network, load_source
from scenarios.files.office import TABLE_FILES, Table, TableFaults
from scenarios.files.older_formats import (
    calendar_of_format_1,
    plan_of_format_2,
    roster_of_format_1,
)
from scenarios.files.store import (
    Listed,
    from_snapshot,
    list_scenarios,
    load_base,
    load_scenario,
    snapshot,
    snapshot_digest,
)
from scenarios.files.tables import CREWS, list_skipped, read_any_table, read_table, refuse_faults
from scenarios.files.template import make_scenario, scenario_schema

__all__ = [
    "CREWS",
    "TABLE_FILES",
    "ContractTable",
    "Datum",
    "Listed",
    "Table",
    "TableFaults",
    "calendar_of_format_1",
    "contracts_of",
    "count_districts",
    "differences_from",
    "fault_of",
    "faults_in",
    "from_snapshot",
    "from_wgs84",
    "list_scenarios",
    "list_skipped",
    "load_base",
    "load_network",
    "load_scenario",
    "load_source",
    "make_scenario",
    "parse_json",
    "plan_of_format_2",
    "read_any_table",
    "read_table",
    "read_text",
    "read_toml",
    "refuse_faults",
    "roster_of_format_1",
    "scenario_schema",
    "snapshot",
    "snapshot_digest",
    "to_wgs84",
]
