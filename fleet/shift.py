"""Hours on duty and the mandated pause."""

from dataclasses import dataclass

from fleet.time_window import DAY_S, clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause taken where the vehicle is, between two activities.

    It is due at the first moment from `earliest_s` on at which the vehicle is between two
    activities, and must begin by `latest_s`.
    """

    earliest_s: int
    latest_s: int
    duration_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.earliest_s <= self.latest_s or self.duration_s <= 0:
            raise ValueError(
                f"break {clock(self.earliest_s)}-{clock(self.latest_s)}: the band must not be "
                f"empty and duration_s must be positive, got {self.duration_s}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One crew's hours on one vehicle: out of the depot from `start_s`, back by `end_s`.

    A night shift ends after 86,400 s.
    """

    id: str
    start_s: int
    end_s: int
    rest: Break | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s <= 2 * DAY_S:
            raise ValueError(
                f"shift {self.id}: needs 0 <= start_s < end_s <= {2 * DAY_S}, "
                f"got {self.start_s} and {self.end_s}."
            )
        if self.rest and not (
            self.start_s <= self.rest.earliest_s and self.rest.latest_s <= self.end_s
        ):
            raise ValueError(f"shift {self.id}: its break must lie inside it.")

    @property
    def duration_s(self) -> int:
        """Length of the shift, break included."""
        return self.end_s - self.start_s
