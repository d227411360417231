"""What a plan says of its streets."""

import datetime as dt
from dataclasses import replace

from optimizer.network.findings import EdgeJoins, LeftOut, Omission, Unread
from scenarios.due.street_notices import street_notices
from tests.scenarios.due.one_street import SWEEPER, WASHER, street


def notices(network, vehicles):
    return [str(one) for one in street_notices(network, vehicles)]


def test_ordinary_streets_need_no_words():
    assert notices(street(), [SWEEPER]) == []


def test_signs_of_some_hours_are_told_with_their_streets():
    (sentence,) = notices(street(signs={"hgv:conditional": "no @ (07:00-22:00)"}), [SWEEPER])
    assert sentence == (
        "Signs hold at some hours on 200 m of streets (1-2 Street): a shift keeps off what is "
        "closed at any time of it."
    )


def test_signs_for_some_sizes_need_no_words():
    assert notices(street(signs={"hgv:conditional": "no @ (weight>7.5)"}), [SWEEPER]) == []


def test_signs_that_are_not_understood_are_told_by_number_and_text():
    unread = tuple(
        Unread(kind="way", osm_id=number, key="hgv", value="perhaps") for number in range(1, 7)
    )
    (sentence,) = notices(replace(street(), unread=unread), [SWEEPER])
    assert sentence == (
        "Signs not understood and not applied: 6 (way 1: hgv = perhaps, way 2: hgv = perhaps, "
        "way 3: hgv = perhaps, way 4: hgv = perhaps, and 2 more)."
    )


def test_signs_that_name_public_holidays_are_told_where_no_country_is_known():
    unread = (
        Unread(kind="way", osm_id=1, key="hgv:conditional", value="no @ (PH)", needs_country=True),
    )
    (sentence,) = notices(replace(street(), unread=unread), [SWEEPER])
    assert sentence == (
        "Signs not understood and not applied: 1 (way 1: hgv:conditional = no @ (PH) (which days "
        "are public holidays is not known))."
    )
    assert notices(replace(street(), unread=unread, country="CN"), [SWEEPER]) == []


def test_vehicles_of_unknown_length_are_told_where_length_matters():
    limited = street(signs={"maxlength": "8"})
    (sentence,) = notices(limited, [SWEEPER, replace(WASHER, length_cm=900)])
    assert sentence == (
        "200 m of streets limit the length of vehicles; those without a length_cm are taken to "
        "fit: S1."
    )
    assert notices(limited, [replace(SWEEPER, length_cm=900)]) == []


def test_streets_drawn_twice_and_far_away_are_told():
    left_out = (
        LeftOut(name="Probe St", reason=Omission.DOUBLE, length_m=111),
        LeftOut(name="Far St", reason=Omission.FAR, length_m=0),
        LeftOut(name="Yard", reason=Omission.ACCESS, length_m=50),
    )
    assert notices(replace(street(), left_out=left_out), [SWEEPER]) == [
        "Streets are drawn twice and count once (111 m): Probe St.",
        "Streets lie far from all others and are left out: Far St.",
    ]


def test_streets_that_the_edge_cuts_in_two_are_told_with_their_metres():
    edge = EdgeJoins(number=2, length_m=900, street_m=104_100)
    (sentence,) = notices(replace(street(), edge=edge), [SWEEPER])
    assert sentence.startswith(
        "104,100 m of streets are cut in two by the edge of hand-drawn streets: they are driven "
        "to and back over 2 drives beyond it"
    )


def test_a_copy_says_of_which_day_it_is():
    copied = replace(street(), copied_of=dt.date(2026, 11, 28))
    assert notices(copied, [SWEEPER]) == [
        "The streets are a copy as of 2026-11-28; --fresh asks for a newer one."
    ]
