"""Of very many facilities those near the depot are looked at."""

from dataclasses import replace

import pytest

from fleet import Facility, FacilityKind, Fleet, LonLat, Stream
from optimizer.day.building import build_day
from optimizer.day.reach import NEAREST, facilities_in_reach
from optimizer.errors import InfeasibleScenario
from optimizer.network.paths.path_finder import PathFinder
from optimizer.network.profile import PROFILES
from tests.hand_drawn import SWEEPER, YARD, small_day, yard_at
from tests.streets import street_network

BLOCKS = NEAREST + 6
STREET = street_network(
    {number: (200.0 * number, 0.0) for number in range(BLOCKS + 1)},
    [(number, number + 1) for number in range(BLOCKS)],
)
TIP = Facility(
    id="",
    name="Tip",
    kind=FacilityKind.PLANT,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.SWEEPINGS,),
)


def tips(count):
    """Tips one behind the other, a block apart; the yard is before the first."""
    ids = [f"tip-{number:02}" for number in range(count)]
    sites = {id_: yard_at(STREET, f"{n}>{n + 1}", 100) for n, id_ in enumerate(ids)}
    return [replace(TIP, id=id_) for id_ in ids], sites | {"yard": yard_at(STREET, "0>1", 20)}


def reach(count):
    facilities, sites = tips(count)
    profile = PROFILES["sweeper"]
    found = facilities_in_reach(
        [(profile, "yard")], facilities, sites, [PathFinder(STREET, profile)]
    )
    return sorted(found[profile, "yard"])


def test_a_day_with_few_facilities_has_them_all():
    assert reach(NEAREST) == [f"tip-{number:02}" for number in range(NEAREST)]


def test_of_many_facilities_the_nearest_are_kept():
    assert reach(BLOCKS) == [f"tip-{number:02}" for number in range(NEAREST)]


def test_vehicles_of_two_depots_look_at_the_facilities_near_their_own():
    facilities, sites = tips(BLOCKS)
    far = replace(YARD, id="far", streams=())
    sites["far"] = yard_at(STREET, f"{BLOCKS - 1}>{BLOCKS}", 180)
    yard = replace(YARD, streams=())
    fleet = Fleet(
        vehicles=(SWEEPER, replace(SWEEPER, id="S2", depot_id="far")),
        facilities=(*facilities, yard, far),
    )
    tasks = small_day(STREET, {"yard": sites["yard"]}).tasks
    day = build_day(STREET, fleet, tasks, sites)
    ids = [{day.facilities[number].id for number in reset} for reset in day.resets]
    assert [len(one) for one in ids] == [NEAREST, NEAREST]
    assert ids[0] - ids[1] == {f"tip-{number:02}" for number in range(BLOCKS - NEAREST)}
    assert ids[1] - ids[0] == {f"tip-{number:02}" for number in range(NEAREST, BLOCKS)}
    assert day.instance.duty_type.tolist() == [0, 1]


def test_vehicles_of_depots_that_are_neighbours_look_at_the_same_facilities():
    facilities, sites = tips(BLOCKS)
    sites["next"] = yard_at(STREET, "4>5", 20)
    sites["far"] = yard_at(STREET, f"{BLOCKS - 1}>{BLOCKS}", 180)
    profile = PROFILES["sweeper"]
    homes = [(profile, "yard"), (profile, "next"), (profile, "far")]
    found = facilities_in_reach(homes, facilities, sites, [PathFinder(STREET, profile)])
    # The eight nearest to the second one are among those of the first, but not the far one's.
    assert found[profile, "next"] == found[profile, "yard"] != found[profile, "far"]


def test_a_vehicle_without_a_depot_is_refused():
    with pytest.raises(InfeasibleScenario, match="has no depot"):
        facilities_in_reach([(PROFILES["sweeper"], None)], [], {}, [])
