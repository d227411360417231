"""The door for the categories of cases that a city's management passes on."""

from typing import Annotated

from pydantic import Field

from fleet import CaseCategory, Work
from scenarios.shapes import Count, Name, Obedient


class CaseCategoryIn(Obedient):
    """A category of cases; see `fleet.CaseCategory`."""

    name: Name
    name_zh: Annotated[str, Field(max_length=80)] = ""
    code: Annotated[str, Field(max_length=80)] = ""
    work: Work
    service_minutes: Count
    deadline_minutes: Count
    demand_kg: Count = 0
    demand_l: Count = 0

    def to_domain(self) -> CaseCategory:
        """Returns the category."""
        return CaseCategory(
            **self.model_dump(exclude={"service_minutes", "deadline_minutes"}),
            service_s=60 * self.service_minutes,
            deadline_s=60 * self.deadline_minutes,
        )
