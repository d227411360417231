"""JSON files that people may have edited: values, or a sentence on what is wrong."""

import json
import re

from optimizer.errors import InputError

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF_A_PAIR = re.compile(f"{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW}")
"""A character of which one half was lost: no file can hold it, and no program wrote it whole."""


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
            f"{where}: is no JSON (line {error.lineno}: {error.msg}); is the file complete?"
        ) from None
    except ValueError:
        # Python converts no longer ones.
        raise InputError(
            f"{where}: cannot be read as JSON (a number in it has thousands of digits)."
        ) from None
    except RecursionError:
        raise InputError(
            f"{where}: cannot be read as JSON (its lists lie too deep in each other)."
        ) from None
    half = _HALF_A_PAIR.search(text)
    if half:
        line = text.count("\n", 0, half.start()) + 1
        raise InputError(
            f"{where}: line {line} holds half a character, {half[0]}; write it anew, or take it "
            "out."
        )
    return values
