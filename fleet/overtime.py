"""A shift that lasts longer on one day."""

from dataclasses import dataclass

from fleet.message import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtime:
    """A vehicle is out for longer in one of its shifts.

    Parameters
    ----------
    shift_id
        One of its shifts, or of those of its kind; a vehicle that would not be given that shift on
        this day is given it.
    later_s
        By how much later it may be back.
    """

    vehicle_id: str
    shift_id: str
    later_s: int

    def __post_init__(self) -> None:
        if self.later_s <= 0:
            raise InvalidValue(
                "overtime.none",
                "{vehicle}: a longer shift lasts some minutes more, got {later_s} s.",
                vehicle=self.vehicle_id,
                later_s=self.later_s,
            )
