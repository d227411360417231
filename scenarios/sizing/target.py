"""What is to be reached by a fleet: the mechanised rate, washing, stops served.

A target names a share as planners say it:

- ``rate``: the mechanised sweeping rate; ``sweep.CLASS``: that of a class of street.
- ``wash``: of the carriageway that is due to be washed; ``wash.CLASS``: of that of a class.
  Likewise ``snow``.
- ``kitchen``, ``container``: of the tasks of a work.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fleet import WORKS, VehicleKind, Where, Work
from optimizer.errors import InputError
from scenarios.plan_file import PlanFile
from scenarios.scenario import Scenario

RATE = "rate"

_SHARE = re.compile(r"(\d+(?:\.\d+)?)(%?)")
_BY_STREET = frozenset({Where.KERB, Where.LANE})


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeTarget:
    """A share to be reached.

    Parameters
    ----------
    name
        As it is typed: "wash.I".
    work
        The work that it takes.
    service_class
        The class of street that it is about, "" for all.
    share
        In (0, 1].
    """

    name: str
    work: Work
    service_class: str
    share: float

    @property
    def kind(self) -> VehicleKind:
        """The kind of vehicle that is built for it."""
        return WORKS[self.work].vehicle

    def __str__(self) -> str:
        return f"{self.name}={self.share:g}"

    def reached_by(self, plan_file: PlanFile) -> float:
        """Returns the share that a plan reaches; 1 where nothing of it is due."""
        where, measures = WORKS[self.work].where, plan_file.measures
        if where is Where.KERB:
            if not self.service_class:
                return measures.rate
            rows = measures.coverage.classes
            return next((row.rate for row in rows if row.label == self.service_class), 1.0)
        if where is Where.LANE:
            lanes = [
                row
                for row in measures.coverage.lanes
                if row.work == self.work and self.service_class in ("", row.service_class)
            ]
            due_m2 = sum(row.due_m2 for row in lanes)
            return sum(row.done_m2 for row in lanes) / due_m2 if due_m2 else 1.0
        due = {task.id for task in plan_file.tasks if task.work is self.work}
        return len(due & plan_file.plan.served) / len(due) if due else 1.0


def read_targets(texts: Sequence[str], scenario: Scenario) -> tuple[SizeTarget, ...]:
    """Returns the targets that texts as "rate=0.75" or "wash.I=100%" name.

    Raises
    ------
    InputError
        When one is none, or the scenario has no vehicle or no class for it.
    """
    targets = tuple(_read(text, scenario) for text in texts)
    if not targets:
        raise InputError(
            "size.no_target",
            "size needs what is to be reached: give --target rate=0.75, and more than one where "
            "more is wanted.",
        )
    names = [target.name for target in targets]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                "size.twice", "--target {name}: is given twice; give it once.", name=name
            )
    return targets


def _read(text: str, scenario: Scenario) -> SizeTarget:
    name, _, share = text.partition("=")
    name, number = name.strip(), _SHARE.fullmatch(share.strip())
    value = float(number[1]) / (100 if number[2] else 1) if number else 0.0
    head, _, service_class = name.partition(".")
    if not 0 < value <= 1:
        raise InputError(
            "size.share",
            "--target {text!r}: write a name and a share above 0 and up to 1, e.g. rate=0.75 or "
            "wash.I=100%.",
            text=text,
        )
    streetwise = [work.value for work in Work if WORKS[work].where in _BY_STREET]
    stopwise = [Work.KITCHEN.value, Work.CONTAINER.value]
    known = [RATE, *streetwise, *stopwise]
    work = Work.SWEEP if head == RATE else next((one for one in Work if one == head), None)
    classes = [standard.id for standard in scenario.standards]
    if work is None or head not in known or (service_class and head not in streetwise):
        raise InputError(
            "size.unknown",
            "--target {name}: is unknown; write one of {known:list}, along streets also with a "
            "class, e.g. wash.I.",
            name=name,
            known=known,
        )
    if "." in name and service_class not in classes:
        raise InputError(
            "size.class",
            "--target {name}: the scenario has no class {service_class!r}; classes are "
            "{classes:list}.",
            name=name,
            service_class=service_class,
            classes=classes,
        )
    if not any(one.kind is WORKS[work].vehicle for one in scenario.vehicles):
        raise InputError(
            "size.no_vehicle",
            "--target {name}: the scenario has no vehicle of that kind ({kind}) to have more of; "
            "add one.",
            name=name,
            kind=WORKS[work].vehicle,
        )
    return SizeTarget(name=name, work=work, service_class=service_class, share=value)
