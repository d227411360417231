"""An instance in PyVRP's terms, and its routes back in ours.

Every mode is a location. A task is a group of mutually exclusive clients, one for each mode and
window. A facility is a depot at which a vehicle may reload, and the final visit to one is folded
into the way home. What a vehicle pays (metres, seconds, service) is its profile's distance; what
it takes is its profile's duration, service at the origin of an edge included in both.
"""

from dataclasses import dataclass

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.constants import MAX_VALUE

from optimizer.engines.rivals.settling import without_idle_resets
from optimizer.errors import InputError
from optimizer.instance import NEVER, Instance

MOST_ENTRIES = 64_000_000
"""Entries of all dense matrices of one sort; two sorts of them take 1 GB."""

BARRED = MAX_VALUE
"""Cost and seconds of an edge that a type of vehicle may not use."""


@dataclass(frozen=True, slots=True)
class _End:
    """Where duties of a type start or end: a place of the type's matrix."""

    kind: int
    place: int


@dataclass(frozen=True, slots=True)
class _DutyTimes:
    """All by which the duties of one of PyVRP's vehicle types are alike."""

    kind: int
    start_place: int
    end_place: int
    start_s: int
    end_s: int
    cost: int


class Model:
    """PyVRP's data of an instance.

    Parameters
    ----------
    unit
        Cost units in one unit of PyVRP's costs; costs are rounded to it. Its penalties are made
        for costs of moderate size.

    Raises
    ------
    InputError
        When the instance has what PyVRP cannot express, or is larger than dense matrices allow.
    """

    def __init__(self, instance: Instance, *, unit: int) -> None:
        self.instance = instance
        self.unit = unit
        self.resets = [_reset_of(instance, kind) for kind in range(len(instance.type_profile))]
        _refuse_what_does_not_fit(instance, self.resets)
        duties: dict[_DutyTimes, list[int]] = {}
        for duty in range(instance.num_duties):
            hours = _DutyTimes(
                int(instance.duty_type[duty]),
                int(instance.duty_start_place[duty]),
                int(instance.duty_end_place[duty]),
                int(instance.duty_start_s[duty]),
                int(instance.duty_end_s[duty]),
                int(instance.duty_cost[duty]),
            )
            duties.setdefault(hours, []).append(duty)
        self.duties = list(duties.values())
        self.ends = list(
            dict.fromkeys(
                _End(hours.kind, place)
                for hours in duties
                for place in (hours.start_place, hours.end_place)
            )
        )
        resets = sorted({reset for reset in self.resets if reset >= 0})
        self.modes = [
            mode
            for element in (*range(instance.num_tasks), *resets)
            for mode in instance.modes(element)
        ]
        locations = len(self.ends) + len(self.modes)
        if locations**2 * len(self.resets) > MOST_ENTRIES:
            raise InputError(
                "engine.pyvrp_entries",
                "engine pyvrp: {places:,} places by {types} types of vehicles need more than "
                "{most:,} entries of dense matrices; use the default engine or a smaller area.",
                places=locations,
                types=len(self.resets),
                most=MOST_ENTRIES,
            )
        self.element_of_depot = [-1] * len(self.ends)
        self.element_of_client: list[int] = []
        depots = [pyvrp.Depot(location=location) for location in range(len(self.ends))]
        clients: list[pyvrp.Client] = []
        groups: list[pyvrp.ClientGroup] = []
        location_of = {mode: len(self.ends) + i for i, mode in enumerate(self.modes)}
        for task in range(instance.num_tasks):
            ways = [
                (location_of[mode], earliest_s, latest_s)
                for mode in instance.modes(task)
                for earliest_s, latest_s in _windows(instance, mode)
            ]
            # Left out at the price of the prize, required or not: a day may hold more than fits.
            group = len(groups) if len(ways) > 1 else None
            first = len(clients)
            clients += [
                pyvrp.Client(
                    location=location,
                    pickup=instance.demand[task].tolist(),
                    tw_early=earliest_s,
                    tw_late=latest_s,
                    prize=int(instance.prize[task]) // unit,
                    required=False,
                    group=group,
                )
                for location, earliest_s, latest_s in ways
            ]
            if group is not None:
                groups.append(
                    pyvrp.ClientGroup(clients=list(range(first, len(clients))), required=False)
                )
            self.element_of_client += [task] * len(ways)
        depots_of: dict[int, list[int]] = {}
        for reset in resets:
            for mode in instance.modes(reset):
                for earliest_s, latest_s in _windows(instance, mode):
                    depots_of.setdefault(reset, []).append(len(depots))
                    depots.append(
                        pyvrp.Depot(
                            location=location_of[mode], tw_early=earliest_s, tw_late=latest_s
                        )
                    )
                    self.element_of_depot.append(reset)
        costs, times = zip(
            *(self._matrices(kind) for kind in range(len(self.resets))), strict=True
        )
        self.data = pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * locations,
            clients=clients,
            depots=depots,
            vehicle_types=[
                self._vehicle_type(hours, len(alike), depots_of) for hours, alike in duties.items()
            ],
            distance_matrices=list(costs),
            duration_matrices=list(times),
            groups=groups,
        )

    def _vehicle_type(
        self, hours: _DutyTimes, number: int, depots_of: dict[int, list[int]]
    ) -> pyvrp.VehicleType:
        instance, kind = self.instance, hours.kind
        reset = self.resets[kind]
        binding = _binding(instance, kind)
        total = instance.demand.sum(axis=0)
        return pyvrp.VehicleType(
            num_available=number,
            # What cannot run out is not counted: a visit that resets it does no harm.
            capacity=np.where(binding, instance.type_capacity[kind], total).tolist(),
            start_depot=self.ends.index(_End(kind, hours.start_place)),
            end_depot=self.ends.index(_End(kind, hours.end_place)),
            fixed_cost=round(hours.cost / self.unit),
            tw_early=hours.start_s,
            tw_late=min(hours.end_s, NEVER),
            profile=kind,
            reload_depots=depots_of[reset] if reset >= 0 else [],
            max_reloads=int(instance.num_tasks) if reset >= 0 else 0,
        )

    def _matrices(self, kind: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Returns cost and seconds of a type between locations, service at the first included."""
        instance = self.instance
        profile = int(instance.type_profile[kind])
        per_m, per_s = int(instance.type_per_m[kind]), int(instance.type_per_s[kind])
        pairs = instance.pairs(profile)
        modes = np.array(self.modes, dtype=np.int64)
        place = np.concatenate(
            (
                [end.place if end.kind == kind else -1 for end in self.ends],
                instance.mode_place[profile, modes],
            )
        ).astype(np.int64)
        able = place >= 0
        for i, mode in enumerate(self.modes, start=len(self.ends)):
            element = int(np.searchsorted(instance.mode_start, mode, side="right")) - 1
            if element < instance.num_tasks:
                able[i] &= bool(instance.allowed[kind, element])
            else:
                able[i] &= element in (self.resets[kind], int(instance.type_final_reset[kind]))
        none = np.zeros(len(self.ends), dtype=np.int64)
        service_s = np.concatenate((none, instance.mode_service_s[kind, modes]))
        service_m = np.concatenate((none, instance.mode_service_m[modes]))
        legs = pairs[np.ix_(place, place)].astype(np.int64)
        seconds = legs[:, :, 0] + service_s[:, None]
        costs = per_s * seconds + per_m * (legs[:, :, 1] + service_m[:, None])
        final = int(instance.type_final_reset[kind])
        if final >= 0:
            self._fold_final_visit(kind, final, place, costs, seconds, pairs)
        costs = np.rint(costs / self.unit).astype(np.int64)
        for matrix in (costs, seconds):
            matrix[~able, :] = BARRED
            matrix[:, ~able] = BARRED
            matrix[: len(self.ends), : len(self.ends)] = 0
            np.fill_diagonal(matrix, 0)
        return np.minimum(costs, BARRED), np.minimum(seconds, BARRED)

    def _fold_final_visit(
        self,
        kind: int,
        final: int,
        place: NDArray[np.int64],
        costs: NDArray[np.int64],
        seconds: NDArray[np.int64],
        pairs: NDArray[np.int32],
    ) -> None:
        """Adds the detour by the cheapest facility to every way into the end of a duty."""
        instance = self.instance
        profile = int(instance.type_profile[kind])
        per_m, per_s = int(instance.type_per_m[kind]), int(instance.type_per_s[kind])
        way_by = instance.mode_place[profile, list(instance.modes(final))]
        visit_s = instance.mode_service_s[kind, list(instance.modes(final))]
        visit_m = instance.mode_service_m[list(instance.modes(final))]
        there = pairs[np.ix_(place, way_by)].astype(np.int64)
        for end, place_of_end in enumerate(place[: len(self.ends)]):
            direct = pairs[place, place_of_end].astype(np.int64)
            back = pairs[way_by, place_of_end].astype(np.int64)
            more = there + back[None, :, :] - direct[:, None, :]
            more_s = more[:, :, 0] + visit_s
            more_cost = per_s * more_s + per_m * (more[:, :, 1] + visit_m)
            best = more_cost.argmin(axis=1)
            rows = np.arange(len(place))
            costs[:, end] += more_cost[rows, best]
            seconds[:, end] += more_s[rows, best]

    def sequences(self, solution: pyvrp.Solution) -> list[list[int]]:
        """Returns the elements of each duty's route; a used one ends with its final reset.

        An infeasible solution gives up what the duty has no skill for and what overloads it.
        """
        instance = self.instance
        free = [list(reversed(alike)) for alike in self.duties]
        found: list[list[int]] = [[] for _ in range(instance.num_duties)]
        for route in solution.routes():
            duty = free[route.vehicle_type()].pop()
            elements = [
                self.element_of_client[activity.idx]
                if activity.is_client()
                else self.element_of_depot[activity.idx]
                for activity in route
            ]
            fitting = self._select_fitting(int(instance.duty_type[duty]), elements)
            final = int(instance.type_final_reset[instance.duty_type[duty]])
            found[duty] = without_idle_resets(instance, fitting, final)
        return found

    def _select_fitting(self, kind: int, elements: list[int]) -> list[int]:
        instance = self.instance
        load = np.zeros(instance.demand.shape[1], dtype=np.int64)
        kept = []
        for element in elements:
            if element < 0:
                continue
            if element >= instance.num_tasks:
                load[instance.type_reset[kind] == element] = 0
            elif (
                instance.allowed[kind, element]
                and (load + instance.demand[element] <= instance.type_capacity[kind]).all()
            ):
                load += instance.demand[element]
            else:
                continue
            kept.append(element)
        return kept


def _windows(instance: Instance, mode: int) -> list[tuple[int, int]]:
    first, last = int(instance.window_start[mode]), int(instance.window_start[mode + 1])
    return [
        (int(instance.window_earliest_s[w]), int(instance.window_latest_s[w]))
        for w in range(first, last)
    ]


def _binding(instance: Instance, kind: int) -> NDArray[np.bool_]:
    """Returns which resources a vehicle of a type could ever run out of."""
    total = instance.demand[instance.allowed[kind]].sum(axis=0)
    return np.asarray(total > instance.type_capacity[kind])


def _reset_of(instance: Instance, kind: int) -> int:
    """Returns the one reset that a type makes between trips, or -1.

    Raises
    ------
    InputError
        When resources are reset apart.
    """
    resets = set(instance.type_reset[kind][_binding(instance, kind)].tolist())
    if len(resets) > 1:
        raise InputError(
            "engine.pyvrp_resets",
            "engine pyvrp: vehicles of type {kind} reset one load without the other, but a visit "
            "between PyVRP's trips resets every load; use the default engine or ortools.",
            kind=kind,
        )
    return int(resets.pop()) if resets else -1


def _refuse_what_does_not_fit(instance: Instance, resets: list[int]) -> None:
    if (instance.rest_s > 0).any():
        raise InputError(
            "engine.pyvrp_breaks",
            "engine pyvrp: a duty has a break, which PyVRP cannot express; use the default "
            "engine or ortools, or take the breaks out of the shifts.",
        )
    begin_s, end_s = int(instance.duty_start_s.min()), int(instance.duty_end_s.max())
    for kind, final in enumerate(instance.type_final_reset.tolist()):
        if final < 0:
            continue
        for mode in instance.modes(final):
            windows = _windows(instance, mode)
            if not any(a <= begin_s and end_s <= b for a, b in windows):
                raise InputError(
                    "engine.pyvrp_facility_shut",
                    "engine pyvrp: vehicles of type {kind} end with a visit to a facility that is "
                    "not open throughout, which PyVRP cannot express; use the default engine or "
                    "open it all day.",
                    kind=kind,
                )
