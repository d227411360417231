"""Plans of one day on the hamlet (tests/data/hamlet), made by hand.

As it was planned, every task takes five minutes, a minute of driving before it::

    S1  06:00  West Street 14>11  06:10   North Road 11>12  06:20
               North Road 12>13   06:30   East Street 13>16 06:40   unload 07:00   back 07:10
    S2  06:00  West Street 14>17  06:10   South Lane 17>18  06:20
               South Lane 18>19   06:30   South Lane 19>31  06:40   unload 07:00   back 07:10
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from optimizer.network.place import Drive
from optimizer.plan import Activity, ActivityKind, Plan, Route, Unassigned
from scenarios.plan_file import PlanFile, RunningDay
from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")

FIRST = ("14>11", "11>12", "12>13", "13>16")
SECOND = ("14>17", "17>18", "18>19", "19>31")
SERVICE_S, DRIVE_S = 300, 60


@cache
def hamlet() -> PlanFile:
    """The hamlet's day, with a second sweeper like the first."""
    asked = PlanRequest(scenario=str(DATA / "hamlet"), osm=STREETS, iterations=20, seed=1)
    planned = plan_day(asked)
    sweeper = planned.fleet.vehicle("S1")
    fleet = replace(planned.fleet, vehicles=(*planned.fleet.vehicles, replace(sweeper, id="S2")))
    return replace(planned, fleet=fleet)


def clock(text: str) -> int:
    """Seconds after midnight: "06:10"."""
    hours, minutes = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes)


def task(street: str) -> str:
    """The sweeping of the right kerb of a piece of street: "14>11"."""
    return f"sweep/{street}/right/1"


def drive(*arcs: str) -> Drive[str]:
    return Drive(arcs=arcs, from_offset_m=0, to_offset_m=0, distance_m=0, duration_s=DRIVE_S)


def sweep(street: str, at: str, kind: ActivityKind = ActivityKind.SERVICE) -> Activity:
    begin_s = clock(at)
    return Activity(
        kind=kind,
        task_id=task(street),
        drive=drive(street),
        arrival_s=begin_s,
        begin_s=begin_s,
        end_s=begin_s + SERVICE_S,
        service_m=200,
    )


def still(
    kind: ActivityKind, at: str, until: str = "", facility_id: str | None = None
) -> Activity:
    """What needs no drive: leaving, a break, a delay, a breakdown."""
    begin_s, end_s = clock(at), clock(until or at)
    return Activity(
        kind=kind, facility_id=facility_id, arrival_s=begin_s, begin_s=begin_s, end_s=end_s
    )


def start(at: str) -> Activity:
    return still(ActivityKind.START, at, facility_id="yard")


def unload(at: str, until: str) -> Activity:
    return replace(still(ActivityKind.UNLOAD, at, until, "yard"), drive=drive("17>14"))


def end(at: str) -> Activity:
    return replace(still(ActivityKind.END, at, facility_id="yard"), drive=drive("17>14"))


def broken_down(at: str) -> Activity:
    return still(ActivityKind.END, at)


def route(vehicle_id: str, *activities: Activity, shift_id: str = "day") -> Route:
    return Route(vehicle_id=vehicle_id, shift_id=shift_id, activities=activities)


def usual(vehicle_id: str, streets: Sequence[str]) -> Route:
    works = [sweep(street, f"06:{10 * n}") for n, street in enumerate(streets, start=1)]
    return route(vehicle_id, start("06:00"), *works, unload("07:00", "07:10"), end("07:10"))


def day(
    *routes: Route, unassigned: Sequence[Unassigned] = (), now: str = "", gone: Sequence[str] = ()
) -> PlanFile:
    """A plan with these routes.

    Parameters
    ----------
    now
        When it was made, of a plan that goes on from another.
    gone
        Pieces of street that are not owed any more.
    """
    planned = hamlet()
    running = RunningDay(based_on="", number=1, now_s=clock(now or "00:00"), freeze_s=0, events=())
    left = {task(street) for street in gone}
    return replace(
        planned,
        plan=Plan(routes=routes, unassigned=tuple(unassigned)),
        tasks=tuple(one for one in planned.tasks if one.id not in left),
        running=running if now else None,
    )


def as_planned() -> PlanFile:
    return day(usual("S1", FIRST), usual("S2", SECOND))


def broken():
    """S2 breaks down at 06:25; S1 does the rest of South Lane, and is back 12 minutes later."""
    mine = (
        *(sweep(street, f"06:{10 * n}") for n, street in enumerate(FIRST, start=1)),
        sweep("18>19", "06:50"),
        sweep("19>31", "06:56"),
    )
    return day(
        route("S1", start("06:00"), *mine, unload("07:12", "07:22"), end("07:22")),
        route(
            "S2",
            start("06:00"),
            sweep("14>17", "06:10"),
            sweep("17>18", "06:20"),
            broken_down("06:25"),
        ),
        now="06:25",
    )
