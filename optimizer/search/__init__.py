"""The metaheuristic: ruin and recreate over routes whose modes are always optimal.

::

    search             one search from beginning to end: the Python face
    params             what steers it
    spacing            how far apart tasks lie, which the temperatures follow
    packed             the instance as records for kernels
    state              the routes and their labels, in arrays owned by one object
    links              what coming in over a link and going on from it costs
    travel             the same out of hub labels, for large instances; travel_tables packs both
    times              windows, breaks and latest arrivals
    labels             forward and backward programmes over the modes of a route
    preferences        pins, a reference plan, territories, partners, balance
    candidates         the links worth looking at
    pricing            the price of a task there, from two labels
    room               whether what is aboard leaves room for more
    insertion          putting tasks into routes, and taking them out
    resets             facility visits: where a route unloads and refills
    facility_limits    what facilities take in a day
    facility_relief    visits that must go elsewhere for it
    ruin               slack induction by string removals
    greedy             the first solution, one route after the other
    recreate           greedy insertion with blinks
    tail_exchange      the ends of two routes exchanged
    operators          the table of what a step may change
    undo               keeping the routes that a step touches, and putting them back
    anneal             the loop: change, accept or undo
    pool               routes met on the way
    recombine          the best that can be put together from them, by set covering
    solutions          from the arrays to solutions and back; start keeps what of one is legal
    verify             the books against a count from scratch, to find faults

The kernels are compiled by numba and cached on disk.
"""

from optimizer.search.insertion import put, take
from optimizer.search.labels import end_of
from optimizer.search.packed import pack
from optimizer.search.params import DEFAULT_PARAMS, Params, temperatures_of
from optimizer.search.pricing import price
from optimizer.search.room import ALONE
from optimizer.search.search import Elite, Search
from optimizer.search.solutions import (
    evaluate,
    insertion_prices,
    load,
    price_apart,
    shuns_of_solution,
    to_solution,
)
from optimizer.search.start import keep_first_of_each
from optimizer.search.state import new_workspace
from optimizer.search.times import LATE
from optimizer.search.warm_up import small_instance

__all__ = [
    "ALONE",
    "DEFAULT_PARAMS",
    "LATE",
    "Elite",
    "Params",
    "Search",
    "end_of",
    "evaluate",
    "insertion_prices",
    "keep_first_of_each",
    "load",
    "new_workspace",
    "pack",
    "price",
    "price_apart",
    "put",
    "shuns_of_solution",
    "small_instance",
    "take",
    "temperatures_of",
    "to_solution",
]
