"""One generated town: from the arterial roads down to the signs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scenarios.district.arterials import Arterial, Skeleton, draw_arterials
from scenarios.district.blocks import Candidate, main_blocks, propose_local_streets, with_names
from scenarios.district.canals import draw_canals
from scenarios.district.ground import SOUTH, WEST, Ground
from scenarios.district.signs import put_signs
from scenarios.district.street import ALONG_U, Canal, DistrictPlan, DistrictStreet, Link, width_m
from scenarios.district.tertiaries import draw_tertiaries
from scenarios.district.turns import DistrictRestriction, put_restrictions
from scenarios.district.weaving import Web, junctions_of, streets_outside, weave

AREA_M2 = 5_264_000
"""Road surface of the district: what its 2012 work report says is maintained."""

_CUT_SHARE = 0.36
_NAMED_SHARE = 0.7
_LOOSE_M = 0.1
_SHORTEST_M = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMap:
    """A town's map; the places of `web` are in the plan, `ground` says where that is."""

    ground: Ground
    skeleton: Skeleton
    web: Web
    canals: list[Canal]
    restrictions: list[DistrictRestriction]

    @classmethod
    def draw(cls, seed: int, *, west: float = WEST, south: float = SOUTH) -> "TownMap":
        """Returns the town of a seed with its south-western corner at a place."""
        rng = Random(seed)
        ground = Ground.draw(rng, west=west, south=south)
        skeleton = Skeleton.draw(rng)
        plan = DistrictPlan()
        draw_arterials(plan, skeleton, rng)
        fields = draw_tertiaries(plan, skeleton, rng)
        draw_canals(plan, fields, rng)
        blocks = main_blocks(skeleton, fields)
        ground = ground.with_blocks([block.box for block in blocks], rng)
        candidates = propose_local_streets(plan, skeleton, blocks, rng)
        plan = _with_local_streets(plan, ground, candidates, seed)
        web = weave(plan, Random(seed))
        restrictions = put_restrictions(web, plan, rng)
        put_signs(web, plan, rng)
        return cls(
            ground=ground,
            skeleton=skeleton,
            web=web,
            canals=plan.canals,
            restrictions=restrictions,
        )

    def ends(self, axis: int, *, at_start: bool) -> Iterator[tuple[Arterial, int]]:
        """Yields the arterials along an axis that run to one border, and their nodes there."""
        for arterial in self.skeleton.list_parallel(axis):
            if (arterial.first if at_start else arterial.last) is None:
                border = 0.0 if at_start else arterial.size_m
                place = (border, arterial.at) if axis == ALONG_U else (arterial.at, border)
                yield arterial, self.web.node(place)


def _with_local_streets(
    plan: DistrictPlan, ground: Ground, candidates: list[Candidate], seed: int
) -> DistrictPlan:
    """Returns the plan with as many local streets as make up the district's road surface."""
    missing_m2 = AREA_M2 - sum(_street_area_m2(street, ground) for street in plan.streets)
    missing_m2 -= sum(_link_area_m2(link, ground) for link in plan.links)
    local = [candidate.street for candidate in candidates]
    local = _without_loose_ends(plan, _keep_connected(plan, local, seed), Random(seed))
    local = _keep_connected(plan, local, seed)
    chosen: list[DistrictStreet] = []
    for street in local:
        missing_m2 -= _street_area_m2(street, ground)
        if missing_m2 < 0:
            break
        chosen.append(street)
    chosen = _open_corners(plan, _keep_connected(plan, chosen, seed), seed)
    return replace(plan, streets=[*plan.streets, *_name_streets(plan, ground, chosen, seed)])


def _open_corners(
    plan: DistrictPlan, local: list[DistrictStreet], seed: int
) -> list[DistrictStreet]:
    """Returns the local streets, those of one way opened where they end at a mere corner.

    The street around the corner could not be driven back from there.
    """
    streets = [*plan.streets, *local]
    web = weave(replace(plan, streets=streets), Random(seed))
    num_ends = Counter(
        web.node(street.point(along), is_elevated=street.is_elevated)
        for street in streets
        for along in (street.start, street.end)
    )
    at_corners = {
        index
        for node, meeting in web.meeting.items()
        if len(meeting) == num_ends[node] == 2
        for index in meeting
    }
    return [
        replace(street, one_way=0) if n in at_corners else street
        for n, street in enumerate(local, len(plan.streets))
    ]


def _name_streets(
    plan: DistrictPlan, ground: Ground, local: list[DistrictStreet], seed: int
) -> list[DistrictStreet]:
    """Returns the local streets with names, so that the town has the usual share of them."""
    main_m = [_street_m(street, ground) for street in plan.streets]
    local_m = [_street_m(street, ground) for street in local]
    named_m = sum(m for m, street in zip(main_m, plan.streets, strict=True) if street.name)
    missing_m = _NAMED_SHARE * (sum(main_m) + sum(local_m)) - named_m
    return with_names(local, missing_m, local_m, Random(seed))


def _without_loose_ends(
    plan: DistrictPlan, local: list[DistrictStreet], rng: Random
) -> list[DistrictStreet]:
    """Returns the local streets with some of their dead ends cut back to a junction.

    A dead end is natural at a canal or in a yard, but not wherever a neighbour was left out.
    """
    num_main = len(plan.streets)
    junctions = junctions_of(replace(plan, streets=[*plan.streets, *local]))[num_main:]
    kept = []
    for street, alongs in zip(local, junctions, strict=True):
        meetings = sorted(alongs)
        start, end = street.start, street.end
        if meetings[1] - start > _LOOSE_M and rng.random() < _CUT_SHARE:
            start = meetings[1]
        if end - meetings[-2] > _LOOSE_M and rng.random() < _CUT_SHARE:
            end = meetings[-2]
        if end - start > _SHORTEST_M:
            kept.append(replace(street, start=start, end=end))
    return kept


def _keep_connected(
    plan: DistrictPlan, local: list[DistrictStreet], seed: int
) -> list[DistrictStreet]:
    """Returns the local streets that can be reached; canals cut some off."""
    num_main = len(plan.streets)
    while True:
        whole = replace(plan, streets=[*plan.streets, *local])
        outside = streets_outside(weave(whole, Random(seed)))
        kept = [street for n, street in enumerate(local, num_main) if n not in outside]
        if len(kept) == len(local):
            return local
        local = kept


def _street_area_m2(street: DistrictStreet, ground: Ground) -> float:
    return _street_m(street, ground) * street.width_m


def _link_area_m2(link: Link, ground: Ground) -> float:
    return ground.length_m(link.points) * width_m(link.highway, is_one_way=True, tags=link.tags)


def _street_m(street: DistrictStreet, ground: Ground) -> float:
    # A flat bow is longer than its chord by 8/3 of this square, but long stretches are flatter.
    return ground.length_m(street.points()) * (1 + 2 * street.bow**2)
