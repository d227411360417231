"""The catalogues: what each code reads in each language, in TOML files beside this one.

A code is the path to its template: ``[plan] verdict = "..."`` is ``plan.verdict``. The English
catalogue holds what the api says; what the core says in English stands in the core, where it
happens (`fleet.message`). The Chinese one holds both.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from api.words.language import Language

_FOLDER = Path(__file__).parent


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Returns the templates of a language by code.

    Raises
    ------
    ValueError
        When two files have the same code.
    """
    found: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.toml")):
        for code, template in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))):
            if code in found:
                raise ValueError(f"{path}: {code} is in another file too.")
            found[code] = template
    return found


def _flatten(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, str):
            yield before + key, value
        else:
            yield from _flatten(value, f"{before}{key}.")
