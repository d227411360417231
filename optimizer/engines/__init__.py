"""Whole algorithms behind one protocol.

`ENGINES` names them: `ruin_recreate` is ours and the default, `divided` is the same in parts, for
large fleets; `path_scanning` is the greedy baseline, `ortools` and `pyvrp` are second opinions;
`completion` adds to a solution what it leaves out and changes nothing else. `PARALLEL` names those
that can run in several processes, `CONTINUING` those that can go on from a solution.
"""

from collections.abc import Callable
from functools import partial

from optimizer.cores import usable_cores
from optimizer.engines.compiling import compile_ahead, make_kernels_ready
from optimizer.engines.engine import IDLE, Engine, Outcome, Run, Watch
from optimizer.engines.part_processes import PartProcesses
from optimizer.engines.part_search import (
    PartEnd,
    PartsCaller,
    PartsRunner,
    PartTask,
    PartWord,
    search_part,
)
from optimizer.engines.whole_bundles import solve_whole_bundles
from optimizer.errors import InputError
from optimizer.extras import needing

__all__ = [
    "CONTINUING",
    "ENGINES",
    "IDLE",
    "MOST_PROCESSES",
    "PARALLEL",
    "Engine",
    "Outcome",
    "PartEnd",
    "PartProcesses",
    "PartTask",
    "PartWord",
    "PartsCaller",
    "PartsRunner",
    "Run",
    "Watch",
    "compile_ahead",
    "default_processes",
    "engine_named",
    "make_kernels_ready",
    "search_part",
    "solve_whole_bundles",
]


MOST_PROCESSES = 64
"""Most processes of one search; each holds the whole instance."""


def _ruin_recreate(processes: int) -> Engine:
    from optimizer.engines.multilevel import solve_multilevel

    return partial(solve_multilevel, processes=processes)


def _make_divided(processes: int) -> Engine:
    from optimizer.engines.multilevel import solve_multilevel

    # Its processes search parts; see `optimizer.solver`.
    return partial(solve_multilevel, divide_from=0)


def _path_scanning(processes: int) -> Engine:
    from optimizer.engines.rivals.path_scanning import path_scanning

    return path_scanning


def _ortools(processes: int) -> Engine:
    from optimizer.engines.rivals.ortools_routing import ortools_routing

    return ortools_routing


def _completion(processes: int) -> Engine:
    from optimizer.engines.completion import complete_solution

    return complete_solution


def _pyvrp(processes: int) -> Engine:
    with needing("pyvrp", thing="pyvrp"):
        from optimizer.engines.rivals.pyvrp_search import pyvrp_search

    return pyvrp_search


ENGINES: dict[str, Callable[[int], Engine]] = {
    "ruin_recreate": _ruin_recreate,
    "divided": _make_divided,
    "path_scanning": _path_scanning,
    "ortools": _ortools,
    "pyvrp": _pyvrp,
    "completion": _completion,
}

PARALLEL = frozenset({"ruin_recreate", "divided"})
CONTINUING = frozenset({"ruin_recreate", "divided"})


def default_processes(engine: str, *, iterations: int | None, at_once: int = 1) -> int:
    """Returns how many processes an engine gets where nobody has said: as many as cores.

    One under a limit of steps, so that the same command gives the same plan on every machine.

    Parameters
    ----------
    at_once
        How many searches share the cores.
    """
    if iterations is not None or engine not in PARALLEL:
        return 1
    return max(1, min(MOST_PROCESSES, usable_cores() // at_once))


def engine_named(name: str, *, processes: int = 1) -> Engine:
    """Returns an engine; its libraries are imported only now.

    Parameters
    ----------
    processes
        How many cores it is to use.

    Raises
    ------
    InputError
        When there is none of that name, it cannot run in so many processes, or its library is not
        installed.
    """
    if name not in ENGINES:
        raise InputError(
            "engine.unknown",
            "engine {name!r} is unknown; engines are {engines:list}.",
            name=name,
            engines=[*ENGINES],
        )
    if not 1 <= processes <= MOST_PROCESSES:
        raise InputError(
            "engine.processes",
            "processes must lie between 1 and {most}, got {processes}.",
            most=MOST_PROCESSES,
            processes=processes,
        )
    if processes > 1 and name not in PARALLEL:
        raise InputError(
            "engine.one_process",
            "engine {name} runs in one process only, got processes {processes}; leave it at 1 or "
            "take {engines:list}.",
            name=name,
            processes=processes,
            engines=sorted(PARALLEL),
        )
    return ENGINES[name](processes)
