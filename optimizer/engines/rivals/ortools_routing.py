"""OR-Tools' routing solver on the same instance: a second opinion on one clock and one checker.

Every mode is a node, a task's modes exclude each other, and a reset is a handful of optional nodes
that lower the load. The final visit to a facility is folded into the way home.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from optimizer.engines.engine import Outcome, Run
from optimizer.engines.rivals.refusals import refuse_groups, refuse_start
from optimizer.engines.rivals.settling import settle, without_idle_resets
from optimizer.errors import InputError
from optimizer.instance import FAR, Instance, Pins, Solution
from optimizer.stop import MaxIterations, Progress, Stage

MOST_NODES = 2_000
"""Beyond this the dense matrices that OR-Tools wants take gigabytes."""

MOST_INSERTED = 200
"""With windows and more nodes, inserting one by one at the best place takes minutes."""

RESETS_PER_DUTY = 2
"""Facility visits that one duty may make before the last one."""

LONGEST_S = 10 * 365 * 86_400
"""Seconds that OR-Tools is given, for want of a limit by our clock."""


def ortools_routing(instance: Instance, run: Run, *, start: Solution | None = None) -> Outcome:
    """Returns what OR-Tools' guided local search finds.

    An iteration is one improving solution. The search has no random numbers, so `run.seed` changes
    nothing.

    Raises
    ------
    InputError
        When the instance is larger than dense matrices allow or has what OR-Tools' routing cannot
        express, or when there is a solution to start from.
    """
    refuse_start("ortools", start)
    refuse_groups("ortools", instance, takes=(Pins,))
    begin = run.watch.clock()
    model = _RoutingModel(instance)
    solutions, best, unassigned, stopped = 0, 0, instance.num_tasks, False

    def progress() -> Progress:
        so_far = Progress(
            stage=Stage.SEARCH,
            iterations=solutions,
            elapsed_s=run.watch.clock() - begin,
            best_cost=best / run.cost_unit,
            unassigned=unassigned,
        )
        return replace(so_far, share=run.stop.share(so_far))

    def on_solution() -> None:
        nonlocal solutions, best, unassigned
        solutions += 1
        best = int(model.routing.CostVar().Max())
        unassigned = model.count_unassigned()

    def over() -> bool:
        nonlocal stopped
        now = progress()
        run.watch.on_progress(now)
        stopped = stopped or run.watch.should_stop()
        return stopped or run.stop(now)

    model.routing.AddAtSolutionCallback(on_solution)
    model.routing.AddSearchMonitor(model.routing.solver().CustomLimit(over))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = (
        strategies.ALL_UNPERFORMED
        if model.has_windows and len(model.nodes) > MOST_INSERTED
        else strategies.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    for limit in run.stop.limits:
        if isinstance(limit, MaxIterations):
            parameters.solution_limit = limit.limit
    # `over` ends the search; without any limit of its own OR-Tools would not begin one.
    parameters.time_limit.FromSeconds(LONGEST_S)
    assignment = model.routing.SolveWithParameters(parameters)
    sequences = model.sequences(assignment) if assignment else [[]] * instance.num_duties
    return Outcome(
        solution=settle(instance, sequences),
        iterations=solutions,
        elapsed_s=run.watch.clock() - begin,
        interrupted=stopped,
    )


class _RoutingModel:
    """The instance in OR-Tools' terms."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        # Node 0 stands for every depot; matrices are by vehicle type and depot.
        self.nodes: list[tuple[int, int]] = [(-1, -1)]
        for task in range(instance.num_tasks):
            self.nodes += [(task, mode) for mode in instance.modes(task)]
        used = {int(r) for row in instance.type_reset for r in row if r >= 0}
        for reset in sorted(used):
            copies = RESETS_PER_DUTY * instance.num_duties
            self.nodes += [(reset, mode) for mode in instance.modes(reset) for _ in range(copies)]
        if len(self.nodes) > MOST_NODES:
            raise InputError(
                "engine.ortools_nodes",
                "engine ortools: {nodes:,} nodes, it takes at most {most:,}; use the default "
                "engine or a smaller area.",
                nodes=len(self.nodes),
                most=MOST_NODES,
            )
        self.manager = pywrapcp.RoutingIndexManager(len(self.nodes), instance.num_duties, 0)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._add_costs_and_times()
        self._add_loads()
        self._add_choices()

    @property
    def has_windows(self) -> bool:
        """Whether the hours of any place are shorter than the longest duty's."""
        instance = self.instance
        return bool(
            (instance.window_earliest_s > instance.duty_start_s.min()).any()
            or (instance.window_latest_s < instance.duty_end_s.max()).any()
        )

    def _matrices(self, duty: int) -> tuple[list[list[int]], list[list[int]]]:
        """Returns cost and seconds between nodes for a duty, service at the first included."""
        instance = self.instance
        kind = int(instance.duty_type[duty])
        profile = int(instance.type_profile[kind])
        final = int(instance.type_final_reset[kind])
        start, end = int(instance.duty_start_place[duty]), int(instance.duty_end_place[duty])
        rates = np.array([instance.type_per_s[kind], instance.type_per_m[kind]])
        pairs = instance.pairs(profile).astype(np.int64)
        modes = np.array([mode for _, mode in self.nodes[1:]], dtype=np.int64)
        places = instance.mode_place[profile, modes]

        def work(modes: NDArray[np.int64]) -> NDArray[np.int64]:
            return np.stack(
                (instance.mode_service_s[kind, modes], instance.mode_service_m[modes]), axis=-1
            )

        # Seconds and metres, as in `pairs`.
        legs = np.zeros((len(self.nodes), len(self.nodes), 2), dtype=np.int64)
        legs[1:, 1:] = pairs[places][:, places]
        legs[0, 1:] = pairs[start, places]
        legs[1:, 0] = pairs[places, end]
        if final >= 0:
            visits = np.array(instance.modes(final), dtype=np.int64)
            by = instance.mode_place[profile, visits]
            ways = pairs[places][:, by] + work(visits) + pairs[by, end]
            best = np.lexsort((ways[:, :, 0], ways @ rates))[:, 0]
            legs[1:, 0] = ways[np.arange(len(ways)), best]
        costs, times = legs @ rates, legs[:, :, 0]
        able = np.concatenate(([True], places >= 0))
        for matrix in (costs, times):
            matrix[~able, :] = FAR
            matrix[:, ~able] = FAR
        service = work(modes)
        costs[1:] += (service @ rates)[:, None]
        times[1:] += service[:, :1]
        return costs.tolist(), times.tolist()

    def _add_costs_and_times(self) -> None:
        instance, routing = self.instance, self.routing
        evaluators: dict[tuple[int, int, int], tuple[int, int]] = {}
        transit = []
        for duty in range(instance.num_duties):
            key = (
                int(instance.duty_type[duty]),
                int(instance.duty_start_place[duty]),
                int(instance.duty_end_place[duty]),
            )
            if key not in evaluators:
                costs, times = self._matrices(duty)
                evaluators[key] = (
                    routing.RegisterTransitMatrix(costs),
                    routing.RegisterTransitMatrix(times),
                )
            cost_index, time_index = evaluators[key]
            routing.SetArcCostEvaluatorOfVehicle(cost_index, duty)
            routing.SetFixedCostOfVehicle(int(instance.duty_cost[duty]), duty)
            transit.append(time_index)
        horizon = int(min(instance.duty_end_s.max(), FAR))
        routing.AddDimensionWithVehicleTransits(transit, horizon, horizon, False, "time")
        time_dimension = routing.GetDimensionOrDie("time")
        for duty in range(instance.num_duties):
            end_s = min(int(instance.duty_end_s[duty]), horizon)
            begin_s = int(instance.duty_start_s[duty])
            time_dimension.CumulVar(routing.Start(duty)).SetRange(begin_s, end_s)
            time_dimension.CumulVar(routing.End(duty)).SetRange(begin_s, end_s)
            if instance.rest_s[duty] > 0:
                rest = routing.solver().FixedDurationIntervalVar(
                    int(instance.rest_earliest_s[duty]),
                    int(instance.rest_latest_s[duty]),
                    int(instance.rest_s[duty]),
                    False,
                    f"rest {duty}",
                )
                kind = int(instance.duty_type[duty])
                visits = [0] * routing.Size()
                for node, (_, mode) in enumerate(self.nodes):
                    if mode >= 0:
                        visits[self.manager.NodeToIndex(node)] = int(
                            instance.mode_service_s[kind, mode]
                        )
                time_dimension.SetBreakIntervalsOfVehicle([rest], duty, visits)
        for node, (_, mode) in enumerate(self.nodes):
            if mode < 0:
                continue
            first, last = int(instance.window_start[mode]), int(instance.window_start[mode + 1])
            cumul = time_dimension.CumulVar(self.manager.NodeToIndex(node))
            cumul.SetRange(
                int(instance.window_earliest_s[first]),
                min(horizon, int(instance.window_latest_s[last - 1])),
            )
            for w in range(first, last - 1):
                gap = int(instance.window_latest_s[w]) + 1, int(instance.window_earliest_s[w + 1])
                cumul.RemoveInterval(gap[0], gap[1] - 1)

    def _add_loads(self) -> None:
        instance, routing = self.instance, self.routing
        for r in range(instance.demand.shape[1]):
            capacities = [
                int(instance.type_capacity[kind, r]) for kind in instance.duty_type.tolist()
            ]
            most = max(capacities)
            resets = {int(row[r]) for row in instance.type_reset if row[r] >= 0}
            change = [0]
            for element, _ in self.nodes[1:]:
                if element < instance.num_tasks:
                    change.append(int(instance.demand[element, r]))
                else:
                    change.append(-most if element in resets else 0)
            index = routing.RegisterUnaryTransitVector(change)
            routing.AddDimensionWithVehicleCapacity(index, most, capacities, True, f"load {r}")
            dimension = routing.GetDimensionOrDie(f"load {r}")
            for node, (element, mode) in enumerate(self.nodes):
                if mode >= 0 and (element < instance.num_tasks or element not in resets):
                    dimension.SlackVar(self.manager.NodeToIndex(node)).SetValue(0)

    def _add_choices(self) -> None:
        instance, routing = self.instance, self.routing
        of_element: dict[int, list[int]] = {}
        for node, (element, mode) in enumerate(self.nodes):
            if mode >= 0:
                of_element.setdefault(element, []).append(self.manager.NodeToIndex(node))
        for element, indices in of_element.items():
            if element < instance.num_tasks:
                routing.AddDisjunction(indices, int(instance.prize[element]), 1)
                able = instance.allowed[:, element]
                pinned = int(instance.pins[element])
            else:
                for index in indices:
                    routing.AddDisjunction([index], 0)
                able = (instance.type_reset == element).any(axis=1)
                pinned = -1
            duties = [
                duty
                for duty in range(instance.num_duties)
                if able[instance.duty_type[duty]] and pinned in (-1, duty)
            ]
            for index in indices:
                # -1 stands for "in no route"; SetAllowedVehiclesForIndex takes no Python list.
                routing.VehicleVar(index).SetValues([-1, *duties])

    def count_unassigned(self) -> int:
        """Returns how many tasks the solution at hand leaves out; for the solver's callbacks."""
        routing = self.routing
        indices = (
            self.manager.NodeToIndex(node)
            for node, (element, _) in enumerate(self.nodes)
            if 0 <= element < self.instance.num_tasks
        )
        # A node in no route is its own successor, and of a task's nodes at most one is in a route.
        served = sum(bool(routing.NextVar(index).Value() != index) for index in indices)
        return self.instance.num_tasks - served

    def sequences(self, assignment: pywrapcp.Assignment) -> list[list[int]]:
        """Returns the elements of each duty's route; a used one ends with its final reset."""
        found = []
        for duty in range(self.instance.num_duties):
            index = assignment.Value(self.routing.NextVar(self.routing.Start(duty)))
            elements = []
            while not self.routing.IsEnd(index):
                elements.append(self.nodes[self.manager.IndexToNode(index)][0])
                index = assignment.Value(self.routing.NextVar(index))
            final = int(self.instance.type_final_reset[self.instance.duty_type[duty]])
            found.append(without_idle_resets(self.instance, elements, final))
        return found
