"""The routes of a large instance priced some at a time.

While a route is priced there is room for every facility at each of its positions. Where a city has
a hundred facilities and hundreds of routes, that would be gigabytes for all of them at once.
"""

from collections.abc import Sequence

import numpy as np

from optimizer.division.links import owner_of_task
from optimizer.division.subinstance import Cutter
from optimizer.instance import Instance, Partners, Solution, Visit
from optimizer.search import evaluate, price_apart

MOST_AT_ONCE = 4_096
"""Routes times modes of the widest element that are priced at once."""


def price_routes(
    instance: Instance,
    sequences: Sequence[Sequence[int]],
    shuns: Sequence[Sequence[int]] | None = None,
    *,
    most_at_once: int = MOST_AT_ONCE,
) -> Solution:
    """Returns what `optimizer.search.evaluate` does, of as many routes as there may be."""
    duties = instance.num_duties
    block = max(1, most_at_once // instance.max_modes)
    if duties <= block or len(sequences) != duties:
        return evaluate(instance, sequences, shuns)
    cutter = Cutter(instance.replace(partners=None))
    routes: list[tuple[Visit, ...]] = []
    cost = 0
    for first in range(0, duties, block):
        mine = range(first, min(duties, first + block))
        elements = {element for duty in mine for element in sequences[duty]}
        tasks = [element for element in elements if element < instance.num_tasks]
        part = cutter.part(
            np.array(mine), np.array(sorted(tasks), dtype=np.int64), with_limits=True
        )
        found = evaluate(
            part.instance,
            part.convert_inward(sequences),
            None if shuns is None else [shuns[duty] for duty in mine],
        )
        cost += found.cost + int(part.changes_outside(found.sequences).sum())
        routes += part.visits_outward(found)
    owner = owner_of_task(instance, [[visit.element for visit in route] for route in routes])
    return Solution(
        routes=tuple(routes),
        cost=cost + price_apart(instance.group(Partners), owner),
        absent=tuple(np.flatnonzero(owner < 0).tolist()),
    )
