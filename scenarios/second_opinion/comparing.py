"""What a plan states beside what comes out of a second computation, value by value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from math import isclose
from typing import Any

from fleet import Message, message
from optimizer.checker import Nearest, Violation, ViolationCode

SAME = 1e-9
"""Shares that differ by less are the same."""

MOST_SHOWN = 120
"""Letters shown of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """What a plan states and nobody can recompute from it.

    Parameters
    ----------
    what
        Where it stands in plan.json: names and numbers parted by points, "*" for any number.
    why
        Why it cannot be recomputed.
    """

    what: str
    why: Message

    def __str__(self) -> str:
        return f"{self.what}: {self.why.text}"


Finding = Violation | Unchecked


class _Absent:
    """Stands where one side has no value."""


_MISSING = _Absent()


def compare(stated: Any, due: Any, path: str, code: ViolationCode) -> Iterator[Finding]:
    """Yields where a stated value is not the one due.

    Parameters
    ----------
    stated, due
        Plain values or dataclasses of them; `Nearest` where a figure was rounded. What a mapping
        states under a name that is not due is unchecked: nothing recomputes it.
    path
        Where the value stands in plan.json.
    """
    if isinstance(stated, Message) and isinstance(due, Message) and not stated.code:
        # Earlier versions wrote the words alone.
        stated, due = stated.text, due.text
    stated, due = _open(stated), _open(due)
    if isinstance(due, Nearest):
        if not due.allows(stated):
            yield _violation(stated, due, path, code)
    elif isinstance(stated, Mapping) and isinstance(due, Mapping):
        for name in dict.fromkeys((*due, *stated)):
            if name in due:
                yield from compare(stated.get(name, _MISSING), due[name], f"{path}.{name}", code)
            else:
                yield Unchecked(
                    what=f"{path}.{name}",
                    why=message("unchecked.unknown", "nothing recomputes it"),
                )
    elif _is_list(stated) and _is_list(due):
        for number in range(max(len(stated), len(due))):
            yield from compare(
                stated[number] if number < len(stated) else _MISSING,
                due[number] if number < len(due) else _MISSING,
                f"{path}.{number}",
                code,
            )
    elif not _is_same(stated, due):
        yield _violation(stated, due, path, code)


def _violation(stated: Any, due: Any, path: str, code: ViolationCode) -> Violation:
    if stated is _MISSING:
        detail = message("violation.not_stated", "is missing; it is {due}", due=_show(due))
    elif due is _MISSING:
        detail = message(
            "violation.stated_too_much",
            "says {stated}, and there is no such thing",
            stated=_show(stated),
        )
    else:
        detail = message(
            "violation.stated_otherwise",
            "says {stated}, it is {due}",
            stated=_show(stated),
            due=_show(due),
        )
    return Violation(code=code, where=path, detail=detail)


def _open(value: Any) -> Any:
    """Returns a dataclass as a mapping and the member of an enum as its value."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type | Nearest):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return value


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_same(stated: Any, due: Any) -> bool:
    if isinstance(stated, bool) or isinstance(due, bool):
        return stated is due
    if isinstance(stated, float) or isinstance(due, float):
        numbers = isinstance(stated, int | float) and isinstance(due, int | float)
        return numbers and isclose(stated, due, rel_tol=SAME, abs_tol=SAME)
    return bool(stated == due)


def _show(value: Any) -> str:
    """Returns a value as a reader of the file finds it, cut where it is long."""
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
