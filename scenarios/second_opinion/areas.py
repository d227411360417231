"""The maintained area, measured kerb by kerb, next to the one that the scenario states."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from optimizer.checker import ViolationCode
from optimizer.network.road_network import RoadNetwork
from scenarios.due import DueWork
from scenarios.second_opinion.comparing import Finding, compare

DIGITS = 6
"""Shares are stated to so many digits."""


def check_areas(areas: Sequence[Any], due: DueWork, network: RoadNetwork) -> Iterator[Finding]:
    """Yields what is stated otherwise of the maintained area, next to the scenario's."""
    scenario, stated = due.scenario, due.scenario.stated_area_m2_by_class
    of_class: Counter[str] = Counter()
    for lot in due.lots:
        of_class[lot.service_class] += lot.area_m2
    of_highway: Counter[str] = Counter()
    for number, area_m2 in zip(
        network.arc_highway.tolist(), network.arc_area_m2.tolist(), strict=True
    ):
        of_highway[network.highways[number]] += area_m2
    classes = []
    for standard in scenario.standards:
        by_highway = [stated.get(highway) for highway in standard.highways]
        whole_m2 = stated.get(standard.id)
        if whole_m2 is None and by_highway and None not in by_highway:
            whole_m2 = sum(area_m2 for area_m2 in by_highway if area_m2 is not None)
        classes.append(_row("service_class", standard.id, whole_m2, of_class[standard.id]))
    ids = {standard.id for standard in scenario.standards}
    highways = [
        _row("highway", highway, area_m2, of_highway[highway])
        for highway, area_m2 in stated.items()
        if highway not in ids
    ]
    known = [row["stated_m2"] for row in classes]
    total_m2 = scenario.stated_area_m2 or None
    if total_m2 is None and known and None not in known:
        total_m2 = sum(known)
    total = _row("total", "", total_m2, sum(of_class.values()))
    yield from compare(
        areas, [*classes, *highways, total], "measures.areas", ViolationCode.STATED_AREAS
    )


def _row(level: str, label: str, stated_m2: int | None, measured_m2: int) -> dict[str, Any]:
    difference_m2 = share = None
    if stated_m2 is not None:
        difference_m2 = measured_m2 - stated_m2
        share = round(difference_m2 / stated_m2, DIGITS)
    return {
        "level": level,
        "label": label,
        "stated_m2": stated_m2,
        "measured_m2": measured_m2,
        "difference_m2": difference_m2,
        "difference_share": share,
    }
