"""The works of a cleaning bureau: where each is done, by what, and what it moves.

One record for each: whatever differs from work to work is looked up in `WORKS`, so that a new work
is a row there and what is all its own: what is owed of it, and when. What it is called, and what a
driver is told of it, stands in the catalogues of `api.words`; a test finds what they lack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fleet.weather import Condition


class Work(StrEnum):
    """A kind of task; a vehicle lists the works it has the skill for."""

    SWEEP = "sweep"
    WASH = "wash"
    KITCHEN = "kitchen"
    CONTAINER = "container"
    HAUL = "haul"
    SNOW = "snow"
    """Clearing it: ploughing, and spreading a de-icer behind the plough."""


class VehicleKind(StrEnum):
    """The kinds a cleaning bureau runs."""

    SWEEPER = "sweeper"
    WASHER = "washer"
    COMPACTOR = "compactor"
    KITCHEN_TRUCK = "kitchen_truck"
    BULK_TRUCK = "bulk_truck"
    SNOW_PLOUGH = "snow_plough"


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
    DE_ICER = "de_icer"
    """Brine, or salt by the litre."""


class Where(StrEnum):
    """Where a work is done."""

    KERB = "kerb"
    """Along kerbs, each swept for the surface that belongs to it."""
    LANE = "lane"
    """Along carriageways, lane by lane, over their whole width."""
    STOP = "stop"
    """At one place, standing."""


class Sheet(StrEnum):
    """Sheets of a printed map: works that would hide each other have one each."""

    DAY = "day"
    WASHING = "washing"
    SNOW = "snow"


class Worth(StrEnum):
    """What the worth of optional work stands for, and so what makes it count more or less."""

    RATE = "rate"
    """The mechanised sweeping rate, which may be to be reached."""
    SERVICE = "service"
    """A service that is as good as paid for."""
    PRICE = "price"
    """A price already, the risk of leaving it: nothing makes it more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkKind:
    """What there is to know of a work.

    Parameters
    ----------
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
    ordered_by
        The weather that makes it due, None for work that is due without.
    """

    where: Where
    sheet: Sheet
    colour: str
    vehicle: VehicleKind
    useful_share: float
    worth: Worth = Worth.SERVICE
    stream: Stream | None = None
    supply: Supply | None = None
    ordered_by: Condition | None = None

    @property
    def needs_tank(self) -> bool:
        """Whether it is nothing but bringing something out."""
        return self.supply is not None and self.stream is None


WORKS: Mapping[Work, WorkKind] = {
    Work.SWEEP: WorkKind(
        where=Where.KERB,
        sheet=Sheet.DAY,
        colour="#008c3c",
        vehicle=VehicleKind.SWEEPER,
        useful_share=0.75,
        worth=Worth.RATE,
        stream=Stream.SWEEPINGS,
        supply=Supply.WATER,
    ),
    Work.WASH: WorkKind(
        where=Where.LANE,
        sheet=Sheet.WASHING,
        colour="#1f78b4",
        vehicle=VehicleKind.WASHER,
        useful_share=0.5,
        supply=Supply.WATER,
    ),
    Work.KITCHEN: WorkKind(
        where=Where.STOP,
        sheet=Sheet.DAY,
        colour="#d95f02",
        vehicle=VehicleKind.KITCHEN_TRUCK,
        useful_share=0.4,
        stream=Stream.KITCHEN_WASTE,
    ),
    Work.CONTAINER: WorkKind(
        where=Where.STOP,
        sheet=Sheet.DAY,
        colour="#7a4b1e",
        vehicle=VehicleKind.COMPACTOR,
        useful_share=0.4,
        worth=Worth.PRICE,
        stream=Stream.DOMESTIC_WASTE,
    ),
    Work.HAUL: WorkKind(
        where=Where.STOP,
        sheet=Sheet.DAY,
        colour="#4d4d4d",
        vehicle=VehicleKind.BULK_TRUCK,
        useful_share=0.4,
        stream=Stream.BULK_WASTE,
    ),
    Work.SNOW: WorkKind(
        where=Where.LANE,
        sheet=Sheet.SNOW,
        colour="#6a3d9a",
        vehicle=VehicleKind.SNOW_PLOUGH,
        useful_share=0.5,
        supply=Supply.DE_ICER,
        ordered_by=Condition.SNOW,
    ),
}
