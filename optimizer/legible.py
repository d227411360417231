"""Text as every file can hold it: without the characters that XML forbids and screens obey.

Office programs keep a soft return as U+000B, and databases keep what was typed; an XML file with
either cannot be opened. Names are cleaned where they are read, and once more where they are
written.
"""

import re

# XML 1.0 (section 2.2) allows tab, line feed and carriage return of the control characters. The
# C1 controls, line separators and non-characters it advises against; half a surrogate pair has no
# UTF-8 at all.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def make_legible(text: str) -> str:
    """Returns a text with a blank for every character that not every file can hold."""
    return _FORBIDDEN.sub(" ", text)


def is_legible(text: str) -> bool:
    """Says whether every file can hold a text as it is."""
    return _FORBIDDEN.search(text) is None
