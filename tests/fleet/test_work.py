"""One record for each work, and what follows from it."""

from dataclasses import replace

from fleet import WORKS, Condition, Stream, Where, Work, Worth
from tests.fleet.test_values import VEHICLE


def test_every_work_has_a_record():
    assert set(WORKS) == set(Work)


def test_each_stream_comes_of_one_work():
    streams = [kind.stream for kind in WORKS.values() if kind.stream]
    assert sorted(streams) == sorted(Stream)


def test_only_sweeping_counts_towards_the_mechanised_rate():
    assert [work for work, kind in WORKS.items() if kind.worth is Worth.RATE] == [Work.SWEEP]


def test_what_only_brings_something_out_needs_a_tank_and_no_hopper():
    assert [work for work, kind in WORKS.items() if kind.needs_tank] == [
        Work.WASH,
        Work.SNOW,
    ]
    washer = replace(VEHICLE, works=(Work.WASH,), hopper_kg=0, tank_l=1)
    assert washer.streams == frozenset()


def test_waste_is_collected_at_stops_and_streets_are_worked_along():
    at_stops = {work for work, kind in WORKS.items() if kind.where is Where.STOP}
    assert at_stops == {Work.KITCHEN, Work.CONTAINER, Work.HAUL}


def test_the_weather_orders_nothing_but_the_clearing_of_snow():
    ordered = {work: kind.ordered_by for work, kind in WORKS.items() if kind.ordered_by}
    assert ordered == {Work.SNOW: Condition.SNOW}
