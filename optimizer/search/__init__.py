"""The metaheuristic: ruin and recreate over routes whose modes are always optimal.

::

    problem     the instance, packed for kernels
    state       the routes and their labels, in arrays owned by one object
    labels      forward and backward programmes over the modes of a route
    pricing     links worth looking at, and the price of a task there, from two labels
    insertion   putting tasks into routes, and taking them out
    resets      facility visits: where a route unloads and refills
    ruin        slack induction by string removals
    greedy      the first solution, one route after the other
    recreate    greedy insertion with blinks
    anneal      the loop: ruin, recreate, accept or undo
    neighbours  which tasks are near which
    verify      the books against a count from scratch, to find faults

Everything but the Python face in `optimizer.engines.ruin_recreate` is compiled by numba and cached
on disk.
"""
