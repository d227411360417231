"""Turn restrictions at the junctions of a finished map."""

from dataclasses import dataclass
from random import Random

from scenarios.district.ground import Point
from scenarios.district.street import ALONG_U, DistrictPlan, DistrictStreet
from scenarios.district.weaving import ARTERIAL, Way, Web

_NO_LEFT_SHARE = 0.14
_NO_U_TURN_SHARE = 0.2
_NO_MEDIAN_U_TURN_SHARE = 0.12
_NUM_TRUCK_BANS = 6
_NUM_CONDITIONAL = 2
_RUSH_HOURS = "(Mo-Fr 07:00-09:00,16:00-18:00)"

_Ways = dict[tuple[int, int], Way]
"""The one-way way of a street at a node, by (node, street)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictRestriction:
    """A relation type=restriction; `via` is a node or the number of a way."""

    from_way: int
    via: tuple[str, int]
    to_way: int
    tags: dict[str, str]

    @classmethod
    def at(cls, kind: str, before: Way, node: int, after: Way) -> "DistrictRestriction":
        """Returns a restriction of one turn at a junction."""
        return cls(
            from_way=before.id,
            via=("node", node),
            to_way=after.id,
            tags={"restriction": kind},
        )


def put_restrictions(web: Web, plan: DistrictPlan, rng: Random) -> list[DistrictRestriction]:
    """Returns the turn restrictions at some of the junctions."""
    coming: _Ways = {}
    going: _Ways = {}
    for way in web.ways:
        if way.street >= 0 and way.is_one_way and way.tags["oneway"] == "yes":
            coming[way.nodes[-1], way.street] = way
            going[way.nodes[0], way.street] = way
    return [
        *_ban_left_turns(web, plan, coming, going, rng),
        *_ban_u_turns(web, plan, rng),
        *_ban_median_u_turns(web, plan, coming, going, rng),
        *_send_right_turns(web, plan, coming, going),
        *_ban_trucks(web, plan, rng),
    ]


def _ban_left_turns(
    web: Web, plan: DistrictPlan, coming: _Ways, going: _Ways, rng: Random
) -> list[DistrictRestriction]:
    """Returns bans at crossings of arterial roads, a few of them in the rush hours only."""
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
                    restrictions.append(
                        DistrictRestriction.at("no_left_turn", before, node, after)
                    )
    for one in restrictions[:_NUM_CONDITIONAL]:
        one.tags.clear()
        one.tags["restriction:conditional"] = f"no_left_turn @ {_RUSH_HOURS}"
    return restrictions


def _is_left(street: DistrictStreet, other: DistrictStreet) -> bool:
    (du, dv), (other_du, other_dv) = _heading(street), _heading(other)
    return du * other_dv - dv * other_du > 0


def _heading(street: DistrictStreet) -> Point:
    return (street.one_way, 0) if street.axis == ALONG_U else (0, street.one_way)


def _ban_u_turns(web: Web, plan: DistrictPlan, rng: Random) -> list[DistrictRestriction]:
    """Returns bans on turning round in a tertiary street where it meets an arterial."""
    return [
        DistrictRestriction.at("no_u_turn", way, node, way)
        for way in web.ways
        if way.tags["highway"] == "tertiary" and way.street >= 0 and not way.is_one_way
        for node in (way.nodes[0], way.nodes[-1])
        if _arterials_at(web, plan, node) and rng.random() < _NO_U_TURN_SHARE
    ]


def _ban_median_u_turns(
    web: Web, plan: DistrictPlan, coming: _Ways, going: _Ways, rng: Random
) -> list[DistrictRestriction]:
    """Returns bans on turning round through the opening of a median, the via way."""
    restrictions = []
    for way in web.ways:
        if way.street < 0 or way.is_one_way:
            continue
        for start, end in ((way.nodes[0], way.nodes[-1]), (way.nodes[-1], way.nodes[0])):
            for index in _arterials_at(web, plan, start):
                for other in _arterials_at(web, plan, end):
                    before, after = coming.get((start, index)), going.get((end, other))
                    if before is None or after is None or index == other:
                        continue
                    same_road = plan.streets[index].name == plan.streets[other].name
                    if same_road and rng.random() < _NO_MEDIAN_U_TURN_SHARE:
                        restrictions.append(
                            DistrictRestriction(
                                from_way=before.id,
                                via=("way", way.id),
                                to_way=after.id,
                                tags={"restriction": "no_u_turn"},
                            )
                        )
    return restrictions


def _arterials_at(web: Web, plan: DistrictPlan, node: int) -> list[int]:
    return [
        index
        for index in web.meeting.get(node, ())
        if plan.streets[index].highway in ARTERIAL and not plan.streets[index].is_elevated
    ]


def _send_right_turns(
    web: Web, plan: DistrictPlan, coming: _Ways, going: _Ways
) -> list[DistrictRestriction]:
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
                    restrictions.append(
                        DistrictRestriction.at("only_straight_on", before, node, after)
                    )
    return restrictions


def _ban_trucks(web: Web, plan: DistrictPlan, rng: Random) -> list[DistrictRestriction]:
    """Returns bans for heavy vehicles on turns from tertiary into local streets."""
    coming = {
        node: way
        for way in web.ways
        if way.tags["highway"] == "tertiary" and way.street >= 0 and not way.is_one_way
        for node in (way.nodes[0], way.nodes[-1])
    }
    turns = [
        (coming[node], node, way)
        for way in web.ways
        if way.tags["highway"] == "residential" and not way.is_one_way
        for node, far in ((way.nodes[0], way.nodes[-1]), (way.nodes[-1], way.nodes[0]))
        # A street with one way in stays open, or nothing would get there.
        if node in coming and len(web.meeting.get(far, ())) > 1
    ]
    rng.shuffle(turns)
    return [
        DistrictRestriction(
            from_way=before.id,
            via=("node", node),
            to_way=after.id,
            tags={"restriction:hgv": f"no_{_side(web, before, node, after)}_turn"},
        )
        for before, node, after in turns[:_NUM_TRUCK_BANS]
    ]


def _side(web: Web, before: Way, node: int, after: Way) -> str:
    u, v = web.places[node]
    (from_u, from_v), (to_u, to_v) = (
        web.places[way.nodes[1] if way.nodes[0] == node else way.nodes[-2]]
        for way in (before, after)
    )
    return "left" if (u - from_u) * (to_v - v) - (v - from_v) * (to_u - u) > 0 else "right"
