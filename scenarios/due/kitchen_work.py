"""Kitchen waste that is due: contracts become tasks."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fleet import Contract, Message, Priority, Vehicle, Work, message
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import Snap
from optimizer.task import Task
from scenarios.due.stops import stop_modes
from scenarios.scenario import Scenario

MUST_WEIGHT = 10
"""A contract that must be served counts as much as so many of the largest of the others
(assumed): enough to come first wherever both cannot be served."""

NOT_ITS_DAY, NOT_ITS_DATE, EXCLUDED, NOT_YET, ENDED = (
    "not_one_of_their_weekdays",
    "not_one_of_their_dates",
    "excluded_on_that_date",
    "not_begun",
    "ended",
)
"""Why a contract has no collection on a day."""


def kitchen_tasks(
    scenario: Scenario, network: RoadNetwork, snapped: Sequence[tuple[Contract, Snap]]
) -> list[Task]:
    """Returns a task for each contract that is due on the scenario's date.

    Parameters
    ----------
    snapped
        The contracts with their places at the kerb.
    """
    due = [(one, snap) for one, snap in snapped if one.allows(scenario.date)]
    first_fen = MUST_WEIGHT * max(
        (_prize_fen(scenario, one) for one, _ in due if one.priority is not Priority.MUST),
        default=0,
    )
    return [
        _task(
            contract,
            network,
            snap,
            prize_fen=_prize_fen(scenario, contract)
            + (first_fen if contract.priority is Priority.MUST else 0),
        )
        for contract, snap in due
    ]


def _prize_fen(scenario: Scenario, contract: Contract) -> int:
    return contract.penalty_fen or scenario.kitchen_prize_fen_per_kg * contract.demand_kg


def _task(contract: Contract, network: RoadNetwork, snap: Snap, *, prize_fen: int) -> Task:
    return Task(
        id=f"kitchen/{contract.id}",
        work=Work.KITCHEN,
        name=contract.name,
        modes=stop_modes(
            network, snap, may_cross=contract.may_cross, service_s=contract.service_s
        ),
        demand_kg=contract.demand_kg,
        windows=tuple(sorted(contract.windows)),
        required=contract.priority is not Priority.MAY_WAIT,
        prize_fen=prize_fen,
        contract_id=contract.id,
        max_length_cm=contract.max_length_cm,
        max_width_cm=contract.max_width_cm,
        max_weight_kg=contract.max_weight_kg,
    )


def kitchen_notices(scenario: Scenario) -> Iterator[Message]:
    """Yields what a reader of the plan should know of the contracts."""
    date, contracts = scenario.date, scenario.contracts
    due = [one for one in contracts if one.allows(date)]
    why = Counter(_explain_not_due(one, scenario) for one in contracts if not one.allows(date))
    if why:
        yield message(
            "notice.no_collection",
            "{count:,} of {contracts:,} contracts have no collection on {date}: {reasons:list}.",
            count=len(contracts) - len(due),
            contracts=len(contracts),
            date=date,
            reasons=[
                message(
                    "notice.so_many",
                    "{count} {reason:word.reason}",
                    count=count,
                    reason=reason,
                )
                for reason, count in sorted(why.items())
            ],
        )
    fewer = sum(one.times_a_week < len(set(one.weekdays)) for one in due)
    if fewer:
        yield message(
            "notice.fewer_collections",
            "Contracts due that want fewer collections a week than they allow days: {fewer:,}; a "
            "day that is planned alone collects from all of them.",
            fewer=fewer,
        )
    if due and not _list_trucks(scenario):
        yield message(
            "notice.no_kitchen_truck",
            "No vehicle has the skill for kitchen waste; contracts due: {due:,}.",
            due=len(due),
        )
    unknown = [one.id for one in _list_trucks(scenario) if not one.length_cm]
    limited = sum(one.max_length_cm > 0 for one in due)
    if limited and unknown:
        yield message(
            "notice.unknown_length",
            "The length of {vehicles:list} is unknown and counts as short enough where a contract "
            "limits it ({limited:,} do); give vehicles their length_cm.",
            vehicles=unknown,
            limited=limited,
        )


def _explain_not_due(contract: Contract, scenario: Scenario) -> str:
    date = scenario.date
    if contract.first_date and date < contract.first_date:
        return NOT_YET
    if contract.last_date and contract.last_date < date:
        return ENDED
    if date in contract.excluded_dates:
        return EXCLUDED
    return NOT_ITS_DATE if date.weekday() in contract.weekdays else NOT_ITS_DAY


def _list_trucks(scenario: Scenario) -> list[Vehicle]:
    return [one for one in scenario.vehicles if Work.KITCHEN in one.works]
