"""What the ordinary rules forgive of a route that the day has upset."""

from dataclasses import dataclass

from optimizer.checker.kinds import is_lost
from optimizer.plan import ActivityKind, Route

ON_THE_WAY_HOME = (ActivityKind.UNLOAD, ActivityKind.REFILL, ActivityKind.END)
"""What is left to do for a vehicle that cannot be back in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leeway:
    """How much of a route is history, and what is therefore forgiven.

    Parameters
    ----------
    num_past
        So many activities, from the first on, can no longer be changed.
    is_upset
        Whether a breakdown, a delay, a late driver or skipped work has touched the route.
    open_s
        From when on what is not yet history may be departed for.
    """

    num_past: int = 0
    is_upset: bool = False
    open_s: int = 0

    def covers(self, number: int) -> bool:
        """Says whether windows, opening hours and the like are forgiven for an activity."""
        return self.is_upset and number < self.num_past

    def ready_s(self, number: int) -> int:
        """Returns when an activity may be departed for at the earliest, whatever was before it.

        The first that is new waits for the new plan, where its vehicle stood idle.
        """
        return self.open_s if 0 < number == self.num_past else 0

    def allows_late_break(self, number: int, *, waits: bool) -> bool:
        """Says whether a break may begin after its band: next, and without waiting for it."""
        is_next = number == self.num_past and not waits
        return self.is_upset and (number < self.num_past or is_next)

    def allows_late_end(self, route: Route) -> bool:
        """Says whether a route may end after its shift: where it only goes home.

        A break that is due may come first: it is due all the same.
        """
        rest = [activity.kind for activity in route.activities[self.num_past :]]
        if rest and rest[0] is ActivityKind.BREAK:
            rest = rest[1:]
        return self.is_upset and all(kind in ON_THE_WAY_HOME for kind in rest)

    def spares_break(self, route: Route) -> bool:
        """Says whether no break is due any more: the vehicle did not get so far."""
        return self.is_upset and bool(route.activities) and is_lost(route.activities[-1])


NONE = Leeway()
"""Of a plan that was made before its day began."""
