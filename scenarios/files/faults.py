"""What `pydantic` finds wrong with values, as messages: the type of an error is its code."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from fleet import Message, describe_error, message

MOST_FAULTS = 5
"""Faults named of a file that a program wrote and somebody edited."""


def faults_in(error: ValidationError) -> list[Message]:
    """Returns the first faults of a file that a program wrote."""
    return [fault_of(one) for one in error.errors()[:MOST_FAULTS]]


def fault_of(error: Mapping[str, Any], *, skip: int = 0) -> Message:
    """Returns what is wrong with a value, behind its column and before what was got.

    Parameters
    ----------
    error
        As `pydantic.ValidationError.errors` gives them.
    skip
        The first parts of the place that are left out.
    """
    what = _describe(error)
    value = error.get("input")
    if isinstance(value, str | int | float):
        what = message("schema.got", "{what} (got {value})", what=what, value=repr(value))
    column = ".".join(str(part) for part in error["loc"][skip:])
    if not column:
        return what
    return message("schema.fault", "{column}: {what}", column=column, what=what)


def _describe(error: Mapping[str, Any]) -> Message:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return describe_error(context["error"])
    if error["type"] == "extra_forbidden":
        return message(
            "schema.extra_forbidden",
            "is no field of this table; see the library's scenarios for those there are",
        )
    return Message(
        code=f"schema.{error['type']}",
        text=str(error["msg"]),
        arguments={name: str(value) for name, value in context.items()},
    )
