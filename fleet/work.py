"""The works of a cleaning bureau: where each is done, by what, what it moves, what it is called.

One record for each: whatever differs from work to work is looked up in `WORKS`, so that a new work
is a row there and what is all its own: what is owed of it, and when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Work(StrEnum):
    """A kind of task; a vehicle lists the works it has the skill for."""

    SWEEP = "sweep"
    WASH = "wash"
    KITCHEN = "kitchen"
    CONTAINER = "container"
    HAUL = "haul"


class VehicleKind(StrEnum):
    """The kinds a cleaning bureau runs."""

    SWEEPER = "sweeper"
    WASHER = "washer"
    COMPACTOR = "compactor"
    KITCHEN_TRUCK = "kitchen_truck"
    BULK_TRUCK = "bulk_truck"

    @property
    def zh(self) -> str:
        """What it is called in Chinese; its value says it in English."""
        return _VEHICLES_ZH[self]


_VEHICLES_ZH = {
    VehicleKind.SWEEPER: "清扫车",
    VehicleKind.WASHER: "洒水车",
    VehicleKind.COMPACTOR: "压缩车",
    VehicleKind.KITCHEN_TRUCK: "餐厨车",
    VehicleKind.BULK_TRUCK: "转运车",
}


class Stream(StrEnum):
    """A kind of waste; a facility lists the streams that it accepts."""

    SWEEPINGS = "sweepings"
    KITCHEN_WASTE = "kitchen_waste"
    DOMESTIC_WASTE = "domestic_waste"
    BULK_WASTE = "bulk_waste"
    """What transfer stations send on; plants accept it, other stations do not."""


class Supply(StrEnum):
    """What a tank brings out on the streets; a facility lists the supplies that it hands out."""

    WATER = "water"
    CHARGE = "charge"
    """What drives the vehicle itself; no task draws it."""

    @property
    def zh(self) -> str:
        """What it is called in Chinese; its value says it in English."""
        return _SUPPLIES_ZH[self]


_SUPPLIES_ZH = {Supply.WATER: "水", Supply.CHARGE: "电"}


class Where(StrEnum):
    """Where a work is done."""

    KERB = "kerb"
    """Along kerbs, each swept for the surface that belongs to it."""
    LANE = "lane"
    """Along carriageways, lane by lane, over their whole width."""
    STOP = "stop"
    """At one place, standing."""


class Worth(StrEnum):
    """What the worth of optional work stands for, and so what makes it count more or less."""

    RATE = "rate"
    """The mechanised sweeping rate, which may be to be reached."""
    SERVICE = "service"
    """A service that is as good as paid for."""
    PRICE = "price"
    """A price already, the risk of leaving it: nothing makes it more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A phrase in the languages that OneBroom speaks."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkKind:
    """What there is to know of a work.

    Parameters
    ----------
    zh
        What it is called in Chinese; its id says it in English.
    order
        What a driver is told, of a `{place}` and, where that matters, of `{tonnes}`.
    sheet
        The sheet of a printed map that it is drawn on.
    colour
        Of its lines where those of all vehicles look alike, #rrggbb.
    vehicle
        What is built for it.
    stream
        What it brings into a hopper, None for nothing.
    supply
        What it takes from a tank, None for nothing.
    useful_share
        Share of a shift that is spent working, the rest being driving and facilities (assumed).
    """

    zh: str
    where: Where
    order: Words
    sheet: Words
    colour: str
    vehicle: VehicleKind
    useful_share: float
    worth: Worth = Worth.SERVICE
    stream: Stream | None = None
    supply: Supply | None = None

    @property
    def needs_tank(self) -> bool:
        """Whether it is nothing but bringing something out."""
        return self.supply is not None and self.stream is None


_BY_DAY = Words(en="Sweeping and collection", zh="清扫与收运")

WORKS: Mapping[Work, WorkKind] = {
    Work.SWEEP: WorkKind(
        zh="清扫",
        where=Where.KERB,
        order=Words(en="Sweep {place}", zh="清扫{place}"),
        sheet=_BY_DAY,
        colour="#008c3c",
        vehicle=VehicleKind.SWEEPER,
        useful_share=0.75,
        worth=Worth.RATE,
        stream=Stream.SWEEPINGS,
        supply=Supply.WATER,
    ),
    Work.WASH: WorkKind(
        zh="冲洗",
        where=Where.LANE,
        order=Words(en="Wash {place}", zh="冲洗{place}"),
        sheet=Words(en="Washing", zh="冲洗"),
        colour="#1f78b4",
        vehicle=VehicleKind.WASHER,
        useful_share=0.5,
        supply=Supply.WATER,
    ),
    Work.KITCHEN: WorkKind(
        zh="餐厨收运",
        where=Where.STOP,
        order=Words(en="Collect at {place}", zh="收运 {place}"),
        sheet=_BY_DAY,
        colour="#d95f02",
        vehicle=VehicleKind.KITCHEN_TRUCK,
        useful_share=0.4,
        stream=Stream.KITCHEN_WASTE,
    ),
    Work.CONTAINER: WorkKind(
        zh="垃圾桶收运",
        where=Where.STOP,
        order=Words(en="Collect at {place}", zh="收运 {place}"),
        sheet=_BY_DAY,
        colour="#7a4b1e",
        vehicle=VehicleKind.COMPACTOR,
        useful_share=0.4,
        worth=Worth.PRICE,
        stream=Stream.DOMESTIC_WASTE,
    ),
    Work.HAUL: WorkKind(
        zh="转运",
        where=Where.STOP,
        order=Words(en="Load {tonnes} t at {place}", zh="在{place}装运 {tonnes} 吨"),
        sheet=_BY_DAY,
        colour="#4d4d4d",
        vehicle=VehicleKind.BULK_TRUCK,
        useful_share=0.4,
        stream=Stream.BULK_WASTE,
    ),
}
