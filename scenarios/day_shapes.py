"""The door for what may be said of one day, in a scenario's file and in a request alike."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from fleet import ExtraTask, LonLat, Ring, StreetClosure, Work
from fleet.extra_task import ALL_DAY
from optimizer.hands import Forbid, Pin, PinHours
from scenarios.shapes import Count, Door, Name, Obedient, PlacedIn, WindowIn

Id = Annotated[str, Field(min_length=1, max_length=200)]
"""Of a task, a vehicle, a shift."""

Corner = tuple[float, float]
"""Longitude and latitude."""


def ring_of(corners: list[Corner]) -> Ring:
    """Returns the corners of a drawn area."""
    return tuple(LonLat(lon=lon, lat=lat) for lon, lat in corners)


class ClosureIn(Obedient):
    """Streets that are closed to everybody; see `fleet.StreetClosure`.

    Parameters
    ----------
    id
        Unique among the closures.
    names
        Names of streets, in either language.
    way_ids
        OSM ways.
    area
        The corners of a drawn area; a street is in it when its middle is.
    """

    id: Name
    names: list[Name] = []
    way_ids: list[Count] = []
    area: list[Corner] = []

    def to_domain(self) -> StreetClosure:
        """Returns the closure."""
        return StreetClosure(
            id=self.id,
            names=tuple(self.names),
            way_ids=tuple(self.way_ids),
            area=ring_of(self.area),
        )


class ExtraTaskIn(Obedient, PlacedIn):
    """Work of this day beside what is owed; see `fleet.ExtraTask`.

    Parameters
    ----------
    id
        Unique among the extra tasks.
    name
        What people call it; the id where there is none.
    work
        What is to be done.
    minutes
        Time at the place.
    kg, litres
        What it adds to the hopper, and takes from the tank.
    windows
        When it may begin; without any, at any time.
    """

    id: Name
    name: Name | None = None
    work: Work
    minutes: Annotated[Count, Field(ge=1, le=1440)]
    kg: Annotated[Count, Field(ge=0)] = 0
    litres: Annotated[Count, Field(ge=0)] = 0
    windows: Annotated[list[WindowIn], Field(max_length=20)] = []

    def to_domain(self) -> ExtraTask:
        """Returns the task."""
        windows = sorted(window.to_domain() for window in self.windows)
        return ExtraTask(
            id=self.id,
            name=self.name or self.id,
            work=self.work,
            at=self.at,
            service_s=60 * self.minutes,
            demand_kg=self.kg,
            demand_l=self.litres,
            windows=tuple(windows) or ALL_DAY,
        )


class PinIn(Door):
    """Only this vehicle does a task.

    Parameters
    ----------
    task
        Its id, such as `kitchen/C001`; before there is a plan of the day, also the name of a
        street, for all work on it that the vehicle can do.
    shift
        Without it the one shift that the vehicle has.
    """

    task: Id
    vehicle: Id
    shift: Id | None = None

    def to_domain(self, id_: str) -> Pin:
        """Returns what is decided before the day begins; a shift "" is the only one."""
        return Pin(
            id=id_,
            told_s=0,
            task_id=self.task,
            vehicle_id=self.vehicle,
            shift_id=self.shift or "",
        )


class ForbidIn(Door):
    """A vehicle does not do a task; see `PinIn` for what a task may be."""

    task: Id
    vehicle: Id

    def to_domain(self, id_: str) -> Forbid:
        """Returns what is decided before the day begins."""
        return Forbid(id=id_, told_s=0, task_id=self.task, vehicle_id=self.vehicle)


class PinHoursIn(Door):
    """A task begins in these hours, or nobody does it."""

    task: Id
    begins: WindowIn

    @model_validator(mode="after")
    def _obeys_the_domain(self) -> Self:
        self.to_domain("hours")
        return self

    def to_domain(self, id_: str) -> PinHours:
        """Returns what is decided before the day begins."""
        return PinHours(
            id=id_,
            told_s=0,
            task_id=self.task,
            earliest_s=self.begins.earliest_s,
            latest_s=self.begins.latest_s,
        )
