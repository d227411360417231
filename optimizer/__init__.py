"""HOW: instances, the search, plans and the checker.

The names here are for programs that solve: an instance, `solve`, and the check of a plan. Each is
loaded when it is first used, so that who reads a plan does not wait for the search.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.checker import Violation, check
    from optimizer.engines import Outcome, Run, Watch
    from optimizer.instance import Instance, Solution
    from optimizer.solver import solve
    from optimizer.stop import limits

__all__ = [
    "Instance",
    "Outcome",
    "Run",
    "Solution",
    "Violation",
    "Watch",
    "check",
    "limits",
    "solve",
]

_ROOMS = {
    "Instance": "instance",
    "Outcome": "engines",
    "Run": "engines",
    "Solution": "instance",
    "Violation": "checker",
    "Watch": "engines",
    "check": "checker",
    "limits": "stop",
    "solve": "solver",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'optimizer' has no attribute {name!r}")
    return getattr(import_module(f"optimizer.{_ROOMS[name]}"), name)
