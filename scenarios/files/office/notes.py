"""Rows of a table that are none of its kind: totals, notes below it, the header once more."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from fleet import Message, message
from scenarios.files.office.cells import is_blank, key, normalise
from scenarios.files.office.columns import LAT, LON, PLACES, TableKind
from scenarios.workbook import Cell

SHOWN = 3
"""Rows that a notice quotes."""

MOST_QUOTED = 30
"""Letters that it quotes of each."""

LEAST_NAMES = 3

MOST_TEXTS = 3
"""Of a row of more than these, half must read like notes."""

_TOTALS = re.compile(r"(?:合|总|小|共)\s*计.*|总和|合共|(?:sub|grand )?totals?|sum", re.IGNORECASE)
_LABEL = (
    r"备注|附注|注意|注解|注|说明|制表|填表|编制|审核|复核|审批|批准|负责人|经办|联系人|联系电话|"
    r"电话|统计|填报|上报|日期|时间|截至|截止|以上|数据来源|来源|盖章|签字|签名|单位盖章|"
    r"单位负责人|打印|共\s*\d+|第\s*\d+\s*页|notes?|remarks?|prepared|compiled|checked|approved|"
    r"signed|printed|source|as of|date|page"
)
_NOTE = re.compile(rf"[\s*※（(【\[]*(?:{_LABEL}).*", re.IGNORECASE | re.DOTALL)
_LABELLED = re.compile(r"[^\d:]{1,10}[:：].*", re.DOTALL)
_SENTENCE = re.compile(r".{6,}[。！!]", re.DOTALL)
_NOTES = (_NOTE, _LABELLED, _SENTENCE)


class Aside(Enum):
    """What a row is that is no row of the table."""

    TOTAL = "total"
    NOTE = "note"
    HEADER = "header"
    OTHER_HEADER = "other header"


def aside_of(
    row: Sequence[Cell], entries: Mapping[str, Cell], headers: Sequence[str], kind: TableKind
) -> Aside | None:
    """Returns what a row is beside the table's own, None for a row of the table.

    A row that lacks what every row must have is a note only if it reads like one: what could be a
    row with gaps is a fault of that row, so that nobody is left out by a slip.
    """
    # Nearly every row of a table with places ends here.
    if _is_number(entries.get(LON)) and _is_number(entries.get(LAT)):
        return None
    texts = [normalise(cell) for cell in row if isinstance(cell, str) and not is_blank(cell)]
    if texts and key(texts[0]) in kind.field_of and kind.num_names(texts) >= _find_least(texts):
        same = all(
            is_blank(cell) or (n < len(headers) and normalise(cell) == normalise(headers[n]))
            for n, cell in enumerate(row)
        )
        return Aside.HEADER if same else Aside.OTHER_HEADER
    if any(_is_number(entries.get(name)) for name in PLACES) or not _has_gaps(entries, kind):
        return None
    if any(_TOTALS.fullmatch(text.rstrip(":")) for text in texts):
        return Aside.TOTAL
    return Aside.NOTE if texts and _reads_like_note(texts) else None


def _is_number(cell: Cell | None) -> bool:
    """Says whether a cell of a place may be one: notes below a table reach into any column."""
    return cell is not None and (not isinstance(cell, str) or normalise(cell)[:1].isdecimal())


def _find_least(texts: Sequence[str]) -> int:
    return max(LEAST_NAMES, len(texts) // 2 + 1)


def _has_gaps(entries: Mapping[str, Cell], kind: TableKind) -> bool:
    """Says whether a row lacks what every row of the table must have."""
    return any(not any(set(group) <= set(entries) for group in need.groups) for need in kind.needs)


def _reads_like_note(texts: Sequence[str]) -> bool:
    like = [any(form.fullmatch(text) for form in _NOTES) for text in texts]
    return like[0] and (len(texts) <= MOST_TEXTS or 2 * sum(like) >= len(texts))


def describe_asides(sheet: str, asides: Sequence[tuple[Aside, int, str]]) -> Iterator[Message]:
    """Yields what was left out of a sheet, with the rows and what they say."""
    for aside, noun in _NOUNS.items():
        rows = [(number, text) for one, number, text in asides if one is aside]
        if not rows:
            continue
        yield message(
            "table.left_out",
            "{sheet}: {noun} left out: {num}. That is {rows:clauses}",
            sheet=sheet,
            noun=noun,
            num=len(rows),
            rows=[
                *(
                    message(
                        "table.row_quoted", "row {row}: {text}", row=number, text=_shorten(text)
                    )
                    for number, text in rows[:SHOWN]
                ),
                *(["..."] if len(rows) > SHOWN else []),
            ],
        )


def _shorten(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}..."


_NOUNS = {
    Aside.TOTAL: message("table.rows_of_totals", "rows of totals"),
    Aside.NOTE: message("table.notes", "notes"),
    Aside.HEADER: message("table.repeated_headers", "repeated headers"),
}
