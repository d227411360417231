"""The scenario reference: every field of a scenario file, from the schema that reads it.

What a field means is written once: `scenarios.files.schema.described` reads it.
"""

import datetime as dt
import enum
import types
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from scenarios.files.gathering import TABLES
from scenarios.files.schema import ScenarioIn, meanings_of, parts_in
from scenarios.files.schema.streets import month_and_day
from scenarios.shapes import Door, WindowIn, clock_s

HEAD = """# Scenario reference

Every field of a scenario: of `scenario.toml`, and of the tables beside it. How to make a scenario
is told in [for planners](for-planners.md); what the columns of the tables are called, in the
[table reference](table-reference.md). `./run docs` makes this page of the schema that reads the
files; change that, not the page.

- `extends = "NAME"` at the top takes everything that is not said here from another scenario; of
  `[prices]`, `[changes]` and `[disturbances]`, field by field.
- Units stand in the names: `_m`, `_cm`, `_m2`, `_kg`, `_l`, `_ml`, `_kph`, `_fen` (one hundredth
  of a yuan). Shares are from 0 to 1.
- Quantities are whole numbers: `12`, not `12.0` or `"12"`.
- A time is `HH:MM` after midnight of the service day; `25:30` is half past one in the night after
  it. A window is `HH:MM-HH:MM`.
- Weekdays are numbers from Monday = 0.
- In a table a list is written with semicolons, `sweep;wash`; an empty cell is a field left out.
- A field that says nothing under "without it" must be there.

"""

TITLES = {
    "ScenarioIn": "The scenario",
    "PricesIn": "Prices",
    "ChangesIn": "Prices of changes",
    "DisturbancesIn": "Disturbances",
    "ShiftIn": "A shift",
    "StandardIn": "A street standard",
    "WashIn": "Washing",
    "VehicleIn": "A vehicle",
    "CompartmentIn": "A compartment",
    "FacilityIn": "A facility",
    "ContractIn": "A contract",
    "ContainerIn": "A collection point",
    "OverflowIn": "Overflow",
    "OverrideIn": "An override",
    "ClosureIn": "A closure",
    "ExtraTaskIn": "An extra task",
    "TownIn": "A town",
    "WeatherIn": "Weather",
    "SeasonIn": "A season",
    "CaseCategoryIn": "A category of cases",
}


class Row(NamedTuple):
    """A field: its name, what may be written, what holds without it, what it means."""

    name: str
    kind: str
    default: str
    meaning: str


def render() -> str:
    """Returns the page."""
    parts = [HEAD]
    for door in doors():
        parts.append(f"## {title_of(door)}\n\n{_where(door)}\n\n")
        parts.append("| field | what to write | without it | what it means |\n|---|---|---|---|\n")
        parts += [
            f"| `{'`, `'.join(row.name for row in rows)}` | {' | '.join(said)} |\n"
            for said, rows in groupby(rows_of(door), lambda row: row[1:])
        ]
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def title_of(door: type[BaseModel]) -> str:
    """Returns the heading of a part of the schema."""
    return TITLES.get(door.__name__, door.__name__.removesuffix("In"))


def _where(door: type[BaseModel]) -> str:
    """Returns where a part of the schema is written."""
    if door is ScenarioIn:
        return "At the top of `scenario.toml`."
    places = []
    for holder in doors():
        for name, field in holder.model_fields.items():
            if door not in parts_in(field.annotation):
                continue
            if holder is not ScenarioIn:
                places.append(f"as `{name}` of {title_of(holder).lower()}")
                continue
            table = f", or a row of `{name}.csv` or `{name}.xlsx`" if name in TABLES else ""
            places.append(f"{_toml(name, field)} in `scenario.toml`{table}")
    return f"{'; '.join(places)}.".replace("as", "As", 1 if places[0].startswith("as") else 0)


def _toml(name: str, field: FieldInfo) -> str:
    """Returns the heading of a part in a TOML file."""
    kind = get_origin(field.annotation)
    return {list: f"`[[{name}]]`", dict: f"`[[{name}.KIND]]`"}.get(kind, f"`[{name}]`")


def doors() -> list[type[BaseModel]]:
    """Returns the parts of the schema, in the order in which the scenario names them."""
    found: list[type[BaseModel]] = []
    todo: list[type[BaseModel]] = [ScenarioIn]
    while todo:
        door = todo.pop(0)
        if door in found or door is WindowIn:
            continue
        found.append(door)
        inner = [one for field in door.model_fields.values() for one in parts_in(field.annotation)]
        todo = inner + todo if door is not ScenarioIn else todo + inner
    return found


def rows_of(door: type[BaseModel]) -> Iterator[Row]:
    """Yields the fields of a part of the schema."""
    meanings = meanings_of(door)
    for name, field in door.model_fields.items():
        yield Row(
            name=name,
            kind=kind_of(field),
            default=default_of(field),
            meaning=plain(meanings[name]),
        )


def plain(text: str) -> str:
    """Returns a sentence of a docstring for a table of a page."""
    return text.replace("|", "\\|").replace("`fleet.", "`")


def kind_of(field: FieldInfo) -> str:
    """Returns what may be written into a field."""
    return _written(field.metadata) or _type_name(field.annotation)


def _written(metadata: Iterable[object]) -> str:
    """Returns how a value is written that a reader of its own takes, "" for others."""
    for one in metadata:
        if isinstance(one, BeforeValidator):
            return {clock_s: "time `HH:MM`", month_and_day: "day `MM-DD`"}[one.func]
    return ""


def _type_name(kind: Any, *, many: bool = False) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _written(inner[1:]) or _type_name(inner[0], many=many)
    if origin in (Union, types.UnionType):
        return _type_name(next(one for one in inner if one is not type(None)), many=many)
    if origin is list:
        each = _type_name(inner[0], many=True)
        if each.startswith("["):
            return f"list, each {each}"
        return f"{'lists' if many else 'list'} of {each}"
    if origin is tuple:
        return "pairs `[lon, lat]`" if many else "pair `[lon, lat]`"
    if origin is dict:
        return f"table from {_type_name(inner[0])} to {_type_name(inner[1])}"
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        values = [
            f"`{one.value}`" + f" ({one.name.lower()})" * isinstance(one, int) for one in kind
        ]
        return (
            values[0] if len(values) == 1 else f"{'any' if many else 'one'} of {', '.join(values)}"
        )
    if kind is WindowIn:
        return "windows `HH:MM-HH:MM`" if many else "window `HH:MM-HH:MM`"
    if isinstance(kind, type) and issubclass(kind, Door):
        title = title_of(kind)
        anchor = title.lower().replace(" ", "-")
        return f"[{title.lower()}](#{anchor})"
    singular = {
        bool: "`true` or `false`",
        int: "whole number",
        float: "number",
        str: "text",
        dt.date: "date `YYYY-MM-DD`",
    }[kind]
    plural = {int: "whole numbers", str: "texts", dt.date: "dates `YYYY-MM-DD`"}
    return plural[kind] if many else singular


def default_of(field: FieldInfo) -> str:
    """Returns what holds where a field is left out, "" where it must be there."""
    value = field.default
    if value is PydanticUndefined:
        return ""
    if value is None or value == "" or value in ([], {}):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, BaseModel):
        return "its defaults"
    if isinstance(value, list):
        return _list_default(value)
    return f"`{value}`"


def _list_default(values: list[Any]) -> str:
    if all(isinstance(one, WindowIn) for one in values):
        return "`" + ", ".join(_window(one) for one in values) + "`"
    if values == list(range(7)):
        return "every day"
    return "`" + ", ".join(str(one) for one in values) + "`"


def _window(window: WindowIn) -> str:
    ends = (window.earliest_s, window.latest_s)
    return "-".join(f"{end // 3600:02d}:{end % 3600 // 60:02d}" for end in ends)
