"""What is wrong with a table: each fault with its place and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fleet import Message, message
from optimizer.errors import InputError

MOST_SHOWN = 400
"""Faults that are said in full; the rest are counted."""


class FaultKind(StrEnum):
    """Kinds of faults; scripts may rely on these names."""

    NO_HEADER = "no_header"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    MISSING_COLUMN = "missing_column"
    HEADER_AGAIN = "header_again"
    EXTRA_CELL = "extra_cell"
    MISSING_VALUE = "missing_value"
    ERROR_CELL = "error_cell"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    NOT_POSITIVE = "not_positive"
    UNIT = "unit"
    IMPLAUSIBLE = "implausible"
    TIME = "time"
    WINDOW_ORDER = "window_order"
    WINDOW_OVERLAP = "window_overlap"
    WEEKDAY = "weekday"
    DATE = "date"
    DATE_ORDER = "date_order"
    TOO_MANY_COLLECTIONS = "too_many_collections"
    DATUM = "datum"
    SWAPPED = "swapped"
    OFF_THE_GLOBE = "off_the_globe"
    ADDRESS_ONLY = "address_only"
    CHOICE = "choice"
    CONTRADICTION = "contradiction"
    DUPLICATE_ID = "duplicate_id"
    OTHER = "other"


class Unreadable(ValueError):
    """What a cell holds cannot be used; caught by the reader, which knows where the cell is."""

    def __init__(self, kind: FaultKind, sentence: Message, remedy: Message) -> None:
        super().__init__(sentence.text)
        self.kind = kind
        self.sentence = sentence
        self.remedy = remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """One fault of a table.

    Parameters
    ----------
    sheet
        The file, and the sheet where it is a workbook.
    remedy
        None where the sentence says it.
    row
        As the office program shows it, from 1; 0 for the whole sheet.
    column, value
        The header and the cell as written; "" where the fault is not one of a column or cell.
    spoils_all
        Whether no row can be read because of it: a column is missing, or stands twice.
    """

    kind: FaultKind
    sheet: str
    row: int = 0
    column: str = ""
    value: str = ""
    sentence: Message
    remedy: Message | None
    spoils_all: bool = False

    @property
    def place(self) -> Message:
        """Where it is: the sheet, and the row where it is one of a row."""
        if not self.row:
            return message("table.sheet", "{sheet}", sheet=self.sheet)
        return message("table.row", "{sheet}, row {row}", sheet=self.sheet, row=self.row)

    @property
    def message(self) -> Message:
        """Place, value, what is wrong and what to do, in one line."""
        if self.remedy is None:
            return message(
                "table.fault_alone",
                "{where}: {sentence}",
                where=self._cell(),
                sentence=self.sentence,
            )
        return message(
            "table.fault",
            "{where}: {sentence}; {remedy}.",
            where=self._cell(),
            sentence=self.sentence,
            remedy=self.remedy,
        )

    def _cell(self) -> Message:
        if self.column and self.value:
            return message(
                "table.cell",
                "{place}, column {column!r}, {value!r}",
                place=self.place,
                column=self.column,
                value=self.value,
            )
        if self.column:
            return message(
                "table.column", "{place}, column {column!r}", place=self.place, column=self.column
            )
        if self.value:
            return message("table.value", "{place}, {value!r}", place=self.place, value=self.value)
        return self.place

    @property
    def without_place(self) -> Message:
        """What is wrong, with the cell and without its row."""
        if self.column and self.value:
            return message(
                "table.cell_is",
                "{column} {value!r} {sentence}",
                column=self.column,
                value=self.value,
                sentence=self.sentence,
            )
        if self.column or self.value:
            return message(
                "table.value_is",
                "{value} {sentence}",
                value=self.column or self.value,
                sentence=self.sentence,
            )
        return self.sentence

    def __str__(self) -> str:
        return self.message.text


class TableFaults(InputError):
    """Tables that were not read, with all of their faults.

    Parameters
    ----------
    where
        What was to be read: the file, or the scenario.
    outcome
        What has become of it, e.g. "no contract was read".
    others
        Faults of other parts of the same scenario.
    """

    def __init__(
        self,
        where: str,
        faults: Sequence[TableFault],
        outcome: Message,
        others: Sequence[Message] = (),
    ) -> None:
        self.where = where
        self.faults = tuple(faults)
        self.outcome = outcome
        self.others = tuple(others)
        all_faults = [*self.others, *(fault.message for fault in self.faults)]
        super().__init__(
            "table.faults",
            "{where}: {num:,} {noun}, {outcome}{faults:lines}",
            where=where,
            num=len(all_faults),
            noun=faults_noun(len(all_faults)),
            outcome=outcome,
            faults=shorten(all_faults, MOST_SHOWN + len(others)),
        )

    def __reduce__(self) -> tuple[object, ...]:
        return TableFaults, (self.where, self.faults, self.outcome, self.others)


def faults_noun(count: int) -> Message:
    """Returns "fault" or "faults"."""
    return (
        message("table.one_fault", "fault")
        if count == 1
        else message("table.many_faults", "faults")
    )


def shorten(faults: Sequence[Message], most: int) -> list[Message]:
    """Returns the first of many faults, and how many more there are."""
    more = len(faults) - most
    last = [message("table.more", "and {num:,} more", num=more)] if more > 0 else []
    return [*faults[:most], *last]
