"""What is decided by hand on the hamlet with two sweepers: prices, rules in the way, later plans.

S1 sweeps all 24 kerbs of 100 m from 06:00 on, S2 stays in; T1 collects K2 and then K1. A shift
costs 5,000 fen, an hour of a sweeper 20,000 fen, a kilometre 224 fen.
"""

from random import Random

import pytest

from optimizer.errors import InputError
from optimizer.events import Delayed, TaskCancelled, VehicleOut
from optimizer.hands import Forbid, Lock, Move, Pin, Release, hands_in_force
from optimizer.plan import ActivityKind, Reason, duties_of
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.planning import HandRule, ReplanOptions, replan, try_hand
from scenarios.planning.hands import NOT_KEPT
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, plan_two

S1, S2, T1 = ("S1", "day"), ("S2", "day"), ("T1", "lunch")


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("two"))


def route_of(plan_file, duty):
    return next(
        (one for one in plan_file.plan.routes if (one.vehicle_id, one.shift_id) == duty), None
    )


def time_of(plan_file, number):
    """Returns a second at which the work of that number on S1's route has just begun."""
    services = [a for a in route_of(plan_file, S1).activities if a.kind is ActivityKind.SERVICE]
    return services[number].begin_s + 1


@pytest.fixture(scope="module")
def now_s(plan_file):
    return time_of(plan_file, 1)


@pytest.fixture(scope="module")
def last(plan_file):
    """The kerb that S1 sweeps last."""
    return route_of(plan_file, S1).task_ids[-1]


def at(now_s, *hands):
    return ReplanOptions(now_s=now_s, freeze_s=0, hands=hands)


def ask(plan_file, network, hand, *events):
    return try_hand(plan_file, network, events, hand, at(hand.told_s))


def later_plans(plan_file, network, now_s, *events):
    stop = limits(iterations=60)
    return {
        one.choice: one.plan_file
        for one in replan(plan_file, network, events, at(now_s), stop=stop)
    }


def pin(task_id, duty, told_s, id_="pin"):
    return Pin(id=id_, told_s=told_s, task_id=task_id, vehicle_id=duty[0], shift_id=duty[1])


def move(task_id, duty, told_s, before=None):
    return Move(
        id="move",
        told_s=told_s,
        task_id=task_id,
        vehicle_id=duty[0],
        shift_id=duty[1],
        before=before,
    )


def lock(duty, told_s):
    return Lock(id="lock", told_s=told_s, vehicle_id=duty[0], shift_id=duty[1])


def test_a_pinned_kerb_goes_to_its_vehicle_and_costs_the_difference(
    plan_file, network, now_s, last
):
    answer = ask(plan_file, network, pin(last, S2, now_s))
    assert answer.refused is None
    assert answer.falls_out == ()
    after = answer.plan_file
    assert route_of(after, S2).task_ids == (last,)
    assert route_of(after, S1).task_ids == route_of(plan_file, S1).task_ids[:-1]
    # By the hours and kilometres of the two routes that differ, and S2's shift.
    paid_s = sum(route_of(after, duty).paid_s for duty in (S1, S2))
    paid_s -= route_of(plan_file, S1).paid_s
    metres = sum(route_of(after, duty).distance_m for duty in (S1, S2))
    metres -= route_of(plan_file, S1).distance_m
    due = 5_000 + 20_000 * paid_s / 3_600 + 224 * metres / 1_000
    assert answer.price_fen == pytest.approx(due, abs=3)
    assert after.running.hands == (answer.hand,)


def test_a_pin_to_the_vehicle_that_has_the_task_is_free(plan_file, network, now_s, last):
    answer = ask(plan_file, network, pin(last, S1, now_s))
    assert answer.price_fen == 0
    assert answer.plan_file.plan.routes == plan_file.plan.routes


def test_what_is_forbidden_goes_to_the_other_sweeper(plan_file, network, now_s, last):
    ban = Forbid(id="ban", told_s=now_s, task_id=last, vehicle_id="S1")
    after = ask(plan_file, network, ban).plan_file
    assert duties_of(after.plan)[last] == S2


def test_what_nobody_else_can_do_falls_out_and_the_reason_says_so(plan_file, network, now_s):
    (kitchen, other) = route_of(plan_file, T1).task_ids
    ban = Forbid(id="ban", told_s=now_s, task_id=kitchen, vehicle_id="T1")
    answer = ask(plan_file, network, ban)
    assert answer.falls_out == (kitchen,)
    assert answer.price_fen < 0
    assert route_of(answer.plan_file, T1).task_ids == (other,)
    stop = limits(iterations=60)
    (best,) = replan(
        answer.plan_file,
        network,
        (),
        ReplanOptions(now_s=now_s + 60, freeze_s=0, choices=(Choice.BEST,)),
        stop=stop,
    )
    assert [one.reason for one in best.explain().plan.unassigned] == [Reason.BY_HAND]


def test_a_task_is_moved_before_another(plan_file, network, now_s, last):
    ahead = route_of(plan_file, S1).task_ids[3]
    answer = ask(plan_file, network, move(last, S1, now_s, before=ahead))
    ids = route_of(answer.plan_file, S1).task_ids
    assert ids[3:5] == (last, ahead)
    assert [id_ for id_ in ids if id_ != last] == list(route_of(plan_file, S1).task_ids[:-1])
    # The last kerb was on the way home: out of its place it costs more.
    assert answer.price_fen > 0


def test_a_locked_route_stays_to_the_second(plan_file, network, now_s):
    answer = ask(plan_file, network, lock(S1, now_s))
    assert answer.price_fen == 0
    for plan in later_plans(answer.plan_file, network, now_s + 600).values():
        assert route_of(plan, S1) == route_of(plan_file, S1)


def test_a_released_lock_holds_no_more(plan_file, network, now_s, last):
    locked = ask(plan_file, network, lock(S1, now_s)).plan_file
    refused = ask(locked, network, pin(last, S2, now_s)).refused
    assert refused.rules == (HandRule.LOCKED,)
    released = ask(locked, network, Release(id="free", told_s=now_s, hand_id="lock"))
    assert released.price_fen == 0
    assert hands_in_force(released.plan_file.running.hands) == ()
    assert ask(released.plan_file, network, pin(last, S2, now_s)).refused is None


def test_a_vehicle_without_the_skill_is_named_with_the_way_out(plan_file, network, now_s, last):
    answer = ask(plan_file, network, pin(last, T1, now_s))
    assert answer.plan_file is None
    assert answer.price_fen is None
    assert answer.refused.rules == (HandRule.SKILL,)
    assert "T1 has no skill for sweep" in str(answer.refused.why)
    # It is with S1: the cheapest other place is with S2, at the price of the pin there.
    alternative = answer.refused.alternative
    assert alternative.duty_id == S2
    assert alternative.price_fen == ask(plan_file, network, pin(last, S2, now_s)).price_fen


def test_what_is_under_way_cannot_be_moved(plan_file, network, now_s):
    under_way = route_of(plan_file, S1).task_ids[1]
    refused = ask(plan_file, network, pin(under_way, S2, now_s)).refused
    assert refused.rules == (HandRule.BEGUN,)
    assert refused.alternative is None


def test_hours_that_forbid_it_are_named(plan_file, network):
    # At 10:59:50 S2 would have to be at the kerb within ten seconds: sweeping ends at 11:00.
    now_s = 10 * 3600 + 59 * 60 + 50
    done = set(route_of(plan_file, S1).task_ids)
    late = time_of(plan_file, 1)
    out = VehicleOut(id="out", at_s=late, told_s=late, vehicle_id="S1")
    left = sorted(done)[0]
    left = next(
        id_ for id_ in sorted(done) if id_ not in set(route_of(plan_file, S1).task_ids[:2])
    )
    refused = ask(plan_file, network, pin(left, S2, now_s), out).refused
    assert refused.rules == (HandRule.WINDOW,)
    assert refused.alternative is None


def test_names_that_there_are_not_are_refused_with_the_nearest(plan_file, network, now_s, last):
    with pytest.raises(InputError, match="nearest are S1"):
        ask(plan_file, network, pin(last, ("S11", "day"), now_s))
    with pytest.raises(InputError, match="nearest are kitchen/K1"):
        ask(plan_file, network, pin("kitchen/K11", T1, now_s))
    with pytest.raises(InputError, match="no shift 'night'; its shifts are day"):
        ask(plan_file, network, pin(last, ("S2", "night"), now_s))
    with pytest.raises(InputError, match="is not in force"):
        ask(plan_file, network, Release(id="free", told_s=now_s, hand_id="other"))


def test_a_lock_gives_way_to_what_has_happened(plan_file, network, now_s, last):
    locked = ask(plan_file, network, lock(S1, now_s)).plan_file
    gone = TaskCancelled(id="gone", at_s=now_s, told_s=now_s, task_id=last)
    for plan in later_plans(locked, network, now_s, gone).values():
        assert last not in plan.plan.served
        assert "notice.lock_gave_way" in {one.code for one in plan.notices}


def test_a_pin_gives_way_when_its_vehicle_breaks_down(plan_file, network, now_s, last):
    pinned = ask(plan_file, network, pin(last, S1, now_s)).plan_file
    out = VehicleOut(id="out", at_s=now_s, told_s=now_s, vehicle_id="S1")
    for plan in later_plans(pinned, network, now_s, out).values():
        assert duties_of(plan.plan)[last] == S2
        assert "notice.pin_gave_way" in {one.code for one in plan.notices}


def random_hand(rng, plan_file, now_s, number):
    task_id = rng.choice(sorted(duties_of(plan_file.plan)))
    duty = rng.choice((S1, S2, T1))
    standing = hands_in_force(plan_file.running.hands) if plan_file.running else ()
    kind = rng.choice(("pin", "ban", "move", "lock", "free"))
    values = {"id": f"h{number}", "told_s": now_s}
    if kind == "ban":
        return Forbid(**values, task_id=task_id, vehicle_id=duty[0])
    if kind == "lock":
        return Lock(**values, vehicle_id=duty[0], shift_id=duty[1])
    if kind == "free" and standing:
        return Release(**values, hand_id=rng.choice(standing).id)
    one = Move if kind == "move" else Pin
    return one(**values, task_id=task_id, vehicle_id=duty[0], shift_id=duty[1])


def random_event(rng, plan_file, now_s, number):
    values = {"id": f"e{number}", "at_s": now_s, "told_s": now_s}
    vehicle = rng.choice(("S1", "S2"))
    kind = rng.choice(("none", "late", "out", "gone"))
    if kind == "late":
        return (Delayed(**values, vehicle_id=vehicle, late_s=rng.choice((60, 900, 9_000))),)
    if kind == "out":
        return (VehicleOut(**values, vehicle_id=vehicle),)
    if kind == "gone":
        left = [
            a.task_id for r in plan_file.plan.routes for a in r.activities if a.begin_s > now_s
        ]
        left = [id_ for id_ in left if id_]
        return (TaskCancelled(**values, task_id=rng.choice(left)),) if left else ()
    return ()


def require_kept(before, after, now_s):
    """Requires that every hand in force is kept, or that the plan names it among the others."""
    said = {one.arguments["id"] for one in after.notices if one.code in NOT_KEPT}
    duty_of = duties_of(after.plan)
    begun = {
        a.task_id
        for r in before.plan.routes
        for a in r.activities
        if a.task_id and a.begin_s < now_s
    }
    served_by_locked = {
        id_
        for hand in hands_in_force(after.running.hands)
        if isinstance(hand, Lock) and (route := route_of(after, (hand.vehicle_id, hand.shift_id)))
        for id_ in route.task_ids
    }
    for hand in hands_in_force(after.running.hands):
        if hand.id in said:
            continue
        if isinstance(hand, Lock):
            then = route_of(before, (hand.vehicle_id, hand.shift_id))
            now = route_of(after, (hand.vehicle_id, hand.shift_id))
            # One that broke down does no more than it had done.
            is_lost = now is None or now.activities[-1].facility_id is None
            assert is_lost or then.task_ids == now.task_ids
        elif hand.task_id in begun | served_by_locked or hand.task_id not in {
            task.id for task in after.tasks
        }:
            continue
        elif isinstance(hand, Forbid):
            assert duty_of.get(hand.task_id, ("", ""))[0] != hand.vehicle_id
        else:
            assert duty_of.get(hand.task_id) == hand.duty_id


@pytest.mark.parametrize("seed", range(8))
def test_random_hands_hold_in_every_later_plan_or_are_named(seed, plan_file, network):
    rng = Random(seed)
    before, now_s = plan_file, time_of(plan_file, 1)
    for number in range(4):
        answer = ask(before, network, random_hand(rng, before, now_s, number))
        if answer.plan_file is None:
            assert answer.refused.rules
        else:
            require_kept(before, answer.plan_file, now_s)
            before = answer.plan_file
    now_s += rng.choice((0, 300, 1_200))
    events = random_event(rng, before, now_s, seed)
    for choice, plan in later_plans(before, network, now_s, *events).items():
        require_kept(before, plan, now_s)
        opinion = judge(plan, network, before=before)
        assert opinion.violations == (), (choice, opinion.violations)
