"""What stands on single nodes of a finished map: signals, stop signs, gates and bollards."""

import math
from itertools import pairwise
from random import Random

from scenarios.district.street import DistrictPlan, DistrictStreet
from scenarios.district.weaving import ARTERIAL, Way, Web

_SIGNALS_SHARE = {"arterial": 0.7, "tertiary": 0.25}
_BEFORE_SHARE = 0.3
_SIGNAL_M = 16.0
_STOP_SHARE = 0.06
_STOP_M = 7.0
_BARRIER_SHARE = 0.3
_GATE_M = 12.0
_APPROACH_M = 60.0


def put_signs(web: Web, plan: DistrictPlan, rng: Random) -> None:
    """Tags nodes with signals, stop signs and barriers; those before a junction are new ones."""
    before_junctions = _put_signals(web, plan, rng)
    for way in list(web.ways):
        is_local = way.tags["highway"] in ("residential", "living_street")
        for at_end in (False, True):
            node = way.nodes[-1 if at_end else 0]
            if node in before_junctions and _comes_in(way, at_end=at_end):
                tags = {"highway": "traffic_signals"}
                _put_on_approach(web, way, _SIGNAL_M, tags, at_end=at_end)
            elif is_local and _gives_way(web, plan, node) and rng.random() < _STOP_SHARE:
                _put_on_approach(web, way, _STOP_M, {"highway": "stop"}, at_end=at_end)
        if way.tags["highway"] == "service" and rng.random() < _BARRIER_SHARE:
            _put_barrier(web, way, rng)


def _put_signals(web: Web, plan: DistrictPlan, rng: Random) -> set[int]:
    """Tags junctions that have signals; returns those that have them on the approaches instead."""
    decided: dict[tuple[str, str], tuple[bool, bool]] = {}
    before: set[int] = set()
    for node, meeting in web.meeting.items():
        streets = [plan.streets[index] for index in meeting]
        key, share = _crossing(streets, node)
        if not key[0]:
            continue
        # All nodes of a crossing, up to four, get the same answer.
        if key not in decided:
            decided[key] = rng.random() < share, rng.random() < _BEFORE_SHARE
        has_signals, is_before = decided[key]
        if has_signals and is_before:
            before.add(node)
        elif has_signals:
            web.node_tags[node] = {"highway": "traffic_signals"}
    return before


def _crossing(streets: list[DistrictStreet], node: int) -> tuple[tuple[str, str], float]:
    """Returns what crosses what at a node and how often such a crossing has signals.

    What crosses is ("", "") where there are never any.
    """
    arterials = [street for street in streets if street.highway in ARTERIAL]
    tertiaries = [street for street in streets if street.highway == "tertiary"]
    names = sorted({street.name.zh for street in arterials if street.name})
    if len({street.axis for street in arterials}) == 2:
        return (names[0], names[-1]), 1.0
    if arterials and tertiaries:
        return (names[0], f"{tertiaries[0].at}"), _SIGNALS_SHARE["arterial"]
    if len({street.axis for street in tertiaries}) == 2:
        return (f"{node}", ""), _SIGNALS_SHARE["tertiary"]
    return ("", ""), 0.0


def _comes_in(way: Way, *, at_end: bool) -> bool:
    """Returns whether traffic on a way comes to its node at one end."""
    if not way.is_one_way:
        return True
    return at_end != (way.tags.get("oneway") == "-1")


def _gives_way(web: Web, plan: DistrictPlan, node: int) -> bool:
    """Returns whether a node is where local streets meet a tertiary one."""
    highways = {plan.streets[index].highway for index in web.meeting.get(node, ())}
    return "tertiary" in highways and highways.isdisjoint(ARTERIAL)


def _put_on_approach(
    web: Web, way: Way, before_m: float, tags: dict[str, str], *, at_end: bool
) -> None:
    """Puts a sign before one end of a way, unless the way is a piece within a crossing."""
    ahead, behind = (-1, -2) if at_end else (0, 1)
    step_m = math.dist(web.places[way.nodes[ahead]], web.places[way.nodes[behind]])
    if step_m < 2 * before_m or _length_m(web, way) < _APPROACH_M:
        return
    sign = _put_node(web, way, before_m / step_m, at_end=at_end)
    direction = "forward" if at_end else "backward"
    key = "traffic_signals:direction" if tags["highway"] == "traffic_signals" else "direction"
    web.node_tags[sign] = tags if way.is_one_way else {**tags, key: direction}


def _put_node(web: Web, way: Way, share: float, *, at_end: bool) -> int:
    """Returns a new node on the last (or first) piece of a way, some share of it from its end."""
    ahead, behind = (way.nodes[-1], way.nodes[-2]) if at_end else (way.nodes[0], way.nodes[1])
    (u, v), (from_u, from_v) = web.places[ahead], web.places[behind]
    node = web.add((u + (from_u - u) * share, v + (from_v - v) * share))
    way.nodes.insert(len(way.nodes) - 1 if at_end else 1, node)
    return node


def _length_m(web: Web, way: Way) -> float:
    return sum(math.dist(web.places[a], web.places[b]) for a, b in pairwise(way.nodes))


def _put_barrier(web: Web, way: Way, rng: Random) -> None:
    """Puts a gate at an alley's entrance, or bollards where it can be left at the other end."""
    step_m = math.dist(web.places[way.nodes[0]], web.places[way.nodes[1]])
    if step_m < 2 * _GATE_M:
        return
    is_through = all(len(web.meeting.get(node, ())) > 1 for node in (way.nodes[0], way.nodes[-1]))
    kind = "bollard" if is_through and rng.random() < 0.4 else "gate"
    node = _put_node(web, way, _GATE_M / step_m, at_end=False)
    web.node_tags[node] = {"barrier": kind}
