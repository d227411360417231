"""Names that are meant where what is written is none."""

import difflib
from collections.abc import Iterable

MOST_NAMES = 3
"""Names that are offered."""

LEAST_LIKE = 0.5
"""How much of a name must be right, as a share of its letters."""


def nearest_names(written: str, known: Iterable[str]) -> list[str]:
    """Returns the known names that are most like a written one, the nearest first."""
    plain: dict[str, str] = {}
    for name in known:
        plain.setdefault(name.casefold(), name)
    found = difflib.get_close_matches(
        written.strip().casefold(), plain, n=MOST_NAMES, cutoff=LEAST_LIKE
    )
    return [plain[one] for one in found]
