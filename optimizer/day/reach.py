"""Which facilities a vehicle may go to: all that it can drive to, or those near its depot.

The search looks at every facility of a visit, in time and memory. A fleet over several towns has
a hundred water points, most of them farther from a vehicle's depot than it could ever use.
"""

from collections.abc import Iterable, Mapping, Sequence

from fleet import Facility
from optimizer.errors import InfeasibleScenario
from optimizer.network.paths import PathFinder
from optimizer.network.place import Place
from optimizer.network.profile import Profile

NEAREST = 24
"""Of more facilities for one purpose, so many of those nearest to the depot are looked at."""

SHARED = 8
"""Where those near another depot hold so many of the nearest ones, or all there are for a purpose,
vehicles of both depots look at the same: what differs in them makes a type of vehicle of its own,
and time and memory would grow with the depots times the tasks."""


Home = tuple[Profile, str | None]
"""How a vehicle drives, and the id of its depot."""


def facilities_in_reach(
    homes: Iterable[Home],
    facilities: Sequence[Facility],
    sites: Mapping[str, Place],
    finders: Iterable[PathFinder],
) -> dict[Home, frozenset[str]]:
    """Returns the ids of the facilities that the vehicles of each home may go to.

    Raises
    ------
    InfeasibleScenario
        When a vehicle has no depot.
    """
    finder_of = {finder.profile: finder for finder in finders}
    found: dict[Home, frozenset[str]] = {}
    sets: list[frozenset[str]] = []
    for profile, depot_id in dict.fromkeys(homes):
        if depot_id is None:
            raise InfeasibleScenario(
                "day.no_depot",
                "a {profile} has no depot; choose one for each vehicle.",
                profile=profile.id,
            )
        finder = finder_of[profile]
        reached = [facility for facility in facilities if finder.reaches(sites[facility.id])]
        ids = frozenset(facility.id for facility in reached)
        purposes = _rank_by_purpose(sites[depot_id], reached, sites, finder)
        if purposes is None:
            found[profile, depot_id] = ids
            continue
        shared = (
            one
            for one in sets
            if one <= ids and all(one.issuperset(ranked[:SHARED]) for ranked in purposes)
        )
        own = frozenset(id_ for ranked in purposes for id_ in ranked[:NEAREST])
        found[profile, depot_id] = next(shared, own)
        sets.append(found[profile, depot_id])
    return found


def _rank_by_purpose(
    depot: Place,
    reached: Sequence[Facility],
    sites: Mapping[str, Place],
    finder: PathFinder,
) -> list[list[str]] | None:
    """Returns the ids of the facilities for each purpose, those nearest to a depot first.

    None where there are few for each.
    """
    purposes = [
        [facility for facility in reached if purpose in facility.offers]
        for purpose in sorted({offer for facility in reached for offer in facility.offers})
    ]
    if max(map(len, purposes), default=0) <= NEAREST:
        return None
    drive_s = finder.matrix([depot, *(sites[facility.id] for facility in reached)]).duration_s
    there_and_back_s = {
        facility.id: int(drive_s[0, number]) + int(drive_s[number, 0])
        for number, facility in enumerate(reached, start=1)
    }
    return [
        [one.id for one in sorted(purpose, key=lambda one: (there_and_back_s[one.id], one.id))]
        for purpose in purposes
    ]
