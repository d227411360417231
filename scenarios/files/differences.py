"""What differs between a scenario and the one that it extends, as planners say it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from fleet import Message, message
from scenarios.files.districts import put_in_each_district
from scenarios.scenario import Scenario

NOT_COMPARED = frozenset(
    {"name", "title", "title_zh", "assumptions", "assumptions_zh", "notices", "skipped"}
)
"""What says who a scenario is and what was made of its files, not what is planned."""

_NAMES_IN_FILES = {"shift_templates": "shifts"}

MOST_ROWS = 5
"""More rows that differ in the same fields are told together."""


def differences_from(base: Scenario, scenario: Scenario) -> tuple[Message, ...]:
    """Returns what a scenario has otherwise than another, one sentence for each thing.

    Tables are compared row by row by their ids, and prices and rates field by field. What lies in
    more districts is held against the other one in as many.
    """
    found: list[Message] = []
    if scenario.districts > base.districts == 1:
        found.append(_tell_field("districts", base.districts, scenario.districts))
        base = put_in_each_district(replace(base, districts=scenario.districts))
    for one in fields(Scenario):
        if one.name in NOT_COMPARED:
            continue
        name = _NAMES_IN_FILES.get(one.name, one.name)
        old, new = getattr(base, one.name), getattr(scenario, one.name)
        if old == new:
            continue
        if _has_ids(old) and _has_ids(new):
            found += _compare_rows(name, old, new)
        elif is_dataclass(old):
            found += [
                _tell_field(f"{name}.{inner}", before, now)
                for inner, before, now in _list_changed_fields(old, new)
            ]
        elif isinstance(old, Mapping):
            found += _compare_entries(name, old, new)
        elif isinstance(old, tuple):
            found.append(_tell_count(name, old, new))
        else:
            found.append(_tell_field(name, old, new))
    return tuple(found)


def _has_ids(rows: object) -> bool:
    return isinstance(rows, tuple) and all(hasattr(row, "id") for row in rows)


def _compare_rows(table: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Message]:
    before, now = ({row.id: row for row in rows} for rows in (old, new))
    if len(before) != len(now):
        yield _tell_count(table, old, new)
    added = [id_ for id_ in now if id_ not in before]
    taken_out = [id_ for id_ in before if id_ not in now]
    if added:
        yield message(
            "scenario_differs.added",
            "{table:word.table}: added {ids:list}",
            table=table,
            ids=spans(added),
        )
    if taken_out:
        yield message(
            "scenario_differs.taken_out",
            "{table:word.table}: taken out {ids:list}",
            table=table,
            ids=spans(taken_out),
        )
    changed = {
        id_: tuple(_list_changed_fields(before[id_], now[id_]))
        for id_ in before
        if id_ in now and before[id_] != now[id_]
    }
    yield from _tell_changed_rows(table, changed)
    if not changed and before.keys() == now.keys():
        yield message(
            "scenario_differs.order", "{table:word.table}: in another order", table=table
        )


def _tell_changed_rows(
    table: str, changed: Mapping[str, tuple[tuple[str, Any, Any], ...]]
) -> Iterator[Message]:
    """Yields what differs in each row; many rows that differ in the same fields share one line."""
    alike = Counter(tuple(name for name, _, _ in row) for row in changed.values())
    for names, count in alike.items():
        rows = {id_: row for id_, row in changed.items() if tuple(n for n, _, _ in row) == names}
        if count > MOST_ROWS and len({tuple(map(repr, row)) for row in rows.values()}) > 1:
            yield message(
                "scenario_differs.many_rows",
                "{table:word.table}: {count} rows have other values of {fields:list}",
                table=table,
                count=count,
                fields=names,
            )
            continue
        together: dict[str, list[str]] = {}
        for id_, row in rows.items():
            together.setdefault(repr(row), []).append(id_)
        for ids in together.values():
            yield message(
                "scenario_differs.rows",
                "{table:word.table}: {ids:list}: {changes:clauses}",
                table=table,
                ids=spans(ids),
                changes=[_tell_field(*one) for one in rows[ids[0]]],
            )


def _compare_entries(
    name: str, old: Mapping[Any, Any], new: Mapping[Any, Any]
) -> Iterator[Message]:
    for key in (*new, *(key for key in old if key not in new)):
        if old.get(key) != new.get(key):
            yield _tell_field(f"{name}.{key}", old.get(key), new.get(key))


def _list_changed_fields(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yields the fields of two values of one class that differ, deepest first."""
    for one in fields(old):
        before, now = getattr(old, one.name), getattr(new, one.name)
        if before == now:
            continue
        if is_dataclass(before) and type(before) is type(now):
            for name, inner_before, inner_now in _list_changed_fields(before, now):
                yield f"{one.name}.{name}", inner_before, inner_now
        else:
            yield one.name, before, now


def _tell_field(name: str, old: Any, new: Any) -> Message:
    before, now = _plain(old), _plain(new)
    if before is not None and now is not None:
        return message(
            "scenario_differs.field",
            "{name} {new} instead of {old}",
            name=name,
            new=now,
            old=before,
        )
    if old is None:
        return message("scenario_differs.new", "{name} is new", name=name)
    if new is None:
        return message("scenario_differs.gone", "{name} is no more", name=name)
    return message("scenario_differs.value", "{name} is another", name=name)


def _plain(value: Any) -> str | int | float | None:
    """Returns a value as a sentence has it, None for one that takes more than a few words."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, tuple) and all(isinstance(one, int | str) for one in value):
        return "[" + ", ".join(map(str, value)) + "]"
    return None


def _tell_count(table: str, old: Sequence[Any], new: Sequence[Any]) -> Message:
    if len(old) == len(new):
        return message("scenario_differs.value", "{name} is another", name=table)
    return message(
        "scenario_differs.count",
        "{table:word.table}: {new} instead of {old}",
        table=table,
        new=len(new),
        old=len(old),
    )


def spans(ids: Iterable[str]) -> list[str]:
    """Returns ids with those that count on by one drawn together: W07, W08, W09 is W07..W09."""
    found: list[list[str]] = []
    for one in ids:
        if found and _counts_on(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return [text for run in found for text in ([f"{run[0]}..{run[-1]}"] if len(run) > 2 else run)]


_NUMBERED = re.compile(r"(.*?)(\d+)")


def _counts_on(one: str, other: str) -> bool:
    first, second = _NUMBERED.fullmatch(one), _NUMBERED.fullmatch(other)
    return bool(
        first
        and second
        and first[1] == second[1]
        and len(first[2]) == len(second[2])
        and int(second[2]) == int(first[2]) + 1
    )
