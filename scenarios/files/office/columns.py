"""Kinds of tables: their columns, and the names and units that offices give them."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property

from fleet import Message, message
from scenarios.files.datum import Datum
from scenarios.files.office import datum_names
from scenarios.files.office.cells import Rounding, key
from scenarios.files.office.fault import FaultKind, TableFault
from scenarios.files.office.units import UNITS, Dimension, base, units_of
from scenarios.workbook import Cell

LON, LAT, POSITION, DATUM, ADDRESS = "lon", "lat", "position", "datum", "address"
PLACES = (LON, LAT, POSITION)

REMARK = "remark"
"""Columns that a plan does not need; there may be several."""

_IN_BRACKETS = re.compile(r"(.*?)[(\[【](.*?)[)\]】](.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnKind:
    """A column that a table of a kind may have.

    Parameters
    ----------
    field
        What it holds, by the name that it has in our own files.
    names
        Other names of it.
    dimension, unit
        What its numbers measure, and the unit that goes without saying; None where the table must
        say it.
    in_unit
        Names that say the unit in their middle: fuel_ml_per_km.
    into
        What the value is called that a row becomes; "" where it takes more than one cell.
    read
        What a cell means, where it is no quantity.
    needed
        Whether every row must have it.
    least
        The smallest number that makes sense: 0, or 1 for what cannot be 0.
    rounding
        Of quantities, to whole units of the program.
    """

    field: str
    names: tuple[str, ...] = ()
    dimension: Dimension | None = None
    unit: str | None = None
    in_unit: Mapping[str, str] = dataclass_field(default_factory=dict)
    into: str = ""
    read: "Callable[[Cell, TableColumn], object] | None" = None
    needed: bool = False
    least: int = 0
    rounding: Rounding = Rounding.UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What every table of a kind must have a column for.

    Parameters
    ----------
    groups
        Each a set of fields that would do.
    sentence
        What to say when there is none of them.
    names
        Names that would do, to choose from, in both languages.
    """

    groups: tuple[tuple[str, ...], ...]
    sentence: Message
    names: Message


@dataclass(frozen=True, kw_only=True)
class TableKind:
    """What tables of contracts, crews, vehicles and so on have in common with their like.

    Parameters
    ----------
    noun, one
        What the table holds, and a row of it.
    stems
        What files of it are called.
    example
        A header for who has none.
    """

    noun: Message
    one: Message
    stems: tuple[str, ...]
    columns: tuple[ColumnKind, ...]
    needs: tuple[Need, ...]
    example: Message

    @property
    def none_read(self) -> Message:
        """What has become of a table with faults."""
        return message(
            "table.no_was_read",
            "no {one} was read",
            one=self.one,
        )

    @cached_property
    def kind_of(self) -> Mapping[str, ColumnKind]:
        """The columns by field."""
        return {column.field: column for column in self.columns}

    @cached_property
    def field_of(self) -> Mapping[str, str]:
        """The fields by the keys of all their names."""
        return {
            key(name): column.field
            for column in self.columns
            for name in (column.field, *column.names)
        }

    @cached_property
    def with_unit(self) -> Mapping[str, tuple[str, str]]:
        """Fields and units by names with the unit in them: demand_kg, kg per week."""
        found = {
            key(text): (column.field, unit)
            for column in self.columns
            if column.dimension is not None
            for name in (column.field, *column.names)
            for unit in UNITS[column.dimension]
            for text in (name + unit, unit + name)
        }
        found |= {
            key(name): (column.field, unit)
            for column in self.columns
            for name, unit in column.in_unit.items()
        }
        return found

    def column_of(self, header: str) -> "TableColumn | None":
        """Returns the column of a header such as "weight (t)", "重量(吨)" or "demand_kg"."""
        text = unicodedata.normalize("NFKC", header).strip()
        bracket = _IN_BRACKETS.fullmatch(text)
        bare, extra = (bracket[1] + bracket[3], bracket[2].strip()) if bracket else (text, "")
        name = key(bare)
        if name in self.field_of:
            return self._column(self.field_of[name], header, extra)
        if name in self.with_unit:
            found, unit = self.with_unit[name]
            return self._column(found, header, extra or unit)
        name, datum = datum_names.split_datum(name)
        if datum is not None and self.field_of.get(name) in PLACES:
            return TableColumn(kind=self.kind_of[self.field_of[name]], header=header, datum=datum)
        return None

    def _column(self, found: str, header: str, extra: str) -> "TableColumn":
        kind = self.kind_of[found]
        return TableColumn(
            kind=kind,
            header=header,
            unit=(extra or kind.unit) if kind.dimension is not None else None,
            datum=datum_names.datum_of(extra) if found in PLACES and extra else None,
        )

    def num_names(self, cells: Sequence[str]) -> int:
        """Returns how many cells of a row name a column, remarks aside."""
        columns = [self.column_of(text) for text in cells if text]
        return sum(column is not None and column.field != REMARK for column in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column of a table.

    Parameters
    ----------
    header
        As written.
    unit
        Of its numbers: what the header says or what goes without saying, None where neither.
    datum
        Of its coordinates, where the header says so.
    """

    kind: ColumnKind
    header: str
    unit: str | None = None
    datum: Datum | None = None

    @property
    def field(self) -> str:
        """What it holds."""
        return self.kind.field


def faults_of_header(
    kind: TableKind, sheet: str, row: int, headers: Sequence[str]
) -> list[TableFault]:
    """Returns what is wrong with a header: names unknown, twice or missing, and units."""
    columns = {header: kind.column_of(header) for header in headers if header}
    found = [column.field for column in columns.values() if column]
    faults = []

    def note(
        what: FaultKind,
        header: str,
        sentence: Message,
        remedy: Message,
        *,
        spoils_all: bool = True,
    ) -> None:
        faults.append(
            TableFault(
                kind=what,
                sheet=sheet,
                row=row,
                column=header,
                sentence=sentence,
                remedy=remedy,
                spoils_all=spoils_all,
            )
        )

    for header, column in columns.items():
        if column is None:
            sentence = message(
                "table.is_no_column_of",
                "is no column of {noun}",
                noun=kind.noun,
            )
            remedy = _suggest_closest(kind, header)
            note(FaultKind.UNKNOWN_COLUMN, header, sentence, remedy, spoils_all=False)
        elif (headers.count(header) > 1 or found.count(column.field) > 1) and (
            column.field != REMARK
        ):
            note(
                FaultKind.COLUMN_TWICE,
                header,
                message(
                    "table.is_one_of_two_columns_for",
                    "is one of two columns for {field}",
                    field=column.field,
                ),
                message("table.take_one_of_them_out", "take one of them out"),
            )
        elif column.unit and (bad := _unit_fault(column, column.unit)):
            note(FaultKind.UNIT, header, *bad)
        elif column.field in PLACES and (bad := _datum_fault(header, column)):
            note(FaultKind.DATUM, header, *bad)
    for need in kind.needs:
        if not any(set(group) <= set(found) for group in need.groups):
            remedy = message(
                "table.add_one_named_e_g",
                "add one, named e.g. {names}",
                names=need.names,
            )
            note(FaultKind.MISSING_COLUMN, "", _lack(need, found), remedy)
    return faults


def _lack(need: Need, found: Sequence[str]) -> Message:
    if need.groups[0] == (POSITION,) and ADDRESS in found:
        return message(
            "table.addresses_but_no_coordinates_and_there",
            "addresses but no coordinates, and there is no map of addresses to look them up",
        )
    return need.sentence


def _suggest_closest(kind: TableKind, header: str) -> Message:
    close = difflib.get_close_matches(key(header), kind.field_of, n=1, cutoff=0.6)
    if close:
        column = kind.kind_of[kind.field_of[close[0]]]
        # As people write it, with its blanks.
        written = next(n for n in (column.field, *column.names) if key(n) == close[0])
        return message(
            "table.is_meant_if_not_take_the",
            "is {written!r} meant? if not, take the column out",
            written=written,
        )
    return message(
        "table.rename_it_or_take_it_out",
        "rename it, or take it out; remarks may stand in a column 'remarks'",
    )


def _unit_fault(column: TableColumn, unit: str) -> tuple[Message, Message] | None:
    dimension = column.kind.dimension
    if dimension is None or base(dimension, unit) is not None:
        return None
    return (
        message(
            "table.is_no_unit_for",
            "{unit!r} is no unit for {field}",
            unit=unit,
            field=column.field,
        ),
        message("table.use_one_of", "use one of {units:list}", **units_of(dimension)),
    )


def _datum_fault(header: str, column: TableColumn) -> tuple[Message, Message] | None:
    bracket = _IN_BRACKETS.fullmatch(unicodedata.normalize("NFKC", header))
    if column.datum or not bracket or datum_names.says_degrees(bracket[2]):
        return None
    return datum_names.explain_no_datum(bracket[2])


PLACE = Need(
    groups=((POSITION,), (LON, LAT)),
    sentence=message("table.no_columns_with_lon_and_lat", "no columns with lon and lat"),
    names=message("table.lon_and_lat_or_and", "lon and lat or 经度 and 纬度"),
)
"""What is on a map needs coordinates."""
