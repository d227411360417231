"""Tags as they stand at one time of a vehicle's hours, conditions resolved."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from optimizer.network.profile import Profile
from optimizer.network.road_network import Tags
from optimizer.network.signs.conditions import Clause, clauses_of, moments
from optimizer.network.signs.keys import Key, key_of
from optimizer.network.signs.rules import Said

MOST_CASES = 256
"""Of conditions that hold at once; a sign has one or two."""


class _Parsed(NamedTuple):
    """Tags taken apart: plain ones, and the clauses of conditional ones by the plain key."""

    plain: Mapping[Key, str]
    conditional: Mapping[Key, tuple[Clause, ...]]


@lru_cache(maxsize=4096)
def _parse(tags: Tags) -> _Parsed:
    plain: dict[Key, str] = {}
    conditional: dict[Key, tuple[Clause, ...]] = {}
    for text, value in tags:
        key = key_of(text)
        if key is None:
            continue
        if key.is_conditional:
            conditional[key._replace(is_conditional=False)] = clauses_of(value).understood
        else:
            plain[key] = value
    return _Parsed(plain, conditional)


def read_said(tags: Tags, profile: Profile) -> list[Said]:
    """Returns what plain tags say at each time of a vehicle's hours.

    A clause that holds takes the place of its plain tag, the last of several. One list entry
    stands for all the time in which no condition changes.
    """
    plain, conditional = _parse(tags)
    if not conditional:
        return [plain]
    clauses = [clause for several in conditional.values() for clause in several]
    found: list[Said] = []
    for moment in moments(profile.hours, clauses):
        said = dict(plain)
        for key, several in conditional.items():
            for clause in several:
                if clause.holds(profile, moment):
                    said[key] = clause.value
        found.append(said)
    return found


@lru_cache(maxsize=4096)
def may_ever_say(tags: Tags) -> tuple[Said, ...]:
    """Returns what plain tags may say at one time or another, first when no condition holds.

    Every clause of a tag is put together with every one of the others, up to `MOST_CASES`.
    """
    plain, conditional = _parse(tags)
    choices = [
        [(key, None), *((key, clause.value) for clause in several)]
        for key, several in conditional.items()
    ]
    return tuple(
        {**plain, **{key: value for key, value in chosen if value is not None}}
        for chosen in islice(product(*choices), MOST_CASES)
    )


def select_conditional_tags(tags: Tags) -> Tags:
    """Returns the tags that hold under conditions, as far as any of these is understood."""
    return tuple(
        (text, value)
        for text, value in tags
        if (key := key_of(text)) is not None
        and key.is_conditional
        and clauses_of(value).understood
    )


def has_hours(tags: Tags) -> bool:
    """Says whether anything that is understood of the tags depends on the time."""
    return any(clause.hours for several in _parse(tags).conditional.values() for clause in several)
