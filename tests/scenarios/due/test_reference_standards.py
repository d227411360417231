"""The reference scenario's standards against the table of defaults that they are to follow."""

import pytest

from fleet import Condition, TimeWindow, VehicleKind, Work
from fleet.street_standard import begin_windows
from scenarios.files.store import load_scenario

HOUR_S = 3600
REFERENCE = load_scenario("yinzhou-2012")
STANDARDS = {standard.id: standard for standard in REFERENCE.standards}
WORK_S = 900
"""A quarter of an hour of work: longer than any kerb of the district takes."""


@pytest.mark.parametrize(
    ("id_", "highways", "sweeps_a_day", "washes_a_week", "required"),
    [
        ("I", {"trunk", "trunk_link", "primary", "primary_link"}, 2, 5, True),
        ("II", {"secondary"}, 2, 2, True),
        ("III", {"tertiary", "unclassified"}, 1, 1, True),
        ("IV", {"residential", "living_street", "service"}, 1, 0, False),
    ],
)
def test_classes_are_owed_what_the_table_says(
    id_, highways, sweeps_a_day, washes_a_week, required
):
    standard = STANDARDS[id_]
    assert highways <= set(standard.highways)
    assert len(standard.passes) == sweeps_a_day
    assert standard.days_per_week == 7
    assert (standard.wash.washes_per_week if standard.wash else 0) == washes_a_week
    assert standard.required is required


@pytest.mark.parametrize("id_", ["I", "II"])
def test_the_two_sweeps_are_finished_by_seven_and_by_four(id_):
    standard = STANDARDS[id_]
    for windows, done_by in zip(standard.pass_windows, (7, 16), strict=True):
        found = begin_windows(windows, standard.keep_off, WORK_S)
        assert max(window.latest_s for window in found) + WORK_S == done_by * HOUR_S


def test_class_three_is_finished_by_half_past_seven_or_in_the_day_by_four():
    standard = STANDARDS["III"]
    early, late = begin_windows(standard.pass_windows[0], standard.keep_off, WORK_S)
    assert early.latest_s + WORK_S == round(7.5 * HOUR_S)
    assert (late.earliest_s, late.latest_s + WORK_S) == (9 * HOUR_S, 16 * HOUR_S)


@pytest.mark.parametrize("id_", ["I", "II"])
def test_nothing_is_swept_or_washed_in_the_rush_hours(id_):
    standard = STANDARDS[id_]
    all_day = (TimeWindow(earliest_s=0, latest_s=86_399),)
    found = begin_windows(all_day, standard.keep_off, WORK_S)
    for first, last in ((7, 9), (16, 18)):
        assert not any(
            window.earliest_s < last * HOUR_S and window.latest_s + WORK_S > first * HOUR_S
            for window in found
        )


def test_class_four_is_by_machine_from_five_metres_and_worth_something():
    standard = STANDARDS["IV"]
    assert standard.min_width_cm == 500
    assert standard.prize_fen_per_m2 > 0
    (window,) = standard.passes[0]
    assert (window.earliest_s, window.latest_s) == (5 * HOUR_S, 21 * HOUR_S)


def test_rain_snow_frost_and_strong_wind_cancel_every_class():
    assert all(set(standard.cancelled_by) == set(Condition) for standard in STANDARDS.values())


def test_a_square_metre_takes_a_litre_and_a_half_and_a_kilometre_of_kerb_twenty_kilograms():
    for standard in STANDARDS.values():
        assert (standard.sweepings_kg_per_km, standard.water_l_per_km) == (20, 60)
        assert standard.wash is None or standard.wash.water_ml_per_m2 == 1_500


@pytest.mark.parametrize(
    ("kind", "work", "number", "speeds", "capacities", "width_cm", "fen_per_hour"),
    [
        (VehicleKind.SWEEPER, Work.SWEEP, 14, (range(5, 9), 40), (6_000, 4_000), 300, 20_000),
        (VehicleKind.WASHER, Work.WASH, 6, (range(8, 9), 40), (0, 12_000), 350, 19_000),
    ],
)
def test_machines_are_those_of_the_table(
    kind, work, number, speeds, capacities, width_cm, fen_per_hour
):
    machines = [vehicle for vehicle in REFERENCE.vehicles if vehicle.kind is kind]
    assert len(machines) == number
    for machine in machines:
        assert machine.works == (work,)
        assert machine.working_kph in speeds[0]
        assert machine.travel_kph == speeds[1]
        assert (machine.hopper_kg, machine.tank_l) == capacities
        assert machine.sweeping_width_cm == width_cm
        assert machine.cost_per_hour_fen == fen_per_hour
