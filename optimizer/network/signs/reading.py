"""Tags as they stand at one time of a vehicle's hours, conditions resolved."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from optimizer.network.profile import Profile
from optimizer.network.road_network import Tags
from optimizer.network.signs.conditions import Clause, clauses_of, moments
from optimizer.network.signs.keys import Key, key_of
from optimizer.network.signs.rules import Said


class _Parsed(NamedTuple):
    """Tags taken apart: plain ones, and the clauses of conditional ones by the plain key."""

    plain: Mapping[Key, str]
    conditional: Mapping[Key, tuple[Clause, ...]]


@lru_cache(maxsize=4096)
def _parsed(tags: Tags) -> _Parsed:
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


def said_in(tags: Tags, profile: Profile) -> list[Said]:
    """Returns what plain tags say at each time of a vehicle's hours.

    A clause that holds takes the place of its plain tag, the last of several. One list entry
    stands for all the time in which no condition changes.
    """
    plain, conditional = _parsed(tags)
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


def may_ever_say(tags: Tags) -> list[Said]:
    """Returns what plain tags say whatever conditions hold, one after the other.

    Clauses are taken one by one, each beside the plain tags: a street that only two of them
    together open counts as never open.
    """
    plain, conditional = _parsed(tags)
    return [
        plain,
        *(
            {**plain, key: clause.value}
            for key, several in conditional.items()
            for clause in several
        ),
    ]


def conditional_tags(tags: Tags) -> Tags:
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
    return any(
        clause.hours for several in _parsed(tags).conditional.values() for clause in several
    )
