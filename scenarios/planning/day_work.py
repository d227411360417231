"""A day that is being planned: its instance, its plan with the haulage, and the checked file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fleet import Fleet
from optimizer.answer import explain, routes_of
from optimizer.checker import check
from optimizer.day import Balance, Day, balanced, build_day, preferring, weighted, with_territories
from optimizer.errors import OneBroomError
from optimizer.instance import Solution
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import DutyId, Plan
from optimizer.task import Task
from scenarios.due import DueWork
from scenarios.files import snapshot
from scenarios.measures import audit_coverage, balance_tonnes, measure, target_row
from scenarios.plan_file import NetworkRecord, PlanFile, record_place, record_task
from scenarios.plan_request import PlanRequest
from scenarios.planning.haulage import Hauled, haul, with_capacities
from scenarios.planning.missing_work import missing_work


class PlanRefused(OneBroomError):
    """The checker found violations in a plan that the search made: a fault of ours."""


@dataclass(frozen=True, kw_only=True)
class DayWork:
    """What one request plans: the work due, on these streets, with these vehicles.

    Parameters
    ----------
    wanted
        The vehicle and shift that tasks are to stay with, at the price of a change.
    reference
        A plan whose routes say where territories lie, or None.
    """

    request: PlanRequest
    network: RoadNetwork
    due: DueWork
    fleet: Fleet
    wanted: Mapping[str, DutyId]
    reference: Plan | None = None

    def day(self, tasks: tuple[Task, ...], *, most_kg: Mapping[str, int]) -> Day:
        """Returns the instance of some tasks.

        Parameters
        ----------
        most_kg
            What may be brought to a facility on this day, by id, where that is less than usual.
        """
        fleet = with_capacities(self.fleet, most_kg)
        day = day_of(replace(self.due, tasks=tasks), fleet, self.network, reference=self.reference)
        if not self.wanted:
            return day
        return preferring(day, self.wanted, change_fen=self.request.change_fen)

    def collected(self, timed: Day, solution: Solution, *, explained: Day | None = None) -> Hauled:
        """Returns a solution as a plan, with the haulage of what it collects.

        Parameters
        ----------
        explained
            The day by whose windows reasons are given, where they are not those of `timed`.
        """
        return self.hauled(
            Plan(
                routes=routes_of(timed, solution),
                unassigned=explain(explained or timed, solution),
            )
        )

    def hauled(self, plan: Plan) -> Hauled:
        """Returns a plan with the haulage of what it collects."""
        return haul(
            self.network,
            self.fleet,
            self.due.sites,
            plan,
            loading_s=self.due.scenario.bulk_loading_s,
            seed=self.request.seed,
        )

    def write_up(self, whole: Hauled, *, iterations: int, interrupted: bool) -> PlanFile:
        """Returns a plan with all that goes with it, once the checker has passed it.

        Raises
        ------
        PlanRefused
            When the checker finds a violation.
        """
        request, due, network, fleet = self.request, self.due, self.network, self.fleet
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
        violations = check(
            network, fleet, tasks, due.sites, plan, ledger=tonnes.ledger if tonnes else ()
        )
        if violations:
            raise PlanRefused(
                f"the checker found {len(violations)} violations in our own plan, so it is not "
                "handed out; please report this:\n  "
                + "\n  ".join(str(violation) for violation in violations[:10])
            )
        audit = audit_coverage(
            due.lots, tasks, plan, washing=due.washing, unmaintained_m2=due.unmaintained_m2
        )
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
            ),
            engine=request.engine,
            seed=request.seed,
            iterations=iterations,
            processes=request.processes,
            interrupted=interrupted,
            notices=(*missing_work(fleet, tasks, plan), *due.notices),
            measures=measure(
                fleet,
                tasks,
                plan,
                audit,
                balance=tonnes,
                areas=due.areas,
                target=None
                if request.target_rate is None
                else target_row(request.target_rate, due.lots, due.tasks, fleet, plan, audit),
            ),
            plan=plan,
            task_records=tuple(record_task(task, network) for task in tasks),
            site_records={id_: record_place(place, network) for id_, place in due.sites.items()},
            fleet=fleet,
            scenario=snapshot(scenario),
        )


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
    day = build_day(network, fleet, due.tasks, due.sites, apart_fen=scenario.apart_fen)
    day = with_territories(
        day, network, stray_fen_per_km=scenario.stray_fen_per_km, reference=reference
    )
    weight = scenario.optional_weight
    prize = weighted(day.instance, day.tasks, sweep_weight=weight, other_weight=weight)
    day = replace(day, instance=day.instance._replace(prize=prize))
    if not scenario.balance_share:
        return day
    return balanced(day, Balance(above_s=scenario.balance_above_s, share=scenario.balance_share))
