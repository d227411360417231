"""Kerbs of hand-made carriageways, and that no square metre is lost or counted twice."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.network.components import keep_strongly_connected
from optimizer.network.road_network import DrivingSide
from optimizer.network.surface import (
    CROSSABLE_CM,
    TWO_KERBS_ONE_WAY_CM,
    TWO_PASSES_TWO_WAY_CM,
    Kerb,
    Side,
    is_crossable,
    kerbs_of,
)
from tests.streets import street_network

TOWN = {1: (0, 0), 2: (101, 0), 3: (101, 97), 4: (0, 97)}


def kerbs(street, *, side=DrivingSide.RIGHT, **options):
    """The kerbs of one street from 1 to 2, 101 m long, by arc key."""
    network = replace(street_network(TOWN, [(1, 2, street)]), driving_side=side)
    return [(network.arc_key(kerb.arc), kerb) for kerb in kerbs_of(network, **options)]


def test_a_two_way_street_has_a_kerb_with_the_traffic_in_each_direction():
    (one, first), (two, second) = kerbs({"width_cm": 1401})
    assert (one, two) == ("1>2", "2>1")
    # 101 m x 14.01 m = 1415.01 m2; the odd square metre is the first direction's.
    assert first == Kerb(
        arc=0, side=Side.RIGHT, width_cm=701, area_m2=708, passes=3, alternatives=(0,)
    )
    assert second == Kerb(
        arc=1, side=Side.RIGHT, width_cm=700, area_m2=707, passes=3, alternatives=(1,)
    )


def test_a_two_way_street_of_less_than_two_passes_is_one_kerb_worked_in_either_direction():
    ((key, kerb),) = kerbs({"width_cm": TWO_PASSES_TWO_WAY_CM - 1})
    # 101 m x 5.99 m = 604.99 m2.
    assert (key, kerb.side, kerb.area_m2, kerb.passes) == ("1>2", Side.WHOLE, 605, 2)
    assert kerb.alternatives == (0, 1)
    assert [k.side for _, k in kerbs({"width_cm": TWO_PASSES_TWO_WAY_CM})] == [Side.RIGHT] * 2


def test_a_wide_one_way_carriageway_has_a_median_kerb_too():
    (_, right), (_, left) = kerbs({"one_way": True, "width_cm": TWO_KERBS_ONE_WAY_CM})
    # 707 m2, 3.5 m and two passes to each kerb.
    assert (right.side, right.width_cm, right.area_m2, right.passes) == (Side.RIGHT, 350, 354, 2)
    assert (left.side, left.width_cm, left.area_m2, left.passes) == (Side.LEFT, 350, 353, 2)
    narrow = kerbs({"one_way": True, "width_cm": TWO_KERBS_ONE_WAY_CM - 1})
    assert [kerb.side for _, kerb in narrow] == [Side.RIGHT]


def test_passes_are_what_the_machine_needs_to_clear_the_strip():
    for width_cm, passes in ((299, 1), (300, 1), (301, 2), (600, 2), (601, 3)):
        ((_, kerb),) = kerbs({"one_way": True, "width_cm": width_cm})
        assert kerb.passes == passes
    ((_, kerb),) = kerbs({"one_way": True, "width_cm": 600}, pass_width_cm=150)
    assert kerb.passes == 4


def test_where_traffic_keeps_left_the_kerbs_change_sides():
    wide = kerbs({"one_way": True, "width_cm": 900}, side=DrivingSide.LEFT)
    assert [kerb.side for _, kerb in wide] == [Side.LEFT, Side.RIGHT]
    both = kerbs({"width_cm": 900}, side=DrivingSide.LEFT)
    assert [kerb.side for _, kerb in both] == [Side.LEFT, Side.LEFT]
    once = kerbs({"width_cm": 500}, side=DrivingSide.LEFT)
    assert [kerb.side for _, kerb in once] == ["whole"]


def test_a_street_that_lost_one_direction_keeps_the_kerb_of_the_other():
    source = street_network(
        TOWN | {7: (500, 0)},
        [
            (1, 2, {"one_way": True}),
            (2, 3, {"one_way": True}),
            (3, 4, {"one_way": True}),
            (4, 1, {"one_way": True}),
            (2, 7, {"width_cm": 1400}),
            (7, 3, {"one_way": True}),
        ],
        banned=[("7>2", "2>3")],
    )
    network = keep_strongly_connected(source)
    (kerb,) = [k for k in kerbs_of(network) if network.arc_key(k.arc) == "2>7"]
    # 399 m x 14 m: without the other direction nobody sweeps the left kerb against the traffic.
    assert (kerb.side, kerb.width_cm, kerb.area_m2) == (Side.RIGHT, 700, 2793)


def test_a_narrow_street_with_one_workable_direction_has_a_kerb_in_each():
    workable = np.array([True, False])
    sides = [kerb.side for _, kerb in kerbs({"width_cm": 500}, workable=workable)]
    assert sides == [Side.RIGHT, Side.RIGHT]


@pytest.mark.parametrize("width_cm", [CROSSABLE_CM - 1, CROSSABLE_CM])
def test_a_crew_crosses_narrow_streets_only(width_cm):
    network = street_network(TOWN, [(1, 2, {"width_cm": width_cm})])
    assert is_crossable(network, 0) is (width_cm < CROSSABLE_CM)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="pass_width_cm must be positive, got 0"):
        kerbs({}, pass_width_cm=0)


STREET = st.fixed_dictionaries(
    {
        "one_way": st.booleans(),
        "highway": st.sampled_from(["primary", "residential", "service"]),
        "width_cm": st.integers(200, 6000),
        "length_m": st.integers(1, 3000),
    }
)


# The first streets drawn wait until what draws them is loaded.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    streets=st.lists(STREET, min_size=1, max_size=12),
    side=st.sampled_from(DrivingSide),
    closed=st.sets(st.integers(0, 23)),
)
def test_kerbs_add_up_to_the_network_by_class_and_in_total(streets, side, closed):
    network = street_network(
        TOWN, [(1 + n % 4, 1 + (n + 1) % 4, street) for n, street in enumerate(streets)]
    )
    network = replace(network, driving_side=side)
    workable = np.array([arc not in closed for arc in range(network.num_arcs)])
    for mask in (None, workable):
        by_class: Counter[str] = Counter()
        met: Counter[int] = Counter()
        for kerb in kerbs_of(network, workable=mask):
            by_class[network.highway(kerb.arc)] += kerb.area_m2
            met.update(kerb.alternatives)
            assert kerb.arc == kerb.alternatives[0] == min(kerb.alternatives)
            assert kerb.passes * 300 >= kerb.width_cm > (kerb.passes - 1) * 300
        assert by_class == Counter(
            {
                highway: int(network.arc_area_m2[network.arc_highway == number].sum())
                for number, highway in enumerate(network.highways)
            }
        )
        # Every arc has its kerb: one, or two where it is one-way and wide.
        assert set(met) == set(range(network.num_arcs))


@pytest.mark.parametrize("unlike", ["arc_width_cm", "arc_highway"])
def test_carriageways_of_unlike_width_or_class_on_one_line_are_not_swept_as_one(unlike):
    network = street_network(TOWN, [(1, 2, {"width_cm": 500}), (3, 4, {"highway": "tertiary"})])
    values = getattr(network, unlike).copy()
    values[1] = values[2]
    network = replace(network, **{unlike: values})
    assert [kerb.side for kerb in kerbs_of(network)] == [Side.RIGHT] * 4
