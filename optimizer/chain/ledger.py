"""The tonnes of a day, step by step: what was there, came in, went out, and is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """From household to plant: 户集、村收、镇运、区处理."""

    CONTAINERS = "containers"
    """What households bring to the collection points, town by town."""
    COLLECTION = "collection"
    """What the compactors take from there."""
    STATION = "station"
    """What is gathered at a transfer station."""
    HAULAGE = "haulage"
    """What bulk trucks carry on."""
    PLANT = "plant"
    """What is treated."""
    TOTAL = "total"
    """From the first step to the last: in from households, out by treatment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One holder of waste over the day: before + in = out + after, to the kilogram.

    Parameters
    ----------
    place, name
        Id and name of the town or facility; "" where the step is one row. What is collected from
        the street, not from a point, stands at "beside_points".
    before_kg, after_kg
        Held when the day begins and when it ends. At a plant, what is over its capacity.
    in_kg, out_kg
        Come in and gone out.
    other_kg
        The part of `in_kg` that is not from containers: sweepings, which stations take too.
    limit_kg
        What may come in on a day; 0 for no limit.
    storage_kg, most_held_kg
        What a station may hold and the most that it did; 0 elsewhere.
    """

    step: Step
    place: str = ""
    name: str = ""
    before_kg: int
    in_kg: int
    out_kg: int
    after_kg: int
    other_kg: int = 0
    limit_kg: int = 0
    storage_kg: int = 0
    most_held_kg: int = 0

    @property
    def gap_kg(self) -> int:
        """What is missing from the row; 0 where it adds up."""
        return self.before_kg + self.in_kg - self.out_kg - self.after_kg


def total_row(rows: Iterable[LedgerRow]) -> LedgerRow:
    """Returns the whole way in one row: what only passes from step to step drops out."""
    listed = list(rows)
    of_step = {step: [row for row in listed if row.step is step] for step in Step}
    return LedgerRow(
        step=Step.TOTAL,
        before_kg=sum(row.before_kg for row in listed),
        in_kg=sum(row.in_kg for row in of_step[Step.CONTAINERS])
        + sum(row.other_kg for row in listed),
        out_kg=sum(row.out_kg for row in of_step[Step.PLANT]),
        after_kg=sum(row.after_kg for row in listed),
        other_kg=sum(row.other_kg for row in listed),
    )
