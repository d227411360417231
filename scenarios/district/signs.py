"""Traffic signals and turn restrictions at the junctions of a finished map."""

from dataclasses import dataclass
from random import Random

from scenarios.district.ground import Point
from scenarios.district.street import ALONG_U, Plan, Street
from scenarios.district.weaving import ARTERIAL, Way, Web

_SIGNALS_SHARE = {"arterial": 0.7, "tertiary": 0.25}
_NO_LEFT_SHARE = 0.14
_NO_U_TURN_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A relation type=restriction."""

    kind: str
    from_way: int
    via_node: int
    to_way: int


def put_signals(web: Web, plan: Plan, rng: Random) -> None:
    """Tags the junctions that have traffic signals."""
    decided: dict[tuple[str, float], bool] = {}
    for node, meeting in web.meeting.items():
        streets = [plan.streets[index] for index in meeting]
        arterials = [street for street in streets if street.highway in ARTERIAL]
        tertiaries = [street for street in streets if street.highway == "tertiary"]
        if len({street.axis for street in arterials}) == 2:
            has_signals = True
        elif tertiaries and (arterials or len({street.axis for street in tertiaries}) == 2):
            share = _SIGNALS_SHARE["arterial" if arterials else "tertiary"]
            # Both carriageways of an arterial get the same answer.
            name = arterials[0].name if arterials else None
            key = (name.zh if name else str(node), tertiaries[0].at)
            has_signals = decided.setdefault(key, rng.random() < share)
        else:
            has_signals = False
        if has_signals:
            web.node_tags[node] = {"highway": "traffic_signals"}


def put_restrictions(web: Web, plan: Plan, rng: Random) -> list[Restriction]:
    """Returns the turn restrictions at some junctions of the arterial roads."""
    coming: dict[tuple[int, int], Way] = {}
    going: dict[tuple[int, int], Way] = {}
    for way in web.ways:
        if way.street >= 0 and way.is_one_way and way.tags["oneway"] == "yes":
            coming[way.nodes[-1], way.street] = way
            going[way.nodes[0], way.street] = way
    restrictions = []
    for node in sorted(web.meeting):
        arterials = [
            index for index in web.meeting[node] if plan.streets[index].highway in ARTERIAL
        ]
        for index in arterials:
            for other in arterials:
                before, after = coming.get((node, index)), going.get((node, other))
                if before is None or after is None:
                    continue
                # Banned only where both roads go on: else the last piece would lead nowhere.
                both_go_on = (node, index) in going and (node, other) in coming
                is_left = _is_left(plan.streets[index], plan.streets[other])
                if both_go_on and is_left and rng.random() < _NO_LEFT_SHARE:
                    restrictions.append(_restriction("no_left_turn", before, node, after))
    restrictions += _no_u_turns(web, plan, rng)
    restrictions += _straight_on(web, plan, coming, going)
    return restrictions


def _restriction(kind: str, before: Way, node: int, after: Way) -> Restriction:
    return Restriction(kind=kind, from_way=before.id, via_node=node, to_way=after.id)


def _is_left(street: Street, other: Street) -> bool:
    (du, dv), (other_du, other_dv) = _heading(street), _heading(other)
    return du * other_dv - dv * other_du > 0


def _heading(street: Street) -> Point:
    return (street.one_way, 0) if street.axis == ALONG_U else (0, street.one_way)


def _no_u_turns(web: Web, plan: Plan, rng: Random) -> list[Restriction]:
    """Returns bans on turning round in a tertiary street where it meets an arterial."""
    return [
        _restriction("no_u_turn", way, node, way)
        for way in web.ways
        if way.tags["highway"] == "tertiary" and way.street >= 0 and not way.is_one_way
        for node in (way.nodes[0], way.nodes[-1])
        if any(plan.streets[index].highway in ARTERIAL for index in web.meeting.get(node, ()))
        and rng.random() < _NO_U_TURN_SHARE
    ]


def _straight_on(
    web: Web,
    plan: Plan,
    coming: dict[tuple[int, int], Way],
    going: dict[tuple[int, int], Way],
) -> list[Restriction]:
    """Returns signs that send right turns to the slip road before the junction."""
    restrictions = []
    for link in plan.links:
        if not link.highway.endswith("_link") or ("bridge", "yes") in link.tags:
            continue
        (u_0, v_0), (u_1, v_1) = link.points[0], link.points[-1]
        for u, v in ((u_0, v_1), (u_1, v_0)):
            node = web.node_of.get((round(u * 10), round(v * 10), False))
            for index in web.meeting.get(-1 if node is None else node, ()):
                street = plan.streets[index]
                leaves_here = abs(street.at - (v_0 if street.axis == ALONG_U else u_0)) < 0.1
                if node is None or not leaves_here:
                    continue
                before, after = coming.get((node, index)), going.get((node, index))
                if before is not None and after is not None:
                    restrictions.append(_restriction("only_straight_on", before, node, after))
    return restrictions
