"""The door for collection points and for when they must be emptied."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from fleet import CollectionPoint, InvalidValue, OverflowPolicy
from scenarios.shapes import Count, Name, Obedient, PlacedIn, WindowIn

Share = Annotated[float, Field(ge=0, le=1)]


class OverflowIn(Obedient):
    """The price of an overflow, and the risks that decide; see `fleet.OverflowPolicy`."""

    price_fen: Count = OverflowPolicy().price_fen
    must_share: Share = OverflowPolicy().must_share
    skip_share: Share = OverflowPolicy().skip_share

    def to_domain(self) -> OverflowPolicy:
        """Returns the policy."""
        return OverflowPolicy(**self.model_dump())


class ContainerIn(PlacedIn):
    """One collection point; see `fleet.CollectionPoint`.

    A bin is given by `bin_kg`, or by `bin_l` and what a litre of waste weighs in it.

    Parameters
    ----------
    id
        Unique among the collection points.
    name
        What people call it.
    bin_l, density_g_per_l
        Litres of one bin, and what a litre of waste weighs: instead of `bin_kg`.
    num_bins
        Bins of the same size.
    bin_kg
        What one bin holds.
    service_minutes
        Time at the stop; 0 for two minutes and one more for each bin.
    town
        Id of the town whose waste this is.
    """

    id: Name
    name: Name
    num_bins: Count
    bin_kg: Count = 0
    bin_l: Count = 0
    density_g_per_l: Count = 200
    fill_kg_per_day: Count
    fill_spread_share: float = Field(default=0.3, ge=0, le=3)
    level_kg: Count | None = None
    last_emptied: dt.date | None = None
    full_share: float = Field(default=1.0, gt=0, le=1)
    windows: list[WindowIn]
    weekdays: list[Count] = [0, 1, 2, 3, 4, 5, 6]
    service_minutes: Count = 0
    may_cross: bool = True
    max_length_cm: Count = 0
    max_width_cm: Count = 0
    max_weight_kg: Count = 0
    town: str = ""

    def to_domain(self) -> CollectionPoint:
        """Returns the point."""
        values = self.model_dump(
            exclude={
                "lon",
                "lat",
                "windows",
                "weekdays",
                "service_minutes",
                "bin_kg",
                "bin_l",
                "density_g_per_l",
            }
        )
        return CollectionPoint(
            **values,
            at=self.at,
            bin_kg=self.bin_kg or self.bin_l * self.density_g_per_l // 1000,
            windows=tuple(sorted(window.to_domain() for window in self.windows)),
            weekdays=tuple(self.weekdays),
            service_s=60 * self.service_minutes,
        )

    @model_validator(mode="after")
    def _obeys_the_domain(self) -> Self:
        if self.bin_kg and self.bin_l:
            raise InvalidValue(
                "schema.bin_twice",
                "{id}: gives bin_kg and bin_l; leave one out.",
                id=self.id,
            )
        self.to_domain()
        return self
