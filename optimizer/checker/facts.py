"""What signs ask of a vehicle."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

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
