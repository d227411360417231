"""The door: what a scenario file may hold, and how it becomes a `Scenario`.

Shape is checked here (types, unknown keys, lengths); meaning in the dataclasses of `fleet`, whose
errors reach the user through the validators.
"""

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, create_model, field_validator, model_validator

from fleet import (
    Break,
    Disturbances,
    InvalidValue,
    Shift,
    Stream,
    Vehicle,
    VehicleKind,
    Work,
    widest_band,
)
from optimizer.day import RATE_FIRST, ChangePrices, Prices
from optimizer.network.road_network import DrivingSide
from optimizer.network.signs import has_public_holidays
from scenarios.day_shapes import ClosureIn, ExtraTaskIn
from scenarios.files.schema.cases import CaseCategoryIn
from scenarios.files.schema.containers import ContainerIn, OverflowIn
from scenarios.files.schema.contracts import ContractIn
from scenarios.files.schema.facilities import FacilityIn
from scenarios.files.schema.streets import (
    OverrideIn,
    SeasonIn,
    StandardIn,
    TownIn,
    WeatherIn,
)
from scenarios.scenario import Scenario
from scenarios.shapes import (
    ClockS,
    Count,
    Door,
    Name,
    Obedient,
    WindowIn,
    WrittenAsText,
)

MOST_DISTRICTS = 20
"""Ten have 300 vehicles and take some gigabytes; nobody is to ask a service for a thousand."""


class ShiftIn(Obedient):
    """A shift, with its break as a band and minutes; without a band it is the widest there is.

    Parameters
    ----------
    id
        Unique among the shifts of a vehicle.
    start, end
        Out of the depot from then on, back by then; a night shift ends after 24:00.
    break_band
        When the break may begin; without it, the widest band that keeps the driving rule.
    break_minutes
        How long the break is; a shift of more than four hours gets 20 without it.
    """

    id: Name
    name: Annotated[str, Field(max_length=80)] = ""
    name_zh: Annotated[str, Field(max_length=80)] = ""
    start: ClockS
    end: ClockS
    break_band: WindowIn | None = None
    break_minutes: Count = 0

    def to_domain(self) -> Shift:
        """Returns the shift."""
        rest = None
        if self.break_band is not None:
            rest = Break(
                earliest_s=self.break_band.earliest_s,
                latest_s=self.break_band.latest_s,
                duration_s=60 * self.break_minutes,
            )
        elif self.break_minutes:
            rest_s = 60 * self.break_minutes
            earliest_s, latest_s = widest_band(self.start, self.end, rest_s)
            if earliest_s <= latest_s:
                rest = Break(earliest_s=earliest_s, latest_s=latest_s, duration_s=rest_s)
        return Shift(
            id=self.id,
            name=self.name,
            name_zh=self.name_zh,
            start_s=self.start,
            end_s=self.end,
            rest=rest,
        )


class CompartmentIn(WrittenAsText):
    """A compartment as "kitchen_waste: 3000", kilograms, or as stream and kg.

    Parameters
    ----------
    stream
        What it holds.
    kg
        How much of it.
    """

    stream: Stream
    kg: Count

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            stream, _, kilograms = value.partition(":")
            if not kilograms.strip().isdecimal():
                raise InvalidValue(
                    "schema.no_compartment",
                    "{value!r} is no compartment; write a stream and kilograms, e.g. "
                    "kitchen_waste: 3000",
                    value=value,
                )
            return {"stream": stream.strip(), "kg": int(kilograms)}
        return value


class VehicleIn(Obedient):
    """One vehicle; see `fleet.Vehicle`.

    Parameters
    ----------
    id
        Unique in the fleet.
    kind
        What it is; shifts to choose from are given by kind.
    sweeping_width_cm
        How wide a strip it works in one pass; 0 for what is usual of its work.
    fuel_ml_per_km, fuel_ml_per_hour
        What it burns driving a kilometre, and working or standing an hour.
    depot_id
        Where it starts and ends; without it the program chooses.
    shifts
        Its duties of the day, in order of time; without them the program chooses among those
        of its kind.
    hopper_kg, tank_l
        What its hopper and its tank hold; 0 where it has none.
    working_kph
        Speed while working along a street.
    travel_kph
        The most that it drives otherwise.
    cost_per_km_fen
        Cost of a kilometre driven.
    cost_per_hour_fen
        Cost of an hour driving, working and at facilities; breaks are not counted, and waiting has
        its own price (`[prices]`).
    cost_per_shift_fen
        Cost of a shift in which it goes out.
    """

    id: Name
    kind: VehicleKind
    profile: str
    works: list[Work]
    depot_id: str | None = None
    shifts: list[ShiftIn] = []
    hopper_kg: Count = 0
    tank_l: Count = 0
    range_m: Count = 0
    compartments: list[CompartmentIn] = []
    weight_kg: Count = 0
    height_cm: Count = 0
    width_cm: Count = 0
    length_cm: Count = 0
    working_kph: Count
    travel_kph: Count
    sweeping_width_cm: Count = 0
    cost_per_km_fen: Count
    cost_per_hour_fen: Count
    cost_per_shift_fen: Count = 0
    fuel_ml_per_km: Count = 0
    fuel_ml_per_hour: Count = 0

    def to_domain(self) -> Vehicle:
        """Returns the vehicle."""
        values = self.model_dump(exclude={"works", "shifts", "compartments"})
        return Vehicle(
            **values,
            compartments=tuple((one.stream, one.kg) for one in self.compartments),
            works=tuple(self.works),
            shifts=tuple(shift.to_domain() for shift in self.shifts),
        )


def _door_to(value: type[Any], name: str) -> type[Door]:
    """Returns the part of the schema that reads quantities, each declared once, in its value."""
    quantities: dict[str, Any] = {
        one.name: (
            Count if one.type is int else float,
            Field(default=one.default, ge=0, **one.metadata),
        )
        for one in fields(value)
    }
    return create_model(name, __base__=Door, **quantities)


if TYPE_CHECKING:
    PricesIn = Prices
    ChangesIn = ChangePrices
    DisturbancesIn = Disturbances
else:
    PricesIn = _door_to(Prices, "PricesIn")
    ChangesIn = _door_to(ChangePrices, "ChangesIn")
    DisturbancesIn = _door_to(Disturbances, "DisturbancesIn")

_PRICES_AT_TOP = ("apart_fen", "stray_fen_per_km", "balance_share")
"""Prices that stood among the scenario's own fields once."""


class ScenarioIn(Door):
    """A whole scenario: the `.toml` with its tables filled in.

    Parameters
    ----------
    shifts
        Shifts to choose from, by kind of vehicle, for vehicles that state none.
    facilities
        Depots, transfer stations, plants and water points.
    contracts
        Kitchen-waste contracts.
    bulk_loading_minutes
        Time to load a bulk truck.
    take_over_minutes
        Time to take over the load of a vehicle that stands broken down, by its kind; 20 where none
        is stated (assumed).
    title, title_zh
        One line for people, in English and in Chinese.
    districts
        Generated districts, side by side, whose streets it is planned on where no others are
        named. All tables, the towns and the stated areas are those of one district, and hold once
        for each: behind the ids of the second stands -2.
    weather
        Days whose weather cancels work.
    seasons
        Times of the year that change the sweepings.
    case_categories
        What cases of the city's management come to, by category; without any, those under
        [events](events-reference.md#categories-of-cases) hold.
    """

    name: Name
    title: Name
    title_zh: str = ""
    date: Annotated[dt.date, Field(ge=dt.date(1970, 1, 1), lt=dt.date(2200, 1, 1))]
    districts: Annotated[Count, Field(ge=1, le=MOST_DISTRICTS)] = 1
    stated_area_m2: Count = 0
    stated_area_m2_by_class: dict[Name, Count] = {}
    kitchen_prize_fen_per_kg: Count = 40
    max_snap_m: Count = 300
    driving_side: DrivingSide = DrivingSide.RIGHT
    country: str = ""
    assumptions: list[str] = []
    assumptions_zh: list[str] = []
    optional_weight: float = Field(default=RATE_FIRST, ge=0, le=1000)
    prices: PricesIn = PricesIn()
    changes: ChangesIn = ChangesIn()
    disturbances: DisturbancesIn = DisturbancesIn()
    shifts: dict[VehicleKind, list[ShiftIn]] = {}
    standards: list[StandardIn]
    vehicles: list[VehicleIn]
    facilities: list[FacilityIn]
    contracts: list[ContractIn]
    containers: list[ContainerIn] = []
    bulk_trucks: list[VehicleIn] = []
    overflow: OverflowIn = OverflowIn()
    bulk_loading_minutes: Annotated[Count, Field(ge=0)] = 15
    take_over_minutes: dict[VehicleKind, Annotated[Count, Field(ge=0)]] = {}
    overrides: list[OverrideIn] = []
    closures: list[ClosureIn] = []
    extra_tasks: list[ExtraTaskIn] = []
    towns: list[TownIn] = []
    weather: list[WeatherIn] = []
    seasons: list[SeasonIn] = []
    case_categories: list[CaseCategoryIn] = []

    @field_validator("country")
    @classmethod
    def _has_holidays(cls, value: str) -> str:
        if value and not has_public_holidays(value):
            raise InvalidValue(
                "schema.no_country",
                "{value!r} is no country whose public holidays are known; write two letters, e.g. "
                "CN",
                value=value,
            )
        return value

    @model_validator(mode="before")
    @classmethod
    def _gather_prices(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        found = {name: values[name] for name in _PRICES_AT_TOP if name in values}
        if "balance_above_minutes" in values:
            found["balance_above_s"] = 60 * values["balance_above_minutes"]
        rest = {
            name: value
            for name, value in values.items()
            if name not in found and name != "balance_above_minutes"
        }
        return rest | {"prices": dict(values.get("prices", {})) | found} if found else rest

    def to_domain(self) -> Scenario:
        """Returns the scenario."""
        return Scenario(
            name=self.name,
            title=self.title,
            title_zh=self.title_zh or self.title,
            date=self.date,
            districts=self.districts,
            stated_area_m2=self.stated_area_m2,
            stated_area_m2_by_class=self.stated_area_m2_by_class,
            kitchen_prize_fen_per_kg=self.kitchen_prize_fen_per_kg,
            max_snap_m=self.max_snap_m,
            driving_side=self.driving_side,
            country=self.country,
            assumptions=tuple(self.assumptions),
            assumptions_zh=tuple(self.assumptions_zh),
            shift_templates={
                kind: tuple(shift.to_domain() for shift in shifts)
                for kind, shifts in self.shifts.items()
            },
            standards=tuple(standard.to_domain() for standard in self.standards),
            vehicles=tuple(vehicle.to_domain() for vehicle in self.vehicles),
            facilities=tuple(facility.to_domain() for facility in self.facilities),
            contracts=tuple(contract.to_domain() for contract in self.contracts),
            containers=tuple(point.to_domain() for point in self.containers),
            bulk_trucks=tuple(truck.to_domain() for truck in self.bulk_trucks),
            overflow=self.overflow.to_domain(),
            bulk_loading_s=60 * self.bulk_loading_minutes,
            take_over_s={kind: 60 * value for kind, value in self.take_over_minutes.items()},
            overrides=tuple(override.to_domain() for override in self.overrides),
            closures=tuple(closure.to_domain() for closure in self.closures),
            extra_tasks=tuple(task.to_domain() for task in self.extra_tasks),
            towns=tuple(town.to_domain() for town in self.towns),
            weather=tuple(weather.to_domain() for weather in self.weather),
            seasons=tuple(season.to_domain() for season in self.seasons),
            case_categories=tuple(category.to_domain() for category in self.case_categories),
            optional_weight=self.optional_weight,
            prices=Prices(**{one.name: getattr(self.prices, one.name) for one in fields(Prices)}),
            changes=ChangePrices(
                **{one.name: getattr(self.changes, one.name) for one in fields(ChangePrices)}
            ),
            disturbances=Disturbances(
                **{one.name: getattr(self.disturbances, one.name) for one in fields(Disturbances)}
            ),
        )
