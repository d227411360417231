"""The resources of a day's instance: what fills hoppers, and what is brought out of tanks.

One hopper is one resource, whatever fills it. Where a vehicle keeps streams apart in compartments,
each of these streams is a resource of its own, for every vehicle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fleet import WORKS, Stream, Vehicle
from optimizer.errors import InfeasibleScenario
from optimizer.task import Task

HOPPER, TANK = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Which column of the instance's demand is what: `HOPPER`, `TANK`, then further streams.

    Parameters
    ----------
    apart
        The streams that some vehicle keeps in compartments; the first fills column `HOPPER`, as
        do all streams that are not among them.
    """

    apart: tuple[Stream, ...] = ()

    @classmethod
    def of(cls, vehicles: Sequence[Vehicle]) -> "Resources":
        """Returns the resources of a day with these vehicles.

        Raises
        ------
        InfeasibleScenario
            When a vehicle takes streams into one hopper that another keeps apart.
        """
        apart = sorted({stream for vehicle in vehicles for stream, _ in vehicle.compartments})
        resources = cls(apart=tuple(apart))
        for vehicle in vehicles:
            columns = {resources.column(stream) for stream in vehicle.streams}
            if not vehicle.compartments and len(columns) > 1:
                raise InfeasibleScenario(
                    f"{vehicle.id}: takes {', '.join(sorted(vehicle.streams))} into one hopper, "
                    "while another vehicle keeps them apart; give it compartments, or fewer works."
                )
        return resources

    @property
    def count(self) -> int:
        """How many there are."""
        return 2 + max(0, len(self.apart) - 1)

    @property
    def hoppers(self) -> tuple[int, ...]:
        """The columns that hoppers fill."""
        return (HOPPER, *range(TANK + 1, self.count))

    def column(self, stream: Stream) -> int:
        """Returns the column that a stream fills."""
        if stream not in self.apart or stream == self.apart[0]:
            return HOPPER
        return TANK + self.apart.index(stream)

    def columns(self, vehicle: Vehicle) -> tuple[int, ...]:
        """Returns the columns that a vehicle's works fill."""
        return tuple(sorted({self.column(stream) for stream in vehicle.streams}))

    def demand(self, task: Task) -> list[int]:
        """Returns what a task adds and draws, by column."""
        row = [0] * self.count
        row[TANK] = task.demand_l
        stream = WORKS[task.work].stream
        row[HOPPER if stream is None else self.column(stream)] += task.demand_kg
        return row

    def capacity(self, vehicle: Vehicle) -> list[int]:
        """Returns what a vehicle holds, by column."""
        row = [0] * self.count
        row[TANK] = vehicle.tank_l
        for stream in vehicle.streams:
            row[self.column(stream)] = vehicle.holds_kg(stream)
        return row

    def unloading(self, resets: Sequence[int]) -> int:
        """Returns the reset at which a vehicle type is emptied, -1 for none.

        `resets` has the type's by column; all that is aboard is emptied at one visit.
        """
        return max(int(resets[column]) for column in self.hoppers)
