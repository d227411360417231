"""The maintained area that a scenario states, next to the area that its streets measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fleet import Message, StreetStandard, message
from optimizer.network.road_network import RoadNetwork
from scenarios.due.maintained import Maintained
from scenarios.scenario import Scenario

NOTICED_SHARE = 0.05
"""A greater difference than this share of the stated area is a notice of the plan."""


class AreaLevel(StrEnum):
    """What the area of a row is the area of."""

    TOTAL = "total"
    SERVICE_CLASS = "service_class"
    HIGHWAY = "highway"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """Maintained square metres of a service class, of an OSM class, or of all.

    Parameters
    ----------
    label
        The standard's id, the OSM `highway` value, or "" for the total.
    stated_m2
        What the scenario states; None where it is silent.
    difference_m2, difference_share
        Measured less stated, and as a share of the stated area; None where nothing is stated.
    """

    level: AreaLevel
    label: str
    stated_m2: int | None
    measured_m2: int
    difference_m2: int | None = None
    difference_share: float | None = None

    @classmethod
    def of(
        cls, level: AreaLevel, label: str, *, stated_m2: int | None, measured_m2: int
    ) -> "AreaRow":
        """Returns the row of two areas."""
        if stated_m2 is None:
            return cls(level=level, label=label, stated_m2=None, measured_m2=measured_m2)
        return cls(
            level=level,
            label=label,
            stated_m2=stated_m2,
            measured_m2=measured_m2,
            difference_m2=measured_m2 - stated_m2,
            difference_share=round((measured_m2 - stated_m2) / stated_m2, 6),
        )

    @property
    def is_noticed(self) -> bool:
        """Whether stated and measured differ so much that a reader should be told."""
        return self.difference_share is not None and abs(self.difference_share) > NOTICED_SHARE


def area_rows(
    scenario: Scenario, network: RoadNetwork, streets: Maintained
) -> tuple[AreaRow, ...]:
    """Returns stated and measured area by service class, by each OSM class stated, and in total.

    Streets that an override gives to another class count there.

    A service class whose OSM classes are all stated counts as stated itself, and so does the total
    when every service class is.
    """
    measured = {
        highway: int(network.arc_area_m2[network.arc_highway == number].sum(dtype=np.int64))
        for number, highway in enumerate(network.highways)
    }
    stated = scenario.stated_area_m2_by_class
    classes = [
        AreaRow.of(
            AreaLevel.SERVICE_CLASS,
            standard.id,
            stated_m2=_find_stated_m2(scenario, standard),
            measured_m2=int(network.arc_area_m2[streets.standard == number].sum(dtype=np.int64)),
        )
        for number, standard in enumerate(scenario.standards)
    ]
    ids = {standard.id for standard in scenario.standards}
    highways = [
        AreaRow.of(
            AreaLevel.HIGHWAY, highway, stated_m2=area_m2, measured_m2=measured.get(highway, 0)
        )
        for highway, area_m2 in stated.items()
        if highway not in ids
    ]
    known = [row.stated_m2 for row in classes if row.stated_m2 is not None]
    complete = sum(known) if known and len(known) == len(classes) else None
    total = AreaRow.of(
        AreaLevel.TOTAL,
        "",
        stated_m2=scenario.stated_area_m2 or complete,
        measured_m2=sum(row.measured_m2 for row in classes),
    )
    return (*classes, *highways, total)


def _find_stated_m2(scenario: Scenario, standard: StreetStandard) -> int | None:
    stated = scenario.stated_area_m2_by_class
    if standard.id in stated:
        return stated[standard.id]
    if standard.highways and all(highway in stated for highway in standard.highways):
        return sum(stated[highway] for highway in standard.highways)
    return None


def area_notices(rows: Sequence[AreaRow]) -> list[Message]:
    """Returns a sentence that names every area that differs much, or nothing."""
    far = [_difference(row) for row in rows if row.is_noticed]
    if not far:
        return []
    return [
        message(
            "notice.area_differs",
            "The streets' area differs from the stated one by more than {noticed:.0%}: "
            "{far:list}.",
            noticed=NOTICED_SHARE,
            far=far,
        )
    ]


def _difference(row: AreaRow) -> Message:
    if row.label:
        return message(
            "notice.area_of_class",
            "{label} {share:+.1%} ({stated_m2:,} m2 stated, {measured_m2:,} m2 measured)",
            label=row.label,
            share=row.difference_share,
            stated_m2=row.stated_m2,
            measured_m2=row.measured_m2,
        )
    return message(
        "notice.area_in_total",
        "in total {share:+.1%} ({stated_m2:,} m2 stated, {measured_m2:,} m2 measured)",
        share=row.difference_share,
        stated_m2=row.stated_m2,
        measured_m2=row.measured_m2,
    )
