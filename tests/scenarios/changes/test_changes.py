"""Differences between two plans of the hamlet's day, worked out on paper."""

from dataclasses import replace

import pytest

from api.words import Language, phrasebook
from fleet import message
from optimizer.errors import InputError
from optimizer.plan import ActivityKind, Reason, Unassigned
from scenarios.changes import DifferenceKind, find_changes, said, short_message
from tests.scenarios.changes.two_plans import (
    FIRST,
    SECOND,
    as_planned,
    broken,
    clock,
    day,
    drive,
    end,
    route,
    start,
    still,
    sweep,
    task,
    unload,
    usual,
)

TIMES = ("06:01", "06:09", "06:30", "06:52")
EN, ZH = phrasebook(Language.EN), phrasebook(Language.ZH)


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


def of_s1(new, old=None):
    """What is different for S1."""
    (duty,) = find_changes(old or as_planned(), new).of_vehicle("S1")
    return duty


def texts(duty, words=EN):
    return [words.say(said(one)) for one in duty.differences]


def test_the_same_plan_has_no_changes():
    found = find_changes(as_planned(), as_planned())
    assert found.duties == ()
    assert (found.totals.kept, found.totals.before, found.totals.to_call) == (8, 8, 0)
    assert found.totals.kept_share == 1.0


def test_work_on_one_kerb_that_comes_from_another_is_one_run():
    duty = of_s1(broken())
    (came,) = duty.of(DifferenceKind.CAME)
    assert came.task_ids == (task("18>19"), task("19>31"))
    # Two pieces of 200 m.
    assert (came.what, came.side, came.length_m) == ("South Lane", "right", 400)
    assert (came.other, came.after_s) == (("S2", "day"), clock("06:50"))
    # It leaves for them a minute before 06:50; the old plan had it leave for the yard at 06:59.
    assert duty.from_s == clock("06:49")
    # 07:22 instead of 07:10.
    assert duty.back_later_s == 12 * 60
    assert (duty.num_common, duty.num_in_order, duty.order_share) == (4, 4, 1.0)


def test_the_driver_is_told_as_people_say_it_in_both_languages():
    duty = of_s1(broken())
    assert short_message(duty, EN.say) == (
        "S1 day, from 06:49: 06:50 also South Lane, right kerb, 400 m, from S2; "
        "back at 07:22, 12 min later."
    )
    assert short_message(duty, ZH.say) == (
        "S1 日班，06:49 起：06:50 增加South Lane右侧 400 米（原 S2）；07:22 回场，晚 12 分钟。"
    )


def test_who_broke_down_knows_it_and_is_not_called():
    found = find_changes(as_planned(), broken())
    (duty,) = found.of_vehicle("S2")
    assert [one.kind for one in duty.differences] == ["broken_down", "went"]
    assert duty.task_ids(DifferenceKind.WENT) == (task("18>19"), task("19>31"))
    # Its next departure would have been a minute before 06:30.
    assert duty.from_s == clock("06:29")
    assert not duty.is_to_call
    assert [one.vehicle_id for one in found.to_call] == ["S1"]


def test_the_totals_of_a_breakdown():
    totals = find_changes(as_planned(), broken()).totals
    # S1 keeps its four, S2 the two that it has done; two of eight move.
    assert (totals.before, totals.after, totals.kept) == (8, 8, 6)
    assert (totals.moved_vehicle, totals.moved_shift, totals.lost, totals.won) == (2, 0, 0, 0)
    assert totals.kept_share == 0.75
    assert totals.to_call == 1


def test_a_changed_order_names_what_is_at_another_place():
    # East Street first; the other three come after each other as before, ten minutes later,
    # which is within the tolerance.
    duty = of_s1(day(usual("S1", ("13>16", *FIRST[:3])), usual("S2", SECOND)))
    assert (duty.num_common, duty.num_in_order) == (4, 3)
    assert texts(duty) == ["East Street, right kerb, 200 m at 06:10 instead of 06:40"]
    assert duty.from_s == clock("06:09")
    totals = find_changes(as_planned(), day(usual("S1", ("13>16", *FIRST[:3])))).totals
    # Of eight, three are kept and one reordered; the four of S2 are lost.
    assert (totals.kept, totals.reordered, totals.lost) == (3, 1, 4)


def late(minutes):
    """S1 has this much delay after West Street; it unloads and is back so much later too."""
    works = [sweep("14>11", "06:10")]
    for n, street in enumerate(FIRST[1:], start=2):
        one = sweep(street, f"06:{10 * n}")
        later_s = 60 * minutes
        works.append(
            replace(
                one,
                arrival_s=one.arrival_s + later_s,
                begin_s=one.begin_s + later_s,
                end_s=one.end_s + later_s,
            )
        )
    delay = still(ActivityKind.DELAY, "06:15", f"06:{15 + minutes}")
    home = f"07:{10 + minutes}"
    return day(
        route(
            "S1",
            start("06:00"),
            works[0],
            delay,
            *works[1:],
            unload(f"07:{minutes:02}", home),
            end(home),
        ),
        usual("S2", SECOND),
        now="06:15",
    )


def test_tasks_that_are_equally_late_are_told_at_once():
    duty = of_s1(late(25))
    assert texts(duty) == [
        # 06:20 and 25 minutes.
        "06:45 North Road and what follows (tasks: 3) about 25 min later",
        "back at 07:35, 25 min later",
    ]
    assert duty.from_s == clock("06:15")


def test_one_task_at_another_hour_is_told_by_itself():
    works = [sweep(street, at) for street, at in zip(FIRST, TIMES, strict=True)]
    new = day(
        route("S1", start("06:00"), *works, unload("07:00", "07:10"), end("07:10")),
        usual("S2", SECOND),
    )
    # 06:20 and 06:40 by the old plan.
    assert texts(of_s1(new)) == [
        "06:09 North Road, 11 min earlier",
        "06:52 East Street, 12 min later",
    ]
    assert texts(of_s1(new), ZH)[1] == "06:52 East Street，晚 12 分钟"


def test_what_is_within_the_tolerance_is_no_reason_to_call():
    duty = of_s1(late(9))
    assert duty.from_s == clock("06:15")
    assert duty.differences == ()
    assert not duty.is_to_call
    strict = find_changes(as_planned(), late(9), tolerance_s=8 * 60)
    assert strict.totals.retimed == 3


def test_nothing_is_told_of_what_is_past():
    # S1 is home at 07:35 and not at 07:10; at 07:40 there is nothing left to be told of it.
    past = late(25)
    assert past.running is not None
    past = replace(past, running=replace(past.running, now_s=clock("07:40")))
    found = find_changes(as_planned(), past)
    assert found.duties == ()
    assert found.totals.to_call == 0


def test_work_that_nobody_does_has_a_reason():
    works = [sweep("14>11", "06:10"), sweep("11>12", "06:20", ActivityKind.SKIPPED)]
    left = Unassigned(
        task_id=task("12>13"),
        reason=Reason.SHIFT_TIME,
        detail=message("remedy.time", "lengthen a shift or add one"),
    )
    new = day(
        route("S1", start("06:00"), *works, unload("07:00", "07:10"), end("07:10")),
        usual("S2", SECOND),
        unassigned=(left,),
        gone=("13>16",),
        now="06:26",
    )
    duty = of_s1(new)
    assert texts(duty) == [
        "not North Road, right kerb, 200 m (06:20): could not be done",
        "not North Road, right kerb, 200 m (06:30): shift time",
        "not East Street, right kerb, 200 m (06:40): is not to be done any more",
    ]
    assert texts(duty, ZH)[:2] == [
        "不做North Road右侧 200 米（06:20）：到场未能作业",
        "不做North Road右侧 200 米（06:30）：班次时间不足",
    ]
    # The driver told the first one.
    assert [one.known for one in duty.differences] == [True, False, False]
    assert "06:20" not in short_message(duty, EN.say)
    assert find_changes(as_planned(), new).totals.lost == 3


def test_new_work_comes_from_nobody():
    mine = [sweep(street, f"06:{10 * n}") for n, street in enumerate(FIRST, start=1)]
    new = day(
        route(
            "S1",
            start("06:00"),
            *mine,
            sweep("16>13", "06:50"),
            unload("07:00", "07:10"),
            end("07:10"),
        ),
        usual("S2", SECOND),
    )
    duty = of_s1(new)
    assert texts(duty) == ["06:50 also East Street, right kerb, 200 m"]
    assert find_changes(as_planned(), new).totals.won == 1


def test_a_task_may_go_to_another_shift_of_the_same_vehicle():
    evening = route("S1", start("18:00"), sweep("13>16", "18:10"), end("18:20"), shift_id="late")
    found = find_changes(as_planned(), day(usual("S1", FIRST[:3]), evening, usual("S2", SECOND)))
    morning, later = found.of_vehicle("S1")
    assert texts(morning) == [
        "not East Street, right kerb, 200 m (06:40), S1 (late) does it",
    ]
    assert texts(later) == [
        "a new route, leave at 18:00",
        "18:10 also East Street, right kerb, 200 m, from S1 (day)",
        "back at 18:20",
    ]
    assert (found.totals.moved_vehicle, found.totals.moved_shift) == (0, 1)


def test_a_route_that_is_gone_and_one_that_leaves_later():
    gone = of_s1(day(usual("S2", SECOND)))
    assert gone.from_s == clock("06:00")
    assert (gone.after, gone.back_later_s) == (None, None)
    assert texts(gone)[0] == "no route any more (was to leave at 06:00)"
    works = [sweep(street, f"06:{10 * n + 5}") for n, street in enumerate(FIRST, start=1)]
    leaving = of_s1(
        day(
            route("S1", start("06:11"), *works, unload("07:00", "07:10"), end("07:10")),
            usual("S2", SECOND),
        )
    )
    assert texts(leaving) == ["leave at 06:11 instead of 06:00"]


def test_visits_and_breaks_that_are_new_or_at_another_hour():
    works = [sweep(street, f"06:{10 * n}") for n, street in enumerate(FIRST, start=1)]

    def with_break(at, until, *more):
        sequence = sorted(
            (*works, still(ActivityKind.BREAK, at, until), *more), key=lambda one: one.begin_s
        )
        home = (unload("07:00", "07:10"), end("07:10"))
        return day(route("S1", start("06:00"), *sequence, *home), usual("S2", SECOND))

    old = with_break("06:16", "06:18")
    duty = of_s1(with_break("06:36", "06:38", unload("06:46", "06:52")), old)
    # The last unloading is the one that was there; the one in between is new.
    assert texts(duty) == ["break at 06:36 instead of 06:16", "06:46 also unload at Yard"]
    (gone,) = of_s1(day(usual("S1", FIRST)), old).of(DifferenceKind.VISIT)
    assert EN.say(said(gone)) == "no longer break (06:16)"


def test_another_way_to_the_same_stop_is_told():
    works = [sweep(street, f"06:{10 * n}") for n, street in enumerate(FIRST, start=1)]
    works[3] = replace(works[3], drive=drive("13>16", "16>13", "13>16"))
    new = day(
        route("S1", start("06:00"), *works, unload("07:00", "07:10"), end("07:10")),
        usual("S2", SECOND),
    )
    assert texts(of_s1(new)) == ["06:39 another way to East Street"]


def test_a_vehicle_that_goes_on_after_a_breakdown():
    delay = still(ActivityKind.DELAY, "06:25", "07:25")
    back = day(
        usual("S1", FIRST),
        route(
            "S2",
            start("06:00"),
            sweep("14>17", "06:10"),
            sweep("17>18", "06:20"),
            delay,
            sweep("18>19", "07:26"),
            sweep("19>31", "07:32"),
            unload("07:40", "07:50"),
            end("07:50"),
        ),
        now="07:25",
    )
    (duty,) = find_changes(broken(), back).of_vehicle("S2")
    assert duty.from_s == clock("07:25")
    assert texts(duty)[0] == "07:26 also South Lane, right kerb, 400 m, from S1"
    assert texts(duty)[-1] == "back at 07:50"


def test_plans_of_two_days_are_not_compared():
    other = replace(as_planned(), date="2024-05-07")
    with pytest.raises(InputError, match=r"for 2024-05-06, the new one for 2024-05-07"):
        find_changes(as_planned(), other)


def test_a_long_message_says_how_much_more_there_is():
    # All eight tasks change hands. In runs, S1 gets West Street and three pieces of South Lane,
    # and gives away West Street, two pieces of North Road and East Street: five things to tell.
    duty = of_s1(day(usual("S1", SECOND), usual("S2", FIRST)))
    assert len(duty.news) == 5
    whole = short_message(duty, EN.say, most=10_000)
    assert whole.startswith("S1 day, from 06:09: ")
    assert whole.count("; ") == 4
    # Two things are 139 characters, three more than 150.
    short = (
        "S1 day, from 06:09: 06:10 also West Street, right kerb, 200 m, from S2; "
        "not West Street, right kerb, 200 m (06:10), S2 does it; and 3 more."
    )
    assert short_message(duty, EN.say, most=150) == short
    assert short_message(duty, EN.say, most=len(short)) == short
    assert short_message(duty, EN.say, most=40) == "S1 day, from 06:09: 5 changes."
    assert short_message(duty, EN.say, most=12) == "S1 day, fro…"
