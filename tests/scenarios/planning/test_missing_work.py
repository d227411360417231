"""The first lines of a plan: what of it is missing as a whole."""

from dataclasses import replace

from api.words import Language, phrasebook
from fleet import VehicleKind, Work
from optimizer.plan import Plan
from scenarios.planning.missing_work import tell_missing_work
from tests.scenarios import small_plan

ENGLISH, CHINESE = phrasebook(Language.EN), phrasebook(Language.ZH)
SMALL = small_plan.plan_file()
FLEET, PLAN = SMALL.fleet, SMALL.plan
TASKS = SMALL.tasks


def said(fleet=FLEET, tasks=TASKS, plan=PLAN):
    return [ENGLISH.say(one) for one in tell_missing_work(fleet, tasks, plan)]


def without(vehicle_id):
    return replace(PLAN, routes=tuple(r for r in PLAN.routes if r.vehicle_id != vehicle_id))


def test_a_plan_in_which_every_kind_works_says_nothing():
    assert said() == []


def test_a_work_of_which_nothing_is_planned_comes_first():
    num_due = sum(task.work is Work.KITCHEN for task in TASKS)
    assert said(plan=without("K1")) == [
        f"No task of the work kitchen is planned, of {num_due} that are due.",
        "All vehicles of kind kitchen truck (1) are idle: others do their work, or nobody.",
    ]


def test_a_kind_with_nothing_to_do_says_so():
    tasks = tuple(task for task in TASKS if task.work is not Work.KITCHEN)
    assert said(tasks=tasks, plan=without("K1")) == [
        "All vehicles of kind kitchen truck (1) are idle: no kitchen is due."
    ]


def test_a_day_without_any_work_names_every_kind():
    kinds = {vehicle.kind for vehicle in FLEET.vehicles}
    assert len(said(tasks=(), plan=Plan(routes=()))) == len(kinds)
    assert VehicleKind.SWEEPER in kinds


def test_the_sentences_are_said_in_chinese():
    messages = list(tell_missing_work(FLEET, TASKS, without("K1")))
    nothing_due = next(tell_missing_work(FLEET, (), Plan(routes=())))
    assert CHINESE.say(messages[1]) == "餐厨车全部 1 辆停驶：其作业由他车完成或无人完成。"
    assert CHINESE.say(nothing_due) == "清扫车全部 2 辆停驶：当日没有清扫任务。"
