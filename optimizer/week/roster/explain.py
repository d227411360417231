"""Why a duty of a roster is covered by nobody."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from fleet import Driver, message
from optimizer.week.roster.problem import RosterDuty, RosterProblem
from optimizer.week.roster.roster import Obstacle, Uncovered


def find_uncovered(problem: RosterProblem, driver_of: Mapping[str, str]) -> tuple[Uncovered, ...]:
    """Returns every duty that nobody does, with what stands in the drivers' way."""
    duties_of: dict[str, list[RosterDuty]] = defaultdict(list)
    for duty_id, driver_id in driver_of.items():
        duties_of[driver_id].append(problem.duty_of[duty_id])
    found = []
    for duty in sorted(problem.duties):
        if duty.id in driver_of:
            continue
        able = [driver for driver in problem.drivers if duty.kind in driver.licences]
        counts = Counter(_obstacle(problem, driver, duty, duties_of[driver.id]) for driver in able)
        if not counts:
            obstacle = Obstacle.NO_LICENCE
            detail = message(
                "roster.nobody_may", "nobody may drive a {kind:word.kind}", kind=duty.kind
            )
        else:
            obstacle = max(counts, key=lambda one: (counts[one], one))
            detail = message(
                "roster.in_the_way",
                "of {able} who may drive it: {counts:list}",
                able=len(able),
                counts=[
                    message(
                        "roster.so_many",
                        "{count} {obstacle:word.obstacle}",
                        count=count,
                        obstacle=one,
                    )
                    for one, count in counts.most_common()
                ],
            )
        found.append(Uncovered(duty_id=duty.id, obstacle=obstacle, detail=detail))
    return tuple(found)


def _obstacle(
    problem: RosterProblem, driver: Driver, duty: RosterDuty, own: Sequence[RosterDuty]
) -> Obstacle:
    """Returns the first thing that keeps a driver from a duty."""
    rules = problem.rules
    if duty.date in driver.unavailable:
        return Obstacle.UNAVAILABLE
    if duty.is_night and not driver.by_night:
        return Obstacle.NO_NIGHTS
    around = [*own, *problem.earlier.get(driver.id, ())]
    if not all(problem.are_compatible(one, duty) for one in around):
        return Obstacle.AT_WORK
    if sum(one.duration_s for one in own) + duty.duration_s > driver.most_s_a_week:
        return Obstacle.HOURS_USED_UP
    days = {one.date for one in own} | {duty.date}
    past = days | {one.date for one in around}
    row = max(
        sum(day - dt.timedelta(days=n) in past for n in range(rules.most_days_in_a_row + 1))
        for day in problem.dates
    )
    if len(days) > 7 - rules.rest_days or row > rules.most_days_in_a_row:
        return Obstacle.REST_DAYS
    today_s = sum(one.duration_s for one in [*own, duty] if one.date == duty.date)
    if today_s > rules.most_s_a_day and len(days) <= len(own):
        return Obstacle.AT_WORK
    return Obstacle.STOPPED
