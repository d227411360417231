"""Tables as offices keep them: CSV and workbooks, in English and Chinese.

`sheet` finds the rows, `columns` the meaning of a header, `notes` what is no row of the table;
`cells`, `units`, `times`, `days`, `position` and `datum_names` read one cell each, `row` reads a
row and `reader` a file. What is wrong becomes a `TableFault`, in English and Chinese, and no fault
hides another.

What a table holds is a `TableKind`, its columns with their names, and a function that makes a
thing of a row: `scenarios.files.contract_table`, `scenarios.files.fleet_tables` and
`scenarios.week.crews` have them.
"""

from scenarios.files.office import cells, days, times
from scenarios.files.office.cells import choose, key, normalise, parts_of, show
from scenarios.files.office.columns import (
    ADDRESS,
    DATUM,
    LAT,
    LON,
    PLACE,
    POSITION,
    REMARK,
    ColumnKind,
    Need,
    TableColumn,
    TableKind,
)
from scenarios.files.office.fault import (
    FaultKind,
    TableFault,
    TableFaults,
    Unreadable,
    faults_noun,
    shorten,
)
from scenarios.files.office.reader import ReadRow, Table, read_rows
from scenarios.files.office.row import MOST_LETTERS, RowReader
from scenarios.files.office.sheet import TABLE_FILES, SheetsRead, read_sheets
from scenarios.files.office.units import Dimension
from scenarios.workbook import Cell

__all__ = [
    "ADDRESS",
    "DATUM",
    "LAT",
    "LON",
    "MOST_LETTERS",
    "PLACE",
    "POSITION",
    "REMARK",
    "TABLE_FILES",
    "Cell",
    "ColumnKind",
    "Dimension",
    "FaultKind",
    "Need",
    "ReadRow",
    "RowReader",
    "SheetsRead",
    "Table",
    "TableColumn",
    "TableFault",
    "TableFaults",
    "TableKind",
    "Unreadable",
    "cells",
    "choose",
    "days",
    "faults_noun",
    "key",
    "normalise",
    "parts_of",
    "read_rows",
    "read_sheets",
    "shorten",
    "show",
    "times",
]
