"""What the fields of the schema mean: written once, in docstrings, read by pages and templates.

A field is described under `Parameters` in the docstring of the value that it becomes, or of the
class of the schema where only the file has it.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from fleet import Disturbances
from optimizer.day import ChangePrices, Prices

PRICES: dict[str, type] = {"PricesIn": Prices, "ChangesIn": ChangePrices}
_QUANTITIES: dict[str, type] = {**PRICES, "DisturbancesIn": Disturbances}
"""Parts of the schema that are made of the value that they become."""
_PLACES = {"lon": "Degrees east, WGS-84.", "lat": "Degrees north, WGS-84."}


class NotDescribed(Exception):
    """A field of the schema of which no docstring says what it means."""


def meanings_of(door: type[BaseModel]) -> dict[str, str]:
    """Returns what each field of a part of the schema means.

    Raises
    ------
    NotDescribed
        Names the field, and where to describe it.
    """
    described = {**_PLACES, **read_docstring(_value_of(door)), **read_docstring(door)}
    found = {}
    for name, field in door.model_fields.items():
        seconds = re.sub(r"_minutes$", "_s", name)
        meaning = field.description or described.get(name) or described.get(seconds)
        if not meaning:
            raise NotDescribed(
                f"{door.__name__}.{name}: say what it means under Parameters, in the docstring of "
                f"{_value_of(door) or door}."
            )
        if door.__name__ in PRICES:
            meaning = re.sub("^Of ", "The price of ", meaning)
        found[name] = meaning
    return found


def parts_in(kind: Any) -> Iterator[type[BaseModel]]:
    """Yields the parts of the schema that a field's type holds."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from parts_in(inner)


def _value_of(door: type[BaseModel]) -> type | None:
    """Returns the value that a part of the schema becomes."""
    if door.__name__ in _QUANTITIES:
        return _QUANTITIES[door.__name__]
    to_domain = getattr(door, "to_domain", None)
    return get_type_hints(to_domain)["return"] if to_domain else None


def read_docstring(of: type | None) -> dict[str, str]:
    """Returns what a docstring says of each of its parameters.

    Raises
    ------
    NotDescribed
        When it describes a field that the value has not.
    """
    if of is None:
        return {}
    doc = inspect.getdoc(of) or ""
    _, _, rest = doc.partition("\nParameters\n----------\n")
    found: dict[str, str] = {}
    names: list[str] = []
    for line in re.split(r"\n\w+\n-+\n", rest)[0].splitlines():
        if line and not line.startswith(" "):
            names = [one.strip() for one in line.split(",")]
        for name in names:
            if line.startswith(" "):
                found[name] = f"{found.get(name, '')} {line.strip()}".strip()
    if is_dataclass(of):
        unknown = found.keys() - {one.name for one in fields(of)}
        if unknown:
            raise NotDescribed(f"{of.__name__} describes {sorted(unknown)}, which it has not.")
    return found
