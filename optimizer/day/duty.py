"""Duties: one vehicle in one shift, how it drives and what it is able to do."""

from dataclasses import dataclass, fields, replace
from functools import cached_property

from fleet import Shift, Vehicle
from optimizer.day.vehicle_size import fits
from optimizer.network.profile import PROFILES, Hours, Profile, slow_in_traffic
from optimizer.network.road_network import RoadNetwork
from optimizer.network.signs import depends_on_hours
from optimizer.task import Mode, Task

_NOT_OF_THE_TYPE = frozenset(
    {
        "id",
        "kind",
        "depot_id",
        "shifts",
        # In the profile, as far as they count.
        "profile",
        "weight_kg",
        "height_cm",
        "width_cm",
        "travel_kph",
        # What no choice of the search depends on.
        "sweeping_width_cm",
        "fuel_ml_per_km",
        "fuel_ml_per_hour",
    }
)
"""Fields of a vehicle that do not make it another type to the search; a new one does."""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One vehicle in one shift: the owner of one route.

    Parameters
    ----------
    hours
        Those of the shift on its date, where signs of the streets depend on them; else None.
    planned_shift
        Of a duty that goes on in the middle of its shift, the whole of it: by its hours the
        traffic is judged. None for `shift`.
    out_since_s
        Of a duty that is under way when its plan is made: when it left. What it has driven counts
        when its break is chosen, or it would be another than that of the whole route.
    """

    vehicle: Vehicle
    shift: Shift
    hours: Hours | None = None
    planned_shift: Shift | None = None
    out_since_s: int | None = None

    @cached_property
    def profile(self) -> Profile:
        """How it drives."""
        return driving_profile(self.vehicle, self.planned_shift or self.shift, self.hours)

    @property
    def type_key(self) -> tuple[object, ...]:
        """All that the search must know of it but its hours and depot."""
        own = (
            getattr(self.vehicle, one.name)
            for one in fields(self.vehicle)
            if one.name not in _NOT_OF_THE_TYPE
        )
        return (self.profile, *own)


def find_signed_hours(network: RoadNetwork, shift: Shift) -> Hours | None:
    """Returns the hours of a shift on the network's date, None where no sign depends on them.

    Shifts that differ by their hours alone then drive alike, and share their paths.
    """
    if network.date is None or not depends_on_hours(network):
        return None
    return Hours(
        date=network.date, start_s=shift.start_s, end_s=shift.end_s, country=network.country
    )


def driving_profile(vehicle: Vehicle, shift: Shift, hours: Hours | None = None) -> Profile:
    """Returns how a vehicle drives in a shift.

    By its own size, in the traffic of its hours, and past the signs that hold in them: a street
    that is closed at any time of the shift is closed to it for the whole of the shift.
    """
    profile = PROFILES[vehicle.profile]
    own = replace(
        profile,
        max_speed_kph=min(profile.max_speed_kph, vehicle.travel_kph),
        weight_kg=vehicle.weight_kg or profile.weight_kg,
        height_cm=vehicle.height_cm or profile.height_cm,
        width_cm=vehicle.width_cm or profile.width_cm,
        length_cm=vehicle.length_cm,
        hours=hours,
    )
    return slow_in_traffic(own, shift.start_s, shift.end_s)


def is_able(vehicle: Vehicle, task: Task) -> bool:
    """Says whether a vehicle has the skill for a task and is within its limits of size."""
    return task.work in vehicle.works and fits(vehicle, task)


def working_s(mode: Mode, vehicle: Vehicle) -> int:
    """Returns the seconds that a vehicle takes to do a task in a mode."""
    return mode.service_s + -(-mode.service_m * 3600 // (vehicle.working_kph * 1000))
