"""What vehicles that can stand in for each other do in a day, as its bound sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from optimizer.network.place import Place, Position
from optimizer.network.profile import Profile
from optimizer.task import Task


class Call(StrEnum):
    """Why a vehicle calls at a site."""

    DEPOT = "depot"
    UNLOAD = "unload"
    REFILL = "refill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A depot, or a facility for one purpose.

    Parameters
    ----------
    num_duties
        How many routes may begin here, one for each shift of a vehicle; 0 at a facility.
    """

    call: Call
    place: Place
    visit_s: int = 0
    num_duties: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What vehicles that can stand in for each other do in a day.

    Parameters
    ----------
    profiles
        Every way in which one of them drives.
    hopper_kg, tank_l
        The largest among them.
    """

    profiles: tuple[Profile, ...]
    tasks: tuple[Task, ...]
    sites: tuple[Site, ...]
    hopper_kg: int
    tank_l: int

    @property
    def num_hoppers(self) -> int:
        """How many full hoppers there are to carry away, rounded up."""
        return loads(sum(task.demand_kg for task in self.tasks), self.hopper_kg)

    @property
    def num_tanks(self) -> int:
        """How many full tanks there are to bring, rounded up."""
        return loads(sum(task.demand_l for task in self.tasks), self.tank_l)

    @property
    def always_loads(self) -> bool:
        """Whether every task leaves something in the hopper, so that every route unloads."""
        return self.hopper_kg > 0 and all(task.demand_kg for task in self.tasks)

    @property
    def positions(self) -> Iterator[Position]:
        """Every position where something is done."""
        places = [mode.place for task in self.tasks for mode in task.modes]
        places += [site.place for site in self.sites]
        for place in places:
            yield from place.entries
            yield from place.exits


def loads(demand: int, capacity: int) -> int:
    """Returns how many vehicles a demand fills, rounded up; 0 where they hold nothing."""
    return -(-demand // capacity) if capacity else 0
