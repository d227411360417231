"""What reading a file found beside streets: what was left out, not understood, not applied."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from optimizer.errors import Message, message


class Omission(StrEnum):
    """Why streets that were read are no part of a network."""

    NOT_DRIVABLE = "not drivable"
    ACCESS = "access"
    CHANGING = "direction changes by the hour"
    CLIPPED = "clipped"
    FAR = "far from all other streets"
    DOUBLE = "drawn twice"
    OUTSIDE = "outside the strongly connected part"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Streets that were read and cannot be used, so that nothing disappears.

    Parameters
    ----------
    reason
        An `Omission`.
    area_m2
        The surface of arcs that had one: 0 but for those outside the strongly connected part.
    """

    name: str
    reason: str
    length_m: int
    num_arcs: int = 1
    area_m2: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeJoins:
    """Streets that are in reach only by drives beyond the edge of the data.

    Parameters
    ----------
    number, length_m
        Of these drives, and the metres of all of them.
    street_m
        Length of the streets that they bring into reach, a two-way street once.
    """

    number: int = 0
    length_m: int = 0
    street_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplied:
    """A turn restriction that binds nobody here: its relation, what it says, and why."""

    relation_id: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionCount:
    """Turn-restriction relations: in the file, applied, and why the rest were not.

    Parameters
    ----------
    over_ways
        How many of those applied lead over via ways rather than a via node.
    """

    found: int = 0
    applied: int = 0
    over_ways: int = 0
    not_applied: tuple[NotApplied, ...] = ()

    @property
    def reasons(self) -> dict[str, int]:
        """How many were not applied for each reason, the most frequent first."""
        counts = Counter(one.reason for one in self.not_applied)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


_UNKNOWN = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), why)
    for words, why in (
        (
            "PH",
            message("network.unknown_holidays", "which days are public holidays is not known"),
        ),
        ("SH", message("network.unknown_school", "when schools are closed is not known")),
        (
            "sunrise|sunset|dawn|dusk",
            message("network.unknown_sun", "the hours of the sun are not computed"),
        ),
        (
            "wet|snow|ice|winter|summer|fog",
            message("network.unknown_weather", "whether it holds depends on the weather"),
        ),
    )
)
"""What conditions may depend on that nothing here can decide, by the words that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A tag that says who may drive and is not understood, so that it is not applied.

    Parameters
    ----------
    kind, osm_id
        The object that has it: "way", "node" or "relation", and its number.
    needs_country
        Whether it is understood where the country is known, whose public holidays it names.
    """

    kind: str
    osm_id: int
    key: str
    value: str
    needs_country: bool = False

    @property
    def message(self) -> Message:
        """What is to be said of it: the object, the text, and what nobody can know of it."""
        text = message(
            "network.unread_sign",
            "{kind:word.osm} {id}: {key} = {value}",
            kind=self.kind,
            id=self.osm_id,
            key=self.key,
            value=self.value,
        )
        unknown = self._unknown
        if unknown is None:
            return text
        return message("network.unread_for", "{sign} ({unknown})", sign=text, unknown=unknown)

    @property
    def _unknown(self) -> Message | None:
        """What the condition depends on that goes with no street file; None for other words."""
        if not self.key.endswith("conditional"):
            return None
        return next((why for pattern, why in _UNKNOWN if pattern.search(self.value)), None)

    def __str__(self) -> str:
        return self.message.text
