"""What a plan says of itself."""

from dataclasses import replace

from tests.scenarios import small_plan

PLAN = small_plan.plan()


def test_only_routes_along_streets_drive_deadhead():
    # S1 works 0.8 km and drives as much; K1 drives 1.6 km to its kitchen and back.
    assert str(PLAN) == (
        "Plan: 2 routes, 1.6 km (50% deadhead), 1.6 km between stops, 4 unassigned"
    )
    kitchen, sweeper = PLAN.routes
    assert str(replace(PLAN, routes=(sweeper,), unassigned=())) == (
        "Plan: 1 routes, 1.6 km (50% deadhead), 0 unassigned"
    )
    assert str(replace(PLAN, routes=(kitchen,), unassigned=())) == (
        "Plan: 1 routes, 1.6 km between stops, 0 unassigned"
    )
