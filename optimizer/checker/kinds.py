"""What kinds of activities have in common for the rules."""

from optimizer.plan import Activity, ActivityKind

AT_A_TASK = (ActivityKind.SERVICE, ActivityKind.SKIPPED)
"""Where the vehicle comes to a task, in one of its modes and for its time, whether or not it could
do it."""

WHERE_IT_IS = (ActivityKind.BREAK, ActivityKind.DELAY)
"""What takes time and moves nobody."""


def is_lost(activity: Activity) -> bool:
    """Says whether an activity ends the day of a vehicle that broke down."""
    return activity.kind is ActivityKind.END and activity.facility_id is None
