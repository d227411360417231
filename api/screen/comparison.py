"""Scenarios side by side on a terminal."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.screen.console import console, table_of
from api.words import Phrasebook
from scenarios.measures import Comparison, ComparisonRow


def print_comparison(comparison: Comparison, words: Phrasebook) -> None:
    """Prints the medians of several scenarios side by side, with their spreads."""
    out = console()
    names = [Path(name).stem or name for name in comparison.names]
    runs = [max(len(row.runs[place]) for row in comparison.rows) for place in range(len(names))]
    for text in _heading(names, runs, words):
        out.print(text)
    out.print()
    table = _table(comparison, names, words, between="  ")
    if not _fits(out, table):
        table = _table(comparison, names, words, between="\n")
    out.print(table)
    out.print()
    if min(runs[0], runs[-1]) < 2:
        out.print(words("comparison.once"))
    else:
        out.print(words("comparison.rule", none=words("comparison.none")))
        counted = [row for row in comparison.rows if row.counts]
        out.print(words("comparison.verdict", count=len(counted), rows=len(comparison.rows)))


def _heading(names: list[str], runs: list[int], words: Phrasebook) -> list[str]:
    return [
        words("comparison.scenario", name=name, runs=count)
        for name, count in zip(names, runs, strict=True)
    ]


def _table(comparison: Comparison, names: list[str], words: Phrasebook, *, between: str) -> Table:
    table = table_of(*words.columns("measure"), *names, *words.columns("difference"))
    for row in comparison.rows:
        table.add_row(
            words.say(row.measure),
            *(
                text if spread is None else f"{text}{between}{spread[0]}..{spread[1]}"
                for text, spread in zip(row.texts, row.spreads, strict=True)
            ),
            _difference(row, words),
            style="bold" if row.counts else None,
        )
    return table


def _difference(row: ComparisonRow, words: Phrasebook) -> str:
    return words("comparison.none") if row.counts is False else row.difference


def _fits(out: Console, table: Table) -> bool:
    return out.measure(table, options=out.options.update_width(10_000)).maximum <= out.width
