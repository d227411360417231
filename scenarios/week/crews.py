"""Duties of a week and the drivers for them: from a table, or assumed."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError

from fleet import WORKS, Condition, Driver, Vehicle, VehicleKind, Work
from optimizer.errors import InputError
from optimizer.week.calendar import Calendar
from optimizer.week.roster import Duty
from scenarios.files import read_table
from scenarios.files.schema import Door, Name
from scenarios.scenario import Scenario
from scenarios.week.problem import monday_of

SPARE = 1.1
"""Drivers for each that a week needs at least: leave and illness (assumed)."""

MOST_DAYS = 6
MOST_WEEK_S = 44 * 3600


def _listed(value: Any) -> Any:
    """Returns what a cell holds, parted by semicolons, as a list."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.replace("；", ";").split(";") if part.strip()]
    return value if isinstance(value, list) else [value]


class DriverIn(Door):
    """One row of a table of drivers; see `fleet.Driver`."""

    id: Name
    name: Name = "-"
    licences: Annotated[list[VehicleKind], BeforeValidator(_listed)]
    most_hours_a_week: float = 44.0
    days_off_wanted: Annotated[tuple[dt.date, ...], BeforeValidator(_listed)] = ()
    unavailable: Annotated[tuple[dt.date, ...], BeforeValidator(_listed)] = ()
    by_night: bool = True

    def to_domain(self) -> Driver:
        """Returns the driver."""
        return Driver(
            id=self.id,
            name=self.name,
            licences=tuple(dict.fromkeys(self.licences)),
            most_s_a_week=round(3600 * self.most_hours_a_week),
            days_off_wanted=self.days_off_wanted,
            unavailable=self.unavailable,
            by_night=self.by_night,
        )


def read_drivers(path: Path) -> tuple[Driver, ...]:
    """Returns the drivers of a CSV or XLSX table.

    Raises
    ------
    InputError
        Names every fault with its row, column and value.
    """
    faults: list[str] = []
    drivers: dict[str, Driver] = {}
    for row in read_table(path):
        try:
            driver = DriverIn.model_validate(row.values).to_domain()
        except ValidationError as error:
            faults += [
                f"{row.where}: {'.'.join(str(part) for part in one['loc'])}: {one['msg']} "
                f"(got {one.get('input')!r})"
                for one in error.errors()
            ]
        except ValueError as error:
            faults.append(f"{row.where}: {error}")
        else:
            if driver.id in drivers:
                faults.append(f"{row.where}: id: {driver.id} is there already; ids are unique.")
            drivers[driver.id] = driver
    if faults:
        raise InputError(f"{path}: {len(faults)} faults\n  " + "\n  ".join(faults[:40]))
    if not drivers:
        raise InputError(f"{path}: has no drivers; give one row each with id and licences.")
    return tuple(drivers.values())


def duties_of_week(scenario: Scenario, calendar: Calendar | None = None) -> tuple[Duty, ...]:
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
                    Duty(
                        date=date,
                        start_s=shift.start_s,
                        end_s=shift.end_s,
                        kind=vehicle.kind,
                        vehicle_id=vehicle.id,
                        shift_id=shift.id,
                    )
                )
    return tuple(sorted(duties))


def _is_called_out(vehicle: Vehicle, conditions: Collection[Condition]) -> bool:
    """Says whether a vehicle has some work that the weather of a day orders, or needs no order."""
    orders = {WORKS[work].ordered_by for work in vehicle.works}
    return None in orders or not orders.isdisjoint(conditions)


def assumed_drivers(duties: Sequence[Duty]) -> tuple[Driver, ...]:
    """Returns one and a bit as many drivers of each kind as its duties need (assumed).

    A driver has one duty a day, on six days at most and as many as 44 hours allow; every fifth
    wants a Sunday off.
    """
    of_kind: dict[VehicleKind, list[Duty]] = defaultdict(list)
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
