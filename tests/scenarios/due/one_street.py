"""One street of class II, a sweeper and a washer, and what is due there."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np

from fleet import TimeWindow, Vehicle, VehicleKind, WashStandard, Weather, Work
from scenarios.due.maintained import find_maintained
from scenarios.due.street_work import find_street_work
from scenarios.files.store import load_scenario
from tests.streets import street_network

HOUR_S = 3600
HAMLET = load_scenario(str(Path(__file__).parents[2] / "data" / "hamlet"))
MONDAY = HAMLET.date
SWEEPER = HAMLET.vehicles[0]
WASHER = Vehicle(
    id="W1",
    kind=VehicleKind.WASHER,
    profile="washer",
    works=(Work.WASH,),
    tank_l=12_000,
    sweeping_width_cm=350,
    working_kph=8,
    travel_kph=40,
    cost_per_km_fen=0,
    cost_per_hour_fen=19_000,
)
NIGHT = TimeWindow(earliest_s=77_400, latest_s=106_200)
WASH = WashStandard(washes_per_week=7, windows=(NIGHT,), prize_fen_per_m2=3)
# Secondary roads, one pass from 06:00 to 11:00, required, 10 fen a square metre.
CLASS_II = replace(HAMLET.standards[0], wash=WASH)
SCENARIO = replace(
    HAMLET, standards=(CLASS_II,), vehicles=(SWEEPER, WASHER), contracts=(), max_snap_m=10_000
)


def with_standard(**changes):
    """The scenario with changes to its only standard."""
    return replace(SCENARIO, standards=(replace(CLASS_II, **changes),))


def street(length_m=200, **attributes):
    """A secondary road from node 1 eastwards to node 2."""
    return street_network(
        {1: (0, 0), 2: (length_m, 0)}, [(1, 2, {"highway": "secondary"} | attributes)]
    )


def work_of(network, scenario=SCENARIO):
    """What the streets are due where every vehicle can drive everywhere."""
    everywhere = np.ones(network.num_arcs, dtype=np.bool_)
    return find_street_work(
        scenario,
        network,
        find_maintained(scenario, network),
        workable=lambda work: everywhere,
    )


def sweeps(network, scenario=SCENARIO):
    return [task for task in work_of(network, scenario).tasks if task.work is Work.SWEEP]


def washes(network, scenario=SCENARIO):
    return [task for task in work_of(network, scenario).tasks if task.work is Work.WASH]


def on(date, scenario=SCENARIO, **weather):
    return replace(scenario, date=date, weather=(Weather(date=date, **weather),))


def stretch(network, mode):
    """From where to where along the street, in metres from node 1, a mode works."""
    (entry,), (exit_,) = mode.place.entries, mode.place.exits
    assert entry.arc == exit_.arc
    if network.arc_key(entry.arc) == "1>2":
        return entry.offset_m, exit_.offset_m
    length_m = int(network.arc_length_m[entry.arc])
    return length_m - exit_.offset_m, length_m - entry.offset_m


def week(network, scenario):
    """What is due on each of seven days from a Monday on."""
    return [
        work_of(network, replace(scenario, date=MONDAY + dt.timedelta(days=day)))
        for day in range(7)
    ]
