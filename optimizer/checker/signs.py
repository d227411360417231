"""The checker's own reading of signs: who may drive where, how large, and when.

Written anew from the pages of the OSM wiki, in another manner than the reader of streets: all keys
that speak of the vehicle are ranked by how closely they do, for every minute at which a condition
may change. The table in `tests/sign_rules.py` holds for both.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from fleet import Message, message
from optimizer.checker.facts import Facts
from optimizer.checker.quantities import metres_or_tonnes
from optimizer.checker.ranking import decide, rank_of, rank_texts
from optimizer.checker.timed import Case, cases_of, changes_of
from optimizer.network.road_network import Access, Posted, Tags

MOST_UNKNOWN = 4
"""Conditions that are not known, of one sign; of more nothing is judged."""

KEPT_OUT = ("no", "private", "agricultural", "forestry", "emergency", "military")
WITH_BUSINESS = ("destination", "customers", "delivery", "permit", "residents")
LET_IN = ("yes", "permissive", "designated", "official", "public")

AHEAD = ("yes", "true", "1")
BACK = ("-1", "reverse")
EITHER = ("no", "false", "0", "alternating")
CHANGING = ("reversible",)

STOPPING = frozenset(
    {
        "block",
        "bollard",
        "bus_trap",
        "chain",
        "cycle_barrier",
        "debris",
        "delineators",
        "fence",
        "full-height_turnstile",
        "jersey_barrier",
        "kissing_gate",
        "log",
        "motorcycle_barrier",
        "planter",
        "rope",
        "stile",
        "tank_trap",
        "turnstile",
        "wall",
    }
)
LOCKABLE = frozenset(
    {
        "border_control",
        "checkpoint",
        "gate",
        "hampshire_gate",
        "lift_gate",
        "sally_port",
        "sliding_beam",
        "sliding_gate",
        "swing_gate",
        "wicket_gate",
    }
)

MEASURES = {
    "maxweight": "weight",
    "maxweightrating": "weight",
    "maxgcweight": "weight",
    "maxgcweightrating": "weight",
    "maxaxleload": "axleload",
    "maxheight": "height",
    "maxwidth": "width",
    "maxlength": "length",
}
UNITS = {
    "weight": "kg",
    "axleload": "kg_on_an_axle",
    "height": "cm_of_height",
    "width": "cm_of_width",
    "length": "cm_of_length",
}
"""What a limit is counted in, as a word of the catalogues."""

TURNS = frozenset(
    {
        "no_left_turn",
        "no_right_turn",
        "no_straight_on",
        "no_u_turn",
        "no_entry",
        "no_exit",
        "only_left_turn",
        "only_right_turn",
        "only_straight_on",
        "only_u_turn",
    }
)


def explain_closed(posted: Posted, facts: Facts) -> Message | None:
    """Returns why a vehicle may not drive along an arc at some time of its hours, if so."""
    for sign in posted:
        way = "backward" if sign.against else "forward"
        for possible in _readings(sign.tags, facts):
            reasons = [_way_closed(said, sign.tags, facts, way) for said in possible]
            if all(reasons):
                return reasons[0]
    return None


def may_be_closed(posted: Posted, facts: Facts) -> bool:
    """Says whether signs may keep a vehicle off an arc; what is not understood may."""
    for sign in posted:
        way = "backward" if sign.against else "forward"
        if _is_in_doubt(sign.tags, facts):
            return True
        for possible in _readings(sign.tags, facts):
            if any(_way_closed(said, sign.tags, facts, way, unread=0) for said in possible):
                return True
    return False


def explain_shut(posted: Posted, facts: Facts) -> Message | None:
    """Returns why a vehicle may not pass a node at some time of its hours, if so."""
    for sign in posted:
        for possible in _readings(sign.tags, facts):
            reasons = [_node_shut(said, facts) for said in possible]
            if all(reasons):
                return reasons[0]
    return None


def may_be_shut(posted: Posted, facts: Facts) -> bool:
    """Says whether signs may keep a vehicle from passing a node; what is not understood may."""
    for sign in posted:
        if _is_in_doubt(sign.tags, facts):
            return True
        for possible in _readings(sign.tags, facts):
            if any(_node_shut(said, facts, unread=0) for said in possible):
                return True
    return False


def _is_in_doubt(tags: Tags, facts: Facts) -> bool:
    """Says whether there is a condition of which it is not known whether it holds."""
    _, conditional = _split_tags(tags)
    return any(
        case.holds(facts.sizes, facts.begin, facts.country) is None
        for cases in conditional.values()
        for case in cases
    )


def is_bound(tags: Tags, facts: Facts) -> bool:
    """Says whether a turn restriction binds a vehicle at some time of its hours."""
    excepted = {one.strip() for one in dict(tags).get("except", "").split(";")}
    if excepted & set(facts.names[2:]):
        return False
    return any(
        all(_turn_banned(said, facts) for said in possible) for possible in _readings(tags, facts)
    )


def access_of(posted: Posted, facts: Facts) -> Access:
    """Returns whether an arc is for those only who have business there, at all hours."""
    level = Access.OPEN
    for sign in posted:
        way = "backward" if sign.against else "forward"
        plain = _without_hours(sign.tags, facts)
        found = decide(rank_texts(plain, "access", facts, way), _access_level, min)
        level = max(level, Access(found or 0))
    return level


def _readings(tags: Tags, facts: Facts) -> Iterator[list[dict[str, str]]]:
    """Yields, for each time at which a condition may change, what the plain tags then may say.

    There are several where conditions are not known: as if they held, and as if they did not.
    """
    plain, conditional = _split_tags(tags)
    if not conditional:
        yield [plain]
        return
    for moment in _moments(tags, facts):
        doubts = [
            (key, case.value)
            for key, cases in conditional.items()
            for case in cases
            if case.holds(facts.sizes, moment, facts.country) is None
        ]
        if len(doubts) > MOST_UNKNOWN:
            continue
        yield [
            _apply_cases(plain, conditional, facts, moment, set(believed))
            for number in range(len(doubts) + 1)
            for believed in itertools.combinations(range(len(doubts)), number)
        ]


def _apply_cases(
    plain: Mapping[str, str],
    conditional: Mapping[str, Sequence[Case]],
    facts: Facts,
    moment: dt.datetime | None,
    believed: set[int],
) -> dict[str, str]:
    """Returns the plain tags at a moment when those doubtful cases hold that are believed."""
    said = dict(plain)
    doubt = 0
    for key, cases in conditional.items():
        for case in cases:
            holds = case.holds(facts.sizes, moment, facts.country)
            if holds is None:
                holds = doubt in believed
                doubt += 1
            # Without a value nobody knows what would hold.
            if holds and case.value:
                said[key] = case.value
    return said


def _without_hours(tags: Tags, facts: Facts) -> dict[str, str]:
    """Returns what the tags say to a vehicle whatever the time."""
    plain, conditional = _split_tags(tags)
    return _apply_cases(plain, conditional, facts, None, set())


@lru_cache(maxsize=4096)
def _split_tags(tags: Tags) -> tuple[dict[str, str], dict[str, tuple[Case, ...]]]:
    plain = {key: text for key, text in tags if not key.endswith(":conditional")}
    conditional = {
        key.removesuffix(":conditional"): cases_of(text)
        for key, text in tags
        if key.endswith(":conditional")
    }
    return plain, conditional


def _moments(tags: Tags, facts: Facts) -> Iterator[dt.datetime | None]:
    """Yields the beginning of a vehicle's hours and every time in them at which texts may change.

    Those are the times that they name, and midnights.
    """
    if facts.begin is None or facts.end is None:
        yield None
        return
    yield facts.begin
    minutes = {0, *(minute for key, text in tags for minute in changes_of(text))}
    day = facts.begin.date()
    while dt.datetime.combine(day, dt.time()) < facts.end:
        for minute in sorted(minutes):
            moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
            if facts.begin < moment < facts.end:
                yield moment
        day += dt.timedelta(days=1)


_ENDLESS = 10**9
"""A limit that keeps nobody out."""


def _way_closed(
    said: Mapping[str, str], tags: Tags, facts: Facts, way: str, *, unread: int = _ENDLESS
) -> Message | None:
    if way not in _ways(said, dict(tags), facts):
        return message("violation.closed_direction", "one may not drive there in this direction")
    level = decide(rank_texts(said, "access", facts, way), _access_level, min)
    if level == Access.CLOSED:
        if facts.is_truck:
            return message("violation.closed_to_goods", "goods vehicles are banned")
        return message("violation.closed_to_motors", "motor vehicles are banned")
    return _find_exceeded(said, facts, way, unread=unread)


def _ways(said: Mapping[str, str], tags: Mapping[str, str], facts: Facts) -> Sequence[str]:
    """Returns the directions in which a vehicle may drive."""
    for texts in reversed(rank_texts(said, "oneway", facts, "")):
        text = texts[0].lower()
        if text in AHEAD:
            return ("forward",)
        if text in BACK:
            return ("backward",)
        if text in EITHER:
            return ("forward", "backward")
        if text in CHANGING:
            return ()
    round_ = tags.get("junction") in ("roundabout", "circular")
    if round_ or tags.get("highway") in ("motorway", "motorway_link"):
        return ("forward",)
    return ("forward", "backward")


def _node_shut(said: Mapping[str, str], facts: Facts, *, unread: int = _ENDLESS) -> Message | None:
    barrier = said.get("barrier", "")
    for way in ("forward", "backward"):
        if large := _find_exceeded(said, facts, way, unread=unread):
            return large
    speaks = [_speaks_of(key, facts) for key in said]
    if barrier and any(speaks):
        levels = [
            decide(rank_texts(said, "access", facts, way), _access_level, min)
            for way in ("forward", "backward")
        ]
        if Access.CLOSED not in levels:
            return None
        return message(
            "violation.barrier_closed", "a {barrier:word.stop} is closed to it", barrier=barrier
        )
    stops = barrier in STOPPING or (barrier in LOCKABLE and said.get("locked") == "yes")
    if not stops:
        return None
    return message(
        "violation.barrier_stands", "a {barrier:word.stop} stands there", barrier=barrier
    )


def _speaks_of(key: str, facts: Facts) -> bool:
    """Says whether a key is one of access that means a vehicle."""
    return rank_of(key, "access", facts, "forward") is not None or (
        rank_of(key, "access", facts, "backward") is not None
    )


def _turn_banned(said: Mapping[str, str], facts: Facts) -> bool:
    for texts in reversed(rank_texts(said, "restriction", facts, "")):
        text = texts[0].lower()
        if text in TURNS:
            return True
        if text in ("no", "none"):
            return False
    return False


def _find_exceeded(
    said: Mapping[str, str], facts: Facts, way: str, *, unread: int = _ENDLESS
) -> Message | None:
    """Returns which limit a vehicle exceeds, if any.

    Parameters
    ----------
    unread
        What a limit is taken for that cannot be read.
    """
    for stem, what in MEASURES.items():
        is_weight = what in ("weight", "axleload")

        def limit(text: str, is_weight: bool = is_weight) -> int | None:
            if not text:
                return None
            # What it cannot read the checker holds against nobody.
            return metres_or_tonnes(text, is_weight=is_weight) or unread

        physical = [] if is_weight else [f"{stem}:physical"]
        for subject in (stem, *physical):
            most = decide(rank_texts(said, subject, facts, way), limit, max)
            if most is not None and most < facts.sizes[what]:
                return message(
                    "violation.closed_size",
                    "{limit} {unit:word.unit} are allowed, the vehicle has {size}",
                    limit=most,
                    unit=UNITS[what],
                    size=facts.sizes[what],
                )
    return None


def _access_level(text: str) -> int | None:
    values = [one.strip().lower() for one in text.split(";")]
    levels = (
        (KEPT_OUT, Access.CLOSED),
        (WITH_BUSINESS, Access.DESTINATION),
        (LET_IN, Access.OPEN),
    )
    return next(
        (int(level) for words, level in levels if any(one in words for one in values)), None
    )
