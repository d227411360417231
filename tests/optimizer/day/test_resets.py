"""Which facilities a vehicle may be filled up at, by what its work takes from its tank."""

from dataclasses import fields, replace

import numpy as np
import pytest

from fleet import Facility, FacilityKind, LonLat, Supply, Work
from optimizer.day.building import build_day, limit_facilities
from optimizer.day.resets import resets_of
from optimizer.day.resources import TANK, Resources
from optimizer.errors import InfeasibleScenario
from tests import one_road
from tests.one_road import ROAD, SITES, TRUCK, YARD, fleet_of, stop

YARD = replace(YARD, supplies=(Supply.WATER,))
SALT = Facility(
    id="salt",
    name="Salt",
    kind=FacilityKind.WATER_POINT,
    at=LonLat(lon=0, lat=0),
    supplies=(Supply.DE_ICER,),
)
BOTH = replace(SALT, id="both", supplies=(Supply.WATER, Supply.DE_ICER))
FACILITIES = (YARD, SALT, BOTH)
PLOUGH = replace(TRUCK, id="P1", works=(Work.SNOW,), hopper_kg=0, tank_l=900)
WASHER = replace(PLOUGH, id="W1", works=(Work.WASH,))


def wet(work, demand_l=5):
    """A task that draws from the tank."""
    return replace(stop("a", work=work), demand_kg=0, demand_l=demand_l)


def refilled_at(vehicle, *tasks):
    """The ids of the facilities where a vehicle is refilled on a day with these tasks."""
    everywhere = frozenset(facility.id for facility in FACILITIES)
    resets, type_reset, _ = resets_of(
        [vehicle], [everywhere], tasks, FACILITIES, Resources.of([vehicle])
    )
    number = int(type_reset[0, TANK])
    if number < 0:
        return []
    return [FACILITIES[one].id for one in resets[number - len(tasks)]]


def test_a_vehicle_is_refilled_where_there_is_what_its_work_draws():
    both = (wet(Work.SNOW), wet(Work.WASH))
    assert refilled_at(PLOUGH, *both) == ["salt", "both"]
    assert refilled_at(WASHER, *both) == ["yard", "both"]


def test_a_vehicle_none_of_whose_work_draws_today_is_not_refilled():
    assert refilled_at(PLOUGH, wet(Work.WASH)) == []
    assert refilled_at(PLOUGH, wet(Work.SNOW, demand_l=0)) == []


def test_a_vehicle_of_two_works_holds_what_the_day_asks_for():
    either = replace(PLOUGH, works=(Work.WASH, Work.SNOW))
    assert refilled_at(either, wet(Work.SNOW)) == ["salt", "both"]
    assert refilled_at(either, wet(Work.WASH)) == ["yard", "both"]


def test_one_tank_for_two_supplies_on_a_day_is_refused_with_the_remedy():
    either = replace(PLOUGH, works=(Work.WASH, Work.SNOW))
    said = "P1: its one tank would have to hold de_icer and water .* give it one of the works"
    with pytest.raises(InfeasibleScenario, match=said):
        refilled_at(either, wet(Work.SNOW), wet(Work.WASH))


def test_facilities_that_take_less_change_nothing_but_their_limits():
    tasks = [stop("a", demand_kg=300), stop("b", demand_kg=200)]
    station = replace(one_road.YARD, daily_capacity_kg=900)
    day, scarce = (
        build_day(ROAD, replace(fleet_of(TRUCK), facilities=(one,)), tasks, SITES)
        for one in (station, replace(station, daily_capacity_kg=400))
    )
    limited = limit_facilities(day, scarce.facilities)
    assert limited.facilities == scarce.facilities
    assert limited.instance.limits.capacity.tolist() == [400]
    for name in (one.name for one in fields(scarce.instance)):
        mine, theirs = (getattr(one.instance, name) for one in (limited, scarce))
        if name == "limits":
            assert np.array_equal(mine.mode_limit, theirs.mode_limit)
        elif isinstance(theirs, np.ndarray):
            assert np.array_equal(mine, theirs), name
    without = limit_facilities(day, (replace(station, daily_capacity_kg=0),))
    assert without.instance.limits is None
