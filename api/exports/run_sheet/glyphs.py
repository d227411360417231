"""What the font of the run sheet can print.

A sign that it lacks would come out as an empty box, which nobody notices before a driver stands
in the street with it. Emoji and the like are replaced and told; a letter that is missing is an
error, since a name without it is no name.
"""

import importlib.util
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from optimizer.errors import InputError
from optimizer.legible import make_legible

_FONT_PACKAGE = "rinoh_typeface_notosanscjk"

REPLACED = "〓"
"""What printers put where they have no type for a sign."""

_SPACES = frozenset("\n\t\r")

_SILENT = frozenset("\u200b\u200c\u200d\u2060\ufeff\u20e3")
"""Joiners and the like: nothing is lost without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """Values as the font prints them, and the signs that were replaced in them."""

    values: object
    replaced: frozenset[str]


def make_printable(values: object) -> Printable:
    """Returns JSON values in which no text holds what the font cannot print.

    Raises
    ------
    InputError
        Names a letter that is missing, and the text that it is in.
    """
    replaced: set[str] = set()
    known = printable_characters()

    def clean(one: object) -> object:
        if isinstance(one, str):
            return "".join(_signs(make_legible(one), known, replaced))
        if isinstance(one, Mapping):
            return {name: held if name in _DRAWN else clean(held) for name, held in one.items()}
        return [clean(held) for held in one] if isinstance(one, list) else one

    cleaned = clean(values)
    return Printable(values=cleaned, replaced=frozenset(replaced))


_DRAWN = ("maps", "qr")
"""Drawings are made of texts that are cleaned before."""


def print_text(text: str) -> str:
    """Returns a text as it is printed, in a drawing for one."""
    return "".join(_signs(make_legible(text), printable_characters(), set()))


def _signs(text: str, known: frozenset[int], replaced: set[str]) -> Iterable[str]:
    if known.issuperset(map(ord, set(text) - _SPACES)):
        return text
    return _one_by_one(text, known, replaced)


def _one_by_one(text: str, known: frozenset[int], replaced: set[str]) -> Iterator[str]:
    for sign in unicodedata.normalize("NFC", text):
        if ord(sign) in known or sign in _SPACES:
            yield sign
        elif sign in _SILENT or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
            continue
        elif unicodedata.category(sign) in ("So", "Sk", "Sm", "Co", "Cn"):
            replaced.add(sign)
            yield REPLACED
        elif unicodedata.category(sign) == "Zs":
            yield " "
        else:
            raise InputError(
                "export.no_glyph",
                "the run sheet's font has no {sign} ({name}), which stands in {text!r}; write the "
                "name with other letters.",
                sign=f"U+{ord(sign):04X}",
                name=unicodedata.name(sign, "?"),
                text=text,
            )


def name_sign(sign: str) -> str:
    """Returns what a sign is called that cannot be shown."""
    return f"{unicodedata.name(sign, '?').lower()} (U+{ord(sign):04X})"


@cache
def font_folder() -> str:
    """Returns where the fonts are.

    Raises
    ------
    ModuleNotFoundError
        When their package is not installed.
    """
    # The package itself is never imported: it would parse the fonts for another typesetter.
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {_FONT_PACKAGE!r}", name=_FONT_PACKAGE)
    return next(iter(spec.submodule_search_locations))


@cache
def printable_characters() -> frozenset[int]:
    """Returns the characters that every weight of the font has."""
    from fontTools.ttLib import TTFont

    found: frozenset[int] | None = None
    for path in sorted(Path(font_folder()).glob("*.otf")):
        with TTFont(path, lazy=True) as font:
            has = frozenset(font.getBestCmap())
        found = has if found is None else found & has
    return found or frozenset()
