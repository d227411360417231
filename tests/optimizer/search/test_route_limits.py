"""Routes at their limits: the break on the way home, and as many resets as the arrays hold."""

import numpy as np
import pytest

from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance.instance import FAR, NEVER, Instance, pack_travel
from optimizer.search.labels import end_of
from optimizer.search.packed import pack
from optimizer.search.params import DEFAULT_PARAMS, Params, settings_of
from optimizer.search.ruin import ruin
from optimizer.search.solutions import load
from optimizer.search.state import new_workspace
from optimizer.search.verify import differences
from optimizer.stop import limits
from tests.optimizer.search.simulator import faults


def one_duty(metres, *, num_tasks, capacity, reset, final=-1, rest=(NEVER, NEVER, 0)):
    """Returns an instance of one mode an element, one demand each; the depot is the last place.

    Metres are seconds too, but only seconds cost; every element is done in no time.
    """
    num_modes = len(metres) - 1
    travel, offset, size = pack_travel([(metres.astype(np.int32), metres.astype(np.int32))])
    resources = len(capacity)
    zero = np.zeros(1, dtype=np.int64)
    order = np.arange(num_tasks)
    return Instance(
        mode_start=np.arange(num_modes + 1),
        mode_place=np.arange(num_modes)[None, :].copy(),
        mode_service_s=np.zeros((1, num_modes), dtype=np.int64),
        mode_service_m=np.zeros(num_modes, dtype=np.int64),
        window_start=np.arange(num_modes + 1),
        window_earliest_s=np.zeros(num_modes, dtype=np.int64),
        window_latest_s=np.full(num_modes, NEVER // 2),
        travel=travel,
        travel_offset=offset,
        travel_size=size,
        demand=np.ones((num_tasks, resources), dtype=np.int64),
        prize=np.full(num_tasks, 10**6),
        worth=np.ones(num_tasks),
        required=np.ones(num_tasks, dtype=np.bool_),
        allowed=np.ones((1, num_tasks), dtype=np.bool_),
        type_profile=zero,
        type_capacity=np.array([capacity]),
        type_reset=np.array([reset]),
        type_final_reset=np.array([final]),
        type_per_m=zero,
        type_per_s=zero + 1,
        duty_type=zero,
        duty_start_place=zero + num_modes,
        duty_end_place=zero + num_modes,
        duty_start_s=zero,
        duty_end_s=np.full(1, NEVER // 2),
        duty_cost=zero,
        duty_group=zero,
        rest_earliest_s=np.array([rest[0]]),
        rest_latest_s=np.array([rest[1]]),
        rest_s=np.array([rest[2]]),
        neighbours=np.array([np.delete(order, t) for t in order]).reshape(num_tasks, -1),
    )


@pytest.mark.parametrize(
    ("latest_s", "end_s", "arrival_s"),
    [
        (200, 200, 200),  # home by the end of the band: no break
        (199, 211, 211),  # 100 s out, 1 s until the band begins, 10 s of break, 100 s home
        (199, 210, 211),
    ],
)
def test_a_break_may_be_waited_for_but_not_missed_on_the_way_home(latest_s, end_s, arrival_s):
    # The band begins at 101, when the only task is done already.
    metres = np.array([[0, 100], [100, 0]])
    instance = one_duty(metres, num_tasks=1, capacity=[1], reset=[-1], rest=(101, latest_s, 10))
    instance = instance.replace(duty_end_s=np.array([end_s]))
    problem = pack(instance)
    assert end_of(problem, load(instance, problem, [[0]]), 0)[2] == arrival_s
    outcome = ruin_recreate(instance, Run(stop=limits(iterations=5), seed=0))
    assert outcome.solution.absent == (() if arrival_s <= end_s else (0,))
    assert faults(instance, outcome.solution) == []


@pytest.mark.parametrize(("closes_s", "arrival_s"), [(160, 260), (159, NEVER)])
def test_a_vehicle_that_leaves_when_its_break_would_be_over_is_spared_it(closes_s, arrival_s):
    # 100 s out: after the task it is too late for the band 50-60, so it leaves at 60.
    metres = np.array([[0, 100], [100, 0]])
    instance = one_duty(metres, num_tasks=1, capacity=[1], reset=[-1], rest=(50, 60, 10))
    instance = instance.replace(window_latest_s=np.array([closes_s]))
    problem = pack(instance)
    assert end_of(problem, load(instance, problem, [[0]]), 0)[2] == arrival_s


def test_resets_that_cost_nothing_do_not_pile_up():
    # Six tasks, an unload and the depot at one spot: any number of visits costs the same.
    instance = one_duty(np.zeros((8, 8)), num_tasks=6, capacity=[2], reset=[6], final=6)
    stop = limits(iterations=400)
    solution = ruin_recreate(instance, Run(stop=stop, seed=0), params=Params(verify=True)).solution
    # Two tasks a trip need two visits on the way and the last one.
    visits = [v.element for v in solution.routes[0] if v.element == 6]
    assert len(visits) <= 6
    pairs = zip(solution.routes[0], solution.routes[0][1:], strict=False)
    assert all(a.element != 6 or b.element != 6 for a, b in pairs)
    assert faults(instance, solution) == []


def test_cheap_resets_do_not_outgrow_the_arrays():
    # No task leads to another, only to the free unload (20), so an unload between every two is
    # cheapest: 18 for 19 tasks. The tank (21) is 100 away and fills up every second task: 9 more.
    # With the tasks these are 46 elements; the arrays of 20 tasks hold 44.
    metres = np.zeros((23, 23), dtype=np.int64)
    metres[:20, :20] = FAR
    metres[21, :] = metres[:, 21] = 100
    instance = one_duty(metres, num_tasks=20, capacity=[10, 2], reset=[20, 21])
    problem = pack(instance)
    trips = [element for t in range(0, 20, 2) for element in (t, t + 1, 21)]
    trips[14:15] = [trips[14], 20]
    state = load(instance, problem, [trips[:-1]])
    assert state.sequence.shape[1] == 44
    steering = settings_of(instance, state, DEFAULT_PARAMS)._replace(longest_string=1.0)
    rng = np.random.Generator(np.random.PCG64(0))
    before = state.sequence.copy()
    ruin(problem, state, new_workspace(state), rng, steering, np.int64(1))
    assert state.route["num_tasks"][0] == 19
    assert state.route["length"][0] <= 44
    # The row behind keeps the route as it was; an overflow would have run into it.
    kept = int(state.route["length"][1])
    assert state.sequence[1, :kept].tolist() == before[0, :kept].tolist()
    assert differences(instance, problem, state) == []
