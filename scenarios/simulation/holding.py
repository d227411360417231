"""Whether a plan holds on a drawn day when nobody plans anew: what is lost, by whom, and why.

Lost is required work that the plan of the morning does and that is not done, though it could have
been: what is cancelled, and what a driver finds blocked, no plan saves.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimizer.events import Delayed, StreetClosed, TaskCancelled, TaskSkipped, VehicleOut
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.stop import limits
from scenarios.plan_file import PlanFile
from scenarios.planning import PlanWatch
from scenarios.simulation.drawing import draw_day
from scenarios.simulation.living import LivedStep, SimulatedDay, live_through
from scenarios.simulation.policies import Policy

BROKEN, LATE, CLOSED = "vehicle_out", "delayed", "street_closed"
OTHER = "other"
"""The cause of what no event of the day explains by its vehicle or street."""

QUANTILE = 0.9
"""Share of the days that broke by delays that the slack told for a duty would have mended."""

Duty = tuple[str, str]
"""Vehicle and shift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostWork:
    """A required task that was planned and not done.

    Parameters
    ----------
    cause
        The kind of event that cost it: `BROKEN`, `LATE`, `CLOSED` or `OTHER`.
    told_s
        When that was told.
    """

    task_id: str
    vehicle_id: str
    shift_id: str
    cause: str
    told_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDay:
    """How a plan stood a drawn day.

    Parameters
    ----------
    lost
        In the order in which it was lost.
    short_s
        By duty that lost work to delays, the seconds that its route came home too late by, had
        all been done: what it fell behind, less what it had to spare.
    """

    seed: int
    events: int
    lost: tuple[LostWork, ...]
    short_s: tuple[tuple[Duty, int], ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was lost."""
        return not self.lost

    def held_with(self, slack_s: int) -> bool:
        """Says whether so much more time at the end of each duty would have held it."""
        return all(one.cause == LATE for one in self.lost) and all(
            short_s <= slack_s for _, short_s in self.short_s
        )


def hold_day(plan_file: PlanFile, network: RoadNetwork, seed: int, watch: PlanWatch) -> HeldDay:
    """Draws a day and lives it as planned."""
    day = draw_day(plan_file, network, seed)
    # Nothing is searched for where nobody plans anew.
    lived = live_through(
        plan_file, network, day, Policy.NONE, stop=limits(iterations=1), watch=watch
    )
    return judge_day(lived)


def judge_day(lived: SimulatedDay) -> HeldDay:
    """Returns how the plan of the morning stood a day that was lived without planning anew."""
    morning = lived.morning
    lost = tuple(one for step in lived.steps for one in _lost_in(step, morning))
    late_s: Counter[Duty] = Counter()
    for event in lived.day.events:
        if isinstance(event, Delayed):
            duty = _duty_at(morning.plan, event.vehicle_id, event.at_s)
            if duty is not None:
                late_s[duty] += event.late_s
    by_delay = {(one.vehicle_id, one.shift_id) for one in lost if one.cause == LATE}
    short_s = {duty: max(0, late_s[duty] - spare_s(morning, duty)) for duty in sorted(by_delay)}
    return HeldDay(
        seed=lived.day.seed,
        events=len(lived.day.events),
        lost=lost,
        short_s=tuple(short_s.items()),
    )


def spare_s(plan_file: PlanFile, duty: Duty) -> int:
    """Returns the seconds between a route's end and that of its shift."""
    vehicle_id, shift_id = duty
    shifts = plan_file.fleet.vehicle(vehicle_id).shifts
    end_s = next((one.end_s for one in shifts if one.id == shift_id), 0)
    ends = [
        route.activities[-1].end_s
        for route in plan_file.plan.routes
        if (route.vehicle_id, route.shift_id) == duty
    ]
    return max(0, end_s - max(ends, default=end_s))


def _lost_in(step: LivedStep, morning: PlanFile) -> Iterator[LostWork]:
    """Yields what a step of the day lost of the morning's required work."""
    told = {
        event.task_id for event in step.events if isinstance(event, TaskCancelled | TaskSkipped)
    }
    required = {task.id for task in morning.tasks if task.required} & morning.plan.served
    gone = (step.before.plan.served - step.after.plan.served) & required - told
    duties = _duty_of_tasks(step.before.plan)
    for task_id in sorted(gone):
        vehicle_id, shift_id = duties[task_id]
        yield LostWork(
            task_id=task_id,
            vehicle_id=vehicle_id,
            shift_id=shift_id,
            cause=_cause_of(step, vehicle_id),
            told_s=step.now_s,
        )


def _cause_of(step: LivedStep, vehicle_id: str) -> str:
    """Returns the kind of event that cost a vehicle work; its own before a street's."""
    own = [one for one in step.events if getattr(one, "vehicle_id", None) == vehicle_id]
    if any(isinstance(one, VehicleOut) for one in own):
        return BROKEN
    if any(isinstance(one, Delayed) for one in own):
        return LATE
    return CLOSED if any(isinstance(one, StreetClosed) for one in step.events) else OTHER


def _duty_of_tasks(plan: Plan) -> dict[str, Duty]:
    return {id_: (one.vehicle_id, one.shift_id) for one in plan.routes for id_ in one.task_ids}


def _duty_at(plan: Plan, vehicle_id: str, at_s: int) -> Duty | None:
    """Returns the duty that a vehicle is on at a time, or goes to next."""
    own = sorted(
        (one for one in plan.routes if one.vehicle_id == vehicle_id),
        key=lambda one: one.activities[0].begin_s,
    )
    later = [one for one in own if one.activities[-1].end_s >= at_s]
    return (vehicle_id, later[0].shift_id) if later else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStrain:
    """What breaks a duty, over the days.

    Parameters
    ----------
    days_broken
        Days on which it lost required work.
    first
        Days on which its loss was the first.
    causes
        Days by the first cause.
    spare_s
        Seconds to spare at its end, as planned.
    slack_s
        More seconds at its end that would have mended `QUANTILE` of the days that it broke by
        delays; 0 where delays broke none.
    """

    vehicle_id: str
    shift_id: str
    days_broken: int
    first: int
    causes: tuple[tuple[str, int], ...]
    spare_s: int
    slack_s: int


def strains(plan_file: PlanFile, days: Sequence[HeldDay]) -> tuple[DutyStrain, ...]:
    """Returns the duties that broke, the one that broke most often first."""
    broken: dict[Duty, list[str]] = {}
    first: Counter[Duty] = Counter()
    short: dict[Duty, list[int]] = {}
    for day in days:
        causes: dict[Duty, str] = {}
        for one in day.lost:
            causes.setdefault((one.vehicle_id, one.shift_id), one.cause)
        for duty, cause in causes.items():
            broken.setdefault(duty, []).append(cause)
        if day.lost:
            first[day.lost[0].vehicle_id, day.lost[0].shift_id] += 1
        for duty, seconds in day.short_s:
            short.setdefault(duty, []).append(seconds)
    found = [
        DutyStrain(
            vehicle_id=duty[0],
            shift_id=duty[1],
            days_broken=len(causes_),
            first=first[duty],
            causes=tuple(Counter(causes_).most_common()),
            spare_s=spare_s(plan_file, duty),
            slack_s=_quantile(short.get(duty, [])),
        )
        for duty, causes_ in broken.items()
    ]
    return tuple(
        sorted(found, key=lambda one: (-one.days_broken, -one.first, one.vehicle_id, one.shift_id))
    )


def _quantile(values: Sequence[int]) -> int:
    """Returns the least of the values that `QUANTILE` of them do not exceed; 0 of none."""
    return sorted(values)[math.ceil(QUANTILE * len(values)) - 1] if values else 0


def share_interval(count: int, of: int) -> tuple[float, float]:
    """Returns between which shares the true one lies with 95 % confidence.

    References
    ----------
    Wilson (1927), doi 10.1080/01621459.1927.10502953: the score interval.
    """
    if of == 0:
        return 0.0, 1.0
    z, share = 1.959964, count / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
