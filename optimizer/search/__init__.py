"""The metaheuristic: ruin and recreate over routes whose modes are always optimal.

::

    course      one search from beginning to end: the Python face
    problem     the instance, packed for kernels
    state       the routes and their labels, in arrays owned by one object
    ways        what coming in over a link and going on from it costs
    travel      the same out of hub labels, for large instances; travel_tables packs both
    times       windows, breaks and latest arrivals
    labels      forward and backward programmes over the modes of a route
    ties        pins, a reference plan, and the balance between routes
    links       the links worth looking at
    pricing     the price of a task there, from two labels
    insertion   putting tasks into routes, and taking them out
    resets      facility visits: where a route unloads and refills
    limits      what facilities take in a day
    relieve     visits that must go elsewhere for it
    ruin        slack induction by string removals
    greedy      the first solution, one route after the other
    recreate    greedy insertion with blinks
    undo        keeping the routes that a step touches, and putting them back
    anneal      the loop: ruin, recreate, accept or undo
    pool        routes met on the way
    recombine   the best that can be put together from them, by set covering
    neighbours  which tasks are near which; near_hubs for large instances
    verify      the books against a count from scratch, to find faults

The kernels are compiled by numba and cached
on disk.
"""
