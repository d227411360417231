"""Random tags in a file never give a way or a size that the rules forbid."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.checker.signs import explain_closed, explain_shut
from optimizer.network.osm import read_osm
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import Sign
from optimizer.network.turns import open_arcs, turns_of
from tests import sign_rules
from tests.osm_text import write_square
from tests.strategies_of_signs import doubtful_conditions, sign_tags, vehicles

OTHERS = st.dictionaries(
    st.sampled_from(
        [
            "foot",
            "bicycle",
            "bus",
            "psv",
            "taxi",
            "oneway:bicycle",
            "bicycle:lanes",
            "maxspeed:hgv",
        ]
    ),
    st.sampled_from(["yes", "no", "designated", "-1", "40"]),
    max_size=3,
)
"""What is said of other vehicles, and of other things."""

CLOSING = [row for row in sign_rules.WAYS if row[3] == "closed"]


def read(tags, *, node_tags=None, turned=False):
    """The blocks with a street of these tags between 2 and 5, drawn from either end."""
    street = {"highway": "tertiary"} | tags
    refs = [5, 2] if turned else [2, 5]
    with TemporaryDirectory() as folder:
        return read_osm(write_square(Path(folder), [(1, refs, street)], node_tags=node_tags))


def drives(network, profile, key):
    """Whether a profile may drive along an arc, if there is one."""
    arc = network.arc_of_key.get(key)
    return arc is not None and bool(open_arcs(network, profile)[arc])


@settings(deadline=None, max_examples=150)
@given(tags=sign_tags(doubtful_conditions), vehicle=vehicles(), turned=st.booleans())
def test_nobody_drives_where_the_checkers_reading_of_the_tags_forbids_it(tags, vehicle, turned):
    network = read(tags, turned=turned)
    posted = tuple(sorted(tags.items()))
    for key, against in (("2>5", turned), ("5>2", not turned)):
        if drives(network, vehicle.profile, key):
            assert explain_closed((Sign(posted, against),), vehicle.facts) is None


@settings(deadline=None, max_examples=150)
@given(row=st.sampled_from(CLOSING), others=OTHERS, turned=st.booleans())
def test_what_is_said_of_others_opens_no_street_that_a_row_of_the_table_closes(
    row, others, turned
):
    tags, vehicle, way, _ = row
    network = read(others | tags, turned=turned)
    key = "2>5" if (way == "forward") != turned else "5>2"
    assert not drives(network, vehicle.profile, key)


@settings(deadline=None, max_examples=150)
@given(
    tags=sign_tags(doubtful_conditions),
    barrier=st.sampled_from(["gate", "bollard", "height_restrictor", "kerb"]),
    vehicle=vehicles(),
)
def test_nobody_passes_a_node_where_the_checkers_reading_forbids_it(tags, barrier, vehicle):
    at_node = tags | {"barrier": barrier}
    network = read({}, node_tags={5: at_node})
    arc = network.arc_of_key
    turns = turns_of(network, replace(vehicle.profile, id="sweeper"))
    if turns.find(arc["2>5"], arc["5>6"]) is not None:
        assert explain_shut((Sign(tuple(sorted(at_node.items()))),), vehicle.facts) is None


def test_the_profiles_of_vehicles_are_bound_by_the_table_too():
    # 16 t and 18 t are more than 10, 12 t more than 10.
    network = read({"maxweight": "10"})
    assert not any(drives(network, profile, "2>5") for profile in PROFILES.values())
