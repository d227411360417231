"""What is wrong with a table, said in English and Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence in both languages."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """Returns it in a language, "zh" or anything else for English."""
        return self.zh if language == "zh" else self.en


class Unreadable(ValueError):
    """What a cell holds cannot be used; caught by the reader, which knows where the cell is."""

    def __init__(self, kind: FaultKind, sentence: Said, remedy: Said) -> None:
        super().__init__(sentence.en)
        self.kind = kind
        self.sentence = sentence
        self.remedy = remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of a table.

    Parameters
    ----------
    sheet
        The file, and the sheet where it is a workbook.
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
    sentence: Said
    remedy: Said
    spoils_all: bool = False

    @property
    def place(self) -> Said:
        """Where it is: the sheet, and the row where it is one of a row."""
        if not self.row:
            return Said(self.sheet, self.sheet)
        return Said(f"{self.sheet}, row {self.row}", f"{self.sheet}，第 {self.row} 行")

    def said(self, language: str) -> str:
        """Returns place, value, what is wrong and what to do, in one line."""
        if language == "zh":
            parts = (
                self.place.zh,
                f"“{self.column}”列" if self.column else "",
                f"“{self.value}”" if self.value else "",
            )
            return f"{'，'.join(filter(None, parts))}：{self.sentence.zh}；{self.remedy.zh}。"
        parts = (
            self.place.en,
            f"column {self.column!r}" if self.column else "",
            repr(self.value) if self.value else "",
        )
        return f"{', '.join(filter(None, parts))}: {self.sentence.en}; {self.remedy.en}."

    def __str__(self) -> str:
        return self.said("en")


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
        self, where: str, faults: Sequence[Fault], outcome: Said, others: Sequence[str] = ()
    ) -> None:
        self.where = where
        self.faults = tuple(faults)
        self.outcome = outcome
        self.others = tuple(others)
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Returns the count and then every fault, a line each."""
        count = len(self.faults) + len(self.others)
        lines = [*self.others, *(fault.said(language) for fault in self.faults[:MOST_SHOWN])]
        if count > len(lines):
            more = count - len(lines)
            lines.append(f"另有 {more:,} 处" if language == "zh" else f"and {more:,} more")
        if language == "zh":
            first = f"{self.where}：{count:,} 处错误，{self.outcome.zh}"
        else:
            noun = "fault" if count == 1 else "faults"
            first = f"{self.where}: {count:,} {noun}, {self.outcome.en}"
        return "\n  ".join((first, *lines))
