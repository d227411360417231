"""Each variant of the library differs from the reference scenario in what it says, and no more."""

import pytest

from scenarios.files import differences_from, load_base, load_scenario

CONTRACTS = {"contracts: 437 instead of 328", "contracts: added K329..K437"}
WASHING = {
    "standards: I: wash.washes_per_week 7 instead of 5",
    "standards: II: wash.washes_per_week 4 instead of 2",
    "standards: III: wash.washes_per_week 2 instead of 1",
}


@pytest.mark.parametrize(
    ("name", "differences"),
    [
        ("contracts-plus-third", CONTRACTS),
        ("night-wash-double", WASHING),
        (
            "ten-districts",
            {"districts 10 instead of 1", "max_snap_m 3000 instead of 300"},
        ),
        (
            "electric-sweepers",
            {
                "vehicles: S01..S14: range_m 50000 instead of 0; cost_per_km_fen 90 instead of "
                "224; fuel_ml_per_km 0 instead of 280; fuel_ml_per_hour 0 instead of 10000",
                "facilities: 18 instead of 16",
                "facilities: added charger-west, charger-east",
            },
        ),
    ],
)
def test_a_variant_changes_what_it_is_called_after(name, differences):
    assert {str(one) for one in differences_from(load_base(name), load_scenario(name))} == (
        differences
    )


def test_a_moved_depot_keeps_what_it_offers():
    before, after = (
        next(one for one in load_scenario(name).facilities if one.id == "songjiang")
        for name in ("yinzhou-2012", "depot-moved")
    )
    assert before.at != after.at
    assert (before.supplies, before.parking, before.streams) == (
        after.supplies,
        after.parking,
        after.streams,
    )


def test_on_a_snow_day_every_class_that_is_swept_first_is_cleared_first():
    scenario = load_scenario("snow-day")
    first_over = {
        one.id: one.snow.passes[0].latest_s for one in scenario.standards if one.snow is not None
    }
    assert first_over == {"I": 6 * 3600, "II": 9 * 3600, "III": 12 * 3600}
    assert "snow" in [str(one) for one in scenario.conditions]
