"""The list of what has happened on a plan's day, and its version."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimizer.events import Event

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

_STRONG_TAG = re.compile(r'(?:^|,)\s*"([0-9]{1,9})"\s*(?=,|$)')


def day_list(plan_file: "PlanFile", told: Sequence[Event]) -> tuple[Event, ...]:
    """Returns all that is known of a plan's day: what it was made with, then what was told since.

    The list only grows, so its length is its version.
    """
    known = plan_file.running.events if plan_file.running else ()
    return (*known, *told)


def etag_of(version: int) -> str:
    """Returns the ETag of a version of a day's list."""
    return f'"{version}"'


def versions_in(header: str) -> frozenset[int]:
    """Returns the versions that an If-Match names; weak and foreign tags match none."""
    return frozenset(int(number) for number in _STRONG_TAG.findall(header))
