"""What holds of the differences between any two plans."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.words import Language, phrasebook
from scenarios.changes import MOST_CHARACTERS, DifferenceKind, find_changes, short_message
from scenarios.changes.kept_order import keep_in_order
from tests.scenarios.changes.two_plans import (
    clock,
    day,
    end,
    hamlet,
    route,
    start,
    sweep,
    unload,
)

PHRASES = [phrasebook(language) for language in Language]
DUTIES = (("S1", "day"), ("S1", "late"), ("S2", "day"))


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


def streets():
    kerbs = [one.id.split("/") for one in hamlet().tasks if one.id.startswith("sweep/")]
    return sorted(parts[1] for parts in kerbs if parts[2] == "right")


@st.composite
def plans(draw, now=""):
    """A plan in which every street is in some duty, at some place, or in none."""
    order = draw(st.permutations(streets()))
    owners = draw(st.lists(st.sampled_from([*DUTIES, None]), min_size=len(order)))
    gaps = draw(st.lists(st.integers(5, 30), min_size=len(order)))
    routes = []
    for vehicle_id, shift_id in DUTIES:
        at = 6 * 60
        works = []
        for street, owner, gap in zip(order, owners, gaps, strict=False):
            if owner == (vehicle_id, shift_id):
                at += gap
                works.append(sweep(street, f"{at // 60}:{at % 60}"))
        if works:
            home = f"{(at + 20) // 60}:{(at + 20) % 60}"
            last = (unload(home, home), end(home))
            routes.append(route(vehicle_id, start("6:0"), *works, *last, shift_id=shift_id))
    return day(*routes, now=now)


PAIRS = settings(max_examples=30, deadline=None)


@PAIRS
@given(st.data())
def test_a_plan_does_not_differ_from_itself(data):
    plan = data.draw(plans())
    assert find_changes(plan, plan).duties == ()


@PAIRS
@given(st.data())
def test_every_task_in_another_duty_is_named_once_on_each_side(data):
    old, new = data.draw(plans()), data.draw(plans())
    found = find_changes(old, new)

    def named(kind):
        return [
            (id_, (duty.vehicle_id, duty.shift_id))
            for duty in found.duties
            for id_ in duty.task_ids(kind)
        ]

    def owners(plan_file):
        return {
            (id_, (one.vehicle_id, one.shift_id))
            for one in plan_file.plan.routes
            for id_ in one.task_ids
        }

    before, after = owners(old), owners(new)
    assert sorted(named(DifferenceKind.CAME)) == sorted(after - before)
    assert sorted(named(DifferenceKind.WENT)) == sorted(before - after)


@PAIRS
@given(st.data())
def test_every_task_is_kept_reordered_moved_or_lost(data):
    found = find_changes(data.draw(plans()), data.draw(plans()))
    totals = found.totals
    stays = totals.kept + totals.reordered + totals.moved_vehicle + totals.moved_shift
    assert totals.before == stays + totals.lost
    assert totals.after == stays + totals.won
    reordered = [id_ for one in found.duties for id_ in one.task_ids(DifferenceKind.REORDERED)]
    assert len(reordered) == len(set(reordered)) == totals.reordered


@PAIRS
@given(st.data(), st.integers(1, 400))
def test_no_message_is_longer_than_it_may_be(data, most):
    now = data.draw(st.sampled_from(["", "06:30", "08:00", "13:00"]))
    found = find_changes(data.draw(plans()), data.draw(plans(now)))
    for duty in found.to_call:
        for words in PHRASES:
            assert len(short_message(duty, words.say)) <= MOST_CHARACTERS
            assert len(short_message(duty, words.say, most=most)) <= most


@PAIRS
@given(st.data())
def test_nothing_is_told_from_before_the_plan_was_made(data):
    found = find_changes(data.draw(plans()), data.draw(plans("08:00")))
    for duty in found.duties:
        assert duty.from_s is None or duty.from_s >= clock("08:00")


@given(st.permutations(range(7)))
def test_as_many_as_possible_keep_their_order(places):
    kept = keep_in_order(places)
    stay = [place for place in places if place in kept]
    assert stay == sorted(stay)
    longest = max(
        size
        for size in range(1, 8)
        for some in combinations(places, size)
        if list(some) == sorted(some)
    )
    assert len(kept) == longest
