"""What can be asked for: all that `./run plan` takes, with what are files there in the body."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from api.service.db import ScenarioStore, Store
from api.service.jobs import pack_scenario, request_of
from api.service.paths import SCRATCH
from api.service.problems import HttpProblem
from api.service.settings import ServiceSettings
from fleet import Condition, InvalidValue
from optimizer.legible import is_legible
from scenarios.day_shapes import ClosureIn, ExtraTaskIn, ForbidIn, PinHoursIn, PinIn

DEFAULT_SECONDS = 60.0
DEFAULT_CHANGE_YUAN = 30.0
"""About what ten minutes of a vehicle cost: a change must save more than that."""

MOST_CLOSURES, MOST_EXTRA_TASKS, MOST_MORE_SHIFTS, MOST_HANDS = 200, 1000, 100, 2000
"""Of one day."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="the same key and body ask for one job, however often they are sent",
    ),
]

Count = Annotated[int, Strict()]
Amount = Annotated[float, Strict()]
_Id = Annotated[str, Field(min_length=1, max_length=200)]


class SearchIn(BaseModel):
    """How days are to be planned, one or several.

    Parameters
    ----------
    osm
        Names a file that the service offers, never a path.
    fresh
        Downloads the place again.
    target_rate
        Mechanised sweeping rate to be reached as cheaply as possible, a share.
    bound_seconds
        Limit of the lower bound; 0 for none of it.
    processes
        How many cores search; without it as many as the service has for one plan, and one where
        `iterations` are given.
    """

    model_config = ConfigDict(extra="forbid")

    osm: str | None = Field(default=None, max_length=120, pattern=r"^[\w][\w.\-]*$")
    place: str | None = Field(default=None, max_length=120)
    fresh: bool = False
    date: str | None = Field(default=None, max_length=10)
    target_rate: Amount | None = Field(default=None, gt=0, le=1)
    weather: list[Condition] | None = Field(default=None, max_length=20)
    skip_faults: bool = False
    seconds: Amount | None = Field(default=None, gt=0, le=3600)
    iterations: Count | None = Field(default=None, gt=0, le=100_000_000)
    bound_seconds: Amount | None = Field(default=None, ge=0, le=3600)
    seed: Count = Field(default=0, ge=0, le=2**31)
    engine: str = Field(default="ruin_recreate", max_length=40)
    processes: Count | None = Field(default=None, ge=1, le=64)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        from optimizer.engines import ENGINES

        if self.engine not in ENGINES:
            raise InvalidValue(
                "engine.unknown",
                "engine {name!r} is unknown; engines are {engines:list}.",
                name=self.engine if is_legible(self.engine) else "",
                engines=[*ENGINES],
            )
        if self.osm is not None and self.place is not None:
            raise InvalidValue("request.two_sources", "osm and place exclude each other")
        for name, text in self.texts():
            if not (is_legible(text) and "\0" not in text):
                raise InvalidValue(
                    "request.no_text", "{field} holds letters that are none", field=name
                )
        return self

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yields what is free text, by the names of its fields."""
        for name in ("place", "date"):
            text = getattr(self, name)
            if text is not None:
                yield name, text

    @property
    def digest(self) -> str:
        """The same for the same request, however its JSON is written."""
        text = json.dumps(self.model_dump(), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def values(self) -> dict[str, Any]:
        """Returns the request as a job keeps it."""
        values = self.model_dump(mode="json")
        if self.seconds is None and self.iterations is None:
            values["seconds"] = DEFAULT_SECONDS
        return values


class WiderHoursIn(BaseModel):
    """A contract or collection point that may be served earlier or later on this day."""

    model_config = ConfigDict(extra="forbid")

    stop: str = Field(min_length=1, max_length=200)
    earlier_minutes: Count = Field(default=0, ge=0, le=1440)
    later_minutes: Count = Field(default=0, ge=0, le=1440)

    def values(self) -> dict[str, Any]:
        """Returns it as a job keeps it."""
        return {
            "stop": self.stop,
            "earlier_s": 60 * self.earlier_minutes,
            "later_s": 60 * self.later_minutes,
        }


class MoreShiftIn(BaseModel):
    """One more vehicle that is out on this day, like another one in one of its shifts."""

    model_config = ConfigDict(extra="forbid")

    vehicle: _Id
    shift: _Id

    def values(self) -> dict[str, Any]:
        """Returns it as a job keeps it."""
        return {"vehicle_id": self.vehicle, "shift_id": self.shift}


class OvertimeIn(MoreShiftIn):
    """A vehicle that is out for longer in one of its shifts on this day."""

    later_minutes: Count = Field(ge=1, le=1440)

    def values(self) -> dict[str, Any]:
        """Returns it as a job keeps it."""
        return {**super().values(), "later_s": 60 * self.later_minutes}


class PlanRequestIn(SearchIn):
    """What is to be planned.

    Parameters
    ----------
    scenario_version
        Of a scenario that was sent to the service; without it the newest.
    contracts
        The text of a table of kitchen-waste contracts (CSV), instead of the scenario's own.
    calendar
        A calendar.json: only the kitchens that it has on the day are due.
    reference
        Id of a plan of this service to start from and stay close to.
    change_yuan
        What a task costs more that is not with the vehicle and shift of the reference.
    vehicles_off
        Ids of vehicles that stay in on this day.
    stops_off
        Ids of contracts and collection points at which nobody collects on this day.
    wider
        Stops whose hours are wider on this day.
    closures
        Streets that are closed on this day, beside those of the scenario.
    extra_tasks
        Work of this day beside what standards and contracts owe.
    pins, forbidden
        Tasks that only one vehicle does, and tasks that a vehicle does not do.
    pinned_hours
        Tasks that begin in some hours or are not done.
    overtime
        Shifts that last longer on this day.
    more_shifts
        Vehicles that are out on this day besides, each like another one in one of its shifts.
    """

    scenario: str = Field(default="yinzhou-2012", max_length=80)
    scenario_version: Count | None = Field(default=None, ge=1, le=1_000_000)
    contracts: str | None = Field(default=None, max_length=4_000_000)
    calendar: dict[str, Any] | None = None
    reference: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    change_yuan: Amount = Field(default=DEFAULT_CHANGE_YUAN, ge=0, le=1_000_000)
    vehicles_off: list[_Id] = Field(default=[], max_length=1000)
    stops_off: list[_Id] = Field(default=[], max_length=10_000)
    wider: list[WiderHoursIn] = Field(default=[], max_length=10_000)
    closures: list[ClosureIn] = Field(default=[], max_length=MOST_CLOSURES)
    extra_tasks: list[ExtraTaskIn] = Field(default=[], max_length=MOST_EXTRA_TASKS)
    pins: list[PinIn] = Field(default=[], max_length=MOST_HANDS)
    forbidden: list[ForbidIn] = Field(default=[], max_length=MOST_HANDS)
    pinned_hours: list[PinHoursIn] = Field(default=[], max_length=MOST_HANDS)
    overtime: list[OvertimeIn] = Field(default=[], max_length=1000)
    more_shifts: list[MoreShiftIn] = Field(default=[], max_length=MOST_MORE_SHIFTS)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yields what is free text, by the names of its fields."""
        yield from super().texts()
        yield "scenario", self.scenario
        if self.contracts is not None:
            yield "contracts", self.contracts
        for name in ("vehicles_off", "stops_off"):
            for text in getattr(self, name):
                yield name, text
        for one in self.wider:
            yield "wider", one.stop
        for name, ones in (("overtime", self.overtime), ("more_shifts", self.more_shifts)):
            for wish in ones:
                yield name, wish.vehicle
                yield name, wish.shift

    def values(self) -> dict[str, Any]:
        """Returns the request as a job keeps it, without what is kept apart."""
        values = super().values()
        for name in ("contracts", "calendar", "change_yuan"):
            del values[name]
        for name in ("wider", "overtime", "more_shifts"):
            values[name] = [one.values() for one in getattr(self, name)]
        return values | {"change_fen": round(100 * self.change_yuan)}

    def files(self) -> dict[str, str]:
        """Returns what is long of it, as texts by name."""
        texts = {}
        if self.contracts is not None:
            texts["contracts"] = self.contracts
        if self.calendar is not None:
            texts["calendar"] = json.dumps(self.calendar)
        return texts


def require_plannable(
    body: PlanRequestIn, store: Store, settings: ServiceSettings
) -> dict[str, Any]:
    """Returns a request that can be worked on, as far as that is told without its streets.

    Raises
    ------
    HttpProblem
        When it names what is not there.
    InputError
        When scenario, table, calendar or options cannot be used.
    """
    version = find_version(body.scenario, body.scenario_version, store)
    values = {**body.values(), "scenario_version": version}
    if body.processes is None:
        from optimizer.engines import default_processes

        # Known from here on: an attempt that goes on elsewhere searches as this one would.
        free = default_processes(
            body.engine, iterations=body.iterations, at_once=max(1, settings.workers)
        )
        values["processes"] = min(free, settings.limits.processes)
    require_streets(body, settings)
    if body.reference is not None and store.digest(body.reference) is None:
        raise HttpProblem(422, "http.no_reference", plan=body.reference)
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        asked = request_of(
            {**values, "reference": None},
            body.files(),
            streets_dir=None,
            scratch=Path(scratch),
            scenario=pack_scenario(store, values) if values["scenario_version"] else None,
        )
        asked.open_options()
        asked.open_scenario()
    return values


def require_streets(body: SearchIn, settings: ServiceSettings) -> None:
    """Refuses a request for streets that the service does not offer.

    Raises
    ------
    HttpProblem
        When there is no such file.
    """
    folder = settings.streets_dir
    if body.osm is not None and not (folder and (folder / body.osm).is_file()):
        raise HttpProblem(422, "http.no_streets", osm=body.osm)


def find_version(scenario: str, version: int | None, store: Store) -> int | None:
    """Returns the version of a scenario that was sent; None for one of the server.

    Raises
    ------
    HttpProblem
        When there is none such.
    """
    from scenarios.files import list_scenarios

    known = list_scenarios()
    if scenario in known and version is None:
        return None
    uploaded = ScenarioStore(store)
    found = uploaded.find(scenario, version)
    if found is None:
        names = [*known, *(one.name for one in uploaded.newest())]
        raise HttpProblem(422, "http.no_scenario", scenario=scenario, scenarios=names)
    return found.version
