"""Work of one day that no standard and no contract owes: a market is over, a load was spilled."""

from dataclasses import dataclass

from fleet.clock import DAY_S
from fleet.lon_lat import LonLat
from fleet.message import InvalidValue
from fleet.time_window import TimeWindow
from fleet.work import WORKS, Work

ALL_DAY = (TimeWindow(earliest_s=0, latest_s=2 * DAY_S),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTask:
    """A stop that is required on this day, whatever its work: so many minutes at one place.

    No square metres of the street's own sweeping are credited to it.

    Parameters
    ----------
    name
        What people call it.
    service_s
        Time at the place.
    demand_kg, demand_l
        What it adds to the hopper, and takes from the tank.
    windows
        When it may begin.
    """

    id: str
    work: Work
    name: str
    at: LonLat
    service_s: int
    demand_kg: int = 0
    demand_l: int = 0
    windows: tuple[TimeWindow, ...] = ALL_DAY

    def __post_init__(self) -> None:
        if self.work is Work.HAUL:
            raise InvalidValue(
                "extra_task.haul",
                "extra task {id}: bulk loads follow from what is brought to the stations; give "
                "other work.",
                id=self.id,
            )
        if self.service_s <= 0 or min(self.demand_kg, self.demand_l) < 0 or not self.windows:
            raise InvalidValue(
                "extra_task.amounts",
                "extra task {id}: needs minutes above 0, kg and litres that are not negative, and "
                "a window.",
                id=self.id,
            )
        if self.demand_kg and WORKS[self.work].stream is None:
            raise InvalidValue(
                "extra_task.no_stream",
                "extra task {id}: {work:word.work} brings nothing into a hopper; leave out kg.",
                id=self.id,
                work=self.work,
            )
