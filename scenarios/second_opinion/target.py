"""A mechanised rate that was asked for: whether the routes reach it, and what is missing."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fleet import Fleet, Work, message
from optimizer.checker import Nearest, Violation, ViolationCode, paid_s
from optimizer.network.kerb import KerbKey
from optimizer.plan import ActivityKind, Plan, Reason
from optimizer.task import Task
from scenarios.due import DueWork, KerbLot, Lot, LotReason
from scenarios.second_opinion.comparing import Finding, Unchecked, compare
from scenarios.second_opinion.routes import list_served_ids

PATH = "measures.target"

WATER_FROM = 0.1
"""From this share of the sweepers' paid time on, refilling is named."""

USUAL_SHIFT_S = 28_800
"""Length of a shift where no sweeper has one."""

TODAY = {
    LotReason.WEATHER: "advice.weather",
    LotReason.NOT_DUE_TODAY: "advice.weekday",
    LotReason.NO_TIME: "advice.keep_off",
}
"""What may keep machines off the streets today, and the code of the advice that says so."""

Advice = list[dict[str, Any]]
"""Codes and values; the words are the maker's."""


def check_target(target: Any, due: DueWork, fleet: Fleet, plan: Plan) -> Iterator[Finding]:
    """Yields what is stated otherwise of a rate; which one was asked for is not in question."""
    yield Unchecked(
        what=f"{PATH}.wanted" if target else PATH,
        why=message("unchecked.target", "nobody else knows which rate was asked for"),
    )
    if target is None:
        return
    if not 0 < target.wanted <= 1:
        yield Violation(
            code=ViolationCode.STATED_TARGET,
            where=f"{PATH}.wanted",
            detail=message(
                "violation.target_wanted", "{wanted} is no share", wanted=target.wanted
            ),
        )
        return
    figures, advice = _compute_due(target.wanted, due, fleet, plan)
    stated = {name: getattr(target, name) for name in figures}
    yield from compare(stated, figures, PATH, ViolationCode.STATED_TARGET)
    said = [{"code": one.code, "arguments": one.arguments} for one in target.advice]
    if said and not any(one.code for one in target.advice):
        # Earlier versions wrote the words alone.
        advice = [{"code": "", "arguments": {}} for _ in advice]
    yield from compare(said, advice, f"{PATH}.advice", ViolationCode.STATED_TARGET)
    if said:
        why = message("unchecked.wording", "its code and values are checked, its words are not")
        yield Unchecked(what=f"{PATH}.advice.*.text", why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kerbs:
    """Kerbs on offer to machines today: what of them is swept, out of reach, or left.

    Parameters
    ----------
    left
        The first pass of each kerb that could be swept and is not, the most area a metre first.
    """

    maintained_m2: int
    on_offer_m2: int
    swept_m2: int
    out_of_reach_m2: int
    left: Sequence[Task]

    @classmethod
    def of(cls, due: DueWork, plan: Plan) -> "_Kerbs":
        served = list_served_ids(plan)
        barred = {one.task_id for one in plan.unassigned if one.reason is Reason.UNREACHABLE}
        passes: dict[KerbKey | None, list[Task]] = {}
        for task in due.tasks:
            if task.work is Work.SWEEP:
                passes.setdefault(task.kerb, []).append(task)
        on_offer = [lot for lot in due.lots if lot.lot is Lot.DUE]
        first = {kerb: tasks[0] for kerb, tasks in passes.items()}
        left = [task for task in first.values() if task.id not in served | barred]
        return cls(
            maintained_m2=_m2(due.lots),
            on_offer_m2=_m2(on_offer),
            swept_m2=_m2(
                lot for lot in on_offer if any(t.id in served for t in passes.get(lot.kerb, ()))
            ),
            out_of_reach_m2=_m2(
                lot for lot in on_offer if lot.kerb in first and first[lot.kerb].id in barred
            ),
            left=sorted(left, key=lambda t: (-t.area_m2 / max(1, t.modes[0].service_m), t.id)),
        )

    def share(self, area_m2: int) -> float:
        return area_m2 / max(1, self.maintained_m2)

    def metres(self, area_m2: int) -> int:
        """Returns how many metres of what is left sweep so much more."""
        metres = 0
        for task in self.left:
            if area_m2 <= 0:
                break
            metres += task.modes[0].service_m
            area_m2 -= task.area_m2
        return metres


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sweepers:
    """The hours of all sweepers together.

    Parameters
    ----------
    shift_s, shifts_each
        The mean length of a shift, and the mean number of a vehicle's shifts.
    """

    working_kph: int
    paid_s: int
    working_s: int
    refilling_s: int
    shift_s: float
    shifts_each: float

    @classmethod
    def of(cls, fleet: Fleet, plan: Plan) -> "_Sweepers":
        sweepers = [vehicle for vehicle in fleet.vehicles if Work.SWEEP in vehicle.works]
        ids = {vehicle.id for vehicle in sweepers}
        routes = [route for route in plan.routes if route.vehicle_id in ids]
        spent_s = dict.fromkeys(ActivityKind, 0)
        for route in routes:
            for activity in route.activities:
                spent_s[activity.kind] += activity.end_s - activity.begin_s
        shifts = [shift for vehicle in sweepers for shift in vehicle.shifts]
        lengths_s = [shift.end_s - shift.start_s for shift in shifts]
        return cls(
            working_kph=min((vehicle.working_kph for vehicle in sweepers), default=1),
            paid_s=sum(map(paid_s, routes)),
            working_s=spent_s[ActivityKind.SERVICE],
            refilling_s=spent_s[ActivityKind.REFILL],
            shift_s=sum(lengths_s) / len(shifts) if shifts else USUAL_SHIFT_S,
            shifts_each=len(shifts) / len(sweepers) if shifts else 1.0,
        )

    def taken_s(self, metres: int) -> Fraction:
        """Returns what so many metres more take, with as much empty driving as there is now."""
        work_s = Fraction(metres * 3600, 1000 * self.working_kph)
        return work_s * self.paid_s / self.working_s if self.working_s else work_s

    @property
    def refilling_share(self) -> float:
        return self.refilling_s / self.paid_s if self.paid_s else 0.0


def _compute_due(
    wanted: float, due: DueWork, fleet: Fleet, plan: Plan
) -> tuple[dict[str, Any], Advice]:
    """Returns the figures of a rate, and the advice on it."""
    kerbs = _Kerbs.of(due, plan)
    # Whole millionths, so that 7 % of 100 m² are 7.
    wanted_m2 = math.ceil(Fraction(round(wanted * 1_000_000), 1_000_000) * kerbs.maintained_m2)
    figures: dict[str, Any] = {
        "rate": kerbs.share(kerbs.swept_m2),
        "highest": kerbs.share(kerbs.on_offer_m2 - kerbs.out_of_reach_m2),
        "missing_m2": max(0, wanted_m2 - kerbs.swept_m2),
        "missing_s": 0,
        "missing_shifts": 0,
        "missing_vehicles": 0,
        "refilling_share": 0.0,
    }
    if not figures["missing_m2"]:
        return figures, []
    sweepers = _Sweepers.of(fleet, plan)
    missing_s = sweepers.taken_s(kerbs.metres(figures["missing_m2"]))
    shifts = math.ceil(round(missing_s) / sweepers.shift_s)
    figures |= {
        "missing_s": Nearest(missing_s),
        "missing_shifts": shifts,
        "missing_vehicles": math.ceil(shifts / sweepers.shifts_each),
        "refilling_share": sweepers.refilling_share,
    }
    return figures, list(_advice(wanted, figures, round(missing_s), due, kerbs, sweepers))


def _advice(
    wanted: float,
    figures: dict[str, Any],
    missing_s: int,
    due: DueWork,
    kerbs: _Kerbs,
    sweepers: _Sweepers,
) -> Iterator[dict[str, Any]]:
    highest = figures["highest"]
    today_m2 = {why: _m2(lot for lot in due.lots if lot.reason is why) for why in TODAY}
    for why, code in TODAY.items():
        if today_m2[why] and highest < wanted:
            yield {"code": code, "arguments": {"share": kerbs.share(today_m2[why])}}
    if highest + kerbs.share(sum(today_m2.values())) < wanted:
        yield {"code": "advice.standards", "arguments": {"highest": highest}}
    if figures["missing_shifts"]:
        hours = {
            "hours": missing_s / 3600,
            "shifts": figures["missing_shifts"],
            "each": sweepers.shift_s / 3600,
        }
        yield {"code": "advice.hours", "arguments": hours}
        fleet = {"vehicles": figures["missing_vehicles"], "each": sweepers.shifts_each}
        yield {"code": "advice.vehicles", "arguments": fleet}
    if sweepers.refilling_share >= WATER_FROM:
        yield {"code": "advice.water", "arguments": {"share": sweepers.refilling_share}}


def _m2(lots: Iterable[KerbLot]) -> int:
    return sum(lot.area_m2 for lot in lots)
