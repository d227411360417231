"""From a scenario to the calendar of a week, and from the calendar to a day's plan."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from random import Random

from fleet import Contract, Vehicle, Work
from optimizer.errors import InfeasibleScenario, InputError
from optimizer.network.profile import PROFILES
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
            barred=tuple(c.id for c in scenario.contracts if not _can_come(vehicle, c)),
        )
        for vehicle in scenario.vehicles
        if Work.KITCHEN in vehicle.works
        and (shifts := vehicle.shifts or tuple(scenario.shift_templates.get(vehicle.kind, ())))
    )
    if not trucks:
        raise InfeasibleScenario(
            f"scenario {scenario.name}: no vehicle with shifts collects kitchen waste; add one."
        )
    return CalendarProblem(
        monday=monday_of(scenario.date),
        contracts=scenario.contracts,
        trucks=trucks,
        holidays=tuple(sorted(set(holidays))),
        pace=pace or Pace(),
    )


def _can_come(vehicle: Vehicle, contract: Contract) -> bool:
    """Says whether a truck is small enough for a contract's bins, as far as both are stated."""
    profile = PROFILES[vehicle.profile]
    weight_kg = vehicle.weight_kg or profile.weight_kg
    width_cm = vehicle.width_cm or profile.width_cm
    return (not contract.max_weight_kg or weight_kg <= contract.max_weight_kg) and (
        not contract.max_width_cm or width_cm <= contract.max_width_cm
    )


def staff_by_calendar(calendar: Calendar, scenario: Scenario) -> Scenario:
    """Returns the scenario with its trucks in the shifts in which the calendar uses them.

    Raises
    ------
    InputError
        When the calendar is for another week, or for other contracts.
    """
    if not calendar.monday <= scenario.date <= calendar.last_date:
        raise InputError(
            f"the calendar is for {calendar.monday} to {calendar.last_date}, not for "
            f"{scenario.date}; give --date, or make a calendar for that week."
        )
    visits = calendar.on(scenario.date)
    unknown = {v.contract_id for v in visits} - {contract.id for contract in scenario.contracts}
    if unknown:
        raise InputError(
            f"the calendar has contracts that scenario {scenario.name} has not: "
            f"{', '.join(sorted(unknown)[:10])}; make the calendar again."
        )
    used: dict[str, set[str]] = {}
    for visit in visits:
        used.setdefault(visit.vehicle_id, set()).add(visit.shift_id)
    return replace(
        scenario,
        vehicles=tuple(_on_duty(scenario, v, used.get(v.id, set())) for v in scenario.vehicles),
    )


def _on_duty(scenario: Scenario, vehicle: Vehicle, shift_ids: set[str]) -> Vehicle:
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
