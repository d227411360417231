"""One row of a table: its cells become values, or faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fleet import LonLat, Message, describe_error, message
from scenarios.files.datum import Datum
from scenarios.files.office import cells, datum_names, position
from scenarios.files.office.columns import (
    ADDRESS,
    DATUM,
    LAT,
    LON,
    POSITION,
    ColumnKind,
    TableColumn,
    TableKind,
)
from scenarios.files.office.fault import FaultKind, TableFault, Unreadable
from scenarios.workbook import Cell, Failed

MOST_LETTERS = 80

_Value = TypeVar("_Value")


@dataclass(kw_only=True)
class RowReader:
    """Reads one row; what cannot be read becomes a fault and a default, so that reading goes on.

    Parameters
    ----------
    columns
        Of the table, by field.
    entries
        The cells that are not blank, by field.
    states_datum
        Whether any row of the table says in which system its coordinates are.
    """

    sheet: str
    row: int
    columns: Mapping[str, TableColumn]
    entries: Mapping[str, Cell]
    states_datum: bool = False
    faults: list[TableFault] = field(default_factory=list)

    def note(
        self,
        name: str | None,
        kind: FaultKind,
        sentence: Message,
        remedy: Message | None,
        value: str = "",
    ) -> None:
        """Notes a fault of the row, or of its cell in a column."""
        column = self.columns.get(name) if name else None
        cell = self.entries.get(name) if name else None
        self.faults.append(
            TableFault(
                kind=kind,
                sheet=self.sheet,
                row=self.row,
                column=column.header if column else "",
                value=value or ("" if cell is None else cells.show(cell)),
                sentence=sentence,
                remedy=remedy,
            )
        )

    def take(
        self, name: str, read: Callable[[Cell], _Value], default: _Value, *, value: str = ""
    ) -> _Value:
        """Returns what a cell holds; the default where it is blank, or cannot be read.

        Parameters
        ----------
        value
            What to show of it in a fault, where it is more than the cell.
        """
        cell = self.entries.get(name)
        if cell is None:
            return default
        if isinstance(cell, Failed):
            self.note(name, FaultKind.ERROR_CELL, *_explain_failed(cell))
            return default
        try:
            return read(cell)
        except Unreadable as fault:
            self.note(name, fault.kind, fault.sentence, fault.remedy, value=value)
            return default

    def make_value(self, make: Callable[[], _Value]) -> _Value | None:
        """Returns the thing that a row stands for, or None with the fault that it finds."""
        try:
            return make()
        except ValueError as error:
            # What a value refuses is looked for before; should it learn to refuse more, its
            # sentence is better than none.
            self.note(None, FaultKind.OTHER, describe_error(error), None)
            return None

    def note_missing(self, *names: str) -> None:
        """Notes a blank cell, in the first of these columns that there is."""
        here = [name for name in names if name in self.columns]
        # A column that is missing as a whole is a fault of the header.
        if here:
            self.note(
                here[0],
                FaultKind.MISSING_VALUE,
                message("table.is_blank", "is blank"),
                message("table.fill_it_in", "fill it in"),
            )

    def text(self, name: str, *, default: str | None = None, is_id: bool = False) -> str:
        """Returns a text; a blank one is a fault unless there is a default.

        Parameters
        ----------
        is_id
            Ids are compared, so full-width and unseen characters must not tell two apart; names
            are shown.
        """
        if name not in self.entries:
            if default is None:
                self.note_missing(name)
            return default or ""
        text = self.take(name, cells.normalise if is_id else (lambda c: cells.show(c).strip()), "")
        if len(text) > MOST_LETTERS:
            self.note(
                name,
                FaultKind.TOO_LONG,
                message(
                    "table.has_characters",
                    "has {num_text} characters",
                    num_text=len(text),
                ),
                message(
                    "table.shorten_it_to",
                    "shorten it to {MOST_LETTERS}",
                    MOST_LETTERS=MOST_LETTERS,
                ),
            )
        return text

    def amount(self, name: str, default: int = 0) -> int:
        """Returns a quantity in the program's unit; a negative one is a fault."""
        if name not in self.entries:
            return default
        column = self.columns[name]
        if column.kind.dimension is None:
            return default
        dimension, unit, rounding = column.kind.dimension, column.unit, column.kind.rounding
        found = self.take(
            name, lambda cell: cells.quantity(cell, dimension, unit, rounding), default
        )
        if found < 0:
            self.note_not_positive(name)
        return found

    def values(self, kind: TableKind) -> dict[str, Any]:
        """Returns what the cells say that each stand for one value; blank ones are left out."""
        found: dict[str, Any] = {}
        for column in kind.columns:
            if column.field not in self.entries:
                if column.needed:
                    self.note_missing(column.field)
            elif column.into:
                before = len(self.faults)
                value = self._value(column)
                if len(self.faults) == before:
                    found[column.into] = value
        return found

    def _value(self, column: ColumnKind) -> object:
        read = column.read
        if read is None:
            value: object = self.amount(column.field)
        else:
            here = self.columns[column.field]
            value = self.take(column.field, lambda cell: read(cell, here), None)
        if isinstance(value, int | float) and not isinstance(value, bool):
            is_noted = any(one.column == self.columns[column.field].header for one in self.faults)
            if value < column.least and not is_noted:
                self.note_not_positive(column.field)
        return value

    def note_not_positive(self, name: str) -> None:
        """Notes a number that should be above 0."""
        self.note(
            name,
            FaultKind.NOT_POSITIVE,
            message("table.is_not_a_positive_number", "is not a positive number"),
            message("table.write_one_above_0", "write one above 0"),
        )

    def place(self) -> LonLat | None:
        """Returns where the thing is, as WGS-84 degrees; None with a fault."""
        system = self._datum()
        if POSITION in self.entries:
            source: tuple[str, ...] = (POSITION,)
            point = self.take(POSITION, position.pair, None)
        else:
            source = (LON, LAT)
            lon, lat = (self.take(name, position.degrees, None) for name in source)
            point = None if lon is None or lat is None else (lon, lat)
        if point is None:
            blank = [name for name in source if name not in self.entries]
            if len(blank) == len(source) and ADDRESS in self.entries:
                if {*source, POSITION} & set(self.columns):
                    self.note(ADDRESS, FaultKind.ADDRESS_ONLY, *position.ADDRESS_ONLY)
            else:
                for name in blank:
                    self.note_missing(name, POSITION)
            return None
        try:
            return position.locate_wgs84(
                *point, system or self._datum_of_header(source) or Datum.WGS84
            )
        except Unreadable as fault:
            self.note(source[-1], fault.kind, fault.sentence, fault.remedy)
            return None

    def _datum(self) -> Datum | None:
        if DATUM not in self.entries and self.states_datum:
            self.note(
                DATUM,
                FaultKind.MISSING_VALUE,
                message(
                    "table.is_blank_and_other_rows_name",
                    "is blank, and other rows name a coordinate system",
                ),
                message(
                    "table.write_it_into_every_row_wgs",
                    "write it into every row: WGS-84 (GPS), GCJ-02 or BD-09",
                ),
            )
        return self.take(DATUM, datum_names.datum, None)

    def _datum_of_header(self, source: tuple[str, ...]) -> Datum | None:
        found = [self.columns[name].datum for name in source if name in self.columns]
        return next(filter(None, found), None)


def _explain_failed(cell: Failed) -> tuple[Message, Message]:
    """Returns what to say of a cell that shows an error, or holds a formula without a value."""
    if cell.shown:
        return (
            message("table.is_the_error_of_a_formula", "is the error of a formula"),
            message("table.mend_the_formula_or_write_the", "mend the formula, or write the value"),
        )
    return (
        message("table.is_a_formula_that_was_never", "is a formula that was never computed"),
        message(
            "table.open_the_file_in_the_office",
            "open the file in the office program and save it, or write the value",
        ),
    )
