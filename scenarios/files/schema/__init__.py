"""The door: what a scenario file may say. Shape is checked here, meaning in the values."""

from scenarios.files.schema.base import Door, Name
from scenarios.files.schema.scenario import ScenarioIn

__all__ = [
    "Door",
    "Name",
    "ScenarioIn",
]
