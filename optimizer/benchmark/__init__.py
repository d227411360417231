"""Public benchmark files: `read` makes instances of them, `check` recomputes solutions.

`bound` proves a lower bound for arc routing files, with cuts by `separation` over the
`street_graph`; `solving` does all of it for one file.
"""

from optimizer.benchmark.solving import solve_file

__all__ = [
    "solve_file",
]
