"""What a driver is told at roundabouts: one line, with the number of the exit."""

from types import SimpleNamespace

import pytest

from api.exports.instructions import instructions
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
    drive = Drive(
        arcs=tuple(arcs.split()), from_offset_m=0, to_offset_m=0, distance_m=0, duration_s=0
    )
    start, end = (
        Activity(kind=kind, facility_id="D", drive=path, arrival_s=0, begin_s=0, end_s=0)
        for kind, path in ((ActivityKind.START, None), (ActivityKind.END, drive))
    )
    route = Route(vehicle_id="S1", shift_id="day", activities=(start, end))
    depot = SimpleNamespace(id="D", name="Yard", at=LonLat(lon=0.0, lat=0.0))
    plan_file = SimpleNamespace(fleet=SimpleNamespace(facilities=(depot,)), tasks=())
    texts = [one.text for one in instructions(plan_file, network, route, phrasebook(language))]
    return texts[1:-1]


@pytest.mark.parametrize(
    ("arcs", "exit_"),
    [
        ("11>1 1>2 2>3 3>13", "exit 1 into North"),
        ("11>1 1>2 2>3 3>4 4>14", "exit 2 into West"),
        # All the way round.
        ("11>1 1>2 2>3 3>4 4>1 1>11", "exit 3 into South"),
        ("13>3 3>4 4>14", "exit 1 into West"),
    ],
)
def test_a_roundabout_is_one_line_with_the_number_of_the_exit(arcs, exit_):
    assert said(arcs) == [f"At the roundabout Ring take {exit_}"]


def test_after_a_roundabout_the_street_goes_on_in_silence():
    assert said("13>3 3>4 4>14 14>15") == ["At the roundabout Ring take exit 1 into West"]


def test_who_works_on_a_roundabout_counts_exits_from_there():
    assert said("2>3 3>4 4>14") == ["At the roundabout Ring take exit 2 into West"]
    assert said("2>3 3>4") == []
    assert said("11>1 1>2 2>3") == ["Enter the roundabout Ring"]


def test_a_roundabout_in_chinese():
    assert said("11>1 1>2 2>3 3>13", Language.ZH) == ["在Ring环岛走第1出口，进入North"]


def test_a_drive_beyond_the_edge_of_the_map_is_called_so():
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (200, 100)},
        [(1, 2), (2, 3, {"highway": BEYOND, "name": "", "one_way": True}), (3, 4)],
    )
    assert said("1>2 2>3 3>4", network=network) == [
        "Turn left into roads beyond the edge of the map",
        "Turn right into 3-4 Street",
    ]


BENDS = street_network(
    {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (200, 100), 5: (100, -100)},
    [
        (1, 2, {"name": "Mill Lane"}),
        # Mill Lane bends to the left, and to the right again.
        (2, 3, {"name": "Mill Lane"}),
        (3, 4, {"name": "Mill Lane"}),
        (2, 5, {"name": "Pond Street"}),
    ],
)


def test_who_stays_on_a_street_follows_it_and_does_not_turn_into_it():
    assert said("1>2 2>3 3>4", network=BENDS) == [
        "Follow Mill Lane to the left",
        "Follow Mill Lane to the right",
    ]
    assert said("1>2 2>3", Language.ZH, BENDS) == ["沿Mill Lane向左"]
    assert said("4>3 3>2", Language.ZH, BENDS) == ["沿Mill Lane向左"]
    assert said("3>2 2>1", Language.ZH, BENDS) == ["沿Mill Lane向右"]


def test_who_leaves_a_street_turns_into_the_other_one():
    assert said("1>2 2>5", network=BENDS) == ["Turn right into Pond Street"]
    assert said("5>2 2>1", network=BENDS) == ["Turn left into Mill Lane"]


def test_who_turns_round_on_a_street_is_told_so():
    assert said("1>2 2>1", network=BENDS) == ["Turn round in Mill Lane"]


def test_streets_without_names_are_not_followed():
    unnamed = street_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100)},
        [(1, 2, {"name": "", "highway": "service"}), (2, 3, {"name": "", "highway": "service"})],
    )
    # Two of them have nothing in common that one could look for.
    (told,) = said("1>2 2>3", network=unnamed)
    assert told.startswith("Turn left into")
