"""What a driver has to know of the day."""

from fleet import Message
from scenarios.plan_file import PlanFile

OF_THE_DAY = frozenset({"notice.weather", "notice.snow", "notice.season", "notice.generated"})
"""Codes of what a driver has to know of the day; the other notices are for planners."""


def select_notices(plan_file: PlanFile) -> tuple[Message, ...]:
    """Returns the notices that concern a driver's day; those of old plans, without codes, all."""
    return tuple(one for one in plan_file.notices if not one.code or one.code in OF_THE_DAY)
