"""Files that people may have edited: text, JSON values, or a sentence on what is wrong."""

import json
import re
from pathlib import Path

from optimizer.errors import InputError, file_message

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF_A_PAIR = re.compile(f"{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW}")
"""A character of which one half was lost: no file can hold it, and no program wrote it whole."""


def read_text(path: Path, *, wanted: str) -> str:
    """Returns the text of a file.

    Parameters
    ----------
    wanted
        What it should be, e.g. "plan.json", for the remedy.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "file.unreadable",
            "{path}: cannot be read: {why}; give a {wanted}.",
            path=path,
            why=file_message(error),
            wanted=wanted,
        ) from None


def parse_json(text: str, *, where: str) -> object:
    """Returns the values of a JSON text.

    Raises
    ------
    InputError
        When it is none, or holds what cannot be used: values too deep in each other, numbers of
        thousands of digits, half a character.
    """
    try:
        values: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            "json.none",
            "{where}: is no JSON (line {line}{error:aside}); is the file complete?",
            where=where,
            line=error.lineno,
            error=error.msg,
        ) from None
    except ValueError:
        # Python converts no longer ones.
        raise InputError(
            "json.too_long",
            "{where}: cannot be read as JSON: a number in it has thousands of digits.",
            where=where,
        ) from None
    except RecursionError:
        raise InputError(
            "json.too_deep",
            "{where}: cannot be read as JSON: its lists lie too deep in each other.",
            where=where,
        ) from None
    half = _HALF_A_PAIR.search(text) if "\\u" in text else None
    if half:
        raise InputError(
            "json.half_a_character",
            "{where}: line {line} holds half a character, {half}; write it anew, or take it out.",
            where=where,
            line=text.count("\n", 0, half.start()) + 1,
            half=half[0],
        )
    return values
