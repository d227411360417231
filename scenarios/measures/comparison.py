"""Plans side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fleet import Message, message
from optimizer.chain import Step
from scenarios.measures.measures import Measures

Measure = Callable[[Measures], float]

MEASURES: dict[Message, tuple[Measure, str]] = {
    message("measure.vehicles_used", "vehicles used"): (lambda m: m.vehicles_used, "{:,.0f}"),
    message("measure.routes", "routes"): (lambda m: len(m.routes), "{:,.0f}"),
    message("measure.maintained_m2", "maintained area, m²"): (
        lambda m: m.maintained_m2,
        "{:,.0f}",
    ),
    message("measure.swept_m2", "swept area, m²"): (lambda m: m.swept_m2, "{:,.0f}"),
    message("measure.mechanised_rate", "mechanised rate"): (lambda m: m.rate, "{:.1%}"),
    message("measure.sweep_passes_done", "sweep passes done"): (
        lambda m: sum(row.passes_done for row in m.classes),
        "{:,.0f}",
    ),
    message("measure.kitchen_collected_kg", "kitchen waste collected, kg"): (
        lambda m: m.kitchen_collected_kg,
        "{:,.0f}",
    ),
    message("measure.contracts_served", "contracts served"): (
        lambda m: m.contracts_served,
        "{:,.0f}",
    ),
    message("measure.domestic_collected_kg", "domestic waste collected, kg"): (
        lambda m: m.balance.collected_kg if m.balance else 0,
        "{:,.0f}",
    ),
    message("measure.domestic_treated_kg", "domestic waste treated, kg"): (
        lambda m: m.balance.kg(Step.PLANT)[2] if m.balance else 0,
        "{:,.0f}",
    ),
    message("measure.overflow_yuan", "expected price of overflows, yuan"): (
        lambda m: m.balance.overflow_fen / 100 if m.balance else 0,
        "{:,.0f}",
    ),
    message("measure.required_unserved", "required tasks unserved"): (
        lambda m: m.costs.required_unserved,
        "{:,.0f}",
    ),
    message("measure.worked_km", "worked km"): (lambda m: m.service_m / 1000, "{:,.1f}"),
    message("measure.empty_km", "empty km"): (lambda m: m.empty_m / 1000, "{:,.1f}"),
    message("measure.empty_share", "empty share"): (
        lambda m: m.empty_m / max(1, m.service_m + m.empty_m),
        "{:.1%}",
    ),
    message("measure.between_stops_km", "km between stops"): (
        lambda m: m.between_stops_m / 1000,
        "{:,.1f}",
    ),
    message("measure.short_runs", "runs below 100 m"): (
        lambda m: _sum_driven(m, "short_runs") / max(1, _sum_driven(m, "runs")),
        "{:.1%}",
    ),
    message("measure.broken_runs", "runs below 100 m though the kerb goes on"): (
        lambda m: (
            _sum_driven(m, "broken_runs")
            / max(1, _sum_driven(m, "runs") - _sum_driven(m, "turning_runs"))
        ),
        "{:.1%}",
    ),
    message("measure.lane_changes", "changes of lane or side an hour"): (
        lambda m: _hourly(m, "lane_changes"),
        "{:,.1f}",
    ),
    message("measure.breaks", "drives between runs an hour"): (
        lambda m: _hourly(m, "breaks"),
        "{:,.1f}",
    ),
    message("measure.turns_across", "turns across traffic an hour"): (
        lambda m: _hourly(m, "turns_across"),
        "{:,.1f}",
    ),
    message("measure.scraps", "empty km for pieces below 50 m"): (
        lambda m: _sum_driven(m, "scrap_drive_m") / max(1, _sum_driven(m, "empty_m")),
        "{:.1%}",
    ),
    message("measure.partly", "carriageways washed in part"): (
        lambda m: _sum_driven(m, "partly_m") / max(1, _sum_driven(m, "touched_m")),
        "{:.1%}",
    ),
    message("measure.paid_h", "paid hours"): (lambda m: m.paid_s / 3600, "{:,.1f}"),
    message("measure.cost_yuan", "cost, yuan"): (lambda m: m.costs.total_fen / 100, "{:,.0f}"),
    message("measure.fuel_l", "fuel, l"): (lambda m: m.fuel_ml / 1000, "{:,.0f}"),
    message("measure.co2_kg", "CO2, kg"): (lambda m: m.co2_kg, "{:,.0f}"),
}
"""What is compared; a new measure is one line."""


def _sum_driven(measures: Measures, name: str) -> int:
    """Returns a figure of all kinds of vehicles that work along streets."""
    return sum(getattr(row, name) for row in measures.driving)


def _hourly(measures: Measures, name: str) -> float:
    return 3600 * _sum_driven(measures, name) / max(1, _sum_driven(measures, "moving_s"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One measure of every plan; the difference is the last less the first."""

    measure: Message
    values: tuple[float, ...]
    texts: tuple[str, ...]
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The measures of several plans."""

    names: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]

    def __str__(self) -> str:
        width = max(len(row.measure.text) for row in self.rows)
        lines = [" " * width + "".join(f"{name:>18}" for name in (*self.names, "difference"))]
        lines += [
            f"{row.measure.text:<{width}}"
            + "".join(f"{t:>18}" for t in (*row.texts, row.difference))
            for row in self.rows
        ]
        return "\n".join(lines)


def compare(named: Sequence[tuple[str, Measures]]) -> Comparison:
    """Returns the measures of plans side by side.

    Raises
    ------
    ValueError
        When there are fewer than two plans.
    """
    if len(named) < 2:
        raise ValueError(f"a comparison needs at least two plans, got {len(named)}.")
    rows = []
    for name, (measure, form) in MEASURES.items():
        values = tuple(measure(measures) for _, measures in named)
        change = values[-1] - values[0]
        rows.append(
            ComparisonRow(
                measure=name,
                values=values,
                texts=tuple(form.format(value) for value in values),
                # Two shares differ by percentage points, not by per cent.
                difference=("+" if change > 0 else "") + form.format(change).replace("%", " pp"),
            )
        )
    return Comparison(names=tuple(name for name, _ in named), rows=tuple(rows))
