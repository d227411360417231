"""The vehicles and facilities of one day."""

from collections import Counter
from dataclasses import dataclass

from fleet.facility import Facility, FacilityKind
from fleet.message import InvalidValue
from fleet.vehicle import Vehicle


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Vehicles and the facilities that they start from, unload and refill at."""

    vehicles: tuple[Vehicle, ...]
    facilities: tuple[Facility, ...]

    def __post_init__(self) -> None:
        for noun, ids in (
            ("vehicle", [vehicle.id for vehicle in self.vehicles]),
            ("facility", [facility.id for facility in self.facilities]),
        ):
            twice = [id_ for id_, count in Counter(ids).items() if count > 1]
            if twice:
                raise InvalidValue(
                    "fleet.ids_twice",
                    "{table:word.table} ids must be unique; {twice:list} is not.",
                    table=noun,
                    twice=twice,
                )
        depots = {facility.id for facility in self.depots}
        for vehicle in self.vehicles:
            if vehicle.depot_id is not None and vehicle.depot_id not in depots:
                raise InvalidValue(
                    "vehicle.unknown_depot",
                    "{id}: depot_id {depot_id!r} is unknown; depots are {depots:list}.",
                    id=vehicle.id,
                    depot_id=vehicle.depot_id,
                    depots=sorted(depots),
                )

    @property
    def depots(self) -> tuple[Facility, ...]:
        """The facilities that house vehicles."""
        return tuple(f for f in self.facilities if f.kind is FacilityKind.DEPOT)

    def vehicle(self, vehicle_id: str) -> Vehicle:
        """Returns the vehicle with this id.

        Raises
        ------
        KeyError
            When the fleet has none.
        """
        for vehicle in self.vehicles:
            if vehicle.id == vehicle_id:
                return vehicle
        raise KeyError(vehicle_id)

    def facility(self, facility_id: str) -> Facility:
        """Returns the facility with this id.

        Raises
        ------
        KeyError
            When there is none.
        """
        for facility in self.facilities:
            if facility.id == facility_id:
                return facility
        raise KeyError(facility_id)
