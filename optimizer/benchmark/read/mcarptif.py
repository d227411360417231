"""Mixed CARP with a time limit and intermediate facilities: the sets Lpr_IF and Act-IF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimizer.benchmark.read.distances import Travel, shortest_distances, travel_between
from optimizer.benchmark.read.instance_file import InstanceFile, Parallels, Step
from optimizer.benchmark.read.kind import Kind
from optimizer.benchmark.read.notice import Notice
from optimizer.benchmark.read.one_type import naming, one_type_instance, require_manageable
from optimizer.benchmark.read.text import (
    Fields,
    at_line,
    parse_whole,
    unreadable_in,
    value_at,
)
from optimizer.errors import InputError
from optimizer.instance import COMPACT, NEVER, Instance

COUNTS = {
    "LIST_REQ_EDGES": "REQ_EDGES",
    "LIST_REQ_ARCS": "REQ_ARCS",
    "LIST_NOREQ_EDGES": "NOREQ_EDGES",
    "LIST_NOREQ_ARCS": "NOREQ_ARCS",
}
"""Which keyword says how long a list is."""

_FIELD = re.compile(r"\s*([A-Z_]+)\s*:(.*)")
_ENDS = r"\s*\(\s*(-?\d+)\s*,\s*(-?\d+)\s*\)"
_REQUIRED = re.compile(rf"{_ENDS}\s*serv_cost\s+(\S+)\s+trav_cost\s+(\S+)\s+demand\s+(\S+)\s*")
_OPTIONAL = re.compile(rf"{_ENDS}\s*cost\s+(\S+)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class McarptifStreet:
    """A required edge or arc.

    Parameters
    ----------
    service, traversal
        What it costs to serve it, and to pass it without.
    two_way
        True for an edge.
    line
        Where in the file it stands.
    """

    u: int
    v: int
    service: int
    traversal: int
    demand: int
    two_way: bool
    line: int

    @property
    def ways(self) -> tuple[tuple[int, int], ...]:
        """The directions in which it can be served: a loop has but one."""
        way = self.u, self.v
        return (way, way[::-1]) if self.two_way and self.u != self.v else (way,)


@dataclass(frozen=True, slots=True, kw_only=True)
class McarptifFile:
    """What a file says.

    Parameters
    ----------
    arcs
        All that can be passed, as (tail, head, cost); an edge is two.
    notices
        Where the file contradicts itself.
    """

    path: Path
    num_vehicles: int
    capacity: int
    dumping_cost: int
    max_trip: int
    depot: int
    sites: tuple[int, ...]
    required: tuple[McarptifStreet, ...]
    arcs: tuple[tuple[int, int, int], ...]
    notices: tuple[Notice, ...]


def mcarptif_file(path: Path, lines: Sequence[str]) -> InstanceFile:
    """Returns the file as an instance.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    file = parse_mcarptif(path, lines)
    parallels = Parallels()
    steps: list[Step] = [parallels.step(*way) for street in file.required for way in street.ways]
    instance, sites = mcarptif_instance(file)
    steps += [(site,) for site in sites]
    return InstanceFile(
        name=path.stem,
        kind=Kind.MCARPTIF,
        instance=instance,
        steps=tuple(steps),
        notices=file.notices,
    )


def parse_mcarptif(path: Path, lines: Sequence[str]) -> McarptifFile:
    """Returns what the lines of a file say.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    fields = Fields(path)
    listed = dict.fromkeys(COUNTS, 0)
    required: list[McarptifStreet] = []
    arcs: list[tuple[int, int, int]] = []
    section = ""
    for number, line in enumerate(lines, start=1):
        where = at_line(path, number)
        if not line.strip():
            continue
        if match := _FIELD.fullmatch(line):
            section = match[1]
            fields.note(section, match[2].strip(), number)
            continue
        street = None
        if "NOREQ" not in section and (match := _REQUIRED.fullmatch(line)):
            street = McarptifStreet(
                u=parse_whole(match[1], where, least=-(10**9)),
                v=parse_whole(match[2], where, least=-(10**9)),
                service=parse_whole(match[3], value_at(where, "serv_cost")),
                traversal=parse_whole(match[4], value_at(where, "trav_cost")),
                demand=parse_whole(match[5], value_at(where, "demand")),
                two_way=section == "LIST_REQ_EDGES",
                line=number,
            )
            required.append(street)
            u, v, cost = street.u, street.v, street.traversal
        elif "NOREQ" in section and (match := _OPTIONAL.fullmatch(line)):
            u, v = (parse_whole(match[group], where, least=-(10**9)) for group in (1, 2))
            cost = parse_whole(match[3], value_at(where, "cost"))
        else:
            raise unreadable_in(section, where, line)
        if section not in listed:
            raise InputError(
                "benchmark.street_outside",
                "{where}: ({u},{v}) stands in no list of edges or arcs.",
                where=where,
                u=u,
                v=v,
            )
        listed[section] += 1
        arcs.append((u, v, cost))
        if section.endswith("EDGES"):
            arcs.append((v, u, cost))
    for name, count in listed.items():
        fields.compare_count(COUNTS[name], count, is_last=name == section)
    if not required:
        raise InputError(
            "benchmark.no_required_street",
            "{path}: no required edge or arc; there is nothing to plan.",
            path=path,
        )
    capacity = fields.parse_whole("CAPACITY", least=1)
    for street in required:
        if street.demand > capacity:
            raise InputError(
                "benchmark.street_above_capacity",
                "{where}: ({u},{v}) has demand {demand}, above CAPACITY {capacity}; split it or "
                "raise the capacity.",
                where=at_line(path, street.line),
                u=street.u,
                v=street.v,
                demand=street.demand,
                capacity=capacity,
            )
    return McarptifFile(
        path=path,
        num_vehicles=fields.parse_whole("VEHICLES", least=1),
        capacity=capacity,
        dumping_cost=fields.parse_whole("DUMPING_COST"),
        max_trip=fields.parse_whole("MAX_TRIP", least=1),
        depot=fields.parse_whole("DEPOT", least=-(10**9)),
        sites=tuple(
            dict.fromkeys(
                parse_whole(site, fields.locate("DUMPING_SITES"), least=-(10**9))
                for site in re.split(r"[\s,]+", fields.text("DUMPING_SITES").strip(" ,"))
            )
        ),
        required=tuple(required),
        arcs=tuple(arcs),
        notices=tuple(fields.notices),
    )


def mcarptif_instance(file: McarptifFile, *, compact: int = COMPACT) -> tuple[Instance, list[int]]:
    """Returns the instance and the dumping sites that it can use.

    Cost and time are the same number, so cost is counted as seconds and MAX_TRIP ends the duty.
    The fleet is not limited: what counts is the cost over all routes.

    Parameters
    ----------
    compact
        With more places, travel comes in hub labels.

    Raises
    ------
    InputError
        When a required street or every dumping site lies out of reach, or when a street cannot be
        served within MAX_TRIP.
    """
    ways = [way for street in file.required for way in street.ways]
    require_manageable(file.path, len(ways) + len(file.sites))
    depot = file.depot
    both = shortest_distances(file.arcs, [depot, *file.sites], [depot, *file.sites])
    sites = [
        site
        for number, site in enumerate(file.sites, start=1)
        if both[0, number] < NEVER and both[number, 0] < NEVER
    ]
    if not sites:
        raise InputError(
            "benchmark.no_site_in_reach",
            "{path}: no way leads from depot {depot} to any of DUMPING_SITES {sites:list} and "
            "back; correct the sites or add arcs.",
            path=file.path,
            depot=depot,
            sites=file.sites,
        )
    places = [*ways, *((site, site) for site in sites), (depot, depot)]
    with naming(file.path):
        travel = travel_between(
            file.arcs,
            [head for _, head in places],
            [tail for tail, _ in places],
            is_time=True,
            compact=compact,
        )
    alone = _cost_alone(file, ways, travel, len(sites))
    instance = one_type_instance(
        file.path,
        modes=[len(street.ways) for street in file.required],
        service=[
            *(street.service for street in file.required for _ in street.ways),
            *(file.dumping_cost for _ in sites),
        ],
        travel=travel,
        demand=[street.demand for street in file.required],
        capacity=file.capacity,
        duties=min(len(alone), max(file.num_vehicles, _bins(alone, file.max_trip)) + 2),
        facilities=len(sites),
        limit=file.max_trip,
    )
    return instance, sites


def _cost_alone(
    file: McarptifFile, ways: list[tuple[int, int]], travel: Travel, sites: int
) -> list[int]:
    """Returns what a route costs that serves one street only, street by street."""
    every, last = np.arange(len(ways) + sites + 1), len(ways)
    modes, dumps, depot = every[:last], every[last:-1], every[-1:]
    home = travel.part(modes, dumps) + travel.part(dumps, depot)[:, 0]
    rounds = travel.part(depot, modes)[0] + home.min(axis=1) + file.dumping_cost
    alone = []
    mode = 0
    for street in file.required:
        least = int(rounds[mode : mode + len(street.ways)].min())
        mode += len(street.ways)
        where = at_line(file.path, street.line)
        if least >= NEVER:
            raise InputError(
                "benchmark.street_out_of_reach",
                "{where}: required ({u},{v}) cannot be reached from depot {depot} or not be left "
                "for a dumping site; add arcs or leave it out.",
                where=where,
                u=street.u,
                v=street.v,
                depot=file.depot,
            )
        if least + street.service > file.max_trip:
            raise InputError(
                "benchmark.street_above_trip",
                "{where}: required ({u},{v}) takes {takes} with the way there, unloading and the "
                "way home, above MAX_TRIP {most}; raise the limit or leave it out.",
                where=where,
                u=street.u,
                v=street.v,
                takes=least + street.service,
                most=file.max_trip,
            )
        alone.append(least + street.service)
    return alone


def _bins(lengths: list[int], limit: int) -> int:
    """Returns how many routes hold all streets when each is served from the depot and back."""
    free: list[int] = []
    for length in sorted(lengths, reverse=True):
        for number, room in enumerate(free):
            if length <= room:
                free[number] -= length
                break
        else:
            free.append(limit - length)
    return len(free)
