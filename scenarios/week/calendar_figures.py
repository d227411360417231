"""A calendar in figures: days, trucks, spacing, and what it kept of an earlier one."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from optimizer.week.calendar import (
    Calendar,
    CalendarProblem,
    ContractPlane,
    find_habits,
    spacing,
    week_patterns,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day: collections, weight, estimated hours, and how they fall on the trucks."""

    date: dt.date
    collections: int
    load_kg: int
    work_s: int
    by_truck: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckRow:
    """One truck in one shift of the week.

    Parameters
    ----------
    away_m
        Mean distance of its collections from the centre of the truck's area.
    fullest_share
        Of the shift's room, on its fullest day, in seconds or kilograms.
    """

    vehicle_id: str
    shift_id: str
    contracts: int
    collections: int
    load_kg: int
    away_m: int
    fullest_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFigures:
    """What people and benchmarks read of a calendar.

    Parameters
    ----------
    well_spaced
        Contracts whose days are as evenly spaced as their own days allow.
    one_truck, one_hour
        Contracts with the same truck, and the same hour, on all their days.
    """

    days: tuple[DayRow, ...]
    trucks: tuple[TruckRow, ...]
    contracts: int
    collections: int
    promised: int
    well_spaced: int
    one_truck: int
    one_hour: int


def measure_calendar(problem: CalendarProblem, calendar: Calendar) -> CalendarFigures:
    """Returns the figures of a calendar."""
    truck_of = {truck.vehicle_id: truck for truck in problem.trucks}
    dates: dict[str, list[dt.date]] = defaultdict(list)
    vehicles: dict[str, set[str]] = defaultdict(set)
    hours: dict[str, set[int]] = defaultdict(set)
    for visit in calendar.visits:
        dates[visit.contract_id].append(visit.date)
        vehicles[visit.contract_id].add(visit.vehicle_id)
        hours[visit.contract_id].add(visit.from_s)
    days = []
    for date in problem.dates:
        here = calendar.on(date)
        count = Counter(visit.vehicle_id for visit in here)
        own = [(problem.contract_of[visit.contract_id], visit) for visit in here]
        days.append(
            DayRow(
                date=date,
                collections=len(here),
                load_kg=sum(contract.demand_kg for contract, _ in own),
                work_s=sum(
                    problem.work_s(contract, truck_of[visit.vehicle_id].hopper_kg)
                    for contract, visit in own
                ),
                by_truck=tuple(count[truck.vehicle_id] for truck in problem.trucks),
            )
        )
    return CalendarFigures(
        days=tuple(days),
        trucks=_trucks(problem, calendar),
        contracts=len(find_habits(calendar)),
        collections=len(calendar.visits),
        promised=sum(problem.count_promised(contract) for contract in problem.contracts),
        well_spaced=sum(
            spacing(tuple(sorted(date.weekday() for date in own)))
            == week_patterns(problem.open_dates(problem.contract_of[id_]), len(own))[0].spacing
            for id_, own in dates.items()
        ),
        one_truck=sum(len(own) == 1 for own in vehicles.values()),
        one_hour=sum(len(own) == 1 for own in hours.values()),
    )


def _trucks(problem: CalendarProblem, calendar: Calendar) -> tuple[TruckRow, ...]:
    ground = ContractPlane(problem.contracts)
    rows = []
    for truck in problem.trucks:
        centre = ground.point(calendar.areas[truck.vehicle_id])
        for shift in truck.shifts:
            own = [
                (problem.contract_of[visit.contract_id], visit.date)
                for visit in calendar.visits
                if (visit.vehicle_id, visit.shift_id) == (truck.vehicle_id, shift.id)
            ]
            if not own:
                continue
            kg: Counter[dt.date] = Counter()
            work: Counter[dt.date] = Counter()
            away_m = 0.0
            for contract, date in own:
                kg[date] += contract.demand_kg
                work[date] += problem.work_s(contract, truck.hopper_kg)
                x_m, y_m = ground.point(contract.at)
                away_m += ((x_m - centre[0]) ** 2 + (y_m - centre[1]) ** 2) ** 0.5
            rows.append(
                TruckRow(
                    vehicle_id=truck.vehicle_id,
                    shift_id=shift.id,
                    contracts=len({contract.id for contract, _ in own}),
                    collections=len(own),
                    load_kg=sum(kg.values()),
                    away_m=round(away_m / len(own)),
                    fullest_share=max(
                        max(kg.values()) / problem.room_kg(truck),
                        max(work.values()) / problem.room_s(shift.id),
                    ),
                )
            )
    return tuple(rows)
