import datetime as dt
from dataclasses import replace

import pytest

from fleet import Work
from optimizer.network.place import Place, Position
from optimizer.plan import Plan, Reason, Unassigned
from optimizer.task import Mode, Task
from scenarios.week.calendar_day import hold_to_hours, say_how_kept
from scenarios.week.calendar_file import CalendarFile
from scenarios.week.service_record import count_promised, record
from tests.optimizer.week.calendar.hand_made import AFTERNOON, MONDAY, kitchen, solved, week
from tests.scenarios import small_plan

WEEK = tuple(MONDAY + dt.timedelta(days=n) for n in range(7))


AT = (Position(arc=0, offset_m=0),)
MODE = Mode(place=Place(entries=AT, exits=AT), service_m=0, service_s=240)


def file_of(problem):
    return CalendarFile(
        scenario_name="s", title="s", title_zh="", problem=problem, calendar=solved(problem)
    )


def test_a_full_week_promises_its_times():
    assert count_promised(kitchen(times=3), WEEK) == 3
    assert count_promised(kitchen(weekdays=(0, 1, 2, 3, 4)), WEEK) == 5


def test_part_of_a_week_promises_its_part():
    # Four of seven days of three times a week: 12 / 7, rounded up.
    assert count_promised(kitchen(times=3), WEEK[:4]) == 2
    assert count_promised(kitchen(times=3), ()) == 0
    assert count_promised(kitchen(first_date=WEEK[5]), WEEK) == 2


def test_two_weeks_promise_twice():
    later = tuple(date + dt.timedelta(days=7) for date in WEEK)
    assert count_promised(kitchen(times=2), WEEK + later) == 4


def test_the_worst_served_comes_first_with_its_reasons():
    problem = week([kitchen("A"), kitchen("B", times=2)], holidays=(WEEK[3],))
    found = record({}, [file_of(problem)])
    first, second = found.rows
    assert (first.contract_id, first.planned, first.promised) == ("A", 6, 7)
    assert first.promised_kg - first.planned_kg == 100
    assert [(one.date, one.reason) for one in first.missed] == [(WEEK[3], "holiday")]
    assert (second.planned, second.promised, second.missed) == (2, 2, ())


def test_a_plan_counts_before_the_calendar():
    problem = week([kitchen("A"), kitchen("B")])
    unserved = Unassigned(task_id="a stop", reason=Reason.SHIFT_TIME, detail="no time left")
    file = small_plan.plan_file()
    # A task is known by its contract, whatever it is called.
    stop = replace(file.tasks[0], id="a stop", contract_id="A")
    plan = replace(file, tasks=(stop,), plan=Plan(routes=(), unassigned=(unserved,)), scenario={})
    with pytest.MonkeyPatch.context() as patch:
        scenario = type("Scenario", (), {"contracts": problem.contracts})
        patch.setattr("scenarios.week.service_record.from_snapshot", lambda values: scenario)
        found = record({MONDAY: plan}, [file_of(problem)])
    by_id = {row.contract_id: row for row in found.rows}
    assert by_id["A"].planned == by_id["B"].planned == 6
    assert [(m.date, m.reason) for m in by_id["A"].missed] == [(MONDAY, "shift_time")]
    assert [(m.date, m.reason) for m in by_id["B"].missed] == [(MONDAY, "not_in_plan")]


def test_a_day_without_its_collections_says_so():
    calendar = solved(week([kitchen("A")]))
    assert say_how_kept(calendar, MONDAY, (), Plan(routes=())).text == (
        "Calendar kept: of 1 collections, 0 are planned, 0 by the calendar's truck, 0 within "
        "30 min of its hour."
    )


def test_hours_narrow_the_windows_of_their_tasks_only():
    contract = kitchen("A")
    calendar = solved(week([contract]))
    (visit, *_) = calendar.visits
    task = Task(
        id="a stop",
        work=Work.KITCHEN,
        name="A",
        modes=(MODE,),
        windows=AFTERNOON,
        contract_id="A",
    )
    other = replace(task, id="another", contract_id="B")
    narrow, same = hold_to_hours(calendar, MONDAY, (task, other))
    (window,) = narrow.windows
    assert window.earliest_s == max(AFTERNOON[0].earliest_s, visit.from_s - 1800)
    assert window.latest_s == min(AFTERNOON[0].latest_s, visit.to_s + 1800)
    assert same == other
    assert hold_to_hours(calendar, MONDAY, (task,), but=["a stop"]) == (task,)
