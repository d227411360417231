"""A scenario: a named set of assumptions about one service day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from fleet import (
    CaseCategory,
    CollectionPoint,
    Condition,
    Contract,
    Disturbances,
    ExtraTask,
    Facility,
    Fleet,
    Message,
    OverflowPolicy,
    Overtime,
    Season,
    Shift,
    StreetClosure,
    StreetOverride,
    StreetStandard,
    Town,
    Vehicle,
    VehicleKind,
    Weather,
)
from optimizer.day import RATE_FIRST, ChangePrices, Prices
from optimizer.network.road_network import DrivingSide

TAKE_OVER_S = 1_200
"""Time to take over a load where a scenario states none (assumed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A row or point with faults that was left out on request, so that the rest can be planned.

    Parameters
    ----------
    table
        Which part of the scenario it belongs to, e.g. contracts.
    where
        File and row, or the point's coordinates.
    id
        "" where it has none.
    why
        What is wrong and what to do.
    """

    table: str
    where: Message | str
    id: str
    why: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is planned for and with; the streets come separately.

    Parameters
    ----------
    name
        As users write it, e.g. "yinzhou-2012".
    title, title_zh
        One line each, for people.
    districts
        Generated districts, side by side, whose streets it is planned on where no others are
        named.
    date
        The service day.
    vehicles
        Some may leave depot and shifts open.
    shift_templates
        The shifts from which a vehicle that leaves them open is given some, by kind.
    standards
        What each road class is owed; a `highway` value stands in one standard at most.
    overrides
        Streets for which another standard holds than their class has; the last that means a
        street wins.
    closures
        Streets that are closed to everybody.
    extra_tasks
        Work of this day beside what standards and contracts owe.
    overtime
        Shifts that last longer on this day.
    towns
        Parts of the district whose streets are counted together.
    weather, seasons
        Days whose weather cancels work, and times of the year that change the sweepings.
    optional_weight
        How many times its prize optional work counts: high, and the mechanised rate comes before
        cost; 1, and a kerb is swept only where that is cheaper than by hand.
    prices
        On how the work is shared out.
    changes
        Prices of changing a plan while the day runs.
    disturbances
        How often what happens on a day, for days that are simulated.
    stated_area_m2
        Maintained area that the scenario's source states, 0 when it states none.
    stated_area_m2_by_class
        The same for some classes, by the id of a standard or an OSM `highway` value.
    containers
        Collection points of domestic waste.
    bulk_trucks
        What hauls from the transfer stations to the plants; not counted among the vehicles, since
        it is the transfer company's. Each gets all shifts of its kind if it states none.
    overflow
        When a collection point is emptied, and the price of an overflow.
    bulk_loading_s
        Time to load a bulk truck.
    take_over_s
        Time to take over the load of a vehicle that stands broken down, by its kind; where none
        is stated, `TAKE_OVER_S` holds.
    case_categories
        What cases of the city's management come to, by category; without any, those of
        `scenarios.operations.CATEGORIES` hold.
    kitchen_prize_fen_per_kg
        Worth of collecting one kilogram of kitchen waste.
    max_snap_m
        A point farther from every street than this is refused.
    driving_side
        The side of the road on which traffic keeps.
    country
        Whose public holidays signs mean (`PH`), as ISO 3166 writes it: CN. Without it, signs that
        name them are listed and not applied.
    assumptions, assumptions_zh
        Sentences on what no source states; in Chinese one for each, or none at all.
    notices
        What was made of its tables that their owner may not expect.
    skipped
        Rows and points with faults that were left out on request.
    """

    name: str
    title: str
    title_zh: str
    date: dt.date
    vehicles: tuple[Vehicle, ...]
    facilities: tuple[Facility, ...]
    contracts: tuple[Contract, ...]
    standards: tuple[StreetStandard, ...]
    shift_templates: Mapping[VehicleKind, tuple[Shift, ...]]
    districts: int = 1
    stated_area_m2: int = 0
    stated_area_m2_by_class: Mapping[str, int] = field(default_factory=dict)
    kitchen_prize_fen_per_kg: int = 40
    max_snap_m: int = 300
    driving_side: DrivingSide = DrivingSide.RIGHT
    country: str = ""
    assumptions: tuple[str, ...] = ()
    assumptions_zh: tuple[str, ...] = ()
    overrides: tuple[StreetOverride, ...] = ()
    closures: tuple[StreetClosure, ...] = ()
    extra_tasks: tuple[ExtraTask, ...] = ()
    overtime: tuple[Overtime, ...] = ()
    towns: tuple[Town, ...] = ()
    notices: tuple[Message, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    weather: tuple[Weather, ...] = ()
    seasons: tuple[Season, ...] = ()
    optional_weight: float = RATE_FIRST
    prices: Prices = field(default_factory=Prices)
    changes: ChangePrices = field(default_factory=ChangePrices)
    disturbances: Disturbances = field(default_factory=Disturbances)
    containers: tuple[CollectionPoint, ...] = ()
    bulk_trucks: tuple[Vehicle, ...] = ()
    overflow: OverflowPolicy = field(default_factory=OverflowPolicy)
    bulk_loading_s: int = 900
    take_over_s: Mapping[VehicleKind, int] = field(default_factory=dict)
    case_categories: tuple[CaseCategory, ...] = ()

    @property
    def fleet(self) -> Fleet:
        """The vehicles, bulk trucks too, with the facilities."""
        return Fleet(vehicles=(*self.vehicles, *self.bulk_trucks), facilities=self.facilities)

    def standard_of(self, highway: str) -> StreetStandard | None:
        """Returns the standard of an OSM `highway` value, None when it is not maintained."""
        for standard in self.standards:
            if highway in standard.highways:
                return standard
        return None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What of the service day's weather may cancel work."""
        return tuple(
            condition
            for weather in self.weather
            if weather.date == self.date
            for condition in weather.conditions
        )

    @property
    def season(self) -> Season | None:
        """The first season in which the service day lies, or None."""
        return next((one for one in self.seasons if one.holds_on(self.date)), None)

    def __str__(self) -> str:
        kinds = ", ".join(
            f"{sum(v.kind is kind for v in self.vehicles)} {kind.replace('_', ' ')}s"
            for kind in VehicleKind
            if any(v.kind is kind for v in self.vehicles)
        )
        return (
            f"{self.name}: {self.title}\n{self.date} · {len(self.vehicles)} vehicles ({kinds}) · "
            f"{len(self.contracts)} kitchen-waste contracts · {len(self.facilities)} facilities"
            + (f" · {len(self.containers)} collection points" if self.containers else "")
            + (f" · {len(self.bulk_trucks)} bulk trucks" if self.bulk_trucks else "")
        )
