"""Time windows of a service day."""

from dataclasses import dataclass

from fleet.clock import DAY_S
from fleet.message import InvalidValue


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
            raise InvalidValue(
                "window.order",
                "time window {earliest_s}-{latest_s}: seconds must satisfy 0 <= earliest_s <= "
                "latest_s <= {most_s}.",
                earliest_s=self.earliest_s,
                latest_s=self.latest_s,
                most_s=2 * DAY_S,
            )
