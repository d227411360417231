"""The search's books against a count from scratch: for tests, and to find faults.

A step changes labels, loads and lists bit by bit. Here they are compared with those of the same
routes labelled anew. Idle duties are compared too: nothing that a kernel may read is left out.
Left out is what none reads: labels behind the way home and beyond a stop's width, what leads back
from the start or on from the end, the clock where times do not matter, loads along the routes of
types without facilities, and the rows that keep routes for undoing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import OneBroomError
from optimizer.instance import Instance
from optimizer.search.labels import price_excess
from optimizer.search.packed import Problem
from optimizer.search.solutions import load, routes_of_state, shuns_of_state
from optimizer.search.state import State


class WrongBooks(OneBroomError):
    """The search's books disagree with a fresh count: a fault of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksDifference:
    """One number in the books that is not what a fresh count gives.

    Parameters
    ----------
    name
        Array and field, such as "label.ahead".
    duty, position
        Whose route, -1 for none; the stop in it (0 is the depot, p + 1 the element p) or the
        task, and behind it the label or resource where there are several.
    was, should_be
        What the books say and what a fresh count says.
    """

    name: str
    duty: int
    position: tuple[int, ...]
    was: int
    should_be: int

    def __str__(self) -> str:
        whose = f"duty {self.duty}, " if self.duty >= 0 else ""
        where = "/".join(str(number) for number in self.position)
        return f"{self.name}, {whose}at {where}: is {self.was}, should be {self.should_be}"


def differences(instance: Instance, problem: Problem, state: State) -> list[BooksDifference]:
    """Returns where a state disagrees with its own routes labelled from scratch."""
    sequences = routes_of_state(state)
    fresh = load(instance, problem, sequences, shuns_of_state(state))
    fresh.excess_price[:] = state.excess_price
    for duty in range(state.num_duties):
        price_excess(problem, fresh, duty)
    found = list(_in_lists(instance, state, fresh))
    for duty in range(state.num_duties):
        found += _in_route(problem, state, fresh, duty)
    return found


def require_true_books(instance: Instance, problem: Problem, state: State, step: int) -> None:
    """Compares a state with a fresh count after a step.

    Raises
    ------
    WrongBooks
        At the first step that leaves a difference.
    """
    found = differences(instance, problem, state)
    if found:
        shown = "; ".join(str(difference) for difference in found[:5])
        raise WrongBooks(
            f"step {step} of the search left wrong books, {len(found)} differences: {shown}. "
            "This is a fault of OneBroom; please report it with the scenario and the seed."
        )


def _compare(
    name: str, duty: int, was: NDArray[np.generic], fresh: NDArray[np.generic], *at: int
) -> Iterator[BooksDifference]:
    """Yields where two arrays, or fields of records, differ; `at` is put before the index."""
    for index in np.argwhere(was != fresh):
        where = tuple(int(i) for i in index)
        yield BooksDifference(
            name=name,
            duty=duty,
            position=(*at, *where),
            was=int(was[where]),
            should_be=int(fresh[where]),
        )


def _in_lists(instance: Instance, state: State, fresh: State) -> Iterator[BooksDifference]:
    """Yields differences in what is known of tasks and of the absent ones, in any order."""
    for field in ("route", "position"):
        yield from _compare(f"task.{field}", -1, state.task[field], fresh.task[field])
    for field in ("num_absent", "absent_prize", "apart"):
        yield from _compare(f"sums.{field}", -1, state.sums[field], fresh.sums[field])
    yield from _compare("limit.used", -1, state.limit["used"], fresh.limit["used"])
    for task in range(instance.num_tasks):
        place, absent = int(state.task["absent_at"][task]), fresh.task["absent_at"][task] >= 0
        if absent != (place >= 0):
            yield BooksDifference(
                name="task.absent_at",
                duty=-1,
                position=(task,),
                was=place,
                should_be=int(fresh.task["absent_at"][task]),
            )
        elif absent and state.absent[place] != task:
            yield BooksDifference(
                name="absent",
                duty=-1,
                position=(place,),
                was=int(state.absent[place]),
                should_be=task,
            )


def _in_route(
    problem: Problem, state: State, fresh: State, duty: int
) -> Iterator[BooksDifference]:
    """Yields differences in one route."""
    for field in ("length", "num_tasks", "cost", "penalty", "changes", "waiting", "holds"):
        row = slice(duty, duty + 1)
        yield from _compare(
            f"route.{field}", duty, state.route[field][row], fresh.route[field][row]
        )
    yield from _compare("load", duty, state.load[duty], fresh.load[duty])
    yield from _compare("taken", duty, state.taken[duty], fresh.taken[duty])
    length = int(fresh.route["length"][duty])
    if int(state.route["length"][duty]) != length:
        return
    yield from _compare(
        "sequence", duty, state.sequence[duty, :length], fresh.sequence[duty, :length]
    )
    if problem.kind["resets"][problem.duty["kind"][duty]]:
        for name in ("load_ahead", "load_back"):
            was, right = getattr(state, name), getattr(fresh, name)
            yield from _compare(name, duty, was[duty, :length], right[duty, :length])
    for stop in range(length + 2):
        yield from _at_stop(problem, state, fresh, duty, stop)


def _at_stop(
    problem: Problem, state: State, fresh: State, duty: int, stop: int
) -> Iterator[BooksDifference]:
    """Yields differences in the labels at one stop of a route, as far as any kernel reads them."""
    start, end = stop == 0, stop == int(fresh.route["length"][duty]) + 1
    width = int(fresh.stop["width"][duty, stop])
    fields = {"stop": ["width"], "label": [], "clock": []}
    if not start:
        fields["stop"] += ["least_back"]
        fields["label"] += ["back", "entry"]
        fields["clock"] += ["due_by_s", "done_by_s"]
    if not end:
        fields["label"] += ["ahead", "exit"]
        fields["clock"] += ["due_s", "done_s"]
    if not (start or end):
        fields["label"] += ["ahead_from", "back_to"]
    if not problem.trait["timed"][0]:
        fields["clock"] = []
    for array, names in fields.items():
        was, right = getattr(state, array), getattr(fresh, array)
        # A stop has one record, its labels and their clocks one for each mode.
        some = (slice(stop, stop + 1),) if array == "stop" else (slice(width), stop)
        for name in names:
            yield from _compare(
                f"{array}.{name}",
                duty,
                was[name][(duty, *some)],
                right[name][(duty, *some)],
                stop,
            )
