"""Where a vehicle stands at the end of its route so far, and where going on leads: for a greedy.

Times are kept exactly, with windows, breaks and changes of lanes, as the search keeps them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import FAR, NEVER, Drives, Instance


class At(NamedTuple):
    """Where and when a vehicle can drive on, whether it has rested, and what it has done.

    Parameters
    ----------
    mode
        What it has done last, -1 at its depot.
    load
        Since the last reset, by resource.
    is_first
        Whether it is still at its depot: it leaves so late that it need not wait.
    """

    place: int
    mode: int
    now_s: int
    rested: bool
    load: NDArray[np.int64]
    is_first: bool


class Moves:
    """What a vehicle can do next, and where and when that leads."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.drives = Drives(instance)
        self.element_of_mode = np.repeat(
            np.arange(instance.num_elements), np.diff(instance.mode_start)
        )

    def after(self, duty: int, at: At, mode: int) -> At | None:
        """Returns where and when doing a mode leads, None when it cannot be done in time.

        The break is taken at the first moment of its band between two activities.
        """
        instance = self.instance
        kind = int(instance.duty_type[duty])
        profile = int(instance.type_profile[kind])
        place = int(instance.mode_place[profile, mode])
        travel_s, travel_m = self.drives.leaving(profile, at.place)[place].tolist()
        lanes = instance.lane_changes
        if lanes is not None and at.mode >= 0:
            travel_s += lanes.seconds(kind, at.mode, mode, travel_m)
        arrival_s = at.now_s + travel_s
        first, last = instance.window_start[mode], instance.window_start[mode + 1]
        begin_s = min(
            (
                max(arrival_s, int(instance.window_earliest_s[window]))
                for window in range(first, last)
                if arrival_s <= instance.window_latest_s[window]
            ),
            default=NEVER,
        )
        if travel_s >= FAR or begin_s >= NEVER:
            return None
        rested = at.rested or (
            at.is_first and begin_s - travel_s >= int(instance.rest_earliest_s[duty])
        )
        now_s = begin_s + int(instance.mode_service_s[kind, mode])
        if not rested and now_s >= instance.rest_earliest_s[duty]:
            if now_s > instance.rest_latest_s[duty]:
                return None
            now_s += int(instance.rest_s[duty])
            rested = True
        element = int(self.element_of_mode[mode])
        load = at.load.copy()
        if element < instance.num_tasks:
            load += instance.demand[element]
        else:
            load[instance.type_reset[kind] == element] = 0
        return At(place=place, mode=mode, now_s=now_s, rested=rested, load=load, is_first=False)

    def visit(self, duty: int, at: At, reset: int, towards: int | None) -> At | None:
        """Returns where a visit to the best facility leads: that from which one is there soonest.

        Parameters
        ----------
        towards
            The mode to which the route goes on, None for the end of the route.
        """
        instance = self.instance
        kind = int(instance.duty_type[duty])
        profile = int(instance.type_profile[kind])
        place = (
            int(instance.duty_end_place[duty])
            if towards is None
            else int(instance.mode_place[profile, towards])
        )
        options = [self.after(duty, at, mode) for mode in instance.modes(reset)]
        reached = [
            (one.now_s + int(self.drives.leaving(profile, one.place)[place, 0]), number)
            for number, one in enumerate(options)
            if one is not None
        ]
        return options[min(reached)[1]] if reached else None

    def gets_home(self, duty: int, at: At) -> bool:
        """Says whether the vehicle can end its route in time, by the facility it must end with."""
        instance = self.instance
        kind = int(instance.duty_type[duty])
        final = int(instance.type_final_reset[kind])
        if final >= 0:
            visited = self.visit(duty, at, final, None)
            if visited is None:
                return False
            at = visited
        profile = int(instance.type_profile[kind])
        home = self.drives.leaving(profile, at.place)[int(instance.duty_end_place[duty]), 0]
        arrival_s = at.now_s + int(home)
        if home >= FAR or (not at.rested and arrival_s > instance.rest_latest_s[duty]):
            return False
        return bool(arrival_s <= instance.duty_end_s[duty])

    def home_s(self, duty: int) -> NDArray[np.int64]:
        """Returns the least seconds from each place to the end of the shift's route."""
        instance = self.instance
        kind = int(instance.duty_type[duty])
        profile = int(instance.type_profile[kind])
        home = self.drives.coming(profile, int(instance.duty_end_place[duty]))[:, 0]
        final = int(instance.type_final_reset[kind])
        if final < 0:
            return home.astype(np.int64)
        ways = []
        for mode in instance.modes(final):
            place = int(instance.mode_place[profile, mode])
            visit_s = int(instance.mode_service_s[kind, mode])
            ways.append(
                self.drives.coming(profile, place)[:, 0].astype(np.int64) + visit_s + home[place]
            )
        least: NDArray[np.int64] = np.min(ways, axis=0)
        return least
