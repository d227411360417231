"""What files and requests are made of, whatever they are about: counts, names, times of day."""

import re
from abc import abstractmethod
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from fleet import DAY_S, InvalidValue, LonLat, TimeWindow
from optimizer.legible import is_legible

MOST = 10**10
"""No kilograms, seconds, centimetres or fen of one thing are more; nor is the id of a way."""

Count = Annotated[int, Strict(), Field(ge=-MOST, le=MOST)]
"""12 is a count; "12", 12.0 and true are not."""

Name = Annotated[str, Field(min_length=1, max_length=80)]

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?( ?\+1)?")


def clock_s(value: object) -> object:
    """Returns a time of day as seconds after midnight; numbers pass unchanged.

    Past midnight the hours count on, or "+1" says that it is the day after: 29:29 or 05:29 +1.
    Seconds may follow: 05:29:30.
    """
    if isinstance(value, str):
        match = _CLOCK.fullmatch(value.strip())
        if not match:
            raise InvalidValue(
                "schema.no_clock",
                "{value!r} is no time of day; write HH:MM, e.g. 06:30 or 25:30",
                value=value,
            )
        hours, minutes, seconds, day_after = match.groups()
        time_s = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
        return time_s + (DAY_S if day_after else 0)
    return value


ClockS = Annotated[int, BeforeValidator(clock_s, json_schema_input_type=int | str)]


class Door(BaseModel):
    """What comes in; unknown keys are refused, and text that not every file can hold."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _is_legible(cls, value: Any) -> Any:
        if isinstance(value, str) and not is_legible(value):
            raise InvalidValue(
                "schema.illegible", "holds a character that cannot be printed; take it out"
            )
        return value


class Obedient(Door):
    """A part that becomes a value of the domain, whose rules it has to obey."""

    @abstractmethod
    def to_domain(self) -> Any:
        """Returns the value."""

    @model_validator(mode="after")
    def _obeys_the_domain(self) -> Self:
        self.to_domain()
        return self


class WrittenAsText(Door):
    """A part that people mostly write as one text."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(core)]}


class PlacedIn(Door):
    """What lies somewhere; see `fleet.LonLat`."""

    lon: float
    lat: float

    @property
    def at(self) -> LonLat:
        """Where it lies."""
        return LonLat(lon=self.lon, lat=self.lat)


class WindowIn(WrittenAsText):
    """A window as "13:30-16:30", or both ends as "HH:MM" or seconds."""

    earliest_s: ClockS
    latest_s: ClockS

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            earliest, dash, latest = value.replace("–", "-").partition("-")
            if not dash:
                raise InvalidValue(
                    "schema.no_window", "{value!r} is no window; write HH:MM-HH:MM", value=value
                )
            return {"earliest_s": earliest.strip(), "latest_s": latest.strip()}
        return value

    def to_domain(self) -> TimeWindow:
        """Returns the window."""
        return TimeWindow(earliest_s=self.earliest_s, latest_s=self.latest_s)
