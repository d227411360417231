"""A day that is being planned: its instance, its plan with the haulage, and the checked file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fleet import Fleet, Message
from optimizer.answer import routes_of
from optimizer.beside import begin_beside
from optimizer.checker import Past, Violation, check
from optimizer.day import (
    Day,
    build_day,
    limit_facilities,
    prefer_duties,
    price_day,
    weigh_optional,
)
from optimizer.hands import Hand
from optimizer.instance import Solution
from optimizer.network.place import ArcKey
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import Holds, holds_of, join_lived, resume
from optimizer.plan import DutyId, Plan, Route, Unassigned, duties_of
from optimizer.target import swept_m2
from optimizer.task import Task
from optimizer.week.calendar import Calendar
from scenarios.due import DueWork
from scenarios.files import snapshot, snapshot_digest
from scenarios.measures import (
    WasteBalance,
    audit_coverage,
    balance_tonnes,
    measure,
    measure_driving,
    target_m2,
    target_row,
)
from scenarios.plan_file import NetworkRecord, PlanFile
from scenarios.planning.decided import (
    duties_of_fleet,
    keep_decided,
    say_decided,
    tell_missed_pins,
    tell_missed_times,
    within_hours,
)
from scenarios.planning.going_on import GoingOn
from scenarios.planning.haulage import Hauled, find_brought_kg, haul, with_capacities
from scenarios.planning.missing_work import tell_lost_loads, tell_missing_work
from scenarios.planning.options import PlanOptions
from scenarios.planning.refusal import require_no_faults
from scenarios.scenario import Scenario
from scenarios.second_opinion import check_figures
from scenarios.week import duties_on


@dataclass(frozen=True, kw_only=True)
class DayWork:
    """What is planned: the work due, on these streets, with these vehicles.

    Parameters
    ----------
    going_on
        Where and when everything goes on, when the day has begun; None for a whole day.
    made
        The instance of all that is due, where it is made already.
    left_alone
        Tasks that the plan in force leaves out, and that nobody is to be called for.
    """

    options: PlanOptions
    seed: int
    network: RoadNetwork
    due: DueWork
    fleet: Fleet
    going_on: GoingOn | None = None
    made: Day | None = None
    left_alone: frozenset[str] = frozenset()

    @property
    def wanted(self) -> dict[str, DutyId]:
        """The vehicle and shift that tasks are to stay with, at the price of a change."""
        reference, calendar = self.options.reference, self.options.calendar
        wanted = duties_of(reference) if reference else {}
        if calendar is not None:
            wanted |= duties_on(calendar, self.due.scenario.date, self.due.tasks)
        return wanted

    @property
    def start(self) -> Plan | None:
        """The plan to go on from, as far as it is still open."""
        if self.going_on is not None:
            return self.going_on.open_plan
        start = self.options.start or self.options.reference
        if start is None or not self.hands:
            return start
        return self.holds.laid_over(start, duties_of_fleet(self.fleet))

    @property
    def hands(self) -> tuple[Hand, ...]:
        """What was decided by hand."""
        return self.going_on.running.hands if self.going_on else self.options.hands

    @property
    def holds(self) -> Holds:
        """What that comes to."""
        return self.going_on.holds if self.going_on else holds_of(self.hands)

    def with_notice(self, notice: Message) -> "DayWork":
        """Returns the same work, of which the plan is to say one thing more."""
        return replace(self, due=replace(self.due, notices=(*self.due.notices, notice)))

    def with_day(self) -> "DayWork":
        """Returns the same work with the instance of all that is due."""
        return self if self.made else replace(self, made=self.day(self.due.tasks, most_kg={}))

    def day(self, tasks: tuple[Task, ...], *, most_kg: Mapping[str, int]) -> Day:
        """Returns the instance of some tasks.

        Parameters
        ----------
        most_kg
            What may be brought to a facility on this day, by id, where that is less than usual.
        """
        options = self.options
        if self.made is not None and tasks is self.due.tasks:
            if not most_kg:
                return self.made
            # Who takes nothing is no facility any more, and visits are others.
            if self.going_on is None and min(most_kg.values()) > 0:
                return limit_facilities(self.made, with_capacities(self.fleet, most_kg).facilities)
        if self.going_on is None:
            holds, fleet = self.holds, with_capacities(self.fleet, most_kg)
            due = replace(self.due, tasks=within_hours(holds, tasks))
            day = day_of(due, fleet, self.network, reference=options.reference)
            day = keep_decided(holds, day, fleet)
        else:
            day = self._without_left_alone(self._rest(self.going_on, tasks, most_kg))
        if not self.wanted:
            return day
        return prefer_duties(day, self.wanted, change_fen=options.change_fen)

    def _without_left_alone(self, day: Day) -> Day:
        """Returns a day on which nobody may do what is left alone."""
        if not self.left_alone:
            return day
        open_to_all = np.array([task.id not in self.left_alone for task in day.tasks], dtype=bool)
        allowed = np.ascontiguousarray(day.instance.allowed & open_to_all)
        return replace(day, instance=day.instance.replace(allowed=allowed))

    def _rest(self, going_on: GoingOn, tasks: tuple[Task, ...], most_kg: Mapping[str, int]) -> Day:
        """Returns the instance of what is left of the day; made once for all choices."""
        key = frozenset(most_kg.items())
        if key not in going_on.days:
            collecting, streets = going_on.collecting, going_on.streets
            due = replace(self.due, tasks=going_on.tasks_left(tasks))
            brought_kg = find_brought_kg(collecting)
            left_kg = {id_: kg - brought_kg.get(id_, 0) for id_, kg in most_kg.items()}
            fleet = with_capacities(collecting.fleet, left_kg)
            day = day_of(due, fleet, streets, reference=self.options.reference)
            going_on.days[key] = going_on.give_loads(resume(day, collecting, streets))
        return going_on.holds.bind(going_on.days[key], going_on.duties)

    def routes(self, day: Day, solution: Solution) -> tuple[Route, ...]:
        """Returns the routes of a solution, with what was lived before it."""
        routes = routes_of(day, solution)
        return routes if self.going_on is None else join_lived(self.going_on.collecting, routes)

    def unassigned(self, left: Sequence[Unassigned]) -> tuple[Unassigned, ...]:
        """Returns what is in no route, with what cannot be planned any more."""
        if self.going_on is None:
            return tuple(say_decided(self.holds, left, self.due.tasks, self.fleet))
        before = self.going_on.before.plan.unassigned_by_task
        told = [
            before[one.task_id]
            if one.task_id in self.left_alone
            else self.going_on.say_nobody_left(one)
            for one in left
        ]
        both = (*told, *self.going_on.not_possible)
        return tuple(sorted(both, key=lambda one: one.task_id))

    def sweeps_enough(self, routes: Sequence[Route]) -> bool:
        """Says whether routes sweep the area that was asked for, if any was."""
        rate = self.options.target_rate
        if rate is None:
            return False
        served = {id_ for route in routes for id_ in route.task_ids}
        tasks = [task for task in self.due.tasks if task.id in served]
        return swept_m2(tasks, range(len(tasks))) >= target_m2(self.due.lots, rate)

    def haul(self, plan: Plan) -> Hauled:
        """Returns a plan with the haulage of what it collects."""
        return haul(
            self.going_on.streets if self.going_on else self.network,
            self.fleet,
            self.due.sites,
            plan,
            loading_s=self.due.scenario.bulk_loading_s,
            seed=self.seed,
            waiting_fen_per_hour=self.due.scenario.prices.waiting_fen_per_hour,
            rest=self.going_on.hauling if self.going_on else None,
            before=self.going_on.kept if self.going_on else None,
        )

    def write_up(
        self, whole: Hauled, *, iterations: int = 0, interrupted: bool = False
    ) -> PlanFile:
        """Returns a plan with all that goes with it, once routes and figures have been checked.

        Raises
        ------
        PlanRefused
            When the checker finds a violation.
        """
        due, network, fleet = self.due, self.network, self.fleet
        scenario, plan, tasks = due.scenario, whole.plan, (*due.tasks, *whole.tasks)
        tonnes = None
        if due.points or scenario.bulk_trucks:
            tonnes = balance_tonnes(
                due.points,
                fleet,
                tasks,
                plan,
                towns={town.id: town.name for town in scenario.towns},
                overflow_price_fen=scenario.overflow.price_fen,
            )
        ledger = tonnes.ledger if tonnes else ()
        past = self._past

        def judge() -> Sequence[Violation]:
            return check(network, fleet, tasks, due.sites, plan, ledger=ledger, past=past)

        # Somebody waits for it: routes and figures are judged beside what is done meanwhile.
        judged = begin_beside(judge)
        try:
            plan_file = self._file_of(whole, tonnes, iterations, interrupted=interrupted)
        finally:
            require_no_faults(judged())
        figures = begin_beside(lambda: self._find_wrong_figures(plan_file, tasks))
        plan_file.keep_text()
        require_no_faults(figures())
        plan_file.keep_tasks(network, tasks)
        return plan_file

    def _file_of(
        self, whole: Hauled, tonnes: WasteBalance | None, iterations: int, *, interrupted: bool
    ) -> PlanFile:
        """Returns a plan with all that goes with it, before anybody has judged that."""
        options, due, network, fleet = self.options, self.due, self.network, self.fleet
        scenario, plan, tasks = due.scenario, whole.plan, (*due.tasks, *whole.tasks)
        audit = audit_coverage(
            due.lots, tasks, plan, lanes=due.lanes, unmaintained_m2=due.unmaintained_m2
        )
        # What a scenario could not say when the plan in force was made, it does not say now.
        values = self.going_on.before.scenario if self.going_on else snapshot(scenario)
        return PlanFile(
            scenario_name=scenario.name,
            title=scenario.title,
            title_zh=scenario.title_zh,
            date=scenario.date.isoformat(),
            network=NetworkRecord(
                name=network.name,
                source=network.source,
                digest=network.digest,
                generated=network.generated,
                driving_side=network.driving_side,
                country=network.country,
            ),
            engine=options.engine,
            seed=self.seed,
            iterations=iterations,
            processes=options.processes,
            interrupted=interrupted,
            notices=(
                *tell_missing_work(fleet, tasks, plan),
                *tell_lost_loads(plan, tasks),
                *due.notices,
                *self._tell_missed(plan),
            ),
            measures=measure(
                fleet,
                tasks,
                plan,
                audit,
                waiting_fen_per_hour=scenario.prices.waiting_fen_per_hour,
                balance=tonnes,
                areas=due.areas,
                driving=measure_driving(network, fleet, tasks, plan),
                target=None
                if options.target_rate is None
                else target_row(options.target_rate, due.lots, due.tasks, fleet, plan, audit),
            ),
            plan=plan,
            tasks=tuple(self._name_arcs(task) for task in tasks),
            sites={id_: place.with_arcs(network.arc_key) for id_, place in due.sites.items()},
            fleet=fleet,
            scenario=values,
            scenario_digest=snapshot_digest(values),
            moved=due.moved,
            on_calendar=self.going_on.before.on_calendar
            if self.going_on
            else _contracts_on(options.calendar, scenario),
            running=self.going_on.running if self.going_on else None,
            hands=() if self.going_on else self.options.hands,
        )

    @property
    def _past(self) -> Past | None:
        """What the checker is told of the day so far; before it begins, only what was decided."""
        if self.going_on is not None:
            return self.going_on.past
        return Past(hands=self.hands, now_s=0, freeze_s=0) if self.hands else None

    def _tell_missed(self, plan: Plan) -> Iterator[Message]:
        """Yields what was decided by hand and is not kept, and why."""
        if self.going_on is not None:
            yield from self.going_on.tell_missed_pins(plan)
        elif self.hands:
            tasks = {task.id: task for task in self.due.tasks}
            yield from tell_missed_times(self.holds, plan, tasks)
            yield from tell_missed_pins(self.holds, plan, tasks, duties_of_fleet(self.fleet))

    def _name_arcs(self, task: Task) -> Task[ArcKey]:
        """Returns a task with the names of its arcs."""
        if self.going_on is not None:
            return self.going_on.keyed(task, self.network)
        return task.with_arcs(self.network.arc_key)

    def require_figures(self, plan_file: PlanFile, tasks: Sequence[Task]) -> None:
        """Requires that the second opinion has nothing against the figures of a plan.

        Parameters
        ----------
        tasks
            Those of the plan, on the network.

        Raises
        ------
        PlanRefused
            When it has.
        """
        require_no_faults(self._find_wrong_figures(plan_file, tasks))

    def _find_wrong_figures(
        self, plan_file: PlanFile, tasks: Sequence[Task]
    ) -> Sequence[Violation]:
        findings = check_figures(plan_file, self.due, tasks, self.network)
        return [one for one in findings if isinstance(one, Violation)]


def _contracts_on(calendar: Calendar | None, scenario: Scenario) -> tuple[str, ...] | None:
    """Returns the ids of the contracts that a calendar has on the day."""
    if calendar is None:
        return None
    return tuple(sorted({visit.contract_id for visit in calendar.on(scenario.date)}))


def day_of(
    due: DueWork, fleet: Fleet, network: RoadNetwork, *, reference: Plan | None = None
) -> Day:
    """Returns the instance of what is due, with the scenario's weights.

    Parameters
    ----------
    reference
        A plan whose routes say where the vehicles' territories lie.

    Raises
    ------
    InfeasibleScenario
        As `build_day`.
    """
    scenario = due.scenario
    day = build_day(network, fleet, due.tasks, due.sites)
    weight = scenario.optional_weight
    day = price_day(day, network, scenario.prices, optional_weight=weight, reference=reference)
    prize = weigh_optional(day.instance, day.tasks, sweep_weight=weight, other_weight=weight)
    return replace(day, instance=day.instance.replace(prize=prize))
