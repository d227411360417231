"""What a road class is owed each day."""

from dataclasses import dataclass
from enum import StrEnum

from fleet.time_window import TimeWindow


class Method(StrEnum):
    """How a road class is swept."""

    MECHANISED = "mechanised"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetStandard:
    """The sweeping owed to one service class (I to IV).

    Parameters
    ----------
    id
        Service class: "I", "II", "III" or "IV".
    highways
        OSM `highway` values in this class.
    passes
        Windows of each mechanised pass of the day: the pass may begin in any of its windows.
    required
        Whether a pass must be planned; otherwise it is worth `prize_fen_per_m2`.
    prize_fen_per_m2
        Worth of sweeping one square metre by machine for the first time that day.
    repeat_share
        Worth of each further pass, as a share of the first one's.
    min_width_cm
        Narrower carriageways are swept by hand.
    sweepings_kg_per_km, water_l_per_km
        What one kilometre of kerb adds to the hopper, and takes from the tank.
    """

    id: str
    highways: tuple[str, ...]
    method: Method = Method.MECHANISED
    passes: tuple[tuple[TimeWindow, ...], ...]
    required: bool
    prize_fen_per_m2: int = 0
    repeat_share: float = 0.25
    min_width_cm: int = 0
    sweepings_kg_per_km: int = 20
    water_l_per_km: int = 60

    def __post_init__(self) -> None:
        if not self.highways:
            raise ValueError(f"standard {self.id}: highways is empty.")
        if any(not windows for windows in self.passes):
            raise ValueError(f"standard {self.id}: every pass needs at least one window.")
        for name in ("prize_fen_per_m2", "min_width_cm", "sweepings_kg_per_km", "water_l_per_km"):
            if getattr(self, name) < 0:
                raise ValueError(
                    f"standard {self.id}: {name} must not be negative, got {getattr(self, name)}."
                )
