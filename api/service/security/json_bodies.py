"""JSON that is refused before anybody reads it."""

import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|NaN|Infinity|[0-9][0-9.eE+\-]*+', re.DOTALL)
"""What matters of it. A text that does not end is taken to its end, so no letter is read twice."""

_TOO_LARGE = re.compile(r"[0-9]{31}|[eE][+\-]?0*[1-9][0-9]{2}")
_BAD_LETTER = re.compile("[\x00\ud800-\udfff]")


def fault_in_json(body: bytes, *, most_depth: int) -> str | None:
    """Returns the code of what is wrong with JSON; None where nothing is.

    What it refuses would be read, and then fail somewhere behind: lists within lists without
    end, numbers that no quantity has, NaN, letters that neither UTF-8 nor a database can hold.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "http.no_json"
    depth = 0
    for found in _TOKEN.finditer(text):
        token = found[0]
        first = token[0]
        if first == '"':
            if "\\u" in token and _has_bad_letter(token):
                return "http.bad_letter"
        elif first in "[{":
            depth += 1
            if depth > most_depth:
                return "http.too_deep"
        elif first in "]}":
            depth -= 1
        elif first in "NI" or (len(token) > 4 and _TOO_LARGE.search(token)):
            return "http.no_number"
    try:
        json.loads(text)
    except ValueError:
        return "http.no_json"
    return None


def _has_bad_letter(token: str) -> bool:
    try:
        return bool(_BAD_LETTER.search(json.loads(token, strict=False)))
    except ValueError:
        return False
