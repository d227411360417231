"""Makes a week's roster.

Vehicles of one kind in the same hours are alike, so drivers are put to kinds of duties first, by
CP-SAT; the vehicles are then dealt out so that drivers keep theirs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fleet import Driver, VehicleKind
from optimizer.stop import Stage
from optimizer.week.roster.explain import find_uncovered
from optimizer.week.roster.problem import RosterDuty, RosterProblem
from optimizer.week.roster.roster import Roster
from optimizer.week.sat import UNWATCHED, Effort, Following, run

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

HOUR_S = 3600


class _Slot(NamedTuple):
    """Duties that are alike but for the vehicle."""

    date: dt.date
    start_s: int
    end_s: int
    kind: VehicleKind
    shift_id: str


def solve(problem: RosterProblem, *, effort: Effort, following: Following = UNWATCHED) -> Roster:
    """Returns the best roster found.

    Raises
    ------
    InfeasibleScenario
        When no answer was found at all; duties that nobody can do are no reason for that.
    """
    from ortools.sat.python import cp_model

    slots: dict[_Slot, list[RosterDuty]] = defaultdict(list)
    for duty in sorted(problem.duties):
        slot = _Slot(duty.date, duty.start_s, duty.end_s, duty.kind, duty.shift_id)
        slots[slot].append(duty)
    model = cp_model.CpModel()
    costs: list[cp_model.LinearExprT] = []
    picks: dict[tuple[str, _Slot], cp_model.IntVar] = {}
    works: dict[tuple[str, dt.date], cp_model.IntVar] = {}
    for driver in problem.drivers:
        own = [slot for slot, duties in slots.items() if _able(problem, driver, duties[0])]
        for slot in own:
            picks[driver.id, slot] = model.new_bool_var(f"{driver.id} {slot}")
        _rest(problem, model, driver, own, slots, picks, works)
        costs += [
            problem.weights.wish * works[driver.id, date]
            for date in driver.days_off_wanted
            if (driver.id, date) in works
        ]
    for slot, duties in slots.items():
        takers = sum(pick for (_, one), pick in picks.items() if one == slot)
        open_ = model.new_int_var(0, len(duties), f"open {slot}")
        model.add(takers + open_ == len(duties))
        costs.append(problem.weights.uncovered * open_)
    costs += _fairness(problem, model, slots, picks)
    model.minimize(sum(costs))
    solver, proof = run(model, stage=Stage.ROSTER, effort=effort, following=following)
    chosen = defaultdict(list)
    for (driver_id, slot), pick in picks.items():
        if solver.value(pick):
            chosen[slot].append(driver_id)
    driver_of = _deal(slots, chosen)
    refused = {
        driver.id: dates
        for driver in problem.drivers
        if (
            dates := tuple(
                date
                for date in driver.days_off_wanted
                if (driver.id, date) in works and solver.value(works[driver.id, date])
            )
        )
    }
    return Roster(
        monday=problem.monday,
        driver_of=driver_of,
        uncovered=find_uncovered(problem, driver_of),
        refused=refused,
        proofs=(proof,),
        interrupted=following.should_stop(),
    )


def _able(problem: RosterProblem, driver: Driver, duty: RosterDuty) -> bool:
    """Says whether a driver may do a duty if they do nothing else this week."""
    return (
        duty.kind in driver.licences
        and duty.date not in driver.unavailable
        and (driver.by_night or not duty.is_night)
        and all(problem.are_compatible(one, duty) for one in problem.earlier.get(driver.id, ()))
    )


def _rest(
    problem: RosterProblem,
    model: "cp_model.CpModel",
    driver: Driver,
    own: Sequence[_Slot],
    slots: Mapping[_Slot, list[RosterDuty]],
    picks: "Mapping[tuple[str, _Slot], cp_model.IntVar]",
    works: "dict[tuple[str, dt.date], cp_model.IntVar]",
) -> None:
    """Adds the rules of rest of one driver."""
    rules = problem.rules
    for n, first in enumerate(own):
        for second in own[n + 1 :]:
            near = abs((second.date - first.date).days) <= 3
            if near and not problem.are_compatible(slots[first][0], slots[second][0]):
                model.add_at_most_one(picks[driver.id, first], picks[driver.id, second])
    week_s = sum((slot.end_s - slot.start_s) * picks[driver.id, slot] for slot in own)
    model.add(week_s <= driver.most_s_a_week)
    for date in problem.dates:
        today = [picks[driver.id, slot] for slot in own if slot.date == date]
        if today:
            works[driver.id, date] = model.new_bool_var(f"{driver.id} works {date}")
            model.add_max_equality(works[driver.id, date], today)
            # A single duty longer than a day's hours is the scenario's own choice.
            daily_s = sum(
                min(slot.end_s - slot.start_s, rules.most_s_a_day) * picks[driver.id, slot]
                for slot in own
                if slot.date == date
            )
            model.add(daily_s <= rules.most_s_a_day)
    at_work = [works[driver.id, date] for date in problem.dates if (driver.id, date) in works]
    model.add(sum(at_work) <= len(problem.dates) - rules.rest_days)
    before = {duty.date for duty in problem.earlier.get(driver.id, ())}
    for last in problem.dates:
        stretch = [last - dt.timedelta(days=n) for n in range(rules.most_days_in_a_row + 1)]
        past = sum(date in before for date in stretch)
        here = [works[driver.id, date] for date in stretch if (driver.id, date) in works]
        model.add(sum(here) + past <= max(past, rules.most_days_in_a_row))


def _fairness(
    problem: RosterProblem,
    model: "cp_model.CpModel",
    slots: Mapping[_Slot, list[RosterDuty]],
    picks: "Mapping[tuple[str, _Slot], cp_model.IntVar]",
) -> "list[cp_model.LinearExprT]":
    """Returns the prices of hours and nights above the even part of drivers that are alike."""
    weights = problem.weights
    costs: list[cp_model.LinearExprT] = []
    groups: dict[tuple[VehicleKind, ...], list[Driver]] = defaultdict(list)
    for driver in problem.drivers:
        groups[tuple(sorted(driver.licences))].append(driver)
    for kinds, drivers in groups.items():
        own = [slot for slot in slots if slot.kind in kinds]
        hours = sum(len(slots[s]) * (s.end_s - s.start_s) for s in own) // HOUR_S
        nights = sum(len(slots[s]) for s in own if slots[s][0].is_night)
        for driver in drivers:
            mine = [(slot, picks[driver.id, slot]) for slot in own if (driver.id, slot) in picks]
            if not mine:
                continue
            worked_s = sum((slot.end_s - slot.start_s) * pick for slot, pick in mine)
            over_hours = model.new_int_var(0, 168, f"{driver.id} hours over")
            even = -(-hours // len(drivers))
            model.add(HOUR_S * (over_hours + even) >= worked_s)
            costs.append(weights.unfair_hour * over_hours)
            dark = [pick for slot, pick in mine if slots[slot][0].is_night]
            if dark:
                over_nights = model.new_int_var(0, 7, f"{driver.id} nights over")
                model.add(over_nights >= sum(dark) - -(-nights // len(drivers)))
                costs.append(weights.unfair_night * over_nights)
    return costs


def _deal(
    slots: Mapping[_Slot, list[RosterDuty]], chosen: Mapping[_Slot, list[str]]
) -> dict[str, str]:
    """Returns the driver of each duty: the vehicle they drove last, where it is free."""
    last: dict[str, str] = {}
    driver_of = {}
    for slot in sorted(slots):
        free = list(slots[slot])
        waiting = []
        for driver_id in chosen.get(slot, ()):
            usual = next((d for d in free if d.vehicle_id == last.get(driver_id)), None)
            if usual is None:
                waiting.append(driver_id)
            else:
                free.remove(usual)
                driver_of[usual.id] = driver_id
        for driver_id in waiting:
            duty = free.pop(0)
            driver_of[duty.id] = driver_id
            last[driver_id] = duty.vehicle_id
    return driver_of
