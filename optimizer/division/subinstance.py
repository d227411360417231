"""Some duties and some tasks of an instance, as an instance of its own.

Nothing is computed anew: times, costs and travel are copies of the whole instance's, so a route
costs the same in both. What an array's numbers stand for is said where it is declared; see
`optimizer.instance.fields`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import (
    GROUPS,
    Axis,
    Column,
    Instance,
    Reference,
    Solution,
    Visit,
    columns_of,
)
from optimizer.network.paths import Spans, select_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an instance, and what its numbers are in the whole.

    Parameters
    ----------
    instance
        The part as an instance.
    duties, tasks, elements, modes
        Numbers in the whole, by those in the part, ascending.
    change_outside, prize_outside
        What a task costs more in the whole when it is in a route, and when it is absent: the
        change from a reference duty that is not in the part, and what of it was taken off its
        prize. Shape (T,), or None where no task has such a duty.
    """

    instance: Instance
    duties: NDArray[np.int64]
    tasks: NDArray[np.int64]
    elements: NDArray[np.int64]
    modes: NDArray[np.int64]
    change_outside: NDArray[np.int64] | None
    prize_outside: NDArray[np.int64] | None

    def cost_in_whole(self, cost: int, routes: Sequence[Sequence[int]]) -> int:
        """Returns what costs so much in the part, with what is absent, in terms of the whole."""
        if self.prize_outside is None or self.change_outside is None:
            return cost
        routed = np.zeros(len(self.elements), dtype=np.bool_)
        for route in routes:
            routed[list(route)] = True
        routed = routed[: len(self.tasks)]
        return cost + int(np.where(routed, self.change_outside, self.prize_outside).sum())

    def changes_outside(self, routes: Sequence[Sequence[int]]) -> NDArray[np.int64]:
        """Returns what each route of the part costs more in the whole."""
        if self.change_outside is None:
            return np.zeros(len(routes), dtype=np.int64)
        cost = np.concatenate(
            (self.change_outside, np.zeros(len(self.elements) - len(self.tasks), dtype=np.int64))
        )
        return np.array([cost[list(route)].sum() for route in routes], dtype=np.int64)

    def convert_inward(self, routes: Sequence[Sequence[int]]) -> list[list[int]]:
        """Returns routes of the part, one a duty of the part, out of those of the whole.

        Elements that are not in the part are left out.
        """
        found = []
        for duty in self.duties:
            elements = np.asarray(routes[duty], dtype=np.int64)
            at = np.searchsorted(self.elements, elements)
            at = np.minimum(at, len(self.elements) - 1)
            found.append(at[self.elements[at] == elements].tolist() if len(at) else [])
        return found

    def convert_outward(self, routes: Sequence[Sequence[int]]) -> list[list[int]]:
        """Returns the part's routes with the numbers of the whole, one a duty of the part."""
        return [self.elements[np.asarray(route, dtype=np.int64)].tolist() for route in routes]

    def visits_outward(self, solution: Solution) -> list[tuple[Visit, ...]]:
        """Returns the routes of a solution of the part with the numbers of the whole."""
        return [
            tuple(Visit(int(self.elements[v.element]), int(self.modes[v.mode])) for v in route)
            for route in solution.routes
        ]


def cut_subinstance(
    instance: Instance, duties: NDArray[np.int64], tasks: NDArray[np.int64]
) -> Part:
    """Returns the part of an instance with some of its duties and tasks; see `Cutter.part`."""
    return Cutter(instance).part(duties, tasks)


class Cutter:
    """Cuts parts out of one instance; keeps what all cuts need."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._spans = Spans.of(instance.labels) if instance.labels is not None else None

    def part(
        self,
        duties: NDArray[np.int64],
        tasks: NDArray[np.int64],
        *,
        modes_left_out: NDArray[np.bool_] | None = None,
        with_limits: bool = False,
    ) -> Part:
        """Returns the part with some of the duties and tasks.

        Their vehicle types, with the resets and the profiles of these, come along. A route costs
        what it costs in the whole, with one exception: of a task that a duty outside has in the
        reference plan the cost of a change is not added to its route but taken off its prize,
        which is the same choice. Daily limits of facilities and prices on partners are left out.

        Parameters
        ----------
        modes_left_out
            Facilities that the part can do without: modes of resets, of which each reset must
            keep one; shape (M,).
        with_limits
            Keeps the daily limits of facilities: for a part with every duty that they concern.
        """
        whole = self.instance
        duties, tasks = np.unique(duties), np.unique(tasks)
        types = np.unique(whole.duty_type[duties])
        resets = np.union1d(whole.type_reset[types], whole.type_final_reset[types])
        elements = np.concatenate((tasks, resets[resets >= 0]))
        modes, mode_start = _ranges(whole.mode_start, elements)
        if modes_left_out is not None:
            stays = ~modes_left_out[modes]
            mode_start = np.concatenate(([0], np.cumsum(stays)))[mode_start]
            modes = modes[stays]
        windows, window_start = _ranges(whole.window_start, modes)
        kept = {
            Axis.TASK: tasks,
            Axis.ELEMENT: elements,
            Axis.MODE: modes,
            Axis.PROFILE: np.unique(whole.type_profile[types]),
            Axis.TYPE: types,
            Axis.DUTY: duties,
        }
        part = whole.replace(
            **self._cut_all(whole, kept),
            **self._groups(kept, with_limits=with_limits),
            mode_start=mode_start,
            window_start=window_start,
            window_earliest_s=whole.window_earliest_s[windows],
            window_latest_s=whole.window_latest_s[windows],
        )
        _, group = np.unique(part.duty_group, return_inverse=True)
        change = _change_outside(whole, tasks, part)
        # A prize of 0 is never worth a drive, so none need be less.
        prize = part.prize if change is None else np.maximum(0, part.prize - change)
        part = part.replace(
            duty_group=group.reshape(-1).astype(np.int64),
            neighbours=_close_up(part.neighbours),
            prize=prize,
        )
        return Part(
            instance=self._with_travel(part, kept[Axis.PROFILE]),
            duties=duties,
            tasks=tasks,
            elements=elements,
            modes=modes,
            change_outside=change,
            prize_outside=None if change is None else whole.prize[tasks] - prize,
        )

    def _cut_all(self, owner: Any, kept: dict[Axis, NDArray[np.int64]]) -> dict[str, Any]:
        """Returns the part's arrays of the instance, or of one of its groups."""
        return {
            name: self._cut(getattr(owner, name), one, kept) for name, one in columns_of(owner)
        }

    def _groups(self, kept: dict[Axis, NDArray[np.int64]], *, with_limits: bool) -> dict[str, Any]:
        """Returns the part's groups, without those that join duties of different parts."""
        found: dict[str, Any] = {}
        for name, kind in GROUPS.items():
            group = getattr(self.instance, name)
            is_left = not kind.JOINS_DUTIES or (name == "limits" and with_limits)
            found[name] = (
                replace(group, **self._cut_all(group, kept)) if group and is_left else None
            )
        return found

    def _cut(self, value: Any, one: Column, kept: dict[Axis, NDArray[np.int64]]) -> Any:
        for dimension, axis in enumerate(one.axes):
            if axis in kept:
                value = np.take(value, kept[axis], axis=dimension)
        if one.names is not None:
            number = np.full(self.instance.sizes[one.names] + 1, -1, dtype=np.int64)
            number[kept[one.names]] = np.arange(len(kept[one.names]))
            # The last entry answers for -1.
            value = number[value]
        return value

    def _with_travel(self, part: Instance, profiles: NDArray[np.int64]) -> Instance:
        """Returns the part with only the places that it uses; until then they are the whole's."""
        whole = self.instance
        mode_place = part.mode_place.copy()
        start_place, end_place = part.duty_start_place.copy(), part.duty_end_place.copy()
        duty_profile = part.type_profile[part.duty_type]
        used: list[NDArray[np.int64]] = []
        for profile in range(len(profiles)):
            mine = duty_profile == profile
            here = mode_place[profile] >= 0
            used.append(
                np.unique(
                    np.concatenate((mode_place[profile, here], start_place[mine], end_place[mine]))
                )
            )
            mode_place[profile, here] = np.searchsorted(used[-1], mode_place[profile, here])
            start_place[mine] = np.searchsorted(used[-1], start_place[mine])
            end_place[mine] = np.searchsorted(used[-1], end_place[mine])
        size = np.array([len(places) for places in used], dtype=np.int64)
        part = part.replace(
            mode_place=mode_place,
            duty_start_place=start_place,
            duty_end_place=end_place,
            travel_size=size,
        )
        first = whole.travel_offset[profiles]
        if whole.labels is None:
            blocks = [
                whole.pairs(int(profile))[np.ix_(places, places)].reshape(-1)
                for profile, places in zip(profiles, used, strict=True)
            ]
            return part.replace(
                travel=np.concatenate(blocks),
                travel_offset=np.concatenate(([0], np.cumsum(2 * size**2)))[:-1],
            )
        assert self._spans is not None
        places = np.concatenate([at + mine for at, mine in zip(first, used, strict=True)])
        return part.replace(
            labels=select_places(whole.labels, self._spans, places),
            travel_offset=np.concatenate(([0], np.cumsum(size)))[:-1],
        )


def _ranges(
    start: NDArray[np.int64], owners: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns what some owners have, and where that of each begins (up to the next one's)."""
    length = start[owners + 1] - start[owners]
    begin = np.concatenate(([0], np.cumsum(length)))
    return np.arange(int(begin[-1])) + np.repeat(start[owners] - begin[:-1], length), begin


def _close_up(neighbours: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns lists of neighbours with those that are missing at the end."""
    order = np.argsort(neighbours < 0, axis=1, kind="stable")
    return np.take_along_axis(neighbours, order, axis=1)


def _change_outside(
    whole: Instance, tasks: NDArray[np.int64], part: Instance
) -> NDArray[np.int64] | None:
    """Returns what tasks cost more in every route of the part, None where no task does.

    Raises
    ------
    ValueError
        When a task is pinned to a duty that is not in the part.
    """
    if part.fixed is not None and ((whole.pins[tasks] >= 0) & (part.fixed.duty < 0)).any():
        raise ValueError("a task is pinned to a duty that is not in the part.")
    if part.reference is None:
        return None
    reference = whole.group(Reference)
    outside = (reference.duty[tasks] >= 0) & (part.reference.duty < 0)
    return np.where(outside, reference.change_cost[tasks], 0) if outside.any() else None
