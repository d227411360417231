"""Which standard and town each street has.

::

    5               7 ---- 8      Mill Lane 4-5 (secondary), Far Road 7-8 and 6-7 (residential)
    |               |
    4 ------ 3 ---- 6             North Road 4-3 (secondary), 3-6 (residential)
    |        |
    1 =====> 2                    High Road 1>2 (secondary, one-way), sides 2-3 and 4-1

Every street is 200 m long; at the equator a degree is 111,195 m.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fleet import LonLat, StreetOverride, Town
from scenarios.due.demand import find_due_work
from scenarios.due.maintained import find_maintained
from scenarios.due.street_work import Lot
from scenarios.files.store import load_scenario
from tests.streets import METRES_PER_DEGREE, street_network

HAMLET = load_scenario(str(Path(__file__).parents[2] / "data" / "hamlet"))
# Secondary roads are class II of the hamlet, residential ones class IV; K is for overrides alone.
CLASS_II, CLASS_IV = HAMLET.standards
KEY = replace(CLASS_II, id="K", highways=())
SCENARIO = replace(HAMLET, standards=(CLASS_II, CLASS_IV, KEY), contracts=(), max_snap_m=10_000)

SECONDARY = {"highway": "secondary", "width_cm": 1400}
NETWORK = street_network(
    {
        1: (0, 0),
        2: (200, 0),
        3: (200, 200),
        4: (0, 200),
        5: (0, 400),
        6: (400, 200),
        7: (400, 400),
        8: (600, 400),
    },
    [
        (1, 2, {"name": "High Road", "one_way": True} | SECONDARY),
        (2, 3, {"name": "East Street"} | SECONDARY),
        (4, 3, {"name": "North Road"} | SECONDARY),
        (3, 6, {"name": "North Road"}),
        (4, 1, {"name": "West Street"} | SECONDARY),
        (4, 5, {"name": "Mill Lane"} | SECONDARY),
        (6, 7, {"name": "Far Road"}),
        (7, 8, {"name": "Far Road"}),
    ],
)


def at(x_m: float, y_m: float) -> LonLat:
    return LonLat(lon=x_m / METRES_PER_DEGREE, lat=y_m / METRES_PER_DEGREE)


def box(west_m: float, south_m: float, east_m: float, north_m: float):
    """A drawn area, its corners in metres."""
    return (
        at(west_m, south_m),
        at(east_m, south_m),
        at(east_m, north_m),
        at(west_m, north_m),
    )


def override(standard="K", id_="one", **meaning):
    return StreetOverride(id=id_, standard=standard, **meaning)


def standards_by_street(*overrides, network=NETWORK):
    """The standard of every direction of every street, by arc key; None where nobody's."""
    streets = find_maintained(replace(SCENARIO, overrides=overrides), network)
    found = {}
    for arc in range(network.num_arcs):
        standard = streets.standard_of(arc)
        found[network.arc_key(arc)] = standard.id if standard else None
    return found


def changed(*overrides, network=NETWORK):
    """The directions whose standard the overrides change, with what it is then."""
    before = standards_by_street(network=network)
    return {
        key: id_
        for key, id_ in standards_by_street(*overrides, network=network).items()
        if id_ != before[key]
    }


def test_without_overrides_the_class_of_road_decides():
    found = standards_by_street()
    assert (found["1>2"], found["4>3"], found["3>4"]) == ("II", "II", "II")
    assert (found["3>6"], found["7>8"]) == ("IV", "IV")


def test_roads_of_no_class_are_nobodys():
    motorway = street_network(
        {1: (0, 0), 2: (200, 0)}, [(1, 2, {"highway": "motorway", "name": "Ring"})]
    )
    assert standards_by_street(network=motorway) == {"1>2": None, "2>1": None}


def test_a_name_means_all_streets_of_that_name_in_both_directions():
    # North Road is secondary west of the crossing and residential east of it.
    assert changed(override(names=("North Road",))) == {
        "4>3": "K",
        "3>4": "K",
        "3>6": "K",
        "6>3": "K",
    }


def test_an_english_name_means_the_street_too():
    chinese = replace(
        NETWORK,
        names=tuple({"Mill Lane": "磨坊巷"}.get(name, name) for name in NETWORK.names),
        names_en=tuple("Mill Lane" if name == "Mill Lane" else "" for name in NETWORK.names),
    )
    for name in ("磨坊巷", "Mill Lane"):
        assert changed(override(names=(name,)), network=chinese) == {"4>5": "K", "5>4": "K"}


def test_part_of_a_name_means_nothing():
    assert changed(override(names=("North", "north road"))) == {}


def test_streets_without_a_name_are_not_meant_by_an_empty_one():
    nameless = street_network({1: (0, 0), 2: (200, 0)}, [(1, 2, {"name": ""} | SECONDARY)])
    assert changed(override(names=("", "High Road")), network=nameless) == {}


def test_a_way_means_its_streets_and_no_other_of_its_name():
    # Ways count from 1 as drawn: 4 is North Road east of the crossing.
    assert changed(override(way_ids=(4,))) == {"3>6": "K", "6>3": "K"}


def test_one_direction_drawn_as_a_way_of_its_own_means_both():
    ways = NETWORK.arc_way_id.copy()
    ways[NETWORK.arc_of_key["3>4"]] = 99
    two_ways = replace(NETWORK, arc_way_id=ways)
    assert changed(override(way_ids=(99,)), network=two_ways) == {"4>3": "K", "3>4": "K"}


def test_an_area_means_the_streets_whose_middle_lies_in_it():
    # Around (300, 200), the middle of 3-6; it cuts 6-7 (middle 400, 300) and 7-8 off.
    assert changed(override(area=box(210, 150, 450, 290))) == {"3>6": "K", "6>3": "K"}


def test_an_area_that_holds_only_an_end_of_a_street_does_not_mean_it():
    assert changed(override(area=box(550, 350, 650, 450))) == {}


def test_an_area_means_both_directions_though_each_has_a_line_of_its_own():
    # The way back is drawn 30 m beside the way there; the area holds only the one.
    geometry = NETWORK.geometry.copy()
    start = NETWORK.geometry_start[NETWORK.arc_of_key["6>3"]]
    geometry[start : start + 2, 1] += 30 / METRES_PER_DEGREE
    apart = replace(NETWORK, geometry=geometry)
    for area in (box(210, 190, 390, 210), box(210, 195, 390, 205)):
        assert changed(override(area=area), network=apart) == {"3>6": "K", "6>3": "K"}


def test_names_ways_and_area_of_one_override_add_up():
    found = changed(override(names=("Mill Lane",), way_ids=(4,), area=box(350, 250, 450, 350)))
    assert set(found) == {"4>5", "5>4", "3>6", "6>3", "6>7", "7>6"}


def test_of_two_overrides_the_last_holds():
    all_of_it = override("K", "road", names=("North Road",))
    east = override("IV", "east", way_ids=(3,))
    assert standards_by_street(all_of_it, east)["4>3"] == "IV"
    assert standards_by_street(east, all_of_it)["4>3"] == "K"
    # The rest of the road keeps what the first says.
    assert standards_by_street(all_of_it, east)["3>6"] == "K"


def test_an_empty_standard_takes_streets_out_of_maintenance():
    assert changed(override("", names=("Mill Lane",))) == {"4>5": None, "5>4": None}
    before = find_due_work(SCENARIO, NETWORK)
    after = find_due_work(replace(SCENARIO, overrides=(override("", way_ids=(6,)),)), NETWORK)
    # Mill Lane: 200 m x 14 m.
    assert after.unmaintained_m2 - before.unmaintained_m2 == 2800
    gone = {lot.kerb for lot in before.lots} - {lot.kerb for lot in after.lots}
    assert {str(kerb) for kerb in gone} == {"4>5/right", "5>4/right"}
    assert not any(task.name == "Mill Lane" for task in after.tasks)


def test_an_override_can_bring_nobodys_roads_into_maintenance():
    service = street_network(
        {1: (0, 0), 2: (200, 0)}, [(1, 2, {"highway": "service", "name": "Yard"})]
    )
    assert changed(override("IV", names=("Yard",)), network=service) == {"1>2": "IV", "2>1": "IV"}


def test_an_override_that_means_no_street_is_a_notice_of_the_plan():
    nothing = override(id_="typo", names=("Nroth Road",))
    scenario = replace(SCENARIO, overrides=(nothing, override(names=("North Road",))))
    sentence = "Override typo means no street of hand-drawn streets."
    assert tuple(map(str, find_maintained(scenario, NETWORK).notices)) == (sentence,)
    assert sentence in map(str, find_due_work(scenario, NETWORK).notices)


def test_overridden_streets_have_the_standard_in_lots_and_tasks():
    manual = replace(KEY, passes=())
    scenario = replace(
        SCENARIO,
        standards=(CLASS_II, CLASS_IV, manual),
        overrides=(override(names=("Mill Lane",)),),
    )
    due = find_due_work(scenario, NETWORK)
    lots = [lot for lot in due.lots if lot.name == "Mill Lane"]
    assert {(lot.service_class, lot.lot) for lot in lots} == {("K", Lot.MANUAL)}
    assert sum(lot.area_m2 for lot in lots) == 2800
    assert {task.service_class for task in due.tasks} == {"II", "IV"}


def town(id_: str, x_m: float, y_m: float, **drawn) -> Town:
    return Town(id=id_, name=f"{id_} town", at=at(x_m, y_m), **drawn)


def towns_by_street(*towns, network=NETWORK):
    streets = find_maintained(replace(SCENARIO, towns=towns), network)
    return {network.arc_key(arc): streets.town_of(arc) for arc in range(network.num_arcs)}


def test_without_towns_all_streets_are_counted_in_one():
    assert set(towns_by_street().values()) == {""}


def test_streets_belong_to_the_town_whose_centre_is_nearest():
    found = towns_by_street(town("west", 0, 200), town("east", 600, 300))
    # The middle of 3-6 is 300 m from the west's centre and 316 m from the east's; that of 6-7
    # 412 m and 200 m.
    assert found["3>6"] == found["6>3"] == "west town"
    assert found["6>7"] == found["7>6"] == "east town"
    assert found["1>2"] == "west town"


def test_in_the_north_a_degree_of_longitude_is_shorter_than_one_of_latitude():
    # At 60 degrees it is half as long. The street lies 0.010 degrees (556 m) east of the one
    # centre and 0.008 degrees (890 m) north of the other.
    street = street_network({1: (0, 0), 2: (20, 0)}, [(1, 2, SECONDARY)], origin=(0.010, 60.0))
    beside = Town(id="a", name="beside", at=LonLat(lon=0.0, lat=60.0))
    below = Town(id="b", name="below", at=LonLat(lon=0.010, lat=59.992))
    assert set(towns_by_street(below, beside, network=street).values()) == {"beside"}


def test_a_drawn_area_comes_before_the_nearest_centre():
    # The middle of 3-6 lies in the east's area though the west's centre is nearer.
    east = town("east", 600, 300, area=box(210, 150, 650, 450))
    found = towns_by_street(town("west", 0, 200), east)
    assert found["3>6"] == found["6>3"] == "east town"
    assert found["4>3"] == "west town"


def test_streets_outside_all_drawn_areas_go_to_the_nearest_centre():
    west = town("west", 0, 200, area=box(-50, -50, 50, 50))
    east = town("east", 600, 300, area=box(350, 250, 650, 450))
    found = towns_by_street(west, east)
    # No area holds the middle of 3-6, (300, 200).
    assert found["3>6"] == "west town"


def test_both_directions_of_a_street_have_one_town():
    for x_m in range(0, 600, 25):
        found = towns_by_street(town("a", x_m, 0), town("b", 600 - x_m, 400))
        for arc, inverse in enumerate(NETWORK.arc_inverse.tolist()):
            if inverse >= 0:
                assert found[NETWORK.arc_key(arc)] == found[NETWORK.arc_key(inverse)]


def test_the_areas_of_the_towns_add_up_to_the_maintained_area():
    scenario = replace(SCENARIO, towns=(town("west", 0, 200), town("east", 600, 300)))
    due = find_due_work(scenario, NETWORK)
    by_town = {name: 0 for name in ("west town", "east town")}
    for lot in due.lots:
        by_town[lot.town] += lot.area_m2
    # East of the crossing: 200 m x 8 m on 6-7 and 7-8.
    assert by_town["east town"] == 2 * 1600
    assert sum(by_town.values()) == int(NETWORK.arc_area_m2.sum())


@pytest.mark.parametrize("shift_m", [0, 350, 700])
def test_streets_of_a_square_kilometre_share_their_days_and_its_neighbours_do_not(shift_m):
    # Crossings of a grid of 500 m; the streets between them, by the middle.
    nodes = {
        10 * i + j: (500 * i + shift_m, 500 * j + shift_m) for i in range(9) for j in range(9)
    }
    streets = [(n, n + 10) for n in nodes if n + 10 in nodes]
    network = street_network(nodes, streets)
    cell = find_maintained(SCENARIO, network).cell
    middles = network.geometry.reshape(-1, 2, 2).mean(axis=1) * METRES_PER_DEGREE
    squares = {}
    for arc, (x_m, y_m) in enumerate(middles):
        squares.setdefault((int(x_m // 1000), int(y_m // 1000)), set()).add(int(cell[arc]))
    assert all(len(cells) == 1 for cells in squares.values())
    for (column, row), cells in squares.items():
        for side in ((column + 1, row), (column, row + 1), (column + 1, row + 1)):
            if side in squares:
                assert {one % 7 for one in cells} != {one % 7 for one in squares[side]}


def test_both_directions_of_a_street_share_their_days():
    cell = find_maintained(SCENARIO, NETWORK).cell
    paired = NETWORK.arc_inverse >= 0
    assert np.array_equal(cell[paired], cell[NETWORK.arc_inverse[paired]])
