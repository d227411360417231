"""Sizes: a vehicle goes only where it is let in."""

from dataclasses import replace

import pytest

from tests.optimizer.checker.hand_made import PLAN, S1, STOP_C, SWEEP_A, SWEEP_B, codes, fleet_of

# S1 does A. A sweeper's profile is 250 cm wide and weighs 16,000 kg.
KEPT = [
    ({"max_length_cm": 700}, {"length_cm": 700}),
    ({"max_length_cm": 700}, {}),
    ({"max_width_cm": 250}, {}),
    ({"max_weight_kg": 16_000}, {}),
    ({"max_weight_kg": 9_000}, {"weight_kg": 9_000}),
]
BROKEN = [
    ({"max_length_cm": 700}, {"length_cm": 701}),
    ({"max_width_cm": 249}, {}),
    ({"max_weight_kg": 15_999}, {}),
    ({"max_weight_kg": 9_000}, {"weight_kg": 9_001}),
]


def found(limit, own):
    tasks = (replace(SWEEP_A, **limit), SWEEP_B, STOP_C)
    return codes(PLAN, tasks=tasks, fleet=fleet_of(replace(S1, **own)))


@pytest.mark.parametrize(("limit", "own"), KEPT)
def test_a_vehicle_within_the_limits_is_let_in(limit, own):
    assert found(limit, own) == []


@pytest.mark.parametrize(("limit", "own"), BROKEN)
def test_a_vehicle_beyond_a_limit_is_found(limit, own):
    assert found(limit, own) == ["too_big"]
