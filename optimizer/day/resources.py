"""The resources of a day's instance: what fills hoppers, and what is brought out of tanks.

One hopper is one resource, whatever fills it. Where a vehicle keeps streams apart in compartments,
each of these streams is a resource of its own, for every vehicle. A resource is a *column* of the
instance's demand; what the columns are is said here alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fleet import WORKS, Facility, Stream, Supply, Vehicle
from optimizer.errors import InfeasibleScenario
from optimizer.plan import ActivityKind
from optimizer.task import Task

HOPPER, TANK = 0, 1

BOUNDLESS_M = 10**9
"""How far a vehicle comes that need not be charged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Which column of the instance's demand is what: `HOPPER`, `TANK`, then further streams.

    Parameters
    ----------
    apart
        The streams that some vehicle keeps in compartments; the first fills column `HOPPER`, as
        do all streams that are not among them.
    has_range
        Whether any vehicle comes only so far: metres are then the last column.
    """

    apart: tuple[Stream, ...] = ()
    has_range: bool = False

    @classmethod
    def of(cls, vehicles: Sequence[Vehicle]) -> "Resources":
        """Returns the resources of a day with these vehicles.

        Raises
        ------
        InfeasibleScenario
            When a vehicle takes streams into one hopper that another keeps apart.
        """
        apart = sorted({stream for vehicle in vehicles for stream, _ in vehicle.compartments})
        resources = cls(apart=tuple(apart), has_range=any(vehicle.range_m for vehicle in vehicles))
        for vehicle in vehicles:
            columns = {resources.column(stream) for stream in vehicle.streams}
            if not vehicle.compartments and len(columns) > 1:
                raise InfeasibleScenario(
                    "day.mixed_hopper",
                    "{id}: takes {streams:list} into one hopper, while another vehicle keeps them "
                    "apart; give it compartments, or fewer works.",
                    id=vehicle.id,
                    streams=sorted(vehicle.streams),
                )
        return resources

    @property
    def count(self) -> int:
        """How many there are."""
        return 2 + max(0, len(self.apart) - 1) + self.has_range

    @property
    def metres(self) -> int:
        """The column of the metres since a vehicle was charged, -1 where none need be."""
        return self.count - 1 if self.has_range else -1

    @property
    def hoppers(self) -> tuple[int, ...]:
        """The columns that hoppers fill."""
        return (HOPPER, *range(TANK + 1, self.count - self.has_range))

    @property
    def refilled(self) -> tuple[int, ...]:
        """The columns that run down and are filled up again on the way."""
        return (TANK, self.metres) if self.has_range else (TANK,)

    def list_needed(self, column: int, vehicle: Vehicle) -> frozenset[Supply]:
        """Returns what a vehicle takes of a column that is filled up again."""
        if column == self.metres:
            return frozenset({Supply.CHARGE} if vehicle.range_m else ())
        return vehicle.supplies

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
        if self.has_range:
            row[self.metres] = max(mode.service_m for mode in task.modes)
        return row

    def capacity(self, vehicle: Vehicle) -> list[int]:
        """Returns what a vehicle holds, by column."""
        row = [0] * self.count
        row[TANK] = vehicle.tank_l
        for stream in vehicle.streams:
            row[self.column(stream)] = vehicle.holds_kg(stream)
        if self.has_range:
            row[self.metres] = vehicle.range_m or BOUNDLESS_M
        return row

    def unit(self, column: int) -> str:
        """Returns what a column counts."""
        if column == self.metres:
            return "m"
        return "kg" if column in self.hoppers else "l"

    def daily_limit(self, column: int, facility: Facility) -> int:
        """Returns what a facility takes or gives of a column in a day, 0 for no limit."""
        if column in self.hoppers:
            return facility.daily_capacity_kg
        return 0 if column == self.metres else facility.daily_capacity_l

    def find_unloading(self, resets: Sequence[int]) -> int:
        """Returns the reset at which a vehicle type is emptied, -1 for none.

        `resets` has the type's by column; all that is aboard is emptied at one visit.
        """
        return max(int(resets[column]) for column in self.hoppers)

    def visit_kind(self, resets: Sequence[int], element: int) -> ActivityKind:
        """Returns what a vehicle does at a reset; `resets` has those of its type by column."""
        if element == self.find_unloading(resets):
            return ActivityKind.UNLOAD
        return ActivityKind.REFILL

    def find_refilling(self, resets: Sequence[int], facility: Facility) -> int:
        """Returns the reset at which a vehicle type is filled up at a facility, -1 for none."""
        found = [int(resets[c]) for c in self.refilled if resets[c] >= 0]
        if self.has_range and Supply.CHARGE not in facility.supplies:
            found = [one for one in found if one != resets[self.metres]]
        return found[0] if found and facility.supplies else -1
