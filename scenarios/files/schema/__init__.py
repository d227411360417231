"""The door: what a scenario file may say. Shape is checked here, meaning in the values."""

from scenarios.files.schema.described import (
    PRICES,
    NotDescribed,
    meanings_of,
    parts_in,
    read_docstring,
)
from scenarios.files.schema.scenario import ScenarioIn

__all__ = [
    "PRICES",
    "NotDescribed",
    "ScenarioIn",
    "meanings_of",
    "parts_in",
    "read_docstring",
]
