"""STUB replaced at merge."""

from dataclasses import dataclass

from optimizer.operations.events import Event
from optimizer.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    before: Plan | None
    known: tuple[Event, ...]
    events: tuple[Event, ...]
    now_s: int
    freeze_s: int
