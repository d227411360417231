"""Plain tables and sentences on standard output."""

import sys
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from api.screen.fitting import fit
from api.words import fold, width_of

_NO_TERMINAL = 140
"""Columns for tables where nobody says how many there are."""


class _PlainConsole(Console):
    """A console that cuts no word and no table."""

    def on_broken_pipe(self) -> None:
        # Rich would exit with 1; whoever read our output has only seen enough.
        raise BrokenPipeError

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints one text or table so that it fits."""
        shown = [self._fit(one) for one in objects]
        # A text has its lines already.
        options["soft_wrap"] = any(isinstance(one, str) for one in objects)
        super().print(*shown, **options)

    def _fit(self, one: Any) -> Any:
        if isinstance(one, Table):
            return fit(one, self.width)
        return fold(one, width_of(sys.stdout)) if isinstance(one, str) else one


def console() -> Console:
    """Returns a console on stdout, plain and 140 columns wide where it is no terminal.

    Markup stays off: names of streets and files may hold brackets.
    """
    width = width_of(sys.stdout) or _NO_TERMINAL
    return _PlainConsole(width=width, highlight=False, markup=False, emoji=False)


def table_of(*columns: str, left: int = 1) -> Table:
    """Returns an empty table with these headings, the first `left` of them flush left."""
    # One space between columns and one of padding: the routes fit into 102 columns.
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < left else "right", no_wrap=True)
    return table
