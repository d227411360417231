"""From a scenario to the calendar of a week, and from the calendar to a day's plan."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from random import Random

from fleet import Contract, Vehicle, Work
from optimizer.day import size_of
from optimizer.errors import InfeasibleScenario, InputError
from optimizer.week.calendar import Calendar, CalendarProblem, Pace, Truck
from scenarios.scenario import Scenario


def monday_of(date: dt.date) -> dt.date:
    """Returns the first day of the week in which a date lies."""
    return date - dt.timedelta(days=date.weekday())


def calendar_problem(
    scenario: Scenario, *, holidays: Collection[dt.date] = (), pace: Pace | None = None
) -> CalendarProblem:
    """Returns what a calendar has to be made for: the week in which the scenario's day lies.

    Trucks that leave their shifts open drive all the shifts of their kind.

    Raises
    ------
    InfeasibleScenario
        When no vehicle collects kitchen waste.
    """
    trucks = tuple(
        Truck(
            vehicle_id=vehicle.id,
            hopper_kg=vehicle.hopper_kg,
            shifts=shifts,
            barred=_find_barred(vehicle, scenario.contracts),
        )
        for vehicle in scenario.vehicles
        if Work.KITCHEN in vehicle.works
        and (shifts := vehicle.shifts or tuple(scenario.shift_templates.get(vehicle.kind, ())))
    )
    if not trucks:
        raise InfeasibleScenario(
            "week.no_kitchen_truck",
            "scenario {scenario}: no vehicle with shifts collects kitchen waste; add one.",
            scenario=scenario.name,
        )
    return CalendarProblem(
        monday=monday_of(scenario.date),
        contracts=scenario.contracts,
        trucks=trucks,
        holidays=tuple(sorted(set(holidays))),
        pace=pace or Pace(),
    )


def _find_barred(vehicle: Vehicle, contracts: Sequence[Contract]) -> tuple[str, ...]:
    """Returns the contracts to whose bins a truck is too large to come."""
    size = size_of(vehicle)
    return tuple(one.id for one in contracts if not size.fits(one.size_limit))


def staff_by_calendar(calendar: Calendar, scenario: Scenario) -> Scenario:
    """Returns the scenario with its trucks in the shifts in which the calendar uses them.

    Raises
    ------
    InputError
        When the calendar is for another week, or for other contracts.
    """
    if not calendar.monday <= scenario.date <= calendar.last_date:
        raise InputError(
            "calendar.other_week",
            "the calendar is for {monday} to {last_date}, not for {date}; give --date, or make a "
            "calendar for that week.",
            monday=calendar.monday,
            last_date=calendar.last_date,
            date=scenario.date,
        )
    visits = calendar.on(scenario.date)
    unknown = {v.contract_id for v in visits} - {contract.id for contract in scenario.contracts}
    if unknown:
        raise InputError(
            "calendar.other_contracts",
            "the calendar has contracts that scenario {scenario} has not: {unknown:list}; make "
            "the calendar again.",
            scenario=scenario.name,
            unknown=sorted(unknown)[:10],
        )
    used: dict[str, set[str]] = {}
    for visit in visits:
        used.setdefault(visit.vehicle_id, set()).add(visit.shift_id)
    return replace(
        scenario,
        vehicles=tuple(
            _put_on_duty(scenario, v, used.get(v.id, set())) for v in scenario.vehicles
        ),
    )


def _put_on_duty(scenario: Scenario, vehicle: Vehicle, shift_ids: set[str]) -> Vehicle:
    if vehicle.shifts or not shift_ids:
        return vehicle
    templates = sorted(scenario.shift_templates.get(vehicle.kind, ()), key=lambda s: s.start_s)
    return replace(vehicle, shifts=tuple(one for one in templates if one.id in shift_ids))


def frequencies(scenario: Scenario, shares: Mapping[int, float], *, seed: int) -> Scenario:
    """Returns the scenario with a seeded share of its contracts collected so often a week.

    They may then be collected on any day of the week. For benchmarks and trials: the reference
    scenario's contracts are collected on all of their days.
    """
    rng = Random(seed)
    ids = [contract.id for contract in scenario.contracts]
    rng.shuffle(ids)
    times_of: dict[str, int] = {}
    for times, share in shares.items():
        count = round(share * len(scenario.contracts))
        times_of |= dict.fromkeys(ids[:count], times)
        ids = ids[count:]
    return replace(
        scenario,
        contracts=tuple(
            replace(c, collections_per_week=times_of[c.id], weekdays=tuple(range(7)))
            if c.id in times_of
            else c
            for c in scenario.contracts
        ),
    )
