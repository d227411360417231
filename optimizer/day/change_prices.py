"""What it costs that a plan is changed while the day runs."""

from dataclasses import dataclass, fields

from fleet import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePrices:
    """Prices of changes to a plan that people already work by; 0 for none (assumed values).

    Parameters
    ----------
    moved_fen
        Of a task that goes to another vehicle or shift.
    retimed_fen
        Of a task that begins at another hour, by more than `retimed_minutes`.
    retimed_minutes
        So much earlier or later is no change.
    reordered_fen
        Of a task that changes places with another one of its vehicle.
    call_fen
        Of a driver who must be called.
    """

    moved_fen: int = 1_000
    retimed_fen: int = 200
    retimed_minutes: int = 30
    reordered_fen: int = 100
    call_fen: int = 3_000

    def __post_init__(self) -> None:
        for one in fields(self):
            if getattr(self, one.name) < 0:
                raise InvalidValue(
                    "changes.negative",
                    "{name} must not be negative, got {value}.",
                    name=one.name,
                    value=getattr(self, one.name),
                )
