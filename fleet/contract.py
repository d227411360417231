"""Kitchen-waste contracts."""

from dataclasses import dataclass

from fleet.time_window import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A kitchen whose waste is collected.

    Parameters
    ----------
    demand_kg
        Kilograms at one collection.
    weekdays
        Days of collection, Monday = 0.
    windows
        Collection may begin in any of them; one collection a day.
    service_s
        Time at the stop.
    """

    id: str
    name: str
    lon: float
    lat: float
    demand_kg: int
    windows: tuple[TimeWindow, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    service_s: int = 240

    def __post_init__(self) -> None:
        if self.demand_kg <= 0:
            raise ValueError(f"{self.id}: demand_kg must be positive, got {self.demand_kg}.")
        if self.service_s < 0:
            raise ValueError(f"{self.id}: service_s must not be negative, got {self.service_s}.")
        if not self.windows:
            raise ValueError(f"{self.id}: windows is empty; give at least one.")
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError(f"{self.id}: weekdays must be among 0-6, got {self.weekdays}.")
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"{self.id}: lon/lat {self.lon}, {self.lat} is not on the globe.")
