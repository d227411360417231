"""Plans and other jobs page by page, the newest first."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select, tuple_

from api.service.db.job import LISTED_COLUMNS, JobKind, Status
from api.service.db.tables import plans, results
from optimizer.errors import InputError

_PLACE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)~([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilter:
    """Which plans are wanted; None for all.

    Parameters
    ----------
    date
        Service day, YYYY-MM-DD: as it was asked for, or the scenario's own.
    after
        The place of the last plan of the page before.
    """

    kind: JobKind = JobKind.PLAN
    scenario: str | None = None
    date: str | None = None
    status: Status | None = None
    asked_by: str | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        if self.after is not None and _PLACE.fullmatch(self.after) is None:
            raise InputError(
                "listing.after",
                "after: is no place in the list; take it from the link to the next page.",
            )


ALL = PlanFilter()


def page_of(wanted: PlanFilter, limit: int) -> Select[tuple[object, ...]]:
    """Returns the query for one page of the jobs of a kind.

    A place is an age and an id, not a count: plans that come or go meanwhile move no page.
    """
    conditions: list[ColumnElement[bool]] = [plans.c.kind == wanted.kind]
    for name in ("scenario", "date", "status", "asked_by"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(plans.c[name] == value)
    found = _PLACE.fullmatch(wanted.after or "")
    if found:
        place = tuple_(plans.c.created_at, plans.c.id)
        conditions.append(place < tuple_(float(found[1]), found[2]))
    return (
        select(*LISTED_COLUMNS)
        .select_from(plans.outerjoin(results, results.c.plan_id == plans.c.id))
        .where(*conditions)
        .order_by(plans.c.created_at.desc(), plans.c.id.desc())
        .limit(limit)
    )
