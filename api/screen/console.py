"""Plain tables on standard output."""

import sys

from rich import box
from rich.console import Console
from rich.table import Table


class _PlainConsole(Console):
    def on_broken_pipe(self) -> None:
        # Rich would exit with 1; whoever read our output has only seen enough.
        raise BrokenPipeError


def console() -> Console:
    """Returns a console on stdout, plain and 140 columns wide where it is no terminal.

    Markup stays off: names of streets and files may hold brackets.
    """
    width = None if sys.stdout.isatty() else 140
    return _PlainConsole(width=width, highlight=False, markup=False, emoji=False)


def table_of(*columns: str, left: int = 1) -> Table:
    """Returns an empty table with these headings, the first `left` of them flush left."""
    # One space between columns and one of padding: the routes fit into 100 columns.
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < left else "right", no_wrap=True)
    return table
