"""A day as an instance, with what the instance's numbers mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from fleet import Facility
from optimizer.day.duty import Duty
from optimizer.day.resources import Resources
from optimizer.instance import Instance
from optimizer.network.paths import PathFinder
from optimizer.network.place import Place
from optimizer.plan import DutyId, Unassigned
from optimizer.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """An instance with what its numbers mean.

    Parameters
    ----------
    tasks
        The tasks of the instance, in its order.
    mode_of
        For each mode of the instance: the index of the mode within its task, or of the facility
        within `facilities`.
    places
        For each mode of the instance, its place.
    resets
        Facilities of each reset, element by element behind the tasks.
    resources
        What the columns of the instance's demand are.
    finders
        The path finder of each vehicle type's profile, by the profile's number in the instance.
    left_out
        Tasks that no instance can hold, with the reason.
    """

    instance: Instance
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    facilities: tuple[Facility, ...]
    sites: Mapping[str, Place]
    mode_of: tuple[int, ...]
    places: tuple[Place, ...]
    resets: tuple[tuple[int, ...], ...]
    resources: Resources
    finders: tuple[PathFinder, ...]
    left_out: tuple[Unassigned, ...]

    def profile_of(self, duty: int) -> int:
        """Returns the number of the profile that a duty drives by."""
        return int(self.instance.type_profile[self.instance.duty_type[duty]])

    @property
    def duty_numbers(self) -> dict[DutyId, int]:
        """The number of each duty, by vehicle and shift."""
        return {(duty.vehicle.id, duty.shift.id): n for n, duty in enumerate(self.duties)}

    @property
    def task_numbers(self) -> dict[str, int]:
        """The number of each task, by its id."""
        return {task.id: number for number, task in enumerate(self.tasks)}
