"""Vehicles, facilities, collection points, street standards and crews from office files.

Each module has the columns of one kind of table and what a row of it becomes; all else is
`scenarios.files.office`.
"""

from scenarios.files.fleet_tables.containers import CONTAINERS, container_of
from scenarios.files.fleet_tables.crews import DRIVERS, driver_of
from scenarios.files.fleet_tables.facilities import FACILITIES, facility_of
from scenarios.files.fleet_tables.standards import STANDARDS, standard_of
from scenarios.files.fleet_tables.vehicles import VEHICLES, vehicle_of

__all__ = [
    "CONTAINERS",
    "DRIVERS",
    "FACILITIES",
    "STANDARDS",
    "VEHICLES",
    "container_of",
    "driver_of",
    "facility_of",
    "standard_of",
    "vehicle_of",
]
