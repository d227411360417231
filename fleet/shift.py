"""Hours on duty and the mandated pause."""

from dataclasses import dataclass

from fleet.clock import DAY_S
from fleet.message import InvalidValue, Message, message

MOST_DRIVING_S = 14_400
"""Nobody drives and works longer than this without a break (the national rule: four hours)."""

LEAST_REST_S = 1_200
"""A break that ends such a stretch lasts at least so long (the national rule: 20 minutes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause taken where the vehicle is, between two activities.

    It begins in [earliest_s, latest_s], at whichever moment costs least. A route that is back by
    `latest_s`, or leaves the depot at `earliest_s + duration_s` or later, needs none: inside a
    `Shift` either means that it is out for `MOST_DRIVING_S` at most.
    """

    earliest_s: int
    latest_s: int
    duration_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.earliest_s <= self.latest_s or self.duration_s <= 0:
            raise InvalidValue(
                "shift.break_band",
                "break {earliest_s:clock}-{latest_s:clock}: the band must not be empty and "
                "duration_s must be positive, got {duration_s}.",
                earliest_s=self.earliest_s,
                latest_s=self.latest_s,
                duration_s=self.duration_s,
            )


def widest_band(start_s: int, end_s: int, rest_s: int) -> tuple[int, int]:
    """Returns from when to when the break of a shift may begin so that it keeps the rule.

    No more than `MOST_DRIVING_S` then lie before it or after it. The band is empty, its end before
    its beginning, when the shift is too long for one break.
    """
    return max(start_s, end_s - rest_s - MOST_DRIVING_S), min(end_s, start_s + MOST_DRIVING_S)


def shift_label(id_: str, name: str, name_zh: str) -> Message:
    """Returns what people call a shift: its id where they have no name for it."""
    name = name or id_
    return message("shift.label", "{name}", name=name, name_zh=name_zh or name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One crew's hours on one vehicle: out of the depot from `start_s`, back by `end_s`.

    A night shift ends after 86,400 s. No route in it can break the rule of `MOST_DRIVING_S`.

    Parameters
    ----------
    name, name_zh
        What people call it, in English and Chinese; "" where they call it by its id.
    rest
        The break. A shift that is longer than `MOST_DRIVING_S` and states none gets one of
        `LEAST_REST_S` in the widest band that keeps the rule; a stated band must lie within
        that, so that neither the hours before it nor those after it are too many.
    """

    id: str
    name: str = ""
    name_zh: str = ""
    start_s: int
    end_s: int
    rest: Break | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s <= 2 * DAY_S:
            raise InvalidValue(
                "shift.order",
                "shift {id}: needs 0 <= start_s < end_s <= {most_s}, got {start_s} and {end_s}.",
                id=self.id,
                most_s=2 * DAY_S,
                start_s=self.start_s,
                end_s=self.end_s,
            )
        is_long = self.duration_s > MOST_DRIVING_S
        if self.rest is None and not is_long:
            return
        rest_s = self.rest.duration_s if self.rest else LEAST_REST_S
        if is_long and rest_s < LEAST_REST_S:
            raise InvalidValue(
                "shift.short_break",
                "shift {id}: a break after four hours lasts at least {least_min} minutes, got "
                "{rest_s} s.",
                id=self.id,
                least_min=LEAST_REST_S // 60,
                rest_s=rest_s,
            )
        earliest_s, latest_s = widest_band(self.start_s, self.end_s, rest_s)
        if earliest_s > latest_s:
            raise InvalidValue(
                "shift.too_long",
                "shift {id}: {start_s:clock}-{end_s:clock} is longer than two stretches of four "
                "hours with a break of {rest_min} minutes between; split it in two shifts.",
                id=self.id,
                start_s=self.start_s,
                end_s=self.end_s,
                rest_min=rest_s // 60,
            )
        if self.rest is None:
            band = Break(earliest_s=earliest_s, latest_s=latest_s, duration_s=rest_s)
            object.__setattr__(self, "rest", band)
        elif not earliest_s <= self.rest.earliest_s <= self.rest.latest_s <= latest_s:
            raise InvalidValue(
                "shift.break_time",
                "shift {id}: its break may begin at {earliest_s:clock}-{latest_s:clock}, but to "
                "drive four hours at most before and after it must begin within "
                "{from_s:clock}-{to_s:clock}.",
                id=self.id,
                earliest_s=self.rest.earliest_s,
                latest_s=self.rest.latest_s,
                from_s=earliest_s,
                to_s=latest_s,
            )

    @property
    def label(self) -> Message:
        """What people call it."""
        return shift_label(self.id, self.name, self.name_zh)

    @property
    def duration_s(self) -> int:
        """Length of the shift, break included."""
        return self.end_s - self.start_s
