"""What goes into the cells of a table: text that is no formula and that every file can hold."""

import unicodedata

from optimizer.legible import make_legible

_FORMULA = ("=", "+", "-", "@")
"""With these a spreadsheet begins a formula, full-width ones included."""

_SPACE = ("\t", "\r", "\n")
"""What some programs strip before they look for one."""


def disarm(value: object) -> object:
    """Returns a value that no spreadsheet takes for a formula; names come from anyone.

    A quotation mark before it is what spreadsheets themselves put before text; numbers stay what
    they are.

    References
    ----------
    OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    if not isinstance(value, str):
        return value
    text = make_legible(value)
    first = unicodedata.normalize("NFKC", text).lstrip()[:1]
    return f"'{text}" if (first in _FORMULA and first) or text.startswith(_SPACE) else text
