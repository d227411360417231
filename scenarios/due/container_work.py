"""Domestic waste that is due: which containers must be emptied today, may be, or can wait."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fleet import CollectionPoint, Work
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import Snap
from optimizer.task import Task
from scenarios.due.stops import stop_modes
from scenarios.scenario import Scenario


class Decision(StrEnum):
    """What is decided of a collection point before anything is planned."""

    MUST = "must"
    """Too full to wait: required work."""
    MAY = "may"
    """Optional: served where the risk of waiting costs more than the detour."""
    WAIT = "wait"
    """Empty enough, or not to be emptied on this day: no task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDue:
    """A collection point on the service day.

    Parameters
    ----------
    level_kg
        In the containers when the day begins.
    demand_kg
        What a truck takes if it comes today.
    allowed
        Whether it may be emptied on this day at all.
    risk
        Probability that it overflows before the next collection if nobody comes today.
    prize_fen
        Expected cost of nobody coming: see `prize_fen`.
    next_due
        The first later day on which it must be emptied if nobody comes before; None when that is
        far off.
    """

    point: CollectionPoint
    decision: Decision
    allowed: bool
    level_kg: int
    demand_kg: int
    risk: float
    prize_fen: int
    next_due: dt.date | None


def points_due(scenario: Scenario) -> tuple[PointDue, ...]:
    """Returns every collection point with what is decided of it, sorted by id."""
    return tuple(
        _assess(point, scenario) for point in sorted(scenario.containers, key=lambda one: one.id)
    )


def _assess(point: CollectionPoint, scenario: Scenario) -> PointDue:
    date, policy = scenario.date, scenario.overflow
    risk = point.overflow_risk(date)
    if not point.allows(date) or risk <= policy.skip_share:
        decision = Decision.WAIT
    else:
        decision = Decision.MUST if risk >= policy.must_share else Decision.MAY
    return PointDue(
        point=point,
        decision=decision,
        allowed=point.allows(date),
        level_kg=point.level_on(date),
        demand_kg=point.demand_on(date),
        risk=risk,
        prize_fen=prize_fen(point, date, policy.price_fen),
        next_due=point.next_due(date, policy.must_share),
    )


def prize_fen(point: CollectionPoint, date: dt.date, price_fen: int) -> int:
    """Returns what a collection on a day is worth: the overflows that it prevents.

    With the risk r of an overflow before the next collection if nobody comes, the risk e if the
    containers are emptied on this day, and the price p of an overflow, nobody coming costs p * r
    and a collection p * e, so the collection is worth p * (r - e). That an early collection also
    puts off the next one is left out: each day is planned alone.
    """
    return round(price_fen * max(0.0, point.overflow_risk(date) - point.emptied_risk(date)))


def container_tasks(
    points: Sequence[PointDue],
    network: RoadNetwork,
    snapped: Sequence[tuple[CollectionPoint, Snap]],
) -> list[Task]:
    """Returns a task for each point that must or may be emptied.

    Parameters
    ----------
    snapped
        The points with their places at the kerb.
    """
    snap_of = {point.id: snap for point, snap in snapped}
    return [
        _task(due, network, snap_of[due.point.id])
        for due in points
        if due.decision is not Decision.WAIT and due.point.id in snap_of
    ]


def _task(due: PointDue, network: RoadNetwork, snap: Snap) -> Task:
    point = due.point
    return Task(
        id=f"container/{point.id}",
        work=Work.CONTAINER,
        name=point.name,
        modes=stop_modes(network, snap, may_cross=point.may_cross, service_s=point.stop_s),
        demand_kg=due.demand_kg,
        windows=point.windows,
        required=due.decision is Decision.MUST,
        prize_fen=due.prize_fen,
        point_id=point.id,
        max_length_cm=point.max_length_cm,
        max_width_cm=point.max_width_cm,
        max_weight_kg=point.max_weight_kg,
    )
