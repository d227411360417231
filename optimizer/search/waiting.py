"""How long a route waits on its way: what is neither driven nor worked, nor a break.

Chains are timed forward, each element as early as may be, from a departure at the shift's begin.
Nobody leaves then who would only wait for it: with the return as early as that, a route is read
backward once more, each element as late as may be, and so the vehicle leaves.
"""

from optimizer.instance import NEVER
from optimizer.kernel import ZERO, kernel
from optimizer.search.links import nth, pay, whole
from optimizer.search.packed import Problem
from optimizer.search.state import State
from optimizer.search.times import begin_by


@kernel
def count_waiting(problem: Problem, state: State, duty: int, label: int, return_s: int) -> int:
    """Returns the seconds that a route waits which is labelled ahead and is back at `return_s`.

    `label` is the last one of the route's chain. Of the moments for a break that let the route end
    as early the one counts that leaves the least waiting.
    """
    rest = problem.duty[nth(duty)]
    kind = rest.kind
    busy_s = ZERO
    # The latest moments to drive on to what comes: with no break to come, and with one.
    done_by_s, due_by_s = return_s, -NEVER
    after, after_mode = ZERO, len(problem.mode) - 1
    position = state.route[nth(duty)].length + 1
    while position > 0:
        position -= 1
        here = state.label[nth(duty), nth(label), nth(position)]
        drive = state.label[nth(duty), nth(after), nth(position + 1)]
        _, seconds = pay(
            problem, kind, whole(drive.in_s), whole(drive.in_m), whole(here.mode), after_mode
        )
        busy_s += seconds
        done_by_s -= seconds
        due_by_s -= seconds
        if position > 0:
            mode = whole(here.mode)
            service_s = problem.work[kind, mode].duration_s
            busy_s += service_s
            if rest.rest_s > 0:
                begins_s = min(rest.rest_latest_s, done_by_s - rest.rest_s)
                if begins_s >= rest.rest_earliest_s:
                    due_by_s = max(due_by_s, begins_s)
                due_by_s = begin_by(problem, mode, due_by_s - service_s)
            done_by_s = begin_by(problem, mode, done_by_s - service_s)
            after, after_mode, label = label, mode, whole(here.ahead_from)
    out_s = return_s - done_by_s
    if rest.rest_s > 0 and return_s > rest.rest_latest_s:
        # A break is due but for who leaves when it would be over.
        spared_s = max(rest.start_s, rest.rest_earliest_s + rest.rest_s)
        if done_by_s < spared_s:
            out_s = NEVER
        if due_by_s >= rest.start_s:
            out_s = min(out_s, return_s - rest.rest_s - due_by_s)
    return out_s - busy_s
