"""Every kind of forgery that was tried on the routes of a plan file, and its code."""

import pytest

from tests.scenarios.second_opinion.forging import (
    Forgery,
    Values,
    codes_of,
    plan_values,
    route,
    sealed,
    served,
    vehicle,
    visit,
)


def another_street(values: Values) -> None:
    served(values)["drive"]["arcs"][0] = "99>98"


def another_way(values: Values) -> None:
    """Leaves out an arc in the middle of the longest drive."""
    drives = [one["drive"] for one in route(values, "S1")["activities"] if one["drive"]]
    arcs = max((drive["arcs"] for drive in drives), key=len)
    del arcs[len(arcs) // 2]


def shorter_drive(values: Values) -> None:
    visit(values)["drive"]["distance_m"] -= 1


def quicker_drive(values: Values) -> None:
    visit(values)["drive"]["duration_s"] -= 1


def earlier(values: Values) -> None:
    visit(values)["arrival_s"] -= 1


def longer_at_work(values: Values) -> None:
    served(values)["end_s"] += 1


def lighter(values: Values) -> None:
    served(values)["load_kg"] -= 1


def farther_worked(values: Values) -> None:
    served(values)["service_m"] += 1


def lane_kept(values: Values) -> None:
    changed = served(values, "W1")
    changed["lane_change"] = not changed["lane_change"]


def dropped(values: Values) -> None:
    route(values, "S1")["activities"].remove(served(values))


def done_twice(values: Values) -> None:
    route(values, "S1")["activities"].insert(2, dict(served(values)))


def also_left(values: Values) -> None:
    values["plan"]["unassigned"].append(
        {**values["plan"]["unassigned"][0], "task_id": served(values)["task_id"]}
    )


def unknown(values: Values) -> None:
    served(values)["task_id"] += "/9"


def another_vehicle(values: Values) -> None:
    route(values, "S1")["vehicle_id"] = "T1"


def another_shift(values: Values) -> None:
    route(values, "S1")["shift_id"] = "night"


def another_mode(values: Values) -> None:
    served(values)["mode"] = 7


def another_plant(values: Values) -> None:
    visit(values)["facility_id"] = "incinerator"


def out_of_order(values: Values) -> None:
    activities = route(values, "S1")["activities"]
    activities.append(activities.pop(0))


def lighter_ledger(values: Values) -> None:
    values["measures"]["balance"]["ledger"][0]["out_kg"] -= 100


def farther_than_charged(values: Values) -> None:
    """A washer whose charge is enough for 3 km of the 6 that it comes."""
    vehicle(values, "W1")["range_m"] = 3_000
    given = next(one for one in values["scenario"]["vehicles"] if one["id"] == "W1")
    given["range_m"] = 3_000
    sealed(values)


ROUTES: list[tuple[str, Forgery, str]] = [
    ("a drive over a street that is none", another_street, "unknown_arc"),
    ("a drive with a gap", another_way, "path_broken"),
    ("metres of a drive", shorter_drive, "distance"),
    ("seconds of a drive", quicker_drive, "drive_time"),
    ("an arrival", earlier, "arrival"),
    ("how long work takes", longer_at_work, "service_time"),
    ("what is aboard", lighter, "stated_load"),
    ("metres worked", farther_worked, "service_length"),
    ("a change of lane", lane_kept, "lane_change"),
    ("a task taken out of its route", dropped, "task_lost"),
    ("a task done twice", done_twice, "task_twice"),
    ("a task done and left", also_left, "task_both"),
    ("a task that is none", unknown, "unknown_task"),
    ("the vehicle of a route", another_vehicle, "skill"),
    ("the shift of a route", another_shift, "unknown_shift"),
    ("the mode of a task", another_mode, "mode"),
    ("where it unloads", another_plant, "wrong_place"),
    ("the order of a route", out_of_order, "activity_order"),
    ("how far a charge takes a vehicle", farther_than_charged, "tank_empty"),
    ("the tonnes of the day", lighter_ledger, "unbalanced"),
]


@pytest.mark.parametrize(
    ("forge", "code"), [pytest.param(forge, code, id=kind) for kind, forge, code in ROUTES]
)
def test_a_route_that_was_forged_is_found(forge, code):
    values = plan_values()
    forge(values)
    assert code in codes_of(values)
