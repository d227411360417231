"""Forgeries of a plan on a day with snow: what is owed for it, and who stays in the depot."""

import pytest

from tests.scenarios.second_opinion.forging import (
    SNOW,
    Forgery,
    Values,
    codes_of,
    facility,
    notice,
    plan_values,
    route,
    sealed,
    served,
    task,
)


def less_salt(values: Values) -> None:
    task(values, served(values, "P1")["task_id"])["demand_l"] = 1


def cleared_later(values: Values) -> None:
    """The hour by which the first pass must be over."""
    forged = task(values, served(values, "P1")["task_id"])
    forged["finish_by_s"] += 3_600
    forged["windows"][0]["latest_s"] += 3_600


def cleared_if_worth_it(values: Values) -> None:
    task(values, served(values, "P1")["task_id"])["required"] = False


def lane_forgotten(values: Values) -> None:
    """A lane out of route, records and counts."""
    activities = route(values, "P1")["activities"]
    last = next(one for one in reversed(activities) if one["kind"] == "service")
    values["tasks"].remove(task(values, last["task_id"]))
    activities.remove(last)
    values["measures"]["routes"][-1]["num_tasks"] -= 1


def more_cleared(values: Values) -> None:
    values["measures"]["coverage"]["lanes"][0]["done_m2"] += 100


def less_to_clear(values: Values) -> None:
    values["measures"]["coverage"]["lanes"][0]["due_m2"] -= 100


def class_forgotten(values: Values) -> None:
    del values["measures"]["coverage"]["lanes"][-1]


def thinner_standard(values: Values) -> None:
    values["scenario"]["standards"][0]["snow"]["salt_g_per_m2"] //= 2
    sealed(values)


def no_snow(values: Values) -> None:
    values["scenario"]["weather"] = []
    sealed(values)


def snow_withheld(values: Values) -> None:
    values["notices"].remove(notice(values, "notice.snow"))


def another_class_owed(values: Values) -> None:
    notice(values, "notice.snow")["arguments"]["classes"] = ["II"]


def nobody_owed_less(values: Values) -> None:
    """A notice that there is no cause for: all classes are owed clearing."""
    forged = {"code": "notice.snow_not_owed", "text": "None is owed to III.", "arguments": {}}
    values["notices"].append(forged)


def idle_withheld(values: Values) -> None:
    values["notices"].remove(notice(values, "notice.idle_kind_nothing_due"))


def more_idle(values: Values) -> None:
    notice(values, "notice.idle_kind_nothing_due")["arguments"]["count"] += 1


def idle_for_another_work(values: Values) -> None:
    notice(values, "notice.idle_kind_nothing_due")["arguments"]["works"] = ["kitchen"]


def idle_invented(values: Values) -> None:
    forged = notice(values, "notice.idle_kind_nothing_due")
    arguments = {**forged["arguments"], "kind": "snow_plough", "works": ["snow"]}
    values["notices"].append({**forged, "arguments": arguments})


def nothing_planned_invented(values: Values) -> None:
    arguments = {"work": "snow", "count": 94}
    values["notices"].append(
        {"code": "notice.no_task_planned", "text": "No snow.", "arguments": arguments}
    )


def no_de_icer(values: Values) -> None:
    """The depot hands out water alone, in scenario and fleet alike."""
    facility(values, "yard")["supplies"] = ["water"]
    given = next(one for one in values["scenario"]["facilities"] if one["id"] == "yard")
    given["supplies"] = ["water"]
    sealed(values)


FORGERIES: list[tuple[str, Forgery, str]] = [
    ("what is spread", less_salt, "stated_task"),
    ("the hour of a pass", cleared_later, "stated_task"),
    ("that a pass is required", cleared_if_worth_it, "stated_task"),
    ("a lane taken out of route, records and counts", lane_forgotten, "task_owed"),
    ("square metres cleared", more_cleared, "stated_coverage"),
    ("square metres to clear", less_to_clear, "stated_coverage"),
    ("a class to clear", class_forgotten, "stated_coverage"),
    ("the salt of a standard, with its digest", thinner_standard, "stated_task"),
    ("the weather, with its digest", no_snow, "task_not_owed"),
    ("that it snows", snow_withheld, "stated_notice"),
    ("which classes are to be cleared", another_class_owed, "stated_notice"),
    ("a class that is not to be cleared", nobody_owed_less, "stated_notice"),
    ("that a kind of vehicles is idle", idle_withheld, "stated_notice"),
    ("how many vehicles of a kind are idle", more_idle, "stated_notice"),
    ("for which work a kind is idle", idle_for_another_work, "stated_notice"),
    ("a kind that is not idle", idle_invented, "stated_notice"),
    ("a work that is planned", nothing_planned_invented, "stated_notice"),
    ("where de-icer is to be had", no_de_icer, "wrong_facility"),
]


def test_the_plan_as_it_was_made_passes():
    assert codes_of(plan_values(SNOW)) == set()


@pytest.mark.parametrize(
    ("forge", "code"), [pytest.param(forge, code, id=kind) for kind, forge, code in FORGERIES]
)
def test_a_forgery_is_found(forge, code):
    values = plan_values(SNOW)
    forge(values)
    assert code in codes_of(values)
