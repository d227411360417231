"""What is said to people: a code, the values in it, and how it reads in English.

The core says things where they happen, in English; `api.words` says them in other languages. It
finds a sentence by its code, never by its text, and fills the values in anew. So plans and errors
carry codes and values, and a reader of either language reads all of it.

A template is a format string. Besides Python's own formats it may say how people write a value:

======================  =======================================================================
``{at:clock}``          seconds after midnight as 05:29, or 05:29 +1 on the day after
``{at:clock_s}``        the same to the second
``{windows:bands}``     pairs of such seconds as 05:29-07:00, 22:00-05:29 +1
``{windows:bands_s}``   the same to the second
``{names:list}``        a, b, c; "none" where there is nothing
``{faults:lines}``      each on a line of its own, indented
``{faults:clauses}``    a; b
``{ways:either}``       a, or b
``{ways:both}``         a and b
``{kind:word.kind}``    a value that has a word of its own in each language: kitchen truck
``{works:list.work}``   a list of such values
``{name:street}``       a street's name, or its class in brackets where it has none
``{name!r}``            in quotation marks
``{error:aside}``       what a library says, in brackets; nobody translates it, so only in English
======================  =======================================================================
"""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any

from fleet.clock import clock


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence or phrase.

    Parameters
    ----------
    code
        Stable; catalogues and scripts know it by this. "" for a text that has none.
    text
        The English sentence, values filled in.
    arguments
        The values, by the names that they have in the template.
    """

    code: str
    text: str
    arguments: Mapping[str, "_Value | tuple[_Value | tuple[int, int], ...]"] = field(
        default_factory=dict, hash=False
    )

    def __str__(self) -> str:
        return self.text


_Value = str | int | float | bool | None | Message


class Wording(string.Formatter):
    """How templates are filled in English; other languages are subclasses."""

    def fill(self, template: str, arguments: Mapping[str, Any]) -> str:
        """Returns a template with its values filled in."""
        return self.vformat(template, (), arguments)

    def say(self, message: Message) -> str:
        """Returns a message in the language."""
        return message.text

    def word(self, table: str, value: str) -> str:
        """Returns the word for one of a set of values."""
        return value.replace("_", " ")

    def clock(self, time_s: int, *, with_seconds: bool = False) -> str:
        """Returns a time of day."""
        return clock(time_s, with_seconds=with_seconds)

    def bands(self, bands: Iterable[tuple[int, int]], *, with_seconds: bool = False) -> str:
        """Returns some hours of the day."""
        return self.join_list(
            "-".join(self.clock(time_s, with_seconds=with_seconds) for time_s in band)
            for band in bands
        )

    def join_list(self, items: Iterable[str]) -> str:
        """Returns a list."""
        return ", ".join(items) or "none"

    def clauses(self, items: Iterable[str]) -> str:
        """Returns parts of a sentence, one after the other."""
        return "; ".join(items)

    def either(self, items: Iterable[str]) -> str:
        """Returns alternatives."""
        return ", or ".join(items)

    def both(self, items: Iterable[str]) -> str:
        """Returns what goes together."""
        return " and ".join(items)

    def street(self, name: str) -> str:
        """Returns a street's name; one without is called by its class in brackets."""
        return name

    def quoted(self, text: str) -> str:
        """Returns a value as somebody wrote it."""
        return repr(text)

    def aside(self, text: str) -> str:
        """Returns what a library says of an error."""
        return f" ({text})" if text else ""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """As `string.Formatter`; "!r" quotes a text."""
        if conversion == "r":
            return self.quoted(value) if isinstance(value, str) else str(value)
        return value

    def format_field(self, value: Any, spec: str) -> str:
        """As `string.Formatter`, with the formats of this module."""
        how, _, table = spec.partition(".")
        if how == "word":
            return self.word(table, str(value))
        if how in ("clock", "clock_s"):
            return self.clock(value, with_seconds=how == "clock_s")
        if how in ("bands", "bands_s"):
            return self.bands(value, with_seconds=how == "bands_s")
        if how in ("aside", "street"):
            return (self.aside if how == "aside" else self.street)(str(value))
        if how in ("list", "lines", "clauses", "either", "both"):
            items = [self._item(one, table) for one in value]
            if how == "lines":
                return "".join(f"\n  {item}" for item in items)
            join = {
                "list": self.join_list,
                "clauses": self.clauses,
                "either": self.either,
                "both": self.both,
            }
            return join[how](items)
        return self.say(value) if isinstance(value, Message) else format(value, spec)

    def _item(self, value: object, table: str) -> str:
        if isinstance(value, Message):
            return self.say(value)
        return self.word(table, str(value)) if table else str(value)


ENGLISH = Wording()


def message(code: str, template: str, /, **arguments: Any) -> Message:
    """Returns a message with its values filled in; dates, paths and enums become texts."""
    plain = {name: _simplify(value) for name, value in arguments.items()}
    return Message(code=code, text=ENGLISH.fill(template, plain), arguments=plain)


def clauses(parts: Sequence[Message]) -> Message:
    """Returns several messages as one: a; b."""
    return parts[0] if len(parts) == 1 else message("clauses", "{parts:clauses}", parts=parts)


def message_of(values: Mapping[str, Any]) -> Message:
    """Returns the message that JSON holds."""
    return Message(
        code=values["code"],
        text=values["text"],
        arguments={name: _argument(value) for name, value in values["arguments"].items()},
    )


def _argument(value: Any) -> Any:
    if isinstance(value, Mapping):
        return message_of(value)
    return tuple(map(_argument, value)) if isinstance(value, list | tuple) else value


def _simplify(value: Any) -> Any:
    if value is None or isinstance(value, bool | Message):
        return value
    # numpy's numbers are not ints and floats, and an enum's member is more than its text.
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(map(_simplify, value))
    return str(value)


class MessageError(Exception):
    """An error that says what is wrong in the words of a message.

    Raised with a code, a template and its values, or with a message that is there; with a text
    alone where nobody but a programmer will read it.
    """

    def __init__(self, said: Message | str, template: str = "", /, **arguments: Any) -> None:
        if isinstance(said, Message):
            self.message = said
        elif template:
            self.message = message(said, template, **arguments)
        else:
            self.message = Message(code="", text=said)
        # What `pickle` hands to a new one.
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message.text


class InvalidValue(MessageError, ValueError):
    """A value that cannot be."""


def describe_error(error: Exception) -> Message:
    """Returns what an error says, by its code where it has one."""
    if isinstance(error, MessageError):
        return error.message
    return Message(code="", text=str(error))
