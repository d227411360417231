"""Turns: where a driver is told something, and what; exits of roundabouts, bends, lanes."""

from types import SimpleNamespace

import pytest

from api.exports.turn_list import turn_list
from api.words import Language, phrasebook
from fleet import LonLat
from optimizer.network.place import Drive
from optimizer.network.road_network import BEYOND
from optimizer.plan import Activity, ActivityKind, Route
from tests.streets import street_network

RING = {"one_way": True, "roundabout": True, "name": "Ring"}
NETWORK = street_network(
    # Corners of the ring, and a street from each of them outwards, counter-clockwise.
    {1: (0, -10), 2: (10, 0), 3: (0, 10), 4: (-10, 0)}
    | {11: (0, -100), 12: (100, 0), 13: (0, 100), 14: (-100, 0), 15: (-200, 0)},
    [
        *[(a, b, RING) for a, b in ((1, 2), (2, 3), (3, 4), (4, 1))],
        (1, 11, {"name": "South"}),
        # One cannot leave by the east.
        (12, 2, {"name": "East", "one_way": True}),
        (3, 13, {"name": "North"}),
        (4, 14, {"name": "West"}),
        (14, 15, {"name": "West"}),
    ],
)


def said(arcs, language=Language.EN, network=NETWORK):
    keys = tuple(arcs.split())
    last_m = int(network.arc_length_m[network.arc_of_key[keys[-1]]])
    distance_m = sum(int(network.arc_length_m[network.arc_of_key[key]]) for key in keys)
    drive = Drive(
        arcs=keys, from_offset_m=0, to_offset_m=last_m, distance_m=distance_m, duration_s=0
    )
    start, end = (
        Activity(kind=kind, facility_id="D", drive=path, arrival_s=0, begin_s=0, end_s=0)
        for kind, path in ((ActivityKind.START, None), (ActivityKind.END, drive))
    )
    route = Route(vehicle_id="S1", shift_id="day", activities=(start, end))
    depot = SimpleNamespace(id="D", name="Yard", at=LonLat(lon=0.0, lat=0.0), bays="")
    fleet = SimpleNamespace(facilities=(depot,))
    plan_file = SimpleNamespace(fleet=fleet, tasks=(), scenario={})
    lines = turn_list(plan_file, network, route, phrasebook(language))
    assert sum(one.length_m for one in lines) == route.distance_m
    return [one.text for one in lines][1:-1]


# A side of the ring is 14 m (10 m east and 10 m north), the way to it 90 m.
@pytest.mark.parametrize(
    ("arcs", "exit_"),
    [
        ("11>1 1>2 2>3 3>13", "exit 1 into North (118 m)"),  # 14 + 14 + 90
        ("11>1 1>2 2>3 3>4 4>14", "exit 2 into West (132 m)"),
        # All the way round.
        ("11>1 1>2 2>3 3>4 4>1 1>11", "exit 3 into South (146 m)"),
    ],
)
def test_a_roundabout_is_one_line_with_the_number_of_the_exit(arcs, exit_):
    assert said(arcs) == [
        "Drive along South northwards (90 m)",
        f"At the roundabout Ring take {exit_}",
    ]


def test_after_a_roundabout_the_street_goes_on_in_silence():
    # 14 + 90 + 100 m
    assert said("13>3 3>4 4>14 14>15")[1:] == [
        "At the roundabout Ring take exit 1 into West (204 m)"
    ]


def test_who_works_on_a_roundabout_counts_exits_from_there():
    assert said("2>3 3>4 4>14") == ["At the roundabout Ring take exit 2 into West (118 m)"]
    assert said("2>3 3>4") == ["Drive along Ring westwards (28 m)"]
    assert said("11>1 1>2 2>3")[1:] == ["Enter the roundabout Ring (28 m)"]


def test_a_roundabout_in_chinese():
    assert said("11>1 1>2 2>3 3>13", Language.ZH) == [
        "沿South向北行驶（90 米）",
        "在Ring环岛走第1出口，进入North（118 米）",
    ]


def test_a_drive_beyond_the_edge_of_the_map_is_called_so():
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (200, 100)},
        [(1, 2), (2, 3, {"highway": BEYOND, "name": "", "one_way": True}), (3, 4)],
    )
    assert said("1>2 2>3 3>4", network=network)[1:] == [
        "Turn left into roads beyond the edge of the map (100 m)",
        "Turn right into 3-4 Street (100 m)",
    ]


BENDS = street_network(
    {
        **{1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (200, 100)},
        **{5: (100, -100), 6: (100, 200), 7: (0, -100)},
    },
    [
        (1, 2, {"name": "Mill Lane"}),
        # Mill Lane bends to the left, and to the right again.
        (2, 3, {"name": "Mill Lane"}),
        (3, 4, {"name": "Mill Lane"}),
        (2, 5, {"name": "Pond Street"}),
        (3, 6, {"name": "Hill Street"}),
        # Pond Street bends where no other way is.
        (5, 7, {"name": "Pond Street"}),
    ],
)


def test_who_stays_on_a_street_follows_it_and_does_not_turn_into_it():
    assert said("1>2 2>3 3>4", network=BENDS) == [
        "Drive along Mill Lane eastwards (100 m)",
        "Follow Mill Lane to the left (100 m)",
        "Follow Mill Lane to the right (100 m)",
    ]
    assert said("1>2 2>3", Language.ZH, BENDS)[1:] == ["沿Mill Lane向左（100 米）"]
    assert said("4>3 3>2", Language.ZH, BENDS)[1:] == ["沿Mill Lane向左（100 米）"]
    assert said("3>2 2>1", Language.ZH, BENDS)[1:] == ["沿Mill Lane向右（100 米）"]


def test_a_bend_without_another_way_is_no_instruction():
    assert said("1>2 2>5 5>7", network=BENDS)[1:] == ["Turn right into Pond Street (200 m)"]


def test_who_leaves_a_street_turns_into_the_other_one():
    assert said("1>2 2>5", network=BENDS)[1:] == ["Turn right into Pond Street (100 m)"]
    assert said("5>2 2>1", network=BENDS)[1:] == ["Turn left into Mill Lane (100 m)"]


def test_who_turns_round_on_a_street_is_told_where():
    assert said("1>2 2>1", network=BENDS)[1:] == ["Turn round in Mill Lane at Pond Street (100 m)"]
    assert said("3>4 4>3", network=BENDS)[1:] == [
        "Turn round in Mill Lane at the end of the street (100 m)"
    ]
    assert said("1>2 2>1", Language.ZH, BENDS)[1:] == ["在Mill Lane的Pond Street处掉头（100 米）"]


LANES = street_network(
    {
        **{1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (400, 0)},
        **{6: (100, 100), 7: (300, 100), 8: (300, 200), 9: (200, 50), 10: (400, 200)},
    },
    [
        *[(a, a + 1, {"name": "Main Road"}) for a in (1, 2, 3, 4)],
        (2, 6, {"name": "First Street"}),
        # Two lanes to the left: a dead end, and one that leads to Upper Road.
        (3, 9, {"name": "", "highway": "service"}),
        (4, 7, {"name": "", "highway": "service"}),
        (7, 8, {"name": "", "highway": "service"}),
        (8, 10, {"name": "Upper Road"}),
    ],
)


def test_a_lane_without_a_name_is_told_by_what_it_joins_and_by_its_place_in_the_row():
    assert said("1>2 2>3 3>4 4>7 7>8", network=LANES) == [
        "Drive along Main Road eastwards (300 m)",
        "Turn left into the lane between Main Road and Upper Road, turning 2 on the left after "
        "First Street (200 m)",
    ]
    assert said("2>3 3>9", network=LANES)[1:] == ["Turn left into the lane off Main Road (50 m)"]
    assert said("1>2 2>3 3>4 4>7", Language.ZH, LANES)[1:] == [
        "左转进入Main Road与Upper Road之间的小路，过First Street后左侧第 2 个路口（100 米）"
    ]


FORK = street_network(
    {1: (0, 0), 2: (100, 0), 3: (200, 20), 4: (200, -20)},
    [(1, 2, {"name": "A"}), (2, 3, {"name": "A"}), (2, 4, {"name": "B"})],
)


def test_of_two_ways_ahead_the_driver_is_told_which():
    assert said("1>2 2>4", network=FORK)[1:] == ["Keep right into B (102 m)"]
    # Going on in A, the way into B is none of his business.
    assert said("1>2 2>3", network=FORK) == ["Drive along A eastwards (202 m)"]
