"""Variations of a scenario: one value of it set to each of several.

A setting names what it sets as planners say it:

- ``vehicles.KIND`` and ``bulk_trucks.KIND``: how many vehicles there are of a kind. More are
  copies of the last of the kind, with ids that count on; fewer leave out the last.
- ``shifts.KIND``: how many of the shifts of a kind are worked, the first of them.
- any number of the scenario by its path: ``prices.apart_fen``,
  ``standards.II.wash.washes_per_week``, ``facilities.plant.daily_capacity_kg``.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from fleet import Vehicle, VehicleKind
from optimizer.errors import InputError
from scenarios.scenario import Scenario

MOST_VALUES = 64
"""Most scenarios that variations may come to."""

_RANGE = re.compile(r"(\d+)\.\.(\d+)(?::([1-9]\d*))?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of a scenario by its path, and what it is set to."""

    path: str
    value: float

    def __str__(self) -> str:
        return f"{self.path}={self.value:g}"


def read_variation(text: str) -> tuple[Setting, ...]:
    """Returns the settings that a text as "vehicles.washer=6..12" lists.

    Parameters
    ----------
    text
        A path, and after "=" values parted by commas, ranges among them: ``6..12``, or ``6..12:2``
        for every second.

    Raises
    ------
    InputError
        When it is none.
    """
    path, equals, listed = text.partition("=")
    values: list[float] = []
    for part in listed.split(","):
        span = _RANGE.fullmatch(part.strip())
        if span:
            first, last, step = int(span[1]), int(span[2]), int(span[3] or 1)
            values += range(first, min(last, first + step * MOST_VALUES) + 1, step)
        elif _NUMBER.fullmatch(part.strip()):
            values.append(float(part) if "." in part else int(part))
        else:
            equals = ""
    if not equals or not path.strip() or not values:
        raise InputError(
            "variation.unreadable",
            "{text!r} is no variation; write a path and its values, e.g. vehicles.washer=6..12 or "
            "shifts.sweeper=1,2.",
            text=text,
        )
    return tuple(Setting(path.strip(), value) for value in dict.fromkeys(values))


def combine_variations(variations: Sequence[Sequence[Setting]]) -> list[tuple[Setting, ...]]:
    """Returns every combination of one setting of each variation.

    Raises
    ------
    InputError
        When there are too many.
    """
    combined = list(itertools.islice(itertools.product(*variations), MOST_VALUES + 1))
    if len(combined) > MOST_VALUES:
        raise InputError(
            "variation.too_many",
            "the variations come to more than {most} scenarios; give fewer values.",
            most=MOST_VALUES,
        )
    return combined


def vary(scenario: Scenario, settings: Sequence[Setting]) -> Scenario:
    """Returns a scenario with some values set.

    Raises
    ------
    InputError
        When a path names nothing that can be set, or a value cannot be.
    """
    for setting in settings:
        head, _, rest = setting.path.partition(".")
        if head == "vehicles" and rest in set(VehicleKind):
            vehicles = _with_count(scenario.vehicles, VehicleKind(rest), setting)
            scenario = replace(scenario, vehicles=vehicles)
        elif head == "bulk_trucks" and rest in set(VehicleKind):
            trucks = _with_count(scenario.bulk_trucks, VehicleKind(rest), setting)
            scenario = replace(scenario, bulk_trucks=trucks)
        elif head == "shifts" and rest in set(VehicleKind):
            scenario = _with_shifts(scenario, VehicleKind(rest), setting)
        else:
            scenario = _set_path(scenario, setting.path.split("."), setting)
    return scenario


def _with_count(
    vehicles: tuple[Vehicle, ...], kind: VehicleKind, setting: Setting
) -> tuple[Vehicle, ...]:
    """Returns vehicles with so many of a kind."""
    own = [one for one in vehicles if one.kind is kind]
    count = _whole(setting)
    if not own:
        raise _refuse(setting, f"{setting.path}")
    taken = {one.id for one in vehicles}
    more: list[Vehicle] = []
    for _ in range(count - len(own)):
        id_ = _next_id((more or own)[-1].id, taken)
        taken.add(id_)
        more.append(replace(own[-1], id=id_))
    left_out = {one.id for one in own[count:]}
    last = max(place for place, one in enumerate(vehicles) if one.kind is kind)
    kept = [*vehicles[: last + 1], *more, *vehicles[last + 1 :]]
    return tuple(one for one in kept if one.id not in left_out)


def _next_id(id_: str, taken: set[str]) -> str:
    """Returns the first id after another that nobody has: W07 after W06."""
    stem, digits = re.fullmatch(r"(.*?)(\d*)", id_).groups()  # type: ignore[union-attr]
    for number in itertools.count(int(digits or 1) + 1):
        following = f"{stem}{number:0{len(digits)}d}"
        if following not in taken:
            return following
    raise AssertionError("numbers have no end")


def _with_shifts(scenario: Scenario, kind: VehicleKind, setting: Setting) -> Scenario:
    templates = scenario.shift_templates.get(kind, ())
    count = _whole(setting)
    if not 1 <= count <= len(templates):
        raise InputError(
            "variation.shifts",
            "{setting}: the scenario has {count} shifts of that kind; write 1 to {count}.",
            setting=str(setting),
            count=len(templates),
        )
    return replace(scenario, shift_templates={**scenario.shift_templates, kind: templates[:count]})


def _set_path(value: Any, path: Sequence[str], setting: Setting) -> Any:
    """Returns a value with a number in it set; `path` leads there by fields and by ids of rows."""
    if not path:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _refuse(setting, setting.path)
        return setting.value if isinstance(value, float) else _whole(setting)
    name, *rest = path
    if isinstance(value, tuple):
        if name not in {getattr(row, "id", None) for row in value}:
            raise _refuse(setting, name)
        return tuple(_set_path(row, rest, setting) if row.id == name else row for row in value)
    if not is_dataclass(value) or name not in {one.name for one in fields(value)}:
        raise _refuse(setting, name)
    inner = _set_path(getattr(value, name), rest, setting)
    return replace(value, **{name: inner})  # type: ignore[type-var]


def _whole(setting: Setting) -> int:
    if setting.value != int(setting.value) or setting.value < 0:
        raise InputError(
            "variation.not_whole",
            "{setting}: write a whole number, 0 or more.",
            setting=str(setting),
        )
    return int(setting.value)


def _refuse(setting: Setting, name: str) -> InputError:
    return InputError(
        "variation.unknown",
        "{setting}: {name!r} names no number of the scenario; write e.g. vehicles.washer, "
        "shifts.sweeper, prices.apart_fen or standards.II.wash.washes_per_week.",
        setting=str(setting),
        name=name,
    )
