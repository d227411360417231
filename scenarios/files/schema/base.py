"""What the parts of a scenario file have in common: counts, names, times of day."""

import re
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    field_validator,
    model_validator,
)

from fleet import TimeWindow
from optimizer.legible import is_legible

MOST = 10**10
"""No kilograms, seconds, centimetres or fen of one thing are more; nor is the id of a way."""

Count = Annotated[int, Strict(), Field(ge=-MOST, le=MOST)]
"""12 is a count; "12", 12.0 and true are not."""

Degrees = Annotated[float, Field(ge=-180, le=180)]
Name = Annotated[str, Field(min_length=1, max_length=80)]

_CLOCK = re.compile(r"^(\d{1,2}):([0-5]\d)$")


def clock_s(value: object) -> object:
    """Returns "HH:MM" (hours up to 48) as seconds after midnight; numbers pass unchanged."""
    if isinstance(value, str):
        match = _CLOCK.match(value.strip())
        if not match:
            raise ValueError(f"{value!r} is no time of day; write HH:MM, e.g. 06:30 or 25:30")
        return int(match[1]) * 3600 + int(match[2]) * 60
    return value


ClockS = Annotated[int, BeforeValidator(clock_s)]


class Door(BaseModel):
    """What comes in; unknown keys are refused, and text that not every file can hold."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _is_legible(cls, value: Any) -> Any:
        if isinstance(value, str) and not is_legible(value):
            raise ValueError("holds a character that cannot be printed; take it out")
        return value


class WindowIn(Door):
    """A window as "13:30-16:30", or both ends as "HH:MM" or seconds."""

    earliest_s: ClockS
    latest_s: ClockS

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            earliest, dash, latest = value.replace("–", "-").partition("-")
            if not dash:
                raise ValueError(f"{value!r} is no window; write HH:MM-HH:MM")
            return {"earliest_s": earliest.strip(), "latest_s": latest.strip()}
        return value

    def to_domain(self) -> TimeWindow:
        """Returns the window."""
        return TimeWindow(earliest_s=self.earliest_s, latest_s=self.latest_s)
