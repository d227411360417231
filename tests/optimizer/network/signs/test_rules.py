"""The reading of the search against the rule table."""

import pytest

from optimizer.network.signs import bans_in_force, business_arcs, find_closed_arcs, find_shut_nodes
from tests import sign_rules
from tests.streets import street_network


def one_street(tags, way):
    """A street from 1 to 2, driven as it was drawn or against that."""
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2, {"signs": tags})])
    return network, network.arc_of_key["1>2" if way == "forward" else "2>1"]


@pytest.mark.parametrize(("tags", "vehicle", "way", "expected"), sign_rules.WAYS)
def test_every_row_of_the_table_holds_for_streets(tags, vehicle, way, expected):
    network, arc = one_street(tags, way)
    closed = find_closed_arcs(network, vehicle.profile)[arc]
    business = business_arcs(network, vehicle.profile)[arc]
    assert ("closed" if closed else "business" if business else "open") == expected


@pytest.mark.parametrize(("tags", "vehicle", "shut"), sign_rules.NODES)
def test_every_row_of_the_table_holds_for_nodes(tags, vehicle, shut):
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2)], node_tags={2: tags})
    assert find_shut_nodes(network, vehicle.profile).tolist() == [False, shut]


@pytest.mark.parametrize(("tags", "vehicle", "bound"), sign_rules.TURNS)
def test_every_row_of_the_table_holds_for_turns(tags, vehicle, bound):
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)},
        [(1, 2), (2, 3)],
        banned=[("1>2", "2>3")],
        bans=[tags],
    )
    found = bans_in_force(network, network.banned_turn_signs, vehicle.profile)
    assert found.tolist() == [bound]
