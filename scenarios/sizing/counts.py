"""The search for the least number of each kind of vehicle that reaches the targets.

More vehicles of a kind never do less of its work, but for the noise of the search; so the number
is first doubled until the targets are reached, then its range is halved. Kinds are tried side by
side, each with the others as the scenario has them; at last all numbers are tried together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from fleet import VehicleKind
from scenarios.plan_file import PlanFile
from scenarios.sizing.proof import TargetProof
from scenarios.variations import Setting

MOST_TIMES = 4
"""So many times the vehicles of a kind, or of what is proven to be needed, are tried at most."""

Counts = Mapping[VehicleKind, int]
Tried = tuple[tuple[VehicleKind, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTrial:
    """What plans with so many vehicles come to.

    Parameters
    ----------
    counts
        What is set, by kind; kinds that are not named are as in the scenario.
    values
        By target, the share that each plan reaches, one a seed.
    cost_fen
        What each plan costs.
    """

    counts: Tried
    values: tuple[tuple[float, ...], ...]
    cost_fen: tuple[int, ...]

    def reaches(self, proofs: Sequence[TargetProof], kind: VehicleKind | None = None) -> bool:
        """Says whether half of the plans or more reach each target, or each of a kind."""
        return all(
            median(values) >= proof.target.share - 1e-9
            for proof, values in zip(proofs, self.values, strict=True)
            if kind in (None, proof.target.kind)
        )


@dataclass(kw_only=True)
class KindCount:
    """What is known of the number of one kind.

    Parameters
    ----------
    present
        How many the scenario has.
    least
        Fewer are proven to be too few.
    most
        More are not tried.

    Attributes
    ----------
    enough
        The least number that was seen to reach the targets; None before one was.
    too_few
        The greatest number that was seen, or proven, not to.
    """

    kind: VehicleKind
    present: int
    least: int
    most: int
    enough: int | None = None
    too_few: int = field(init=False)

    def __post_init__(self) -> None:
        self.too_few = self.least - 1

    @property
    def following(self) -> int | None:
        """The number to be tried next; None when it is settled, or given up."""
        if self.enough is not None:
            return None if self.enough - self.too_few <= 1 else (self.enough + self.too_few) // 2
        if self.too_few >= self.most:
            return None
        if self.too_few < self.least:
            return min(self.most, max(self.present, self.least))
        return min(self.most, 2 * self.too_few)

    def note(self, count: int, *, reached: bool) -> None:
        """Takes in what plans with so many came to."""
        if reached:
            self.enough = count if self.enough is None else min(count, self.enough)
        else:
            self.too_few = max(count, self.too_few)


@dataclass(kw_only=True)
class CountSearch:
    """The search for all kinds that the targets take.

    Parameters
    ----------
    proofs
        One a target; of those that no number reaches none is searched for.
    present
        How many of each kind the scenario has.
    places
        How many more vehicles its depots can house.
    """

    proofs: Sequence[TargetProof]
    present: Counts
    places: int
    kinds: list[KindCount] = field(init=False)
    trials: list[CountTrial] = field(default_factory=list)
    confirmed: CountTrial | None = None

    def __post_init__(self) -> None:
        least: dict[VehicleKind, int] = {}
        impossible = {proof.target.kind for proof in self.proofs if proof.least is None}
        for proof in self.proofs:
            kind = proof.target.kind
            if kind not in impossible:
                least[kind] = max(1, proof.least or 0, least.get(kind, 0))
        self.kinds = [
            KindCount(
                kind=kind,
                present=self.present[kind],
                least=count,
                most=min(
                    MOST_TIMES * max(count, self.present[kind]),
                    self.present[kind] + self.places,
                ),
            )
            for kind, count in least.items()
        ]

    @property
    def is_reached(self) -> bool:
        """Whether plans with the least number of each kind reach all targets together."""
        return (
            self.confirmed is not None
            and all(proof.least is not None for proof in self.proofs)
            and self.confirmed.reaches(self.proofs)
        )

    @property
    def following(self) -> list[Tried]:
        """What is to be tried next, side by side; empty at the end."""
        single: list[Tried] = [
            ((one.kind, count),) for one in self.kinds if (count := one.following) is not None
        ]
        if single or self.confirmed is not None or not self.kinds:
            return single
        if any(one.enough is None for one in self.kinds):
            return []
        together = tuple((one.kind, one.enough) for one in self.kinds if one.enough is not None)
        known = next((trial for trial in self.trials if trial.counts == together), None)
        if known is not None:
            self.confirmed = known
            return []
        return [together]

    def note(self, counts: Tried, plans: Sequence[PlanFile]) -> None:
        """Takes in the plans of a trial, one a seed."""
        trial = CountTrial(
            counts=counts,
            values=tuple(
                tuple(proof.target.reached_by(plan) for plan in plans) for proof in self.proofs
            ),
            cost_fen=tuple(plan.measures.costs.total_fen for plan in plans),
        )
        self.trials.append(trial)
        if len(counts) == 1:
            ((kind, count),) = counts
            found = next(one for one in self.kinds if one.kind is kind)
            found.note(count, reached=trial.reaches(self.proofs, kind))
        else:
            self.confirmed = trial


def settings_of(counts: Tried) -> tuple[Setting, ...]:
    """Returns the settings of a trial, as variations of the scenario."""
    return tuple(Setting(f"vehicles.{kind}", count) for kind, count in counts)


def search_counts(
    search: CountSearch,
    plan: Callable[[Sequence[Tried]], Mapping[Tried, Sequence[PlanFile]]],
    *,
    should_stop: Callable[[], bool],
) -> None:
    """Runs a search to its end, or until it is to stop; a trial that is not complete is left out.

    Parameters
    ----------
    plan
        Returns the plans of trials that are made side by side.
    """
    while (tried := search.following) and not should_stop():
        for counts, plans in plan(tried).items():
            search.note(counts, plans)
