"""Bulk loads cut from deliveries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet import Facility, FacilityKind, LonLat, Stream
from optimizer.chain.bulk_loads import (
    END_S,
    BegunLoad,
    Delivery,
    cut_bulk_loads,
    most_held_kg,
    take_begun,
)

STATION = Facility(
    id="T",
    name="Station",
    kind=FacilityKind.TRANSFER_STATION,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.DOMESTIC_WASTE,),
)
LOADING_S = 900


def arriving(*deliveries):
    """Deliveries of (end_s, kg), each of 600 s."""
    return [
        Delivery(facility_id="T", vehicle_id="C", begin_s=end_s - 600, end_s=end_s, load_kg=kg)
        for end_s, kg in deliveries
    ]


def cut(station, deliveries, size_kg=20_000):
    loads = cut_bulk_loads(station, deliveries, size_kg=size_kg, loading_s=LOADING_S)
    return [(load.load_kg, load.earliest_s, load.latest_s) for load in loads]


def test_a_load_leaves_when_it_is_full_and_the_rest_after_the_last_delivery():
    # 8 + 8 + 8 = 24 t: 20 t are there with the third, 4 t with it stay for the end of the day.
    deliveries = arriving((10_000, 8_000), (11_000, 8_000), (12_000, 8_000), (50_000, 3_000))
    assert cut(STATION, deliveries) == [(20_000, 12_000, END_S), (7_000, 50_000, END_S)]


def test_stock_of_the_morning_may_leave_at_once():
    station = replace(STATION, stock_kg=25_000)
    assert cut(station, []) == [(20_000, 0, END_S), (5_000, 0, END_S)]


def test_a_load_must_be_away_before_the_delivery_that_would_not_fit():
    # 32 t are more than 26 t: the fourth 8 t begin at 19,400 s, and loading takes 900 s.
    station = replace(STATION, storage_kg=26_000)
    deliveries = arriving((10_000, 8_000), (11_000, 8_000), (12_000, 8_000), (20_000, 8_000))
    assert cut(station, deliveries) == [
        (20_000, 12_000, 18_500),
        (12_000, 20_000, END_S),
    ]


def test_where_a_full_load_would_not_fit_less_is_taken():
    # 15 t is all that fits: 14 t leave before the second 7 t more come at 29,400 s.
    station = replace(STATION, storage_kg=15_000)
    deliveries = arriving((10_000, 7_000), (20_000, 7_000), (30_000, 7_000))
    assert cut(station, deliveries) == [(14_000, 20_000, 28_500), (7_000, 30_000, END_S)]


def test_a_station_without_waste_sends_nothing():
    assert cut(STATION, []) == []


def cut_after(station, deliveries, *begun, size_kg=20_000):
    """Cuts loads beside those that are begun, given as (number, begin_s, kg)."""
    begun = [BegunLoad(number=number, begin_s=at_s, load_kg=kg) for number, at_s, kg in begun]
    loads = cut_bulk_loads(station, deliveries, size_kg=size_kg, loading_s=LOADING_S, begun=begun)
    return [(load.number, load.load_kg, load.earliest_s) for load in loads]


# 8 + 8 + 8 t, of which 20 t were to leave at 12,300 s and 4 t later.
THREE = arriving((10_000, 8_000), (11_000, 8_000), (12_000, 8_000))


@pytest.mark.parametrize(
    ("deliveries", "begun", "loads"),
    [
        # As planned: nothing is cut otherwise.
        (THREE, [(1, 12_300, 20_000)], [(1, 20_000, 12_000), (2, 4_000, 12_000)]),
        # A little later, and still there.
        (
            [*THREE[:2], *arriving((12_300, 8_000))],
            [(1, 12_300, 20_000)],
            [(1, 20_000, 12_300), (2, 4_000, 12_300)],
        ),
        # Too late: 16 t leave, 8 t come after that.
        (
            [*THREE[:2], *arriving((12_301, 8_000))],
            [(1, 12_300, 20_000)],
            [(1, 16_000, 12_300), (2, 8_000, 12_301)],
        ),
        # Less: 3 + 8 + 8 t are 19 t, and nothing is left.
        ([*arriving((10_000, 3_000)), *THREE[1:]], [(1, 12_300, 20_000)], [(1, 19_000, 12_000)]),
        # Nothing at all comes before the truck; what comes later keeps off its number.
        (
            arriving((13_000, 24_000)),
            [(1, 12_300, 20_000)],
            [(1, 0, 12_300), (2, 20_000, 13_000), (3, 4_000, 13_000)],
        ),
        # The second one has left before the first, with 4 of 8 + 8 t; 20 t more fill the first.
        (
            [*THREE[:2], *arriving((14_000, 8_000))],
            [(2, 12_300, 4_000)],
            [(1, 20_000, 14_000), (2, 4_000, 12_300)],
        ),
        # Two trucks: the one that comes first takes what is there.
        (
            [*THREE[:2], *arriving((14_000, 8_000))],
            [(2, 12_300, 4_000), (1, 13_000, 20_000)],
            [(1, 12_000, 13_000), (2, 4_000, 12_300), (3, 8_000, 14_000)],
        ),
    ],
)
def test_begun_loads_keep_number_and_hour_and_take_what_is_there(deliveries, begun, loads):
    assert cut_after(STATION, deliveries, *begun) == loads


def test_what_is_being_unloaded_counts_and_what_is_being_loaded_too():
    station = replace(STATION, stock_kg=1_000)
    deliveries = arriving((10_000, 8_000), (20_000, 8_000))
    # 1 + 8 + 8 t; the 9 t are away at 19,400 s, just when the second 8 t begin.
    assert most_held_kg(station, deliveries, []) == 17_000
    assert most_held_kg(station, deliveries, [(19_400, 9_000)]) == 9_000
    assert most_held_kg(station, deliveries, [(19_401, 9_000)]) == 17_000


DELIVERIES = st.lists(st.tuples(st.integers(600, 80_000), st.integers(1, 8_000)), max_size=12).map(
    lambda rows: arriving(*sorted(rows))
)


@given(
    deliveries=DELIVERIES,
    stock_kg=st.integers(0, 20_000),
    storage_kg=st.sampled_from([0, 20_000, 40_000]),
    size_kg=st.integers(5_000, 25_000),
)
def test_loads_take_all_that_comes_and_never_before_it_is_there(
    deliveries, stock_kg, storage_kg, size_kg
):
    station = replace(STATION, stock_kg=stock_kg, storage_kg=storage_kg)
    loads = cut(station, deliveries, size_kg)
    assert sum(kg for kg, _, _ in loads) == stock_kg + sum(one.load_kg for one in deliveries)
    gone_kg = 0
    for kg, earliest_s, latest_s in loads:
        gone_kg += kg
        there_kg = sum(one.load_kg for one in deliveries if one.end_s <= earliest_s)
        assert 0 < kg <= size_kg
        assert gone_kg <= stock_kg + there_kg
        assert earliest_s <= latest_s


@given(
    deliveries=DELIVERIES,
    later=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 8_000)), min_size=12),
    stock_kg=st.integers(0, 20_000),
    storage_kg=st.sampled_from([0, 20_000]),
    leaving=st.lists(st.integers(0, 5_000), max_size=4),
    rng=st.randoms(use_true_random=False),
)
def test_no_load_takes_what_is_not_there_whatever_comes_later_or_less(
    deliveries, later, stock_kg, storage_kg, leaving, rng
):
    station = replace(STATION, stock_kg=stock_kg, storage_kg=storage_kg)
    planned = cut_bulk_loads(station, deliveries, size_kg=20_000, loading_s=LOADING_S)
    away = rng.sample(planned, min(len(planned), len(leaving)))
    begun = [
        BegunLoad(number=one.number, begin_s=one.earliest_s + wait_s, load_kg=one.load_kg)
        for one, wait_s in zip(away, leaving, strict=False)
    ]
    come = [
        replace(one, end_s=one.end_s + late_s, load_kg=max(1, one.load_kg - less_kg))
        for one, (late_s, less_kg) in zip(deliveries, later, strict=False)
    ]
    come.sort(key=lambda one: one.end_s)
    loads = cut_bulk_loads(station, come, size_kg=20_000, loading_s=LOADING_S, begun=begun)
    assert [one.number for one in loads] == sorted({one.number for one in loads})
    assert sum(one.load_kg for one in loads) == stock_kg + sum(one.load_kg for one in come)
    taken_kg = take_begun(station, come, begun)
    at_s = {one.number: one.begin_s for one in begun}
    assert at_s.keys() <= {one.number for one in loads}
    left = [(at_s.get(one.number, one.earliest_s), one) for one in loads]
    for begin_s, load in left:
        there_kg = stock_kg + sum(one.load_kg for one in come if one.end_s <= begin_s)
        assert sum(one.load_kg for by_s, one in left if by_s <= begin_s) <= there_kg
        assert load.load_kg == taken_kg.get(load.number, load.load_kg)
