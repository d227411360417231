"""What all vehicles together unload and draw at a facility in a day."""

from dataclasses import replace

import pytest

from tests.optimizer.checker.hand_made import (
    DEPOT,
    PLAN,
    ROUTE,
    TRANSFER,
    WATER,
    codes,
    fleet_of,
    violations,
)

# 60 kg of A and 60 kg of B go to the station; 80 l were used when the tank was filled up.


def fleet_with(*, kg=0, litres=0):
    return fleet_of(
        facilities=(
            DEPOT,
            replace(TRANSFER, daily_capacity_kg=kg),
            replace(WATER, daily_capacity_l=litres),
        )
    )


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"kg": 120}, []),
        ({"kg": 119}, ["facility_full"]),
        ({"litres": 80}, []),
        ({"litres": 79}, ["facility_full"]),
        ({"kg": 119, "litres": 79}, ["facility_full"] * 2),
    ],
)
def test_a_facility_takes_so_much_in_a_day(limits, found):
    assert codes(PLAN, fleet=fleet_with(**limits)) == found


def test_all_vehicles_count_together():
    # The same route once more, of the second vehicle: served twice, but 240 kg all the same.
    again = replace(PLAN, routes=(ROUTE, replace(ROUTE, vehicle_id="S2")))
    assert "facility_full" not in codes(again, fleet=fleet_with(kg=240))
    (told,) = [v for v in violations(again, fleet=fleet_with(kg=239)) if v.where == "T"]
    assert str(told) == (
        "[facility_full] T: 240 kg are unloaded there in all, at most 239 kg may be"
    )
