"""The door for contracts that stand in a scenario's `.toml`; tables have a reader of their own."""

import datetime as dt

from pydantic import Field

from fleet import Contract, Priority
from scenarios.shapes import Count, Name, Obedient, PlacedIn, WindowIn


class ContractIn(Obedient, PlacedIn):
    """One kitchen-waste contract; see `fleet.Contract`.

    Parameters
    ----------
    id
        Unique among the contracts.
    name
        What people call it.
    address
        For people; it is not looked up.
    remarks
        What a driver has to know there, for the run sheet.
    first_date, last_date
        When the contract begins and ends, both days included.
    priority
        What a missed collection weighs.
    penalty_fen
        Price of a missed collection; 0 for that of the scenario, by the kilogram.
    """

    id: Name
    name: Name
    demand_kg: Count
    windows: list[WindowIn]
    weekdays: list[Count] = [0, 1, 2, 3, 4, 5, 6]
    month_days: list[Count] = []
    month_weeks: list[Count] = []
    every_days: Count = 1
    collections_per_week: Count = 0
    service_minutes: Count = 4
    address: str = Field(default="", max_length=400)
    remarks: str = Field(default="", max_length=200)
    excluded_dates: list[dt.date] = []
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    max_length_cm: Count = 0
    max_width_cm: Count = 0
    max_weight_kg: Count = 0
    may_cross: bool = True
    priority: Priority = Priority.NORMAL
    penalty_fen: Count = 0

    def to_domain(self) -> Contract:
        """Returns the contract."""
        lists = {"windows", "weekdays", "month_days", "month_weeks", "excluded_dates"}
        return Contract(
            **self.model_dump(exclude={*lists, "lon", "lat", "service_minutes"}),
            at=self.at,
            windows=tuple(window.to_domain() for window in self.windows),
            weekdays=tuple(self.weekdays),
            month_days=tuple(self.month_days),
            month_weeks=tuple(self.month_weeks),
            excluded_dates=tuple(self.excluded_dates),
            service_s=60 * self.service_minutes,
        )
