"""The door for facilities: depots, plants, transfer stations, water points."""

from pydantic import Field

from fleet import Facility, FacilityKind, Stream, Supply
from scenarios.shapes import Count, Name, Obedient, PlacedIn, WindowIn


class FacilityIn(Obedient, PlacedIn):
    """One facility; see `fleet.Facility`. Water may be given as `has_water` too.

    Parameters
    ----------
    id
        Unique among the facilities.
    name
        What people call it.
    kind
        What it is.
    has_water
        Whether it hands out water: short for `supplies`.
    bays
        Where vehicles unload or refill there, as drivers are told.
    daily_capacity_kg, daily_capacity_l
        What may be unloaded, and what may be drawn, in a day by all vehicles together; 0 for
        no limit. A refill draws what is missing from the tank.
    storage_kg
        What a transfer station can hold; 0 for no limit.
    stock_kg
        What it holds when the day begins.
    """

    id: Name
    name: Name
    kind: FacilityKind
    streams: list[Stream] = []
    has_water: bool = False
    supplies: list[Supply] = []
    opening: list[WindowIn] = [WindowIn(earliest_s=0, latest_s=172_800)]
    visit_minutes: Count = 10
    parking: Count = 0
    bays: str = Field(default="", max_length=80)
    daily_capacity_kg: Count = 0
    daily_capacity_l: Count = 0
    storage_kg: Count = 0
    stock_kg: Count = 0

    def to_domain(self) -> Facility:
        """Returns the facility."""
        lists = {"streams", "supplies", "opening"}
        water = (Supply.WATER,) if self.has_water else ()
        return Facility(
            **self.model_dump(exclude={*lists, "lon", "lat", "has_water", "visit_minutes"}),
            at=self.at,
            streams=tuple(self.streams),
            supplies=tuple(dict.fromkeys((*water, *self.supplies))),
            opening=tuple(window.to_domain() for window in self.opening),
            visit_s=60 * self.visit_minutes,
        )
