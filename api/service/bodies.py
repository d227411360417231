"""What bodies are made of: quantities, and what is read by what reads files.

The latter is described here and judged there, so that a body and a file are refused for the same
reasons, by the same codes.
"""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, Strict, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Seconds = Annotated[float, Strict(), Field(gt=0, le=86_400, allow_inf_nan=False)]
"""Of a search; the settings of the service allow one plan less. `true` is no number."""

Iterations = Annotated[int, Strict(), Field(gt=0, le=10**12)]
"""Of a search."""

Seed = Annotated[int, Strict(), Field(ge=0, le=2**31)]

Minutes = Annotated[float, Strict(), Field(ge=0, le=1440, allow_inf_nan=False)]
"""Of a day."""


class _Described:
    """An annotation: any JSON, described as a type.

    Parameters
    ----------
    described
        Returns the type; called only when somebody asks for the description.
    """

    def __init__(self, described: Callable[[], Any]) -> None:
        self._described = described

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(TypeAdapter(self._described()).core_schema)


def _events() -> Any:
    from scenarios.operations import EventsIn

    return EventsIn


def _case() -> Any:
    from scenarios.operations import TaskAddedIn, UrgentCaseIn

    return UrgentCaseIn | TaskAddedIn


EventsBody = Annotated[Any, _Described(_events)]
"""What a file of events holds."""

CaseBody = Annotated[Any, _Described(_case)]
"""One event that brings work."""
