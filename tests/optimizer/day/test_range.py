"""A vehicle that comes only so far: it charges on the way, or leaves work undone, and says why.

::

    yard -- 0 --- 1 --- 2 --- 3       each street 500 m, swept on both sides
      |
    charger (at the yard)
"""

from dataclasses import replace

import pytest

from fleet import Supply
from optimizer.checker import check
from optimizer.errors import InfeasibleScenario
from optimizer.plan import ActivityKind, Reason
from tests.hand_drawn import SERVICE_ROAD, SWEEPER, YARD, small_day, yard_at
from tests.streets import street_network

STREET = street_network(
    {0: (0, 0), 1: (500, 0), 2: (1000, 0), 3: (1500, 0)}, [(0, 1), (1, 2), (2, 3)]
)
WITH_STUB = street_network(
    {0: (0, 0), 1: (500, 0), 2: (1000, 0), 3: (1500, 0), 4: (1000, -10)},
    [(0, 1), (1, 2), (2, 3), (2, 4, SERVICE_ROAD)],
)
CHARGING = replace(YARD, supplies=(Supply.CHARGE,))


def day_of(range_m, yard=CHARGING, streets=STREET):
    return small_day(
        streets,
        {"yard": yard_at(streets, "0>1", 0)},
        vehicles=(replace(SWEEPER, range_m=range_m),),
        facilities=(yard,),
    )


def charges(plan):
    return sum(route.count(ActivityKind.REFILL) for route in plan.routes)


def test_a_range_that_is_enough_for_all_needs_no_charge():
    # Out along the right kerbs and back along the others: 1,500 + 1,500 m.
    plan = day_of(3_000).solved()
    assert plan.unassigned == ()
    assert charges(plan) == 0


def test_nothing_is_begun_that_a_charge_is_not_enough_for():
    # Nobody may turn before the end of the street, so that any kerb at all takes 3,000 m.
    plan = day_of(2_999).solved()
    assert plan.routes == ()
    assert len(plan.unassigned) == 6
    assert {one.reason for one in plan.unassigned} == {Reason.CAPACITY}


def test_a_range_is_used_for_what_is_near_enough():
    # With a stub of 10 m to turn in at node 2, four kerbs take 2,000 + 20 m, all six 3,000 m.
    plan = day_of(2_020, streets=WITH_STUB).solved()
    assert {one.task_id.split("/")[1] for one in plan.unassigned} == {"2>3", "3>2"}
    assert charges(plan) == 0


def test_work_of_two_charges_is_done_with_one_visit():
    # Two passes of everything are 6,000 m; each charge is enough for one round of 3,000 m.
    day = day_of(3_000)
    twice = [
        *day.tasks,
        *(replace(task, id=f"{task.id}/again") for task in day.tasks),
    ]
    from optimizer.answer.reasons import explain
    from optimizer.answer.timetable import routes_of
    from optimizer.day.building import build_day
    from optimizer.engines import Run
    from optimizer.plan import Plan
    from optimizer.solver import solve
    from optimizer.stop import limits

    again = build_day(day.network, day.fleet, twice, day.sites)
    solution = solve(again.instance, Run(stop=limits(iterations=600), seed=1)).solution
    plan = Plan(routes=routes_of(again, solution), unassigned=explain(again, solution))
    assert check(day.network, day.fleet, twice, day.sites, plan) == []
    assert plan.unassigned == ()
    assert charges(plan) == 1


def test_the_checker_counts_every_metre():
    day = day_of(3_000)
    plan = day.solved()
    shorter = replace(day.fleet, vehicles=(replace(SWEEPER, range_m=2_999),))
    (violation,) = check(day.network, shorter, day.tasks, day.sites, plan)
    assert str(violation).startswith("[tank_empty] S1/day activity")
    assert str(violation).endswith("1 m too far, a charge is enough for 2999 m")


def test_a_fleet_without_a_charger_is_refused_with_the_remedy():
    with pytest.raises(
        InfeasibleScenario, match="add the supply charge to one, such as its depot"
    ):
        day_of(3_000, yard=YARD)
