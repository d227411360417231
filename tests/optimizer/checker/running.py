"""The hand-made day while it runs: its events, and routes as they were lived.

The plan of `hand_made`: leaves at 993, A from 1000 to 1060, unloading from 1067 to 1367, break to
1967, refilling from 2000 to 2120, B from 2135 to 2195, unloading from 2237 to 2537, home at 2562.
"""

from dataclasses import replace
from typing import Any

from optimizer.checker.past import Past
from optimizer.events import (
    Delayed,
    DriverLate,
    Event,
    TaskSkipped,
    VehicleBack,
    VehicleOut,
)
from optimizer.plan import Activity, ActivityKind, Plan, Reason, Unassigned
from tests.optimizer.checker.hand_made import (
    BREAK,
    PLAN,
    ROUTE,
    SERVE_A,
    UNASSIGNED_C,
    UNLOAD_A,
    driven,
    later,
    line,
    with_route,
)

TOLD = {"id": "told", "at_s": 1400, "told_s": 1400}
"""Of an event: told at 1,400 s of what happened then."""


def at_noon(*events: Event, now_s: int = 1500, **fields: Any) -> Past:
    """The day at 1,500 s: nothing is another before 1,600 s, so that all up to the break stays."""
    given = {"before": PLAN, "events": events, "now_s": now_s, "freeze_s": 100} | fields
    return Past(**given)


def delayed(late_s: int, at_s: int = 1100) -> Delayed:
    return Delayed(id="late", at_s=at_s, told_s=at_s, vehicle_id="S1", late_s=late_s)


def out(at_s: int, until_s: int | None = None) -> VehicleOut:
    return VehicleOut(id="out", at_s=at_s, told_s=at_s, vehicle_id="S1", until_s=until_s)


def back(at_s: int) -> VehicleBack:
    return VehicleBack(id="back", at_s=at_s, told_s=at_s, vehicle_id="S1")


def driver(until_s: int) -> DriverLate:
    return DriverLate(
        id="driver", at_s=50, told_s=50, vehicle_id="S1", shift_id="day", until_s=until_s
    )


def skipped(task_id: str, told_s: int, *, again: bool = False) -> TaskSkipped:
    return TaskSkipped(
        id="skipped", at_s=told_s, told_s=told_s, task_id=task_id, reason="cars", again=again
    )


def delay(begin_s: int, end_s: int, load_kg: int = 60, tank_l: int = 120) -> Activity:
    return line("delay", None, None, begin_s, end_s, load_kg, tank_l)


def lost(at_s: int, load_kg: int = 60, tank_l: int = 120) -> Activity:
    return line("end", None, None, at_s, at_s, load_kg, tank_l)


def late_after_a(late_s: int) -> Plan:
    """The route whose vehicle stands still after A, with all after that so much later."""
    activities = ROUTE.activities
    stand = delay(1060, 1060 + late_s)
    return with_route(*activities[:UNLOAD_A], stand, *later(activities[UNLOAD_A:], late_s))


def without(plan: Plan, *task_ids: str) -> Plan:
    """The plan with these tasks among those that it leaves."""
    left = [Unassigned(task_id=id_, reason=Reason.NOT_WORTH, detail="is left") for id_ in task_ids]
    return replace(plan, unassigned=(UNASSIGNED_C, *left))


def broken_down() -> Plan:
    """The plan whose vehicle breaks down at 1,100 s with what it took at A."""
    return without(with_route(*ROUTE.activities[: SERVE_A + 1], lost(1100)), "B")


def home_from_the_break(begin_s: int = 1967) -> Activity:
    """From T to D: 6,250 + 12,500 + 6,250 = 25,000 ms."""
    drive = driven("4>3 3>2 2>1", 50, 50, 200, 25)
    return line("end", "D", drive, begin_s + 25, begin_s + 25, 0, 120)


def without_b() -> Plan:
    """The plan that goes home after the break."""
    return without(with_route(*ROUTE.activities[: BREAK + 1], home_from_the_break()), "B")


def skipping_a() -> Plan:
    """The plan whose vehicle could not do A: nothing is aboard, and the tank is full until B."""
    start, a, unload, rest, *others = ROUTE.activities
    a = replace(a, kind=ActivityKind.SKIPPED, load_kg=0, tank_l=200)
    unload, rest = replace(unload, tank_l=200), replace(rest, tank_l=200)
    return without(with_route(start, a, unload, rest, *others), "A")
