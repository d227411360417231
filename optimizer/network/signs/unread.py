"""Tags that say who may drive and are not understood, to be listed."""

from optimizer.network.findings import Unread
from optimizer.network.road_network import Tags
from optimizer.network.signs.conditions import clauses_of
from optimizer.network.signs.keys import Key, Subject, key_of
from optimizer.network.signs.rules import LIMITS, ONE_WAY, access_value
from optimizer.network.signs.turn_bans import LIFTED, ON_RED, SENSES


def list_unread(kind: str, osm_id: int, tags: Tags) -> list[Unread]:
    """Returns the tags of an object that speak of our vehicles in words that are not understood.

    Parameters
    ----------
    kind
        "way", "node" or "relation".
    """
    found = []
    for text, value in tags:
        key = key_of(text)
        if key is None:
            continue
        is_understood = _is_understood(key, value)
        needs_country = is_understood and key.is_conditional and _names_holidays(value)
        if needs_country or not is_understood:
            found.append(
                Unread(
                    kind=kind, osm_id=osm_id, key=text, value=value, needs_country=needs_country
                )
            )
    return found


def _is_understood(key: Key, value: str) -> bool:
    if not key.is_conditional:
        return _says(key, value)
    clauses = clauses_of(value)
    return clauses.is_whole and all(_says(key, clause.value) for clause in clauses.understood)


def _names_holidays(value: str) -> bool:
    return any(clause.names_holidays for clause in clauses_of(value).understood)


def _says(key: Key, value: str) -> bool:
    """Says whether every value of an unconditional key is understood."""
    values = value.split("|") if key.of_lanes else [value]
    if key.subject is Subject.ONE_WAY:
        return value.strip().lower() in ONE_WAY
    if key.subject is Subject.TURN:
        said = value.strip().lower()
        return said in SENSES or said in LIFTED or said.endswith(ON_RED)
    if key.subject is Subject.ACCESS:
        return all(_is_access(one) for one in values)
    return all(LIMITS[key.subject][1](one).is_whole for one in values)


def _is_access(value: str) -> bool:
    try:
        access_value(value)
    except KeyError:
        return False
    return True
