"""The search for the least numbers, on fleets whose answer is known."""

from types import SimpleNamespace

import pytest

from fleet import VehicleKind, Work
from scenarios.sizing import (
    CountSearch,
    KindCount,
    SizeTarget,
    TargetProof,
    search_counts,
    settings_of,
)

SWEEPER, WASHER = VehicleKind.SWEEPER, VehicleKind.WASHER


def wanted(name, work, share=0.75):
    class Told(SizeTarget):
        def reached_by(self, plan):
            return plan.shares[self.name]

    return Told(name=name, work=work, service_class="", share=share)


RATE, WASH = wanted("rate", Work.SWEEP), wanted("wash", Work.WASH, 1.0)


def plan_with(counts, *, sweep, wash, seeds=3, noise=0.0):
    """Plans of a fleet whose vehicles each do so much of their work."""
    numbers = {SWEEPER: 4, WASHER: 2} | dict(counts)
    return [
        SimpleNamespace(
            shares={
                "rate": min(1.0, numbers[SWEEPER] * sweep + noise * (seed - 1)),
                "wash": min(1.0, numbers[WASHER] * wash),
            },
            measures=SimpleNamespace(costs=SimpleNamespace(total_fen=100 * sum(numbers.values()))),
        )
        for seed in range(seeds)
    ]


def searched(proofs, *, places=100, stop_after=100, **fleet):
    search = CountSearch(proofs=proofs, present={SWEEPER: 4, WASHER: 2}, places=places)
    rounds = []

    def plan(tried):
        rounds.append(list(tried))
        return {counts: plan_with(counts, **fleet) for counts in tried}

    search_counts(search, plan, should_stop=lambda: len(rounds) >= stop_after)
    return search, rounds


def test_each_kind_gets_the_least_number_that_reaches_its_target():
    proofs = [
        TargetProof(target=RATE, highest=1.0, least=2),
        TargetProof(target=WASH, highest=1.0, least=1),
    ]
    # 0.75 at 0.1 each are 8 sweepers (7 make 0.7); 1.0 at 0.25 each are 4 washers.
    search, rounds = searched(proofs, sweep=0.1, wash=0.25)
    assert {one.kind: one.enough for one in search.kinds} == {SWEEPER: 8, WASHER: 4}
    assert {one.kind: one.too_few for one in search.kinds} == {SWEEPER: 7, WASHER: 3}
    assert rounds[0] == [((SWEEPER, 4),), ((WASHER, 2),)], "kinds are tried side by side"
    assert rounds[-1] == [((SWEEPER, 8), (WASHER, 4))], "at last together"
    assert search.is_reached


def test_what_the_scenario_has_may_be_more_than_enough():
    # 0.75 at 0.4 each are 2 sweepers; with 1 it is 0.4.
    search, rounds = searched(
        [TargetProof(target=RATE, highest=1.0, least=1)], sweep=0.4, wash=1.0
    )
    assert search.kinds[0].enough == 2
    assert [counts for one in rounds for counts in one] == [
        ((SWEEPER, 4),),
        ((SWEEPER, 2),),
        ((SWEEPER, 1),),
    ]


def test_what_is_proven_to_be_too_few_is_not_tried():
    search, rounds = searched(
        [TargetProof(target=RATE, highest=1.0, least=8)], sweep=0.1, wash=1.0
    )
    assert rounds == [[((SWEEPER, 8),)]]
    assert search.kinds[0].enough == 8
    assert search.is_reached


def test_an_impossible_target_is_not_searched_for():
    search, rounds = searched(
        [TargetProof(target=RATE, highest=0.5, least=None)], sweep=0.1, wash=1.0
    )
    assert rounds == []
    assert search.kinds == []
    assert not search.is_reached


def test_no_more_are_tried_than_the_depots_house():
    search, rounds = searched(
        [TargetProof(target=RATE, highest=1.0, least=1)], places=2, sweep=0.1, wash=1.0
    )
    assert [counts for one in rounds for counts in one] == [((SWEEPER, 4),), ((SWEEPER, 6),)]
    assert search.kinds[0].enough is None
    assert not search.is_reached


def test_the_median_of_the_seeds_decides():
    # Seeds make 0.72, 0.75 and 0.78 with 5 at 0.15 each: the middle one reaches 0.75.
    search, _ = searched(
        [TargetProof(target=RATE, highest=1.0, least=1)], sweep=0.15, wash=1.0, noise=0.03
    )
    assert search.kinds[0].enough == 5


def test_a_search_that_is_stopped_says_between_which_numbers():
    search, _ = searched(
        [TargetProof(target=RATE, highest=1.0, least=2)], stop_after=2, sweep=0.1, wash=1.0
    )
    # 4 were too few, 8 enough; 6 would have been next.
    assert (search.kinds[0].too_few, search.kinds[0].enough) == (4, 8)
    assert not search.is_reached


def test_a_trial_becomes_settings_of_the_scenario():
    assert [str(one) for one in settings_of(((SWEEPER, 8), (WASHER, 4)))] == [
        "vehicles.sweeper=8",
        "vehicles.washer=4",
    ]


@pytest.mark.parametrize("answer", range(1, 33))
def test_every_answer_is_found_in_few_trials(answer):
    one = KindCount(kind=SWEEPER, present=8, least=1, most=32)
    trials = 0
    while (count := one.following) is not None:
        trials += 1
        one.note(count, reached=count >= answer)
    assert one.enough == answer
    # Twice doubled from 8 to 32, then a range of 16 halved four times.
    assert trials <= 7
