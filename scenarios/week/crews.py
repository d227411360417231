"""Duties of a week and the drivers for them: from a table, or assumed."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from fleet import WORKS, Condition, Driver, Vehicle, VehicleKind, Work
from optimizer.errors import InputError
from optimizer.week.calendar import Calendar
from optimizer.week.roster import RosterDuty
from scenarios.files import CREWS, read_table, refuse_faults
from scenarios.scenario import Scenario
from scenarios.week.problem import monday_of

SPARE = 1.1
"""Drivers for each that a week needs at least: leave and illness (assumed)."""

MOST_DAYS = 6
MOST_WEEK_S = 44 * 3600


def read_drivers(path: Path) -> tuple[Driver, ...]:
    """Returns the drivers of a CSV or office file.

    Raises
    ------
    InputError
        Names every fault with its row, column and value.
    """
    table = read_table(CREWS, path)
    refuse_faults(CREWS, path.name, table)
    if not table.things:
        raise InputError(
            "crews.none",
            "{path}: has no drivers; give one row each with id and licences.",
            path=path,
        )
    return table.things


def duties_of_week(scenario: Scenario, calendar: Calendar | None = None) -> tuple[RosterDuty, ...]:
    """Returns the duties of the week in which the scenario's day lies.

    Every vehicle drives its shifts, or those of its kind, on every day. With a calendar the
    trucks that collect kitchen waste drive only when it uses them. Vehicles that do nothing but
    empty containers stay in: containers are not planned. So do those whose work the weather
    orders, but on days for which the scenario has such weather.
    """
    monday = monday_of(scenario.date)
    used = (
        None
        if calendar is None
        else {(visit.date, visit.vehicle_id, visit.shift_id) for visit in calendar.visits}
    )
    duties = []
    for vehicle in scenario.vehicles:
        if set(vehicle.works) == {Work.CONTAINER}:
            continue
        for shift in vehicle.shifts or scenario.shift_templates.get(vehicle.kind, ()):
            for date in (monday + dt.timedelta(days=n) for n in range(7)):
                if (
                    used is not None
                    and set(vehicle.works) == {Work.KITCHEN}
                    and (date, vehicle.id, shift.id) not in used
                ):
                    continue
                if not _is_called_out(vehicle, replace(scenario, date=date).conditions):
                    continue
                duties.append(
                    RosterDuty(
                        date=date,
                        start_s=shift.start_s,
                        end_s=shift.end_s,
                        kind=vehicle.kind,
                        vehicle_id=vehicle.id,
                        shift_id=shift.id,
                        shift_name=shift.name,
                        shift_name_zh=shift.name_zh,
                    )
                )
    return tuple(sorted(duties))


def _is_called_out(vehicle: Vehicle, conditions: Collection[Condition]) -> bool:
    """Says whether a vehicle has some work that the weather of a day orders, or needs no order."""
    orders = {WORKS[work].ordered_by for work in vehicle.works}
    return None in orders or not orders.isdisjoint(conditions)


def assume_drivers(duties: Sequence[RosterDuty]) -> tuple[Driver, ...]:
    """Returns one and a bit as many drivers of each kind as its duties need (assumed).

    A driver has one duty a day, on six days at most and as many as 44 hours allow; every fifth
    wants a Sunday off.
    """
    of_kind: dict[VehicleKind, list[RosterDuty]] = defaultdict(list)
    for duty in duties:
        of_kind[duty.kind].append(duty)
    drivers = []
    for kind, own in sorted(of_kind.items()):
        longest_s = max(duty.duration_s for duty in own)
        each = max(1, min(MOST_DAYS, MOST_WEEK_S // longest_s))
        sunday = max(duty.date for duty in own)
        for number in range(math.ceil(SPARE * len(own) / each)):
            id_ = f"{kind[0].upper()}{number + 1:02d}"
            drivers.append(
                Driver(
                    id=id_,
                    name=id_,
                    licences=(kind,),
                    days_off_wanted=(sunday,) if number % 5 == 0 else (),
                )
            )
    return tuple(drivers)
