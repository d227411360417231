"""What is different between two plans of a day."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.service.deps import JobDep, PlanFileDep, StoreDep, WordsDep, plan_file_of, plan_job
from api.service.problems import refusals
from scenarios.rest_of_day import TOLERANCE_S

router = APIRouter(prefix="/plans", tags=["running day"])


class DutyChangesOut(BaseModel):
    """What is different for one driver.

    Parameters
    ----------
    from_s
        From when on the routes are not the same.
    before, after
        When the vehicle leaves and is back, by either plan.
    message
        What to send to the driver; "" where there is nothing to tell.
    """

    vehicle_id: str
    shift_id: str
    shift: str
    from_s: int | None
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    num_common: int
    num_in_order: int
    is_to_call: bool
    order_share: float
    back_later_s: int | None
    differences: list[dict[str, Any]]
    message: str


class ChangesOut(BaseModel):
    """All differences, as `./run changes --json` writes them."""

    date: str
    now_s: int
    tolerance_s: int
    totals: dict[str, float]
    duties: list[DutyChangesOut]


@router.get(
    "/{plan_id}/changes",
    responses=refusals(
        {
            404: ("http.no_plan",),
            409: ("http.no_routes_yet",),
            422: ("changes.other_day", "export.no_route"),
        }
    ),
)
def get_changes(
    job: JobDep,
    plan_file: PlanFileDep,
    store: StoreDep,
    words: WordsDep,
    since: Annotated[str, Query(max_length=32, description="id of the plan before")],
    vehicle: Annotated[str | None, Query(max_length=80)] = None,
    minutes: Annotated[
        float, Query(ge=0, le=1440, description="what is no more than that later is as it was")
    ] = TOLERANCE_S / 60,
) -> ChangesOut:
    """What is different from another plan of the day, driver by driver, and whom to call."""
    from api.exports.changes import changes_values, duties_of_vehicle
    from scenarios.changes import find_changes

    before = plan_file_of(plan_job(since, store), store, words)
    found = find_changes(before, plan_file, tolerance_s=round(60 * minutes))
    duties = duties_of_vehicle(found, before, plan_file, vehicle)
    return ChangesOut.model_validate(changes_values(found, duties, words))
