"""Time windows of a service day."""

from dataclasses import dataclass

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TimeWindow:
    """Service may begin in [earliest_s, latest_s].

    Parameters
    ----------
    earliest_s, latest_s
        Seconds after local midnight of the service day; a night may reach past 86,400.
    """

    earliest_s: int
    latest_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.earliest_s <= self.latest_s <= 2 * DAY_S:
            raise ValueError(
                f"time window {self.earliest_s}-{self.latest_s}: seconds must satisfy "
                f"0 <= earliest_s <= latest_s <= {2 * DAY_S}."
            )


def clock(time_s: int) -> str:
    """Returns a time of day as ``HH:MM``; hours past midnight count on (25:30)."""
    return f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}"
