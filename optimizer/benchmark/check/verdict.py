"""What the evaluators of public benchmark files say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a solution costs by the file, and which rules it breaks.

    Parameters
    ----------
    cost
        Of all routes, from the depot and back, by the rules of the file's family.
    """

    cost: int
    violations: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"cost {self.cost}, {len(self.violations)} violations", *self.violations]
        return "\n  ".join(lines)
