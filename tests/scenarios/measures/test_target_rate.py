"""A mechanised rate to be reached as cheaply as possible, or what is missing to reach it.

Three dead ends of 200 m meet where a service road comes from the yard; all are optional::

             6
             |
    3 --D--- 1 ------- 2      D lies 20 m before 1, and 3 is a dead end too
             |
             7

By the times of `tests.hand_drawn` one street takes a sweeper that comes from the yard

    east   3 + 120 + 45 + 120 + 3 s           = 291 s   (20 m are 2,500 ms; straight on)
    north  11 + 120 + 45 + 120 + 6 s          = 302 s   (left going in, right coming out)
    south  6 + 120 + 45 + 120 + 11 s          = 302 s   (right going in, left coming out)
"""

from dataclasses import replace

import pytest

from fleet import Fleet, Shift, Supply, TimeWindow, WashStandard, Work
from optimizer.day.worth import RATE_FIRST
from optimizer.engines import IDLE, Run
from optimizer.plan import Plan, Reason, Unassigned
from optimizer.stop import limits
from optimizer.target.area import solve_for_area, swept_m2
from scenarios.due.street_work import Lot, LotReason
from scenarios.measures.coverage import audit_coverage
from scenarios.measures.target_rate import target_m2, target_row
from tests.hand_drawn import HOUR_S, SERVICE_ROAD, STANDARD, SWEEPER, YARD, small_day, yard_at
from tests.scenarios.planning.test_hand_drawn_streets import WASHER
from tests.streets import street_network

OPTIONAL = replace(STANDARD, required=False, prize_fen_per_m2=3)
BRIEF = Shift(id="day", start_s=6 * HOUR_S, end_s=6 * HOUR_S + 400)
FOUR_HOURS = SWEEPER.shifts[0]
FAR_M = 3000


def three_dead_ends(*, shift=FOUR_HOURS, sweepers=1, far_m=0, east_cm=800, **day):
    """The streets above; with `far_m` a service road of so many metres lies before 7."""
    nodes = {3: (-40, 0), 1: (0, 0), 2: (200, 0), 6: (0, 200), 8: (0, -far_m)}
    streets = [(3, 1, SERVICE_ROAD), (1, 2, {"width_cm": east_cm}), (1, 6)]
    if far_m:
        streets.append((1, 8, SERVICE_ROAD))
    else:
        del nodes[8]
    nodes[7] = (0, -far_m - 200)
    streets.append((8 if far_m else 1, 7))
    network = street_network(nodes, streets)
    vehicles = tuple(
        replace(SWEEPER, id=f"S{number + 1}", shifts=(shift,)) for number in range(sweepers)
    )
    given = {"standards": (OPTIONAL,), "vehicles": vehicles} | day
    return small_day(network, {"yard": yard_at(network, "3>1", 20)}, **given)


def searched(day, wanted, *, iterations=1500):
    """The outcome of a search for a rate, its plan and how that stands to the rate."""
    found = solve_for_area(
        day.day,
        Run(stop=limits(iterations=iterations), seed=1, cost_unit=1, watch=IDLE),
        target_m2=target_m2(day.work.lots, wanted),
        optional_weight=RATE_FIRST,
        engine="ruin_recreate",
        processes=1,
    )
    plan = day.plan_of(found.solution)
    return found, plan, row_of(day, wanted, plan)


def row_of(day, wanted, plan):
    audit = audit_coverage(day.work.lots, day.tasks, plan)
    return target_row(wanted, day.work.lots, day.tasks, day.fleet, plan, audit)


def swept_streets(day, plan):
    return sorted({task.name for task in day.tasks if task.id in plan.served})


def paid_s(plan):
    return sum(route.paid_s for route in plan.routes)


def test_a_rate_below_the_highest_is_reached_at_less_than_the_highest_costs():
    # Of 4,800 m2 half is 2,400 m2. All six kerbs are worth their detour at `RATE_FIRST`; the
    # street that lies 3 km away is not needed.
    day = three_dead_ends(far_m=FAR_M)
    _, plan, row = searched(day, 0.5)
    assert row.reached
    assert row.rate >= 0.5
    assert "8-7 Street" not in swept_streets(day, plan)
    _, full_plan, full_row = searched(day, 1.0)
    assert (full_row.rate, full_row.highest) == (1.0, 1.0)
    assert len(swept_streets(day, full_plan)) == 3
    # 3 km there and back at 8 m/s are 750 s.
    assert paid_s(plan) < paid_s(full_plan) - 2 * FAR_M / 8


CHEAPEST = [
    # One kerb of the east street, the other way empty: 3 + 120 + 45 + 25 + 3 s. In the other
    # streets the turns cost more.
    (0.16, 1, 196),
    # Both kerbs of the east street.
    (0.33, 2, 291),
    # East and then north: 3 + 120 + 45 + 120 s, a turn right of 3 s, 120 + 45 + 120 + 6 s; the
    # other way round with the south.
    (0.66, 4, 582),
]
"""Rate, kerbs of 800 m2 that it takes, and paid seconds of the cheapest plan."""


@pytest.mark.parametrize(("wanted", "kerbs"), [case[:2] for case in CHEAPEST])
def test_no_more_is_swept_for_a_rate_than_it_takes(wanted, kerbs):
    day = three_dead_ends()
    _, plan, row = searched(day, wanted)
    assert row.reached
    swept = [number for number, task in enumerate(day.tasks) if task.id in plan.served]
    assert swept_m2(day.tasks, swept) == 800 * kerbs


@pytest.mark.parametrize(("wanted", "seconds"), [(case[0], case[2]) for case in CHEAPEST])
def test_the_kerbs_for_a_rate_are_of_one_street_after_another(wanted, seconds):
    _, plan, row = searched(three_dead_ends(), wanted)
    assert row.reached
    # Kerbs are taken out greedily: north may be kept instead of east, which costs turns of 11 s;
    # one kerb each of two streets would cost 90 s and more.
    assert seconds - 1 <= paid_s(plan) <= seconds + 11


def test_a_rate_that_cannot_be_reached_names_the_hours_and_vehicles_that_are_missing():
    # A shift of 400 s does one street: for a third kerb the 400 s lack 360 s of sweeping and a
    # turn of 45 s.
    day = three_dead_ends(shift=BRIEF)
    _, plan, row = searched(day, 1.0)
    assert not row.reached
    assert swept_streets(day, plan) == ["1-2 Street"]
    assert (row.rate, row.highest) == (pytest.approx(1 / 3), 1.0)
    # Two streets of 1,600 m2: 480 s of sweeping, at 291 s paid for every 240 s.
    assert (row.missing_m2, row.missing_s) == (3200, 582)
    # 582 s in shifts of 400 s.
    assert (row.missing_shifts, row.missing_vehicles) == (2, 2)
    assert any("hours" in one and "2 shifts" in one for one in map(str, row.advice))
    assert any("vehicles: about 2 more sweepers" in one for one in map(str, row.advice))
    assert not any(one.startswith(("standards", "water")) for one in map(str, row.advice))


def test_with_the_vehicles_that_were_missing_the_rate_is_reached():
    day = three_dead_ends(shift=BRIEF, sweepers=3)
    _, plan, row = searched(day, 1.0)
    assert (row.missing_m2, row.missing_s, row.advice) == (0, 0, ())
    assert len(plan.routes) == 3
    assert paid_s(plan) == 291 + 302 + 302


def test_what_is_missing_counts_the_widest_kerbs_first():
    # East is 16 m wide: 1,600 m2 a kerb; of 6,400 m2 half is swept when it is.
    day = three_dead_ends(shift=BRIEF, east_cm=1600)
    nothing = Plan(
        routes=(),
        unassigned=tuple(
            Unassigned(task_id=task.id, reason=Reason.SHIFT_TIME, detail="") for task in day.tasks
        ),
    )
    row = row_of(day, 0.5, nothing)
    # No route shows how much is driven empty: just the 400 m of sweeping.
    assert (row.missing_m2, row.missing_s) == (3200, 240)


def test_a_rate_that_the_standards_forbid_says_so():
    # East is 10 m wide, the others 8 m and so by hand: 2,000 of 5,200 m2 at most.
    day = three_dead_ends(east_cm=1000, standards=(replace(OPTIONAL, min_width_cm=900),))
    _, _, row = searched(day, 0.75)
    assert (row.rate, row.highest) == (pytest.approx(2000 / 5200),) * 2
    assert row.missing_m2 == 3900 - 2000
    # Nothing that a machine may sweep is left, so no machine is missing.
    assert (row.missing_s, row.missing_shifts, row.missing_vehicles) == (0, 0, 0)
    (only,) = map(str, row.advice)
    assert only.startswith("standards: ")
    assert "38.5% at most" in only


def test_hand_sweeping_by_standard_forbids_every_rate():
    day = three_dead_ends()
    lots = [replace(lot, lot=Lot.MANUAL, reason=LotReason.BY_STANDARD) for lot in day.work.lots]
    nothing = Plan(routes=())
    row = target_row(0.1, lots, (), day.fleet, nothing, audit_coverage(lots, (), nothing))
    assert (row.highest, row.reached) == (0.0, False)
    assert [one.partition(":")[0] for one in map(str, row.advice)] == ["standards"]


def test_kerbs_out_of_reach_count_in_no_highest_rate():
    day = three_dead_ends()
    away = {task.id for task in day.tasks if task.name == "1-2 Street"}
    plan = Plan(
        routes=(),
        unassigned=tuple(
            Unassigned(
                task_id=task.id,
                reason=Reason.UNREACHABLE if task.id in away else Reason.SHIFT_TIME,
                detail="",
            )
            for task in day.tasks
        ),
    )
    assert row_of(day, 1.0, plan).highest == pytest.approx(2 / 3)


def test_without_any_sweeper_it_is_vehicles_that_are_missing():
    day = three_dead_ends()
    none = Plan(
        routes=(),
        unassigned=tuple(
            Unassigned(task_id=task.id, reason=Reason.NO_VEHICLE, detail="") for task in day.tasks
        ),
    )
    audit = audit_coverage(day.work.lots, day.tasks, none)
    nobody = Fleet(vehicles=(), facilities=day.fleet.facilities)
    row = target_row(0.5, day.work.lots, day.tasks, nobody, none, audit)
    assert row.highest == 1.0
    assert any(one.startswith("vehicles") for one in map(str, row.advice))


def test_a_kerb_of_two_passes_counts_once():
    hours = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    twice = replace(OPTIONAL, passes=(hours, hours), least_apart_s=HOUR_S)
    day = three_dead_ends(standards=(twice,))
    tasks = day.day.tasks
    assert swept_m2(tasks, range(len(tasks))) == 4800
    assert swept_m2(tasks, [n for n, task in enumerate(tasks) if task.id.endswith("/2")]) == 4800
    assert swept_m2(tasks, []) == 0


@pytest.mark.parametrize(("wanted", "area_m2"), [(0.5, 2400), (0.75, 3600), (1.0, 4800)])
def test_the_area_of_a_rate_is_a_share_of_the_maintained_area(wanted, area_m2):
    assert target_m2(three_dead_ends().work.lots, wanted) == area_m2


def test_a_sweeping_rate_does_not_take_the_washers_off_the_road():
    # Washing at 1 fen a square metre is worth its while at the weight of optional work that
    # plans have (ten times its prize), and the sweepers' rate has nothing to do with it.
    hours = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    wash = WashStandard(washes_per_week=7, windows=hours, prize_fen_per_m2=1)
    given = {
        "standards": (replace(OPTIONAL, wash=wash),),
        "vehicles": (SWEEPER, replace(WASHER, tank_l=12_000)),
        "facilities": (replace(YARD, supplies=(Supply.WATER,)),),
    }
    day = three_dead_ends(**given)
    _, all_of_it, _ = searched(day, 1.0)
    _, half, _ = searched(day, 0.33)
    washes = {task.id for task in day.tasks if task.work is Work.WASH}
    washed = [washes & plan.served for plan in (all_of_it, half)]
    assert len(washed[0]) == 12
    assert washed[1] == washed[0]
