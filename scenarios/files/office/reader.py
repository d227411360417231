"""A table as offices keep it becomes rows of a kind, or every fault at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from fleet import Message, message
from scenarios.files.datum import Datum
from scenarios.files.office.cells import is_blank, key, normalise, show
from scenarios.files.office.columns import (
    DATUM,
    LAT,
    LON,
    PLACES,
    TableColumn,
    TableKind,
    faults_of_header,
)
from scenarios.files.office.fault import FaultKind, TableFault
from scenarios.files.office.notes import Aside, aside_of, describe_asides
from scenarios.files.office.row import RowReader
from scenarios.files.office.sheet import SheetsRead, TableSheet, body, read_sheets
from scenarios.workbook import Cell

ID = "id"

_Thing = TypeVar("_Thing")

ReadRow = Callable[[RowReader], _Thing | None]
"""Makes a thing of a row, or notes its faults there and returns None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[_Thing]):
    """What was read of a file.

    Parameters
    ----------
    things
        Those of rows without faults: not to be used while there are faults, unless the others are
        to be skipped.
    ids
        The ids of rows, faulty ones too, by sheet and row.
    notices
        What the reader made of the file that its owner may not expect.
    assumed
        What goes without saying of a table with the columns of our own files.
    """

    things: tuple[_Thing, ...] = ()
    faults: tuple[TableFault, ...] = ()
    ids: Mapping[tuple[str, int], str]
    notices: tuple[Message, ...] = ()
    assumed: tuple[Message, ...] = ()


def read_rows(
    path: Path, kind: TableKind, read_row: ReadRow[_Thing], *, read: SheetsRead | None = None
) -> Table[_Thing]:
    """Returns the things and faults of a file.

    Parameters
    ----------
    read
        Its sheets, where they have been read already.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    read = read or read_sheets(path, [kind])
    headers = [sheet.header(kind) for sheet in read.sheets]
    notices, found = list(read.notices), _FoundTable[_Thing](kind=kind, read_row=read_row)
    for sheet, header in zip(read.sheets, headers, strict=True):
        if header is not None:
            notices += found.add(sheet, header)
        elif not sheet.is_empty and any(one is not None for one in headers):
            notices.append(
                message(
                    "table.has_no_header_of_and_was",
                    "{name}: has no header of {noun} and was not read.",
                    name=sheet.name,
                    noun=kind.noun,
                )
            )
    if all(header is None for header in headers):
        found.faults.append(_report_no_header(path.name, kind))
    return found.table(notices)


def _report_no_header(name: str, kind: TableKind) -> TableFault:
    return TableFault(
        kind=FaultKind.NO_HEADER,
        sheet=name,
        sentence=message("table.no_row_names_the_columns", "no row names the columns"),
        remedy=message(
            "table.write_a_row_with_above_the",
            "write a row with {example} above the {noun}",
            example=kind.example,
            noun=kind.noun,
        ),
        spoils_all=True,
    )


class _IdPlace(NamedTuple):
    """Where an id stands."""

    sheet: str
    row: int
    header: str

    def describe_to(self, later: "_IdPlace") -> Message:
        """Returns what is wrong with the same id in a later place."""
        if self.sheet == later.sheet:
            return message("table.same_id", "is the id of row {row} too", row=self.row)
        return message(
            "table.same_id_elsewhere",
            "is the id of row {row} too of {sheet}",
            row=self.row,
            sheet=self.sheet,
        )


class _FoundTable(Generic[_Thing]):
    """What the sheets of a file give, one after the other.

    Attributes
    ----------
    places
        Where every id stands, of rows with faults too, to find those that stand twice.
    """

    def __init__(self, *, kind: TableKind, read_row: ReadRow[_Thing]) -> None:
        self.kind = kind
        self.read_row = read_row
        self.faults: list[TableFault] = []
        self.things: list[tuple[tuple[str, int], _Thing]] = []
        self.assumed: list[Message] = []
        self.places: defaultdict[str, list[_IdPlace]] = defaultdict(list)

    def add(self, sheet: TableSheet, header: int) -> list[Message]:
        """Reads a sheet; returns what is to be said of it."""
        kind = self.kind
        headers = [show(cell).strip() for cell in sheet.rows[header]]
        self.faults += faults_of_header(kind, sheet.name, header + 1, headers)
        by_index = {
            n: column
            for n, text in enumerate(headers)
            if text and (column := kind.column_of(text))
        }
        columns = {column.field: column for column in by_index.values()}
        fields = [(n, column.field) for n, column in by_index.items()]
        rows = [
            (
                number,
                row,
                {name: row[n] for n, name in fields if n < len(row) and not is_blank(row[n])},
            )
            for number, row in body(sheet, header)
        ]
        asides: list[tuple[Aside, int, str]] = []
        states_datum = any(DATUM in entries for _, _, entries in rows)
        for number, row, entries in rows:
            aside = aside_of(row, entries, headers, kind)
            if aside is Aside.OTHER_HEADER:
                self.faults.append(_header_again(sheet.name, number))
            elif aside is not None:
                asides.append((aside, number, _text_of(row)))
            else:
                self.faults += _extra_cells(sheet.name, number, row, headers)
                self._read(
                    RowReader(
                        sheet=sheet.name,
                        row=number,
                        columns=columns,
                        entries=entries,
                        states_datum=states_datum,
                    )
                )
        said = [*sheet.notices(header), *describe_asides(sheet.name, asides)]
        if datum := _assume_datum(sheet.name, columns, states_datum):
            # Of the columns of our own files it is documented.
            ours = all(key(columns[one].header) == one for one in (LON, LAT) if one in columns)
            (self.assumed if ours and LON in columns else said).append(datum)
        return said

    def _read(self, row: RowReader) -> None:
        if ID in row.entries:
            header = row.columns[ID].header
            self.places[normalise(row.entries[ID])].append(_IdPlace(row.sheet, row.row, header))
        thing = self.read_row(row)
        self.faults += row.faults
        if thing is not None and not row.faults:
            self.things.append(((row.sheet, row.row), thing))

    def table(self, notices: Sequence[Message]) -> Table[_Thing]:
        """Returns what was found, without the rows that have faults."""
        faults = [*self.faults, *self._twice()]
        spoilt = {(fault.sheet, fault.row) for fault in faults}
        return Table(
            things=tuple(thing for place, thing in self.things if place not in spoilt),
            faults=tuple(faults),
            ids={
                (place.sheet, place.row): id_
                for id_, places in self.places.items()
                for place in places
            },
            notices=tuple(notices),
            assumed=tuple(self.assumed),
        )

    def _twice(self) -> list[TableFault]:
        one = self.kind.one
        return [
            TableFault(
                kind=FaultKind.DUPLICATE_ID,
                sheet=later.sheet,
                row=later.row,
                column=later.header,
                value=id_,
                sentence=places[0].describe_to(later),
                remedy=message(
                    "table.give_each_an_id_of_its",
                    "give each {one} an id of its own",
                    one=one,
                ),
            )
            for id_, places in self.places.items()
            for later in places[1:]
        ]


def _text_of(row: Sequence[Cell]) -> str:
    return " ".join(show(cell).strip() for cell in row if not is_blank(cell))


def _extra_cells(
    sheet: str, number: int, row: Sequence[Cell], headers: Sequence[str]
) -> list[TableFault]:
    """Returns cells that stand under no column name."""
    if len(row) <= len(headers) and all(headers):
        return []
    return [
        TableFault(
            kind=FaultKind.EXTRA_CELL,
            sheet=sheet,
            row=number,
            value=show(cell),
            sentence=message("table.stands_under_no_column_name", "stands under no column name"),
            remedy=message(
                "table.name_the_column_or_put_a",
                "name the column, or put a value with a comma into double quotes",
            ),
        )
        for n, cell in enumerate(row)
        if (n >= len(headers) or not headers[n]) and not is_blank(cell)
    ]


def _header_again(sheet: str, number: int) -> TableFault:
    return TableFault(
        kind=FaultKind.HEADER_AGAIN,
        sheet=sheet,
        row=number,
        sentence=message(
            "table.names_the_columns_again_in_another",
            "names the columns again, in another order or with other columns",
        ),
        remedy=message(
            "table.put_what_follows_on_a_sheet",
            "put what follows on a sheet or into a file of its own",
        ),
        spoils_all=True,
    )


def _assume_datum(
    sheet: str, columns: Mapping[str, TableColumn], states_datum: bool
) -> Message | None:
    places = [column for name, column in columns.items() if name in PLACES]
    if not places or states_datum or any(column.datum for column in places):
        return None
    return message(
        "table.coordinates_were_taken_for_gps_if",
        "{sheet}: coordinates were taken for {WGS84} (GPS); if they are of a Chinese map, "
        "add a column 'datum' with GCJ-02 or BD-09.",
        sheet=sheet,
        WGS84=Datum.WGS84,
    )
