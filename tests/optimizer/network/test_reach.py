"""What a profile cannot use, on a ring of streets with one of each barrier."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from optimizer.network.barrier import Barrier, barrier_of_lack, limit_text, sign_said
from optimizer.network.components import keep_strongly_connected
from optimizer.network.profile import PROFILES, Hours
from optimizer.network.reach import (
    barrier_of,
    barriers_of,
    list_barred_pieces,
    list_outside_reach,
    reach_of,
)
from optimizer.network.road_network import BEYOND
from tests.streets import street_network

SWEEPER, TRUCK = PROFILES["sweeper"], PROFILES["truck"]
NODES = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 7: (500, 0), 8: (560, 0), 9: (0, 160)}
ROUND = [(1, 2), (2, 3), (3, 4), (4, 1), (4, 9)]
"""A ring with a dead end, where one turns round to drive it the other way."""


def network(*streets, **options):
    return street_network(NODES, [*ROUND, *streets], **options)


def barred(streets, profile=SWEEPER):
    """What is barred to a profile, by arc key."""
    number = barriers_of(streets, profile)
    return {streets.arc_key(arc): barrier_of(number[arc]) for arc in np.flatnonzero(number)}


@pytest.mark.parametrize(
    ("sign", "barrier"),
    [
        ({"highway": "motorway"}, Barrier.ROAD_CLASS),
        ({"no_trucks": True}, Barrier.NO_TRUCKS),
        # A sweeper is 16 t, 3.0 m high and 2.5 m wide.
        ({"max_weight_kg": 15_999}, Barrier.WEIGHT),
        ({"max_height_cm": 299}, Barrier.HEIGHT),
        ({"max_width_cm": 249}, Barrier.WIDTH),
        # 65 % of 16 t on the heaviest axle are 10.4 t.
        ({"signs": {"maxaxleload": "10"}}, Barrier.AXLE_LOAD),
        ({"access": "no"}, Barrier.ACCESS),
        ({"signs": {"motor_vehicle": "private"}}, Barrier.ACCESS),
    ],
)
def test_a_closed_street_is_barred_with_what_closes_it(sign, barrier):
    streets = network((2, 7, sign))
    assert barred(streets) == {"2>7": barrier, "7>2": barrier}


@pytest.mark.parametrize(
    "sign", [{"max_weight_kg": 16_000}, {"max_height_cm": 300}, {"max_width_cm": 250}]
)
def test_a_vehicle_that_just_fits_is_not_barred(sign):
    assert barred(network((2, 7, sign))) == {}


def test_a_sign_for_goods_vehicles_bars_no_other():
    car = replace(SWEEPER, is_truck=False)
    assert barred(network((2, 7, {"no_trucks": True})), car) == {}


def test_of_several_barriers_the_first_counts():
    sign = {"highway": "motorway", "max_height_cm": 250, "no_trucks": True}
    assert set(barred(network((2, 7, sign))).values()) == {Barrier.ROAD_CLASS}
    # A truck may use motorways.
    assert set(barred(network((2, 7, sign)), TRUCK).values()) == {Barrier.NO_TRUCKS}


def test_what_lies_behind_a_closed_street_is_cut_off():
    streets = network((2, 7, {"max_weight_kg": 3_000}), (7, 8))
    assert barred(streets) == {
        "2>7": Barrier.WEIGHT,
        "7>2": Barrier.WEIGHT,
        "7>8": Barrier.CUT_OFF,
        "8>7": Barrier.CUT_OFF,
    }


def test_a_street_that_can_be_left_only_past_a_low_bridge_has_no_way_out():
    one_way, low = {"one_way": True}, {"one_way": True, "max_height_cm": 250}
    streets = network((2, 7, one_way), (7, 8, one_way), (8, 3, low))
    assert barred(streets) == {
        "2>7": Barrier.NO_WAY_OUT,
        "7>8": Barrier.NO_WAY_OUT,
        "8>3": Barrier.HEIGHT,
    }


def test_a_street_that_can_be_entered_only_past_a_low_bridge_has_no_way_in():
    one_way, low = {"one_way": True}, {"one_way": True, "max_height_cm": 250}
    streets = network((2, 7, low), (7, 8, one_way), (8, 3, one_way))
    assert barred(streets) == {
        "2>7": Barrier.HEIGHT,
        "7>8": Barrier.NO_WAY_IN,
        "8>3": Barrier.NO_WAY_IN,
    }


def test_a_ban_on_turning_can_take_the_way_in():
    streets = network(
        (2, 7, {"one_way": True}),
        (7, 3, {"one_way": True}),
        banned=[("1>2", "2>7"), ("3>2", "2>7")],
    )
    assert barred(streets) == {"2>7": Barrier.NO_WAY_IN, "7>3": Barrier.NO_WAY_IN}


def test_a_profile_that_may_drive_nowhere_is_barred_everywhere():
    giant = replace(SWEEPER, height_cm=900)
    low = {"max_height_cm": 500}
    streets = street_network(NODES, [(*ends, low) for ends in ROUND])
    assert set(barred(streets, giant).values()) == {Barrier.HEIGHT}
    assert len(barred(streets, giant)) == streets.num_arcs


def test_streets_are_listed_by_name_and_length_a_two_way_street_once():
    low = {"max_height_cm": 250, "name": "Low Road"}
    reach = reach_of(network((2, 7, low), (7, 8, low | {"max_height_cm": 280})), SWEEPER)
    # 400 m and 60 m, each 8 m wide and two arcs.
    assert [
        (one.name, one.barrier, one.limit, one.length_m, one.area_m2, one.num_arcs)
        for one in reach.barred
    ] == [
        ("Low Road", Barrier.HEIGHT, 250, 400, 3200, 2),
        ("Low Road", Barrier.HEIGHT, 280, 60, 480, 2),
    ]
    assert (reach.profile, reach.length_m) == ("sweeper", 460)


def test_a_street_barred_for_unlike_reasons_in_its_directions_has_its_length_with_each():
    # 2>7 leads nowhere but back, which is banned; 7>2 can be entered from 2>7 alone.
    streets = network((2, 7, {"name": "Trap"}), banned=[("2>7", "7>2")])
    assert [(one.barrier, one.length_m) for one in reach_of(streets, SWEEPER).barred] == [
        (Barrier.NO_WAY_IN, 400),
        (Barrier.NO_WAY_OUT, 400),
    ]


def test_pieces_of_one_street_are_one_line_of_the_list():
    low = {"max_height_cm": 250, "name": "Low Road"}
    (one,) = reach_of(network((2, 7, low), (7, 8, low)), SWEEPER).barred
    assert (one.length_m, one.num_arcs) == (460, 4)


def test_what_lies_outside_for_everybody_is_listed_apart():
    streets = keep_strongly_connected(network((2, 7, {"one_way": True, "name": "Outward Road"})))
    assert reach_of(streets, SWEEPER).barred == ()
    (one,) = list_outside_reach(streets)
    assert (one.name, one.barrier, one.length_m) == ("Outward Road", Barrier.NO_WAY_OUT, 400)


def test_a_piece_to_draw_names_everybody_that_is_kept_out():
    streets = network((2, 7, {"max_height_cm": 250}))
    (piece,) = list_barred_pieces(streets, [SWEEPER, TRUCK])
    assert piece.profiles == ("sweeper", "truck")
    assert (piece.barrier, piece.limit, piece.one_direction) == (Barrier.HEIGHT, 250, False)
    assert np.array_equal(piece.points, streets.arc_geometry(streets.arc_of_key["2>7"]))


def test_profiles_kept_out_for_unlike_reasons_have_a_piece_each():
    streets = network((2, 7, {"highway": "motorway", "max_height_cm": 250}))
    pieces = list_barred_pieces(streets, [SWEEPER, TRUCK])
    assert [(piece.barrier, piece.profiles) for piece in pieces] == [
        (Barrier.ROAD_CLASS, ("sweeper",)),
        (Barrier.HEIGHT, ("truck",)),
    ]


def test_a_piece_barred_in_one_direction_says_so():
    streets = network(
        (2, 7, {"name": "Half"}),
        (7, 3, {"one_way": True, "name": "Back"}),
        banned=[("7>2", "2>3"), ("7>2", "2>1")],
    )
    (piece,) = list_barred_pieces(streets, [SWEEPER])
    assert (piece.name, piece.one_direction) == ("Half", True)
    # Driven from 7 to 2: from (500, 0) to (100, 0).
    assert piece.points[0, 0] > piece.points[1, 0]


def test_what_was_left_out_at_reading_is_drawn_for_all_profiles():
    streets = keep_strongly_connected(network((2, 7, {"one_way": True, "name": "Outward Road"})))
    (piece,) = list_barred_pieces(streets, [SWEEPER, TRUCK])
    assert (piece.name, piece.profiles) == ("Outward Road", ("sweeper", "truck"))
    assert piece.points.shape == (2, 2)


def test_limits_are_said_as_on_the_sign():
    assert limit_text(Barrier.WEIGHT, 3_500) == "3.5 t"
    assert limit_text(Barrier.HEIGHT, 250) == "2.5 m"
    assert limit_text(Barrier.WIDTH, 200) == "2 m"
    assert limit_text(Barrier.NO_WAY_IN, 0) == ""


@pytest.mark.parametrize(
    ("barrier", "limit", "says"),
    [
        (Barrier.AXLE_LOAD, 2_000, "axle load limit 2 t"),
        (Barrier.HEIGHT, 250, "height limit 2.5 m"),
        (Barrier.NO_TRUCKS, 0, "no goods vehicles"),
        (Barrier.CUT_OFF, 0, "cut off"),
    ],
)
def test_a_sign_is_said_with_its_limit(barrier, limit, says):
    assert str(sign_said(barrier, limit)) == says


def test_a_way_in_and_a_way_out_that_no_drive_joins_bar_a_street():
    one_way = {"one_way": True}
    streets = network(
        (2, 7, one_way), (7, 3, one_way), banned=[("1>2", "2>7", "7>3"), ("3>2", "2>7")]
    )
    assert barred(streets) == {"2>7": Barrier.NO_WAY_OUT, "7>3": Barrier.NO_WAY_IN}


@pytest.mark.parametrize("lack", range(4))
def test_every_lack_is_a_barrier_around_the_street(lack):
    assert not barrier_of_lack(lack).is_closed


def test_a_sign_of_some_hours_bars_who_is_under_way_in_them():
    streets = network((2, 7, {"signs": {"hgv:conditional": "no @ (07:00-09:00)"}}))
    shift = Hours(date=dt.date(2024, 5, 6), start_s=6 * 3600, end_s=12 * 3600)
    assert set(barred(streets, replace(SWEEPER, hours=shift)).values()) == {Barrier.HOURS}
    # Of no hours in particular nothing is said.
    assert barred(streets) == {}


def test_a_one_way_street_for_lorries_is_barred_the_other_way():
    streets = network((2, 7, {"signs": {"oneway:hgv": "yes"}}), (7, 3))
    assert barred(streets) == {"7>2": Barrier.ONE_WAY}


def test_a_long_vehicle_is_barred_by_its_length():
    streets = network((2, 7, {"signs": {"maxlength": "8"}}))
    long_one = replace(SWEEPER, length_cm=900)
    assert set(barred(streets, long_one).values()) == {Barrier.LENGTH}
    (row,) = reach_of(streets, long_one).barred
    assert limit_text(row.barrier, row.limit) == "8 m"


def test_drives_beyond_the_edge_are_no_streets_to_be_barred_from():
    streets = network((7, 8, {"highway": BEYOND, "width_cm": 0}))
    assert reach_of(streets, SWEEPER).barred == ()
    assert list_barred_pieces(streets, [SWEEPER]) == ()
