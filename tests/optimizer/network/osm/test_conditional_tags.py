"""Signs that hold at some hours, and those that are listed because nobody can decide them."""

import datetime as dt
from dataclasses import replace

import pytest

from optimizer.network.osm import read_osm
from optimizer.network.profile import Hours
from tests.optimizer.network.osm.driving import CAR, TRUCK, may_drive
from tests.osm_text import write_square

WET = " (whether it holds depends on the weather)"
PH = " (which days are public holidays is not known)"
SH = " (when schools are closed is not known)"
SUN = " (the hours of the sun are not computed)"


@pytest.mark.parametrize(
    ("given", "unread"),
    [
        ({"hgv": "no"}, []),
        ({"hgv": "perhaps"}, ["way 1: hgv = perhaps"]),
        ({"oneway": "perhaps"}, ["way 1: oneway = perhaps"]),
        ({"oneway:bicycle": "perhaps"}, []),
        ({"maxheight": "low"}, ["way 1: maxheight = low"]),
        ({"maxheight": "default"}, []),
        ({"hgv:conditional": "no @ (07:00-09:00)"}, []),
        ({"hgv:conditional": "no @ (wet)"}, ["way 1: hgv:conditional = no @ (wet)" + WET]),
        ({"hgv:conditional": "no @ (PH)"}, ["way 1: hgv:conditional = no @ (PH)" + PH]),
        ({"hgv:conditional": "perhaps @ (Mo)"}, ["way 1: hgv:conditional = perhaps @ (Mo)"]),
        ({"bus:conditional": "no @ (wet)"}, []),
        ({"parking:both:access:conditional": "no @ (wet)"}, []),
        (
            {"maxweight:conditional": "8 @ (wet)"},
            ["way 1: maxweight:conditional = 8 @ (wet)" + WET],
        ),
    ],
)
def test_signs_that_are_not_understood_are_listed_by_number_and_text(tmp_path, given, unread):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    assert [str(one) for one in network.unread] == unread


def test_signs_of_nodes_and_relations_are_listed_too(tmp_path):
    members = [("way", 1, "from"), ("node", 5, "via"), ("way", 1002, "to")]
    relation = (members, {"type": "restriction", "restriction:conditional": "no_u_turn @ (wet)"})
    path = write_square(
        tmp_path,
        [(1, [2, 5], {"highway": "tertiary"})],
        [relation],
        node_tags={5: {"barrier": "height_restrictor", "maxheight": "2 m or so", "hgv": "no"}},
    )
    assert [str(one) for one in read_osm(path).unread] == [
        "node 5: maxheight = 2 m or so",
        "relation 900: restriction:conditional = no_u_turn @ (wet)" + WET,
    ]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("PH", PH),
        ("Mo-Fr 07:00-09:00; PH off", PH),
        ("SH Mo-Fr 07:00-09:00", SH),
        ("sunset-sunrise", SUN),
        ("(sunset+01:00)-22:00", SUN),
        ("wet", WET),
        ("snow", WET),
        ("Mo-Fr 07:00-09:00 AND wet", WET),
        ("delivery", ""),
    ],
)
def test_conditions_that_nobody_can_decide_are_listed_wherever_they_stand_and_not_applied(
    tmp_path, condition, why
):
    members = [("way", 1, "from"), ("node", 5, "via"), ("way", 2, "to")]
    turn = (
        members,
        {"type": "restriction", "restriction:conditional": f"no_u_turn @ ({condition})"},
    )
    sign = {"hgv:conditional": f"no @ ({condition})"}
    path = write_square(
        tmp_path,
        [(1, [2, 5], {"highway": "tertiary"} | sign), (2, [5, 8], {"highway": "tertiary"})],
        [turn],
        node_tags={5: {"barrier": "gate"} | sign},
    )
    network = read_osm(path)
    assert [str(one) for one in network.unread] == [
        f"node 5: hgv:conditional = no @ ({condition}){why}",
        f"relation 900: restriction:conditional = no_u_turn @ ({condition}){why}",
        f"way 1: hgv:conditional = no @ ({condition}){why}",
    ]
    # As if the sign were not there, at every hour of a week.
    for day in range(6, 13):
        hours = Hours(date=dt.date(2024, 5, day), start_s=0, end_s=86_400)
        assert may_drive(network, "2>5", replace(TRUCK, hours=hours)) == "open"


def test_a_street_that_only_some_may_drive_in_a_direction_has_that_direction(tmp_path):
    street = {"highway": "tertiary", "oneway": "yes", "oneway:hgv": "no"}
    network = read_osm(write_square(tmp_path, [(1, [2, 5], street)]))
    assert may_drive(network, "5>2", TRUCK) == "open"
    assert may_drive(network, "5>2", CAR) == "closed"


def test_a_street_that_is_open_at_some_hours_only_is_a_street(tmp_path):
    night = {"highway": "tertiary", "access": "no", "access:conditional": "yes @ (22:00-05:00)"}
    network = read_osm(write_square(tmp_path, [(1, [2, 5], night)]))
    assert may_drive(network, "2>5", TRUCK) == "closed"
    hours = Hours(date=dt.date(2024, 5, 6), start_s=79_200, end_s=104_400)
    assert may_drive(network, "2>5", replace(TRUCK, hours=hours)) == "open"


def test_a_street_that_two_conditions_together_open_is_a_street(tmp_path):
    hours = "22:00-05:00"
    changing = {
        "highway": "tertiary",
        "oneway": "reversible",
        "oneway:conditional": f"yes @ ({hours})",
        "access": "no",
        "access:conditional": f"yes @ ({hours})",
    }
    network = read_osm(write_square(tmp_path, [(1, [2, 5], changing)]))
    night = Hours(date=dt.date(2024, 5, 6), start_s=79_200, end_s=100_800)
    assert may_drive(network, "2>5", replace(TRUCK, hours=night)) == "open"
    assert "5>2" not in network.arc_of_key
