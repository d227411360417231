"""What signs ask of a vehicle."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from fleet import Shift, Vehicle
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import RoadNetwork

GENERAL_TO_CLOSE = {
    "heavy": ("", "access", "vehicle", "motor_vehicle", "hgv", "service"),
    "light": ("", "access", "vehicle", "motor_vehicle", "goods", "service"),
    "other": ("", "access", "vehicle", "motor_vehicle", "service"),
}
"""Names of vehicles in tags, by what ours is one of: the later, the closer."""

HEAVY_FROM_KG = 3_501
AXLE_SHARE_PERCENT = 65


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What signs ask of a vehicle: its kind and size, and from when to when it is under way.

    Parameters
    ----------
    country
        Whose public holidays hold there; empty where that is not known.
    """

    is_truck: bool
    weight_kg: int
    height_cm: int
    width_cm: int
    length_cm: int
    begin: dt.datetime | None = None
    end: dt.datetime | None = None
    country: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What tags call it, from the general to the close."""
        if not self.is_truck:
            return GENERAL_TO_CLOSE["other"]
        return GENERAL_TO_CLOSE["heavy" if self.weight_kg >= HEAVY_FROM_KG else "light"]

    @property
    def sizes(self) -> Mapping[str, int]:
        """Its sizes in kg and cm, 0 where one is unknown."""
        return {
            "weight": self.weight_kg,
            "weightrating": self.weight_kg,
            "axleload": -(-self.weight_kg * AXLE_SHARE_PERCENT // 100),
            "height": self.height_cm,
            "width": self.width_cm,
            "length": self.length_cm,
        }


def facts_of(network: RoadNetwork, vehicle: Vehicle, shift: Shift | None) -> Facts:
    """Returns what signs ask of a vehicle: its own size, and the hours of its shift."""
    profile, date = PROFILES[vehicle.profile], network.date
    begin = end = None
    if shift is not None and date is not None:
        midnight = dt.datetime.combine(date, dt.time())
        begin = midnight + dt.timedelta(seconds=shift.start_s)
        end = midnight + dt.timedelta(seconds=shift.end_s)
    return Facts(
        is_truck=profile.is_truck,
        weight_kg=vehicle.weight_kg or profile.weight_kg,
        height_cm=vehicle.height_cm or profile.height_cm,
        width_cm=vehicle.width_cm or profile.width_cm,
        length_cm=vehicle.length_cm,
        begin=begin,
        end=end,
        country=network.country,
    )
