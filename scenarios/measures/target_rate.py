"""A mechanised rate to be reached: how far a plan is from it, and what is missing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fleet import Fleet, Message, Work, message
from optimizer.network.kerb import KerbKey
from optimizer.plan import ActivityKind, Plan, Reason
from optimizer.task import Task
from scenarios.due import KerbLot, Lot, LotReason
from scenarios.measures.coverage import Coverage

REFILLING_SHARE = 0.1
"""From this share of the sweepers' paid time on, refilling is named as what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """The rate asked for and the one that came out.

    Parameters
    ----------
    wanted, rate, highest
        Shares of the maintained area: asked for, planned, and what the standards and the streets
        would let machines sweep if there were enough of them.
    missing_m2
        Area between planned and wanted, 0 when the rate is reached.
    missing_s
        Paid seconds of sweepers that sweeping it would take, at the plan's own share of empty
        driving.
    missing_shifts, missing_vehicles
        The same in shifts as long as the plan's, and in vehicles with as many shifts.
    refilling_share
        Share of the sweepers' paid time at water points: whether more of those would help.
    advice
        Sentences on what is missing.
    """

    wanted: float
    rate: float
    highest: float
    missing_m2: int = 0
    missing_s: int = 0
    missing_shifts: int = 0
    missing_vehicles: int = 0
    refilling_share: float = 0.0
    advice: tuple[Message, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether the planned rate is at least the wanted one."""
        return self.missing_m2 == 0


def target_m2(lots: Sequence[KerbLot], wanted: float) -> int:
    """Returns the area that must be swept for a rate."""
    # Whole millionths, so that 7 % of 100 m2 are 7.
    return -(-round(wanted * 1_000_000) * sum(lot.area_m2 for lot in lots) // 1_000_000)


def target_row(
    wanted: float,
    lots: Sequence[KerbLot],
    tasks: Sequence[Task],
    fleet: Fleet,
    plan: Plan,
    audit: Coverage,
) -> TargetRow:
    """Returns how a plan stands to a wanted rate."""
    total = audit.total
    unreachable = {one.task_id for one in plan.unassigned if one.reason is Reason.UNREACHABLE}
    due = {lot.kerb: lot.area_m2 for lot in lots if lot.lot is Lot.DUE}
    today_m2 = {
        reason: sum(lot.area_m2 for lot in lots if lot.reason is reason)
        for reason in (LotReason.WEATHER, LotReason.NOT_DUE_TODAY, LotReason.NO_TIME)
    }
    # The first pass of a kerb stands for it.
    first = {task.kerb: task for task in reversed(tasks) if task.work is Work.SWEEP}
    out_of_reach_m2 = sum(
        area_m2 for kerb, area_m2 in due.items() if kerb in first and first[kerb].id in unreachable
    )
    highest = (sum(due.values()) - out_of_reach_m2) / max(1, total.maintained_m2)
    missing_m2 = max(0, target_m2(lots, wanted) - total.mechanised_m2)
    if missing_m2 == 0:
        return TargetRow(wanted=wanted, rate=total.rate, highest=highest)
    return _explain_short(
        wanted, highest, missing_m2, today_m2, unreachable, first, fleet, plan, audit
    )


def _explain_short(
    wanted: float,
    highest: float,
    missing_m2: int,
    today_m2: Mapping[LotReason, int],
    unreachable: set[str],
    first: Mapping[KerbKey | None, Task],
    fleet: Fleet,
    plan: Plan,
    audit: Coverage,
) -> TargetRow:
    sweepers = [vehicle for vehicle in fleet.vehicles if Work.SWEEP in vehicle.works]
    ids = {vehicle.id for vehicle in sweepers}
    routes = [route for route in plan.routes if route.vehicle_id in ids]
    paid_s = sum(route.paid_s for route in routes)
    service_s = sum(route.service_s for route in routes)
    refill_s = sum(
        activity.end_s - activity.begin_s
        for route in routes
        for activity in route.activities
        if activity.kind is ActivityKind.REFILL
    )
    swept = {task.kerb for task in first.values() if task.id in plan.served}
    left = sorted(
        (task for task in first.values() if task.kerb not in swept and task.id not in unreachable),
        key=lambda task: (-task.area_m2 / max(1, task.modes[0].service_m), task.id),
    )
    kph = min((vehicle.working_kph for vehicle in sweepers), default=1)
    # Whoever adds a shift sweeps the widest kerbs first.
    work_s, area_m2 = 0.0, 0
    for task in left:
        if area_m2 >= missing_m2:
            break
        work_s += task.modes[0].service_m * 3.6 / kph
        area_m2 += task.area_m2
    missing_s = round(work_s * paid_s / service_s) if service_s else round(work_s)
    shifts = [shift for vehicle in sweepers for shift in vehicle.shifts]
    mean_s = sum(shift.duration_s for shift in shifts) / len(shifts) if shifts else 8 * 3600
    each = len(shifts) / len(sweepers) if sweepers and shifts else 1.0
    missing_shifts = math.ceil(missing_s / mean_s)
    missing_vehicles = math.ceil(missing_shifts / each)
    refilling_share = refill_s / paid_s if paid_s else 0.0
    maintained_m2 = max(1, audit.total.maintained_m2)
    advice = [
        _today(reason, area_m2 / maintained_m2)
        for reason, area_m2 in today_m2.items()
        if area_m2 and highest < wanted
    ]
    if highest + sum(today_m2.values()) / maintained_m2 < wanted:
        advice.append(
            message(
                "advice.standards",
                "standards: they give so much to hand sweeping, and so much is out of reach, that "
                "machines can sweep {highest:.1%} at most today; sweep narrower streets by "
                "machine or lower the rate.",
                highest=highest,
            )
        )
    if missing_shifts:
        advice.append(
            message(
                "advice.hours",
                "hours: about {hours:.1f} h of sweepers, {shifts} shifts of {each:.1f} h.",
                hours=missing_s / 3600,
                shifts=missing_shifts,
                each=mean_s / 3600,
            )
        )
        advice.append(
            message(
                "advice.vehicles",
                "vehicles: about {vehicles} more sweepers with {each:.1f} shifts each.",
                vehicles=missing_vehicles,
                each=each,
            )
        )
    if refilling_share >= REFILLING_SHARE:
        advice.append(
            message(
                "advice.water",
                "water points: refilling takes {share:.0%} of the sweepers' hours; nearer or "
                "faster ones would win some of it.",
                share=refilling_share,
            )
        )
    return TargetRow(
        wanted=wanted,
        rate=audit.total.rate,
        highest=highest,
        missing_m2=missing_m2,
        missing_s=missing_s,
        missing_shifts=missing_shifts,
        missing_vehicles=missing_vehicles,
        refilling_share=refilling_share,
        advice=tuple(advice),
    )


def _today(reason: LotReason, share: float) -> Message:
    """Returns what keeps machines from a share of the area on this day."""
    if reason is LotReason.WEATHER:
        return message(
            "advice.weather",
            "weather: it cancels the sweeping of {share:.1%} of the area today.",
            share=share,
        )
    if reason is LotReason.NOT_DUE_TODAY:
        return message(
            "advice.weekday",
            "days of the week: the standards leave out {share:.1%} of the area today.",
            share=share,
        )
    return message(
        "advice.keep_off",
        "hours to keep off: they leave no time for {share:.1%} of the area today.",
        share=share,
    )
