"""The checker's own reading of signs: against the rule table, and against the search's."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optimizer.checker.signs import access_of, explain_closed, explain_shut, is_bound
from optimizer.network.road_network import Access, Sign
from optimizer.network.signs import bans_in_force, business_arcs, find_closed_arcs, find_shut_nodes
from tests import sign_rules
from tests.sign_rules import Vehicle
from tests.strategies_of_signs import (
    conditions,
    doubtful_conditions,
    node_tags,
    restriction_tags,
    sign_tags,
    vehicles,
)
from tests.streets import street_network


def posted(tags, way="forward"):
    return (Sign(tuple(sorted(tags.items())), way == "backward"),)


@pytest.mark.parametrize(("tags", "vehicle", "way", "expected"), sign_rules.WAYS)
def test_every_row_of_the_table_holds_for_streets(tags, vehicle, way, expected):
    signs = posted(tags, way)
    if explain_closed(signs, vehicle.facts):
        found = "closed"
    else:
        only = access_of(signs, vehicle.facts) is Access.DESTINATION
        found = "business" if only else "open"
    assert found == expected


@pytest.mark.parametrize(("tags", "vehicle", "shut"), sign_rules.NODES)
def test_every_row_of_the_table_holds_for_nodes(tags, vehicle, shut):
    assert bool(explain_shut(posted(tags), vehicle.facts)) == shut


@pytest.mark.parametrize(("tags", "vehicle", "bound"), sign_rules.TURNS)
def test_every_row_of_the_table_holds_for_turns(tags, vehicle, bound):
    assert is_bound(posted(tags)[0].tags, vehicle.facts) == bound


def both_readings(tags, vehicle, way):
    """Whether the search keeps a vehicle out, and whether the checker would say it had to."""
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2, {"signs": tags})])
    arc = network.arc_of_key["1>2" if way == "forward" else "2>1"]
    closed = bool(find_closed_arcs(network, vehicle.profile)[arc])
    business = bool(business_arcs(network, vehicle.profile)[arc])
    signs = posted(tags, way)
    return (
        (closed, closed or business),
        (
            bool(explain_closed(signs, vehicle.facts)),
            closed or access_of(signs, vehicle.facts) is Access.DESTINATION,
        ),
    )


WAYS = st.sampled_from(["forward", "backward"])


@settings(deadline=None, max_examples=400)
@given(tags=sign_tags(conditions), vehicle=vehicles(), way=WAYS)
def test_both_readings_agree_on_random_signs(tags, vehicle, way):
    search, checker = both_readings(tags, vehicle, way)
    assert search == checker


@settings(deadline=None, max_examples=400)
@given(tags=sign_tags(doubtful_conditions), vehicle=vehicles(("CN", "")), way=WAYS)
@example(
    tags={"access": "no", "access:conditional": "yes @ (Mo-Fr 07:00-09:00; Sa 08:00-10:00)"},
    vehicle=Vehicle(start_h=7, end_h=9),
    way="forward",
)
@example(
    tags={"maxheight": "2.5", "maxheight:hgv": "净高 4.5 米"}, vehicle=Vehicle(), way="forward"
)
def test_the_checker_blames_nobody_for_what_only_the_search_understands(tags, vehicle, way):
    (search_closed, _), (checker_closed, _) = both_readings(tags, vehicle, way)
    assert search_closed or not checker_closed


def at_a_node(tags, vehicle):
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2)], node_tags={2: tags})
    stopped = bool(find_shut_nodes(network, vehicle.profile)[1])
    return stopped, bool(explain_shut(posted(tags), vehicle.facts))


def in_a_turn(tags, vehicle):
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)},
        [(1, 2), (2, 3)],
        banned=[("1>2", "2>3")],
        bans=[tags],
    )
    bound = bool(bans_in_force(network, network.banned_turn_signs, vehicle.profile)[0])
    return bound, is_bound(posted(tags)[0].tags, vehicle.facts)


@settings(deadline=None, max_examples=200)
@given(tags=node_tags(conditions), vehicle=vehicles())
@example(tags={"barrier": "gate", "access": "yes", "oneway": "yes"}, vehicle=Vehicle())
def test_both_readings_agree_on_random_barriers(tags, vehicle):
    search, checker = at_a_node(tags, vehicle)
    assert search == checker


@settings(deadline=None, max_examples=200)
@given(tags=restriction_tags(conditions), vehicle=vehicles())
def test_both_readings_agree_on_random_turn_restrictions(tags, vehicle):
    search, checker = in_a_turn(tags, vehicle)
    assert search == checker


@settings(deadline=None, max_examples=200)
@given(
    at_node=node_tags(doubtful_conditions),
    in_turn=restriction_tags(doubtful_conditions),
    vehicle=vehicles(("CN", "")),
)
def test_nobody_is_blamed_at_nodes_and_turns_either(at_node, in_turn, vehicle):
    for search, checker in (at_a_node(at_node, vehicle), in_a_turn(in_turn, vehicle)):
        assert search or not checker


def test_the_hours_are_those_of_the_shift_and_the_date_that_of_the_network():
    vehicle = Vehicle(date=dt.date(2024, 5, 7))
    signs = posted({"access:conditional": "no @ (Tu 11:00-12:00)"})
    assert "vehicles are banned" in str(explain_closed(signs, vehicle.facts))
