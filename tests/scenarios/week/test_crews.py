"""Who goes out in a week: every vehicle in its shifts, but for those that wait for a call."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from fleet import Weather, Work
from scenarios.files import load_scenario
from scenarios.week import duties_of_week

SNOWED_ON = load_scenario(str(Path(__file__).parents[2] / "data" / "hamlet-snow"))
MONDAY = dt.date(2024, 1, 22)


def dates(scenario, vehicle_id):
    duties = duties_of_week(scenario)
    return [duty.date for duty in duties if duty.vehicle_id == vehicle_id]


def test_a_vehicle_is_on_duty_every_day():
    assert dates(SNOWED_ON, "S1") == [MONDAY + dt.timedelta(days=n) for n in range(7)]


def test_a_plough_is_on_duty_on_the_days_with_snow_alone():
    thursday = MONDAY + dt.timedelta(days=3)
    more = (*SNOWED_ON.weather, Weather(date=thursday, snow=True))
    assert dates(SNOWED_ON, "P1") == [MONDAY]
    assert dates(replace(SNOWED_ON, weather=more), "P1") == [MONDAY, thursday]
    assert dates(replace(SNOWED_ON, weather=()), "P1") == []


def test_a_plough_that_washes_too_is_on_duty_every_day():
    vehicles = tuple(
        replace(one, works=(Work.WASH, Work.SNOW)) if one.id == "P1" else one
        for one in SNOWED_ON.vehicles
    )
    assert len(dates(replace(SNOWED_ON, vehicles=vehicles), "P1")) == 7
