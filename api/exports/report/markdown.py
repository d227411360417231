"""A report as Markdown, to paste into a paper."""

from collections.abc import Iterator, Sequence

from api.exports.report.contents import ComparisonReport
from api.exports.report.text import (
    assumptions_of,
    headline,
    made_of,
    table_lines,
    tell_streets,
    title_of,
)
from api.words import Phrasebook
from optimizer.legible import make_legible

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def to_markdown(report: ComparisonReport, words: Phrasebook) -> bytes:
    """Returns the report; tables as GitHub and pandoc read them."""
    return make_legible("\n".join(_lines(report, words)) + "\n").encode()


def _lines(report: ComparisonReport, words: Phrasebook) -> Iterator[str]:
    yield f"# {_plain(title_of(report, words))}"
    yield from (
        "",
        _plain(words("report.below", date=report.date, streets=words.say(report.streets))),
    )
    yield from _section("first", headline(report, words), words)
    yield from ("", f"## {words('report.scenarios')}")
    for place, one in enumerate(report.scenarios):
        yield from ("", f"### {_plain(one.name)}", "")
        told = [words.say(difference) for difference in one.differences]
        if told:
            yield from (f"- {_plain(each)}" for each in told)
        else:
            yield words("report.no_difference" if place else "report.base")
    yield from ("", f"## {words('report.measures')}", "")
    yield from _table(report, words)
    yield from ("", f"## {words('report.map')}", "", _plain(tell_streets(report, words)))
    for name, those in assumptions_of(report, words):
        yield from ("", f"## {words('report.assumptions')}: {_plain(name)}", "")
        yield from (f"- {_plain(each)}" for each in those)
    yield from _section("made", made_of(report, words), words)


def _section(part: str, told: Sequence[str], words: Phrasebook) -> Iterator[str]:
    yield from ("", f"## {words(f'report.{part}')}", "")
    yield from (f"- {_plain(one)}" for one in told)


def _table(report: ComparisonReport, words: Phrasebook) -> Iterator[str]:
    headings = [
        *words.columns("measure"),
        *(one.name for one in report.scenarios),
        *(words("report.against", name=one.name) for one in report.scenarios[1:]),
    ]
    yield f"| {' | '.join(map(_plain, headings))} |"
    yield f"|---|{'---:|' * (len(headings) - 1)}"
    for line in table_lines(report, words):
        cells = [
            f"{cell} ({spread})" if spread else cell
            for cell, spread in zip(line.cells, line.spreads, strict=True)
        ]
        changes = [
            f"**{_plain(text)}**" if counts else _plain(text) for text, counts in line.changes
        ]
        name = ("· " if line.is_part else "") + line.measure
        yield f"| {' | '.join([_plain(name), *map(_plain, cells), *changes])} |"


def _plain(text: str) -> str:
    """Returns a text in which Markdown sees no mark; names come from anyone."""
    return " ".join(text.split()).translate(_MARKS)
