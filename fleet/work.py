"""What a vehicle can do, and what comes out of it."""

from enum import StrEnum


class Work(StrEnum):
    """A kind of task; a vehicle lists the works it has the skill for."""

    SWEEP = "sweep"
    WASH = "wash"
    KITCHEN = "kitchen"
    CONTAINER = "container"
    HAUL = "haul"


class Stream(StrEnum):
    """A kind of waste; a facility lists the streams that it accepts."""

    SWEEPINGS = "sweepings"
    KITCHEN_WASTE = "kitchen_waste"
    DOMESTIC_WASTE = "domestic_waste"
    BULK_WASTE = "bulk_waste"
    """What transfer stations send on; plants accept it, other stations do not."""


STREAM_OF_WORK: dict[Work, Stream] = {
    Work.SWEEP: Stream.SWEEPINGS,
    Work.KITCHEN: Stream.KITCHEN_WASTE,
    Work.CONTAINER: Stream.DOMESTIC_WASTE,
    Work.HAUL: Stream.BULK_WASTE,
}
"""The stream that fills the hopper; washing fills none."""
