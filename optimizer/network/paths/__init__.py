"""Exact fastest paths from arc to arc, and hub labels that answer for very many pairs.

::

    path_finder    times and distances between places, and the arcs in between: the way in
    paths_kernel   searches that stop early; unpack_kernel follows one path, heap is their queue
    contraction    a hierarchy over arcs and turns; kept_hierarchies has those of before
    hub_labels     the labels that it gives; hub_kernel computes, hub_rows and hub_query read them
"""

from optimizer.network.paths.heap import Heap, make_heap, pop, push
from optimizer.network.paths.hub_labels import Spans, graph_labels, select_places, stack_profiles
from optimizer.network.paths.hub_query import LAST, HubLabels, answer, seconds_and_metres
from optimizer.network.paths.hub_rows import HubRows
from optimizer.network.paths.path_finder import PathFinder, path_finder
from optimizer.network.paths.paths_kernel import NO_COST

__all__ = [
    "LAST",
    "NO_COST",
    "Heap",
    "HubLabels",
    "HubRows",
    "PathFinder",
    "Spans",
    "answer",
    "graph_labels",
    "make_heap",
    "path_finder",
    "pop",
    "push",
    "seconds_and_metres",
    "select_places",
    "stack_profiles",
]
