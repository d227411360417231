"""Depots and intermediate facilities."""

from dataclasses import dataclass
from enum import StrEnum

from fleet.checks import require_not_negative, require_short, require_windows
from fleet.clock import DAY_S
from fleet.lon_lat import LonLat
from fleet.message import InvalidValue
from fleet.time_window import TimeWindow
from fleet.work import Stream, Supply


class FacilityKind(StrEnum):
    """Where a vehicle starts, unloads or refills."""

    DEPOT = "depot"
    TRANSFER_STATION = "transfer_station"
    PLANT = "plant"
    WATER_POINT = "water_point"
    CHARGING_STATION = "charging_station"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A depot, an unloading site, a water point or a charging station.

    Parameters
    ----------
    streams
        What may be unloaded here; a depot may accept sweepings too.
    supplies
        What a tank may be refilled with here.
    opening
        When a visit may begin.
    visit_s
        Time of one unload or refill.
    parking
        Vehicles it can house; 0 for what is no depot.
    bays
        Where vehicles unload or refill there, as drivers are told: "2-4, behind the scale"; "" for
        nothing to tell.
    daily_capacity_kg, daily_capacity_l
        What may be unloaded and what may be drawn here in a day, by all vehicles together and of
        all supplies; 0 for no limit. A refill draws what is missing from the tank.
    storage_kg, stock_kg
        What a transfer station can hold, 0 for no limit, and what it holds when the day begins.
    """

    id: str
    name: str
    kind: FacilityKind
    at: LonLat
    streams: tuple[Stream, ...] = ()
    supplies: tuple[Supply, ...] = ()
    opening: tuple[TimeWindow, ...] = (TimeWindow(earliest_s=0, latest_s=2 * DAY_S),)
    visit_s: int = 600
    parking: int = 0
    bays: str = ""
    daily_capacity_kg: int = 0
    daily_capacity_l: int = 0
    storage_kg: int = 0
    stock_kg: int = 0

    def __post_init__(self) -> None:
        require_not_negative(self.id, visit_s=self.visit_s)
        require_short(self.id, 80, bays=self.bays)
        for name in ("daily_capacity_kg", "daily_capacity_l"):
            if getattr(self, name) < 0:
                raise InvalidValue(
                    "value.no_limit_below_zero",
                    "{id}: {name} must not be negative, got {value}; 0 is no limit.",
                    id=self.id,
                    name=name,
                    value=getattr(self, name),
                )
        if self.storage_kg < 0 or self.stock_kg < 0:
            raise InvalidValue(
                "facility.stock_negative",
                "{id}: storage_kg and stock_kg must not be negative, got {storage_kg} and "
                "{stock_kg}.",
                id=self.id,
                storage_kg=self.storage_kg,
                stock_kg=self.stock_kg,
            )
        if 0 < self.storage_kg < self.stock_kg:
            raise InvalidValue(
                "facility.stock_too_large",
                "{id}: stock_kg {stock_kg} does not fit into storage_kg {storage_kg}.",
                id=self.id,
                stock_kg=self.stock_kg,
                storage_kg=self.storage_kg,
            )
        if (self.storage_kg or self.stock_kg) and not self.is_station:
            raise InvalidValue(
                "facility.stock_where_none",
                "{id}: storage_kg and stock_kg are for transfer stations that accept "
                "domestic_waste.",
                id=self.id,
            )
        require_windows(self.id, opening=self.opening)
        if (self.kind is FacilityKind.DEPOT) != (self.parking > 0):
            raise InvalidValue(
                "facility.parking",
                "{id}: a depot, and only a depot, needs parking > 0.",
                id=self.id,
            )

    @property
    def offers(self) -> frozenset[str]:
        """What vehicles come for: the streams that may be unloaded, and what is refilled."""
        return frozenset((*self.streams, *self.supplies))

    @property
    def is_station(self) -> bool:
        """Whether domestic waste is gathered here, to be sent on to a plant."""
        return self.kind is FacilityKind.TRANSFER_STATION and Stream.DOMESTIC_WASTE in self.streams
