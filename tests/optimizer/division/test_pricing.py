"""Routes that are priced some at a time cost what they cost all at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.division import price_routes
from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.search import evaluate, shuns_of_solution
from optimizer.stop import limits
from tests.rich_instances import rich_instances


@settings(max_examples=50, deadline=None)
@given(instance=rich_instances(max_tasks=12), seed=st.integers(0, 99), most=st.integers(1, 12))
def test_routes_priced_some_at_a_time_cost_the_same(instance, seed, most):
    found = ruin_recreate(instance, Run(stop=limits(iterations=20), seed=seed)).solution
    shuns = shuns_of_solution(instance, found)
    whole = evaluate(instance, found.sequences, shuns)
    assert price_routes(instance, found.sequences, shuns, most_at_once=most) == whole
