"""Bodies that are read by what reads files: described here, judged there.

So that a body and a file are refused for the same reasons, by the same codes.
"""

from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from scenarios.operations import EventsIn, TaskAddedIn, UrgentCaseIn


class _Described:
    """An annotation: any JSON, described as a type."""

    def __init__(self, described: Any) -> None:
        self._schema = TypeAdapter(described).core_schema

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(self._schema)


EventsBody = Annotated[Any, _Described(EventsIn)]
"""What a file of events holds."""

CaseBody = Annotated[Any, _Described(UrgentCaseIn | TaskAddedIn)]
"""One event that brings work."""
