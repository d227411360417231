"""Large instances in parts.

::

    subinstance   some duties and some tasks of an instance, as an instance of its own
    links         which routes could exchange tasks
    cut           routes grouped so that few such links are cut
    facilities    which facilities are near nothing in a part
    pricing       the routes of a large instance priced some at a time
    parts         all of these together: the parts of an instance, another way each time
    rounds        how the budget and the temperatures are shared out
    lanes         which parts are searched one after the other, where several are at a time
    territories   which tasks are whose before there are routes

A part is solved like any other instance, so no kernel knows of it.
"""

from optimizer.division.lanes import Turn, turns_of
from optimizer.division.parts import Divider
from optimizer.division.pricing import price_routes
from optimizer.division.rounds import Round, rounds_of
from optimizer.division.subinstance import Cutter, Part, cut_subinstance
from optimizer.division.territories import deal_territories

__all__ = [
    "Cutter",
    "Divider",
    "Part",
    "Round",
    "Turn",
    "cut_subinstance",
    "deal_territories",
    "price_routes",
    "rounds_of",
    "turns_of",
]
