"""Whether a vehicle can come home on streets of which some are closed."""

from dataclasses import dataclass

from fleet import Shift, Vehicle
from optimizer.day import Duty, find_signed_hours
from optimizer.errors import NetworkError
from optimizer.network.paths import path_finder
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import GoOn


@dataclass(frozen=True, slots=True, kw_only=True)
class WayHome:
    """The way of a vehicle to its depot in a shift.

    Parameters
    ----------
    one
        Where it becomes free; None for one that is still in the depot, and must get out and in.
    """

    vehicle: Vehicle
    shift: Shift
    depot: Place
    one: GoOn | None

    def is_open(self, streets: RoadNetwork) -> bool:
        """Says whether there is one."""
        hours = find_signed_hours(streets, self.shift)
        duty = Duty(vehicle=self.vehicle, shift=self.shift, hours=hours)
        try:
            finder = path_finder(streets, duty.profile)
        except NetworkError:
            return False
        stands = self.one.task.modes[0].place if self.one else self.depot
        return finder.reaches(self.depot) and finder.reaches(stands)
