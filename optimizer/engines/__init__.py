"""Whole algorithms behind one protocol.

`ENGINES` names them: `ruin_recreate` is ours and the default, `ortools` and `pyvrp` are second
opinions.
"""

from collections.abc import Callable

from optimizer.engines.engine import IDLE, Engine, Outcome, Watch
from optimizer.errors import InputError

__all__ = ["ENGINES", "IDLE", "Engine", "Outcome", "Watch", "engine_named"]


def _ruin_recreate() -> Engine:
    from optimizer.engines.ruin_recreate import ruin_recreate

    return ruin_recreate


def _ortools() -> Engine:
    from optimizer.engines.ortools_routing import ortools_routing

    return ortools_routing


def _pyvrp() -> Engine:
    from optimizer.engines.pyvrp_search import pyvrp_search

    return pyvrp_search


ENGINES: dict[str, Callable[[], Engine]] = {
    "ruin_recreate": _ruin_recreate,
    "ortools": _ortools,
    "pyvrp": _pyvrp,
}


def engine_named(name: str) -> Engine:
    """Returns an engine; its libraries are imported only now.

    Raises
    ------
    InputError
        When there is none of that name.
    """
    if name not in ENGINES:
        raise InputError(f"engine {name!r} is unknown; engines are {', '.join(ENGINES)}.")
    return ENGINES[name]()
