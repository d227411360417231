"""What cases come to where a scenario does not say: categories that concern sanitation.

The names are those of events in the city tables that follow GB/T 30428.2 (digital city management,
part 2: components and events), as cities publish them. Their codes are left out: published tables
number the same events differently, so a city puts its own into its scenario. Works, minutes,
amounts and deadlines are assumed, but for two deadlines that are read in two cities' tables, of
which the shorter holds: two and five working hours for a dirty road, four and eight for exposed
rubbish.

Left out on purpose: dead animals, which none of these vehicles may carry, and damage, which is
not cleaned.
"""

from fleet import CaseCategory, Work
from scenarios.scenario import Scenario

HOUR_S = 3_600
MINUTE_S = 60

CATEGORIES = (
    CaseCategory(
        name="exposed rubbish",
        name_zh="暴露垃圾",
        work=Work.CONTAINER,
        service_s=10 * MINUTE_S,
        deadline_s=4 * HOUR_S,
        demand_kg=100,
    ),
    CaseCategory(
        name="piled waste",
        name_zh="积存垃圾渣土",
        work=Work.CONTAINER,
        service_s=30 * MINUTE_S,
        deadline_s=8 * HOUR_S,
        demand_kg=500,
    ),
    CaseCategory(
        name="overflowing bins",
        name_zh="垃圾满溢",
        work=Work.CONTAINER,
        service_s=5 * MINUTE_S,
        deadline_s=2 * HOUR_S,
        demand_kg=150,
    ),
    CaseCategory(
        name="dirty road",
        name_zh="道路不洁",
        work=Work.SWEEP,
        service_s=15 * MINUTE_S,
        deadline_s=2 * HOUR_S,
        demand_kg=30,
        demand_l=100,
    ),
    CaseCategory(
        name="spilled load",
        name_zh="道路遗撒",
        work=Work.SWEEP,
        service_s=20 * MINUTE_S,
        deadline_s=1 * HOUR_S,
        demand_kg=100,
        demand_l=100,
    ),
    CaseCategory(
        name="foul water on the road",
        name_zh="路面污水",
        work=Work.WASH,
        service_s=20 * MINUTE_S,
        deadline_s=2 * HOUR_S,
        demand_l=1_000,
    ),
    CaseCategory(
        name="snow and ice",
        name_zh="道路积雪结冰",
        work=Work.SNOW,
        service_s=20 * MINUTE_S,
        deadline_s=4 * HOUR_S,
        demand_l=100,
    ),
)


def categories_of(scenario: Scenario | None) -> tuple[CaseCategory, ...]:
    """Returns what cases come to: a scenario's own categories, where it has any.

    Parameters
    ----------
    scenario
        None where a plan of an earlier version has none.
    """
    return (scenario.case_categories if scenario else ()) or CATEGORIES
