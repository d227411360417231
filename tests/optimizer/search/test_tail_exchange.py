"""Routes that exchange their tails: the price, the books, and what may not be exchanged."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimizer.instance import RouteBalance
from optimizer.instance.instance import NEVER
from optimizer.search.anneal import total
from optimizer.search.facility_limits import price_overuse
from optimizer.search.params import DEFAULT_PARAMS, settings_of
from optimizer.search.solutions import load, shuns_of_state
from optimizer.search.tail_exchange import exchange_tails, price_exchange
from optimizer.search.undo import restore
from optimizer.search.verify import differences
from tests.optimizer.search.midway import searched, sequences
from tests.rich_instances import features, rich_instance, rich_instances

LATER = 10**6
"""A step after all that a test has done."""

ANY = 1e18
"""A price that every exchange keeps below."""


def costs(state):
    """What the price of an exchange knows: the routes, without partners, limits and waiting."""
    unknown = sum(
        int(state.route[name][: state.num_duties].sum()) for name in ("penalty", "waiting")
    )
    return total(state) - price_overuse(state) - unknown - int(state.sums["apart"][0])


@settings(max_examples=150, deadline=None)
@given(instance=rich_instances(max_tasks=16), seed=st.integers(0, 99))
def test_an_exchange_leaves_true_books_and_can_be_undone(instance, seed):
    problem, state, work, rng = searched(instance, seed)
    steering = settings_of(instance, state, DEFAULT_PARAMS)
    before, rows = total(state), sequences(state)
    for step in range(LATER, LATER + 12):
        work.control["num_touched"] = 0
        changed = exchange_tails(problem, state, work, rng, steering, step, ANY)
        assert differences(instance, problem, state) == []
        assert changed == (sequences(state) != rows)
        restore(problem, state, work)
        assert sequences(state) == rows
        assert total(state) == before
        assert differences(instance, problem, state) == []


@st.composite
def alike(draw):
    """An instance whose duties differ in no more than their breaks, pins and balance."""
    has = draw(features(max_tasks=16))
    has = replace(has, num_duties=max(2, has.num_duties), kinds=False, depots=False, shifts=False)
    return rich_instance(draw(st.integers(0, 2**32 - 1)), has)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(instance=alike(), seed=st.integers(0, 99), data=st.data())
def test_the_price_of_an_exchange_is_the_real_difference(instance, seed, data):
    problem, state, _, _ = searched(instance, seed)
    before, rows = costs(state), sequences(state)
    a, at_a, b, at_b = _some_exchange(instance, rows, data)
    assume(a >= 0)
    price = price_exchange(problem, state, a, at_a, b, at_b, NEVER)
    trial = [list(row) for row in rows]
    trial[a] = rows[a][:at_a] + rows[b][at_b - 1 :]
    trial[b] = rows[b][: at_b - 1] + rows[a][at_a:]
    assume(price < NEVER and all(_has_task(instance, trial[duty]) for duty in (a, b)))
    shuns = shuns_of_state(state)
    shuns[a], shuns[b] = (
        shuns[a][:at_a] + shuns[b][at_b - 1 :],
        shuns[b][: at_b - 1] + shuns[a][at_a:],
    )
    exchanged = load(instance, problem, trial, shuns)
    exchanged.excess_price[:] = state.excess_price
    changes = state.route["changes"][[a, b]].sum() - exchanged.route["changes"][[a, b]].sum()
    # Where time is limited, modes that come too late give way to others in the route's labels.
    estimate = problem.trait["timed"][0] and instance.max_modes > 1
    assert estimate or costs(exchanged) - before == price - int(changes)


def _has_task(instance, row):
    return any(element < instance.num_tasks for element in row)


def _some_exchange(instance, rows, data):
    """Two duties that are alike and a stop of each, or -1 where there are none."""
    balance = instance.group(RouteBalance)
    pairs = [
        (a, b)
        for a in range(instance.num_duties)
        for b in range(instance.num_duties)
        if a != b
        and _has_task(instance, rows[a])
        and _has_task(instance, rows[b])
        and instance.duty_group[a] == instance.duty_group[b]
        and (balance.above[a], balance.share[a]) == (balance.above[b], balance.share[b])
    ]
    if not pairs:
        return -1, 0, -1, 0
    a, b = data.draw(st.sampled_from(pairs))
    final = instance.type_final_reset[instance.duty_type[a]] >= 0
    at_a = data.draw(st.integers(0, len(rows[a]) - final))
    at_b = data.draw(st.integers(1, len(rows[b]) + 1 - final))
    return a, at_a, b, at_b
