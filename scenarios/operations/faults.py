"""What is wrong with events: every fault with its place, in one error."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fleet import Message, message
from optimizer.errors import InputError

MOST_FAULTS = 40
"""Faults that are said in full; the rest are counted."""

Note = Callable[[str, Message], None]
"""Takes down what is wrong with a field of the event that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFault:
    """One fault of one event.

    Parameters
    ----------
    number
        The place of the event in the list, from 1; 0 for the list itself.
    field
        The field that is wrong; "" for the event itself.
    why
        What is wrong and what to do.
    """

    number: int
    field: str
    why: Message

    @property
    def message(self) -> Message:
        """Place and fault in one line."""
        if not self.number:
            return self.why
        if not self.field:
            return message(
                "events.fault", "event {number}: {why}", number=self.number, why=self.why
            )
        return message(
            "events.fault_of_field",
            "event {number}, {field}: {why}",
            number=self.number,
            field=self.field,
            why=self.why,
        )


class EventFaults(InputError):
    """Events that were refused, with all of their faults; nothing of them was taken.

    Parameters
    ----------
    where
        What was read: a file, or the body of a request.
    """

    def __init__(self, where: str, faults: Sequence[EventFault]) -> None:
        self.where = where
        self.faults = tuple(faults)
        said: list[Message] = [fault.message for fault in self.faults[:MOST_FAULTS]]
        more = len(self.faults) - len(said)
        if more > 0:
            said.append(message("events.more_faults", "and {count} more", count=more))
        super().__init__(
            "events.faults",
            "{where}: events refused, faults: {num}{faults:lines}\nnothing was changed",
            where=where,
            num=len(self.faults),
            faults=said,
        )

    def __reduce__(self) -> tuple[object, ...]:
        return EventFaults, (self.where, self.faults)
