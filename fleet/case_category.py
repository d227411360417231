"""Categories of cases that a city's management or its hotline passes on."""

from dataclasses import dataclass

from fleet.checks import require_not_negative, require_positive
from fleet.message import InvalidValue
from fleet.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCategory:
    """What a case of one category comes to: which work, for how long, by when.

    Parameters
    ----------
    name, name_zh
        What the category is called, in English and in Chinese; a case may give either.
    code
        The number that the city's own table gives it, "" for none; a case may give that too.
    work
        What is to be done.
    service_s
        Time at the place.
    deadline_s
        Time from the case until the work must be over.
    demand_kg, demand_l
        What it adds to the hopper and takes from the tank.
    """

    name: str
    name_zh: str = ""
    code: str = ""
    work: Work
    service_s: int
    deadline_s: int
    demand_kg: int = 0
    demand_l: int = 0

    def __post_init__(self) -> None:
        where = f"case_categories {self.name}"
        require_positive(where, service_s=self.service_s, deadline_s=self.deadline_s)
        require_not_negative(where, demand_kg=self.demand_kg, demand_l=self.demand_l)
        if self.work is Work.HAUL:
            raise InvalidValue(
                "case_category.hauls",
                "{where}: work is haul, which only bulk loads are; name a work of the streets.",
                where=where,
            )
        if self.service_s > self.deadline_s:
            raise InvalidValue(
                "case_category.no_time",
                "{where}: takes {service_min} min and must be over after {deadline_min}; give it "
                "a later deadline.",
                where=where,
                service_min=self.service_s // 60,
                deadline_min=self.deadline_s // 60,
            )

    @property
    def names(self) -> tuple[str, ...]:
        """All that it may be called by."""
        return tuple(dict.fromkeys(filter(None, (self.name, self.name_zh, self.code))))
