"""Public benchmark files as instances: whatever the family, `read_instance` is the way in.

Each family has a module of its own; what they share are lines and numbers (`text`), shortest
paths (`distances`) and the arrays of an instance with vehicles of one type (`one_type`).
"""

from pathlib import Path

from optimizer.benchmark.read.carp import CarpFile, carp_file, read_carp
from optimizer.benchmark.read.distances import shortest_distances
from optimizer.benchmark.read.instance_file import InstanceFile
from optimizer.benchmark.read.kind import Kind, kind_of
from optimizer.benchmark.read.mcarptif import mcarptif_file
from optimizer.benchmark.read.mcgrp_tp import mcgrp_tp_file
from optimizer.benchmark.read.notice import Notice, NoticeCode
from optimizer.benchmark.read.text import lines_of
from optimizer.benchmark.read.waste_vrptw import waste_vrptw_file

_READERS = {
    Kind.CARP: carp_file,
    Kind.MCARPTIF: mcarptif_file,
    Kind.MCGRP_TP: mcgrp_tp_file,
    Kind.WASTE_VRPTW: waste_vrptw_file,
}


def read_instance(path: Path) -> InstanceFile:
    """Returns what a file holds, of whichever family it is.

    Raises
    ------
    InputError
        When it cannot be read, is of no family known here, or contradicts itself; names file,
        line, value and remedy.
    """
    lines = lines_of(path)
    return _READERS[kind_of(path, lines)](path, lines)


__all__ = [
    "CarpFile",
    "InstanceFile",
    "Kind",
    "Notice",
    "NoticeCode",
    "read_carp",
    "read_instance",
    "shortest_distances",
]
