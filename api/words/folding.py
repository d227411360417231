"""Sentences on a terminal: lines end between words, and no line is wider than the terminal.

A Chinese character takes two columns, and a line may end after any of them; terminals know
neither where English words end nor how to indent what follows.
"""

import os
import re
from collections.abc import Iterator
from typing import IO

_CLOSING = "，。；：、！？）》”’】"
_AFTER = f"{_CLOSING}％%.,;:!?)/…"
"""May not begin a line."""

_BEFORE = "（《“‘【"
"""May not end one."""

_CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"

_UNITS = re.compile(
    # Spaces; or a Chinese character or a word, with the marks that stick to it on both sides.
    rf"[ ]+|[{re.escape(_BEFORE)}]*(?:[{_CHINESE}]|[^ {_CHINESE}{_BEFORE}{_CLOSING}]+|.)"
    rf"[{re.escape(_AFTER)}]*"
)


def width_of(stream: IO[str]) -> int | None:
    """Returns how many columns a stream is shown in; None for a file or a pipe, which has none.

    The environment variable COLUMNS overrides it.
    """
    given = os.environ.get("COLUMNS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError, AttributeError):
        return None


def columns_of(text: str) -> int:
    """Returns how many columns a text takes; the library loads when something is shown."""
    from rich.cells import cell_len

    return cell_len(text)


def fold(text: str, width: int | None) -> str:
    """Returns a text in lines no wider than `width`, but for what has no place to be cut."""
    if width is None:
        return text
    return "\n".join(line for one in text.split("\n") for line in _fold(one, width))


def _fold(line: str, width: int) -> Iterator[str]:
    if columns_of(line) <= width:
        yield line
        return
    indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
    now, space = "", ""
    for unit in _UNITS.findall(line):
        if unit.isspace():
            now, space = (now, unit) if now else (unit, "")
        elif not now.strip() or columns_of(now) + len(space) + columns_of(unit) <= width:
            now, space = now + space + unit, ""
        else:
            yield now
            now, space = indent + unit, ""
    yield now
