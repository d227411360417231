"""Generates the embedded district and writes it once."""

import os
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import BinaryIO

from scenarios.district.arterials import Skeleton, draw_arterials
from scenarios.district.blocks import Candidate, propose_local_streets
from scenarios.district.canals import draw_canals
from scenarios.district.ground import Ground
from scenarios.district.osm_xml import write_osm
from scenarios.district.signs import put_restrictions, put_signals
from scenarios.district.street import Link, Plan, Street, width_m
from scenarios.district.tertiaries import draw_tertiaries
from scenarios.district.weaving import junctions_of, streets_outside, weave

AREA_M2 = 5_264_000
"""Road surface of the district: what its 2012 work report says is maintained."""

_CUT_SHARE = 0.6
_LOOSE_M = 0.1
_SHORTEST_M = 25.0

VERSION = 1
"""Goes up when the same seed gives another file."""


def district_file(directory: Path, *, seed: int = 1) -> Path:
    """Returns the OSM XML file of the generated district, written when it is not there yet.

    The same seed gives the same file, byte for byte.

    Parameters
    ----------
    directory
        Where the file is kept; made when missing.
    """
    path = directory / f"district-v{VERSION}-seed{seed}.osm"
    if path.exists():
        return path
    directory.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            _generate(seed, file)
        # Renamed when whole: nobody sees half a district, whoever else writes it at the same time.
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _generate(seed: int, file: BinaryIO) -> None:
    rng = Random(seed)
    ground = Ground.draw(rng)
    skeleton = Skeleton.draw(rng)
    plan = Plan()
    draw_arterials(plan, skeleton, rng)
    fields = draw_tertiaries(plan, skeleton, rng)
    draw_canals(plan, fields, rng)
    candidates = propose_local_streets(plan, skeleton, fields, rng)
    plan = _with_local_streets(plan, ground, candidates, seed)
    web = weave(plan, ground, Random(seed))
    put_signals(web, plan, rng)
    restrictions = put_restrictions(web, plan, rng)
    write_osm(file, web, restrictions, plan.canals, ground)


def _with_local_streets(
    plan: Plan, ground: Ground, candidates: list[Candidate], seed: int
) -> Plan:
    """Returns the plan with as many local streets as make up the district's road surface."""
    missing_m2 = AREA_M2 - sum(_street_area_m2(street, ground) for street in plan.streets)
    missing_m2 -= sum(_link_area_m2(link, ground) for link in plan.links)
    local = [candidate.street for candidate in candidates]
    local = _without_loose_ends(plan, _connected(plan, ground, local, seed), Random(seed))
    local = _connected(plan, ground, local, seed)
    chosen: list[Street] = []
    for street in local:
        missing_m2 -= _street_area_m2(street, ground)
        if missing_m2 < 0:
            break
        chosen.append(street)
    chosen = _connected(plan, ground, chosen, seed)
    return replace(plan, streets=[*plan.streets, *chosen])


def _without_loose_ends(plan: Plan, local: list[Street], rng: Random) -> list[Street]:
    """Returns the local streets with most of their dead ends cut back to a junction.

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


def _connected(plan: Plan, ground: Ground, local: list[Street], seed: int) -> list[Street]:
    """Returns the local streets that can be reached; canals cut some off."""
    num_main = len(plan.streets)
    while True:
        whole = replace(plan, streets=[*plan.streets, *local])
        outside = streets_outside(weave(whole, ground, Random(seed)))
        kept = [street for n, street in enumerate(local, num_main) if n not in outside]
        if len(kept) == len(local):
            return local
        local = kept


def _street_area_m2(street: Street, ground: Ground) -> float:
    length_m = ground.length_m(street.points())
    return length_m * width_m(street.highway, is_one_way=street.one_way != 0)


def _link_area_m2(link: Link, ground: Ground) -> float:
    return ground.length_m(list(link.points)) * width_m(link.highway, is_one_way=True)
