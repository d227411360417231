"""Makes a week's calendar in three stages: days, trucks, hours.

Each stage is solved on what the one before settled, and says how far from the best it may be for
that. The gaps of the later stages are therefore no statement on the calendar as a whole: other
days might allow areas that are more compact.
"""

from collections import defaultdict
from dataclasses import replace

from fleet import LonLat, message
from optimizer.week.calendar.areas import areas_of
from optimizer.week.calendar.calendar import Calendar, CalendarLack, CalendarVisit, Missing
from optimizer.week.calendar.days import Days, choose_days
from optimizer.week.calendar.habits import find_habits
from optimizer.week.calendar.hours import choose_hours
from optimizer.week.calendar.overflow import Placed, settle
from optimizer.week.calendar.problem import CalendarProblem
from optimizer.week.calendar.trucks import choose_trucks, work_by_contract
from optimizer.week.sat import UNWATCHED, Effort, Following

SHARE_OF_DAYS, SHARE_OF_TRUCKS = 0.5, 0.7
"""Parts of what is left of the limits that the first two stages may take."""


def solve(
    problem: CalendarProblem,
    *,
    effort: Effort,
    keep: Calendar | None = None,
    following: Following = UNWATCHED,
) -> Calendar:
    """Returns the best calendar found.

    Parameters
    ----------
    keep
        An earlier calendar, of this week or another: what is usual there stays wherever a
        contract's own days, windows and trucks allow it and no truck is overfull by it.

    Raises
    ------
    InfeasibleScenario
        When no stage has any answer; not when contracts are missing from it.
    """
    usual = find_habits(keep) if keep else {}
    days, days_proof = choose_days(
        problem, usual, effort=effort.share(SHARE_OF_DAYS), following=following
    )
    left = effort.subtract(days_proof)
    areas = _areas(problem, days, keep)
    duty_of, trucks_proof = choose_trucks(
        problem, days, areas, usual, effort=left.share(SHARE_OF_TRUCKS), following=following
    )
    left = left.subtract(trucks_proof)
    placed, settled = settle(problem, days, duty_of, effort=left.share(0.5), following=following)
    left = left.subtract(settled)
    hour_of, hours_proof = choose_hours(
        problem, days, duty_of, usual, effort=left, following=following
    )
    visits = []
    for (contract_id, date), duty in placed.items():
        if duty is None:
            continue
        vehicle_id, shift_id = duty
        from_s, to_s = hour_of[contract_id]
        if shift_id != duty_of[contract_id][1]:
            from_s, to_s = problem.hours_for(problem.contract_of[contract_id], shift_id)[0]
        visits.append(
            CalendarVisit(
                date=date,
                vehicle_id=vehicle_id,
                shift_id=shift_id,
                from_s=from_s,
                to_s=to_s,
                contract_id=contract_id,
            )
        )
    proofs = (days_proof, trucks_proof, hours_proof)
    return Calendar(
        monday=problem.monday,
        visits=tuple(
            sorted(visits, key=lambda v: (v.date, v.vehicle_id, v.from_s, v.contract_id))
        ),
        missing=_list_missing(problem, days, placed),
        areas=areas,
        proofs=(*proofs, settled) if settled.objective else proofs,
        holidays=tuple(sorted(set(problem.holidays) & set(problem.dates))),
        interrupted=following.should_stop(),
    )


def _areas(problem: CalendarProblem, days: Days, keep: Calendar | None) -> dict[str, LonLat]:
    """Returns the areas of an earlier calendar for the same trucks, or new ones."""
    vehicles = [(truck.vehicle_id, truck.hopper_kg) for truck in problem.trucks]
    if keep and all(vehicle_id in keep.areas for vehicle_id, _ in vehicles):
        return {vehicle_id: keep.areas[vehicle_id] for vehicle_id, _ in vehicles}
    found = areas_of(problem.contracts, work_by_contract(problem, days), vehicles)
    if keep:
        found |= {id_: area for id_, area in keep.areas.items() if id_ in found}
    return found


def _list_missing(problem: CalendarProblem, days: Days, placed: Placed) -> tuple[Missing, ...]:
    """Returns what is promised and not on the calendar, contract by contract."""
    full = defaultdict(list)
    for (contract_id, date), duty in placed.items():
        if duty is None:
            full[contract_id].append(date)
    found = []
    for contract in problem.contracts:
        promised = problem.count_promised(contract)
        if full[contract.id]:
            found.append(
                Missing(
                    contract_id=contract.id,
                    times=len(full[contract.id]),
                    lack=CalendarLack.FULL,
                    detail=message(
                        "lack.full",
                        "every truck that could come is full on that day; add a truck or a "
                        "shift, or allow other days",
                    ),
                    dates=tuple(sorted(full[contract.id])),
                )
            )
        short = promised - (len(days[contract.id]) if contract.id in days else 0)
        if short > 0:
            found.append(replace(_lack(problem, contract.id), times=short))
    return tuple(found)


def _lack(problem: CalendarProblem, contract_id: str) -> Missing:
    """Returns why a contract has fewer days than it is promised."""
    contract = problem.contract_of[contract_id]
    closed = tuple(
        date for date in problem.dates if contract.allows(date) and date in problem.holidays
    )
    own = tuple(date for date in problem.dates if date in contract.excluded_dates)
    dates = own
    if not any(problem.hours_for(contract, shift_id) for shift_id in problem.shifts):
        lack = CalendarLack.NO_WINDOW
        detail = message(
            "lack.no_window", "no shift of a truck meets its windows; widen them or add a shift"
        )
    elif not problem.shift_ids_for(contract):
        lack = CalendarLack.NO_TRUCK
        detail = message(
            "lack.no_truck",
            "no truck that can come to its bins drives in its windows; move the bins or add a "
            "smaller truck",
        )
    elif closed:
        lack, dates = CalendarLack.HOLIDAY, closed
        detail = message(
            "lack.holiday", "holidays leave too few of its weekdays; allow another weekday"
        )
    else:
        lack = CalendarLack.OWN_DAYS
        detail = message(
            "lack.own_days",
            "its excluded dates leave too few of its weekdays; allow another weekday",
        )
    return Missing(contract_id=contract_id, times=0, lack=lack, detail=detail, dates=dates)
