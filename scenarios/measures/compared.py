"""What plans are compared by: one row for each figure of a plan."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from fleet import Message, message
from optimizer.chain import Step
from scenarios.measures.coverage import CoverageRow, LaneRow
from scenarios.measures.measures import Measures, RouteRow

Name = TypeVar("Name", str, tuple[str, str])


class Compared(NamedTuple):
    """One figure of plans.

    Parameters
    ----------
    measure
        What it is called.
    value
        Returns it of a plan, None of a plan that does not say.
    form
        How it is written.
    """

    measure: Message
    value: Callable[[Measures], float | None]
    form: str


_COUNT, _TENTHS, _SHARE = "{:z,.0f}", "{:z,.1f}", "{:z.1%}"


def compared(plans: Sequence[Measures]) -> Iterator[Compared]:
    """Yields what plans are compared by; a new measure is one line here or below."""
    yield from _FLEET
    yield from _SWEEPING
    for name in _match_ids(row.label for plan in plans for row in plan.classes):
        yield from _swept(name)
    for work, name in _match_ids(
        (row.work, row.service_class) for plan in plans for row in plan.coverage.lanes
    ):
        yield from _lanes(work, name)
    yield from _WASTE
    yield from _LEFT
    for work in _match_ids(row.work for plan in plans for row in plan.unassigned):
        yield _count_left(work)
    yield from _DRIVING
    for kind in _match_ids(str(row.kind) for plan in plans for row in plan.routes):
        # A truck that works at stops works no km.
        yield from (one for one in _compare_driven(kind) if any(map(one.value, plans)))
    for kind in _match_ids(row.kind for plan in plans for row in plan.driving):
        yield from _compare_runs(kind)
    yield from _MONEY


def _match_ids(names: Iterable[Name]) -> tuple[Name, ...]:
    """Returns each name once, in the order of their coming."""
    return tuple(dict.fromkeys(names))


_FLEET = (
    Compared(message("measure.vehicles_used", "vehicles used"), lambda m: m.vehicles_used, _COUNT),
    Compared(message("measure.routes", "routes"), lambda m: len(m.routes), _COUNT),
)

_SWEEPING = (
    Compared(
        message("measure.maintained_m2", "maintained area, m²"),
        lambda m: m.maintained_m2,
        _COUNT,
    ),
    Compared(message("measure.swept_m2", "swept area, m²"), lambda m: m.swept_m2, _COUNT),
    Compared(message("measure.mechanised_rate", "mechanised rate"), lambda m: m.rate, _SHARE),
    Compared(
        message("measure.sweep_passes_done", "sweep passes done"),
        lambda m: sum(row.passes_done for row in m.classes),
        _COUNT,
    ),
)


def _swept(name: str) -> tuple[Compared, ...]:
    """Returns how a class of streets is swept."""

    def of(plan: Measures) -> CoverageRow | None:
        return next((row for row in plan.classes if row.label == name), None)

    return (
        Compared(
            message("measure.rate_of_class", "  {name}: mechanised rate", name=name),
            lambda m: row.rate if (row := of(m)) else None,
            _SHARE,
        ),
        Compared(
            message("measure.passes_of_class", "  {name}: sweep passes done", name=name),
            lambda m: row.passes_done if (row := of(m)) else None,
            _COUNT,
        ),
    )


def _lanes(work: str, name: str) -> tuple[Compared, ...]:
    """Returns how much of a class is done lane by lane: washed."""

    def of(plan: Measures) -> LaneRow | None:
        rows = plan.coverage.lanes
        return next((r for r in rows if r.work == work and r.service_class == name), None)

    return (
        Compared(
            message(
                "measure.lanes_of_class",
                "{work:word.work} {name}: done, m²",
                work=work,
                name=name,
            ),
            lambda m: row.done_m2 if (row := of(m)) else None,
            _COUNT,
        ),
        Compared(
            message(
                "measure.lane_share_of_class",
                "{work:word.work} {name}: share of what is due",
                work=work,
                name=name,
            ),
            lambda m: row.done_m2 / row.due_m2 if (row := of(m)) and row.due_m2 else None,
            _SHARE,
        ),
    )


_WASTE = (
    Compared(
        message("measure.kitchen_collected_kg", "kitchen waste collected, kg"),
        lambda m: m.kitchen_collected_kg,
        _COUNT,
    ),
    Compared(
        message("measure.contracts_served", "contracts served"),
        lambda m: m.contracts_served,
        _COUNT,
    ),
    Compared(
        message("measure.domestic_collected_kg", "domestic waste collected, kg"),
        lambda m: m.balance.collected_kg if m.balance else 0,
        _COUNT,
    ),
    Compared(
        message("measure.domestic_treated_kg", "domestic waste treated, kg"),
        lambda m: m.balance.kg(Step.PLANT)[2] if m.balance else 0,
        _COUNT,
    ),
    Compared(
        message("measure.overflow_yuan", "expected price of overflows, yuan"),
        lambda m: m.balance.overflow_fen / 100 if m.balance else 0,
        _COUNT,
    ),
)

_LEFT = (
    Compared(
        message("measure.required_unserved", "required tasks unserved"),
        lambda m: m.costs.required_unserved,
        _COUNT,
    ),
)


def _count_left(work: str) -> Compared:
    return Compared(
        message("measure.left_of_work", "  {work:word.work}: tasks unserved", work=work),
        lambda m: sum(row.num_tasks for row in m.unassigned if row.work == work),
        _COUNT,
    )


def _sum_driven(measures: Measures, name: str) -> int:
    """Returns a figure of all kinds of vehicles that work along streets."""
    return sum(getattr(row, name) for row in measures.driving)


def _hourly(measures: Measures, name: str) -> float:
    return 3600 * _sum_driven(measures, name) / max(1, _sum_driven(measures, "moving_s"))


_DRIVING = (
    Compared(message("measure.worked_km", "worked km"), lambda m: m.service_m / 1000, _TENTHS),
    Compared(message("measure.empty_km", "empty km"), lambda m: m.empty_m / 1000, _TENTHS),
    Compared(
        message("measure.empty_share", "empty share"),
        lambda m: m.empty_m / max(1, m.service_m + m.empty_m),
        _SHARE,
    ),
    Compared(
        message("measure.between_stops_km", "km between stops"),
        lambda m: m.between_stops_m / 1000,
        _TENTHS,
    ),
    Compared(
        message("measure.runs", "runs of work in one go"), lambda m: _sum_driven(m, "runs"), _COUNT
    ),
    Compared(
        message("measure.short_runs", "runs below 100 m"),
        lambda m: _sum_driven(m, "short_runs") / max(1, _sum_driven(m, "runs")),
        _SHARE,
    ),
    Compared(
        message("measure.broken_runs", "runs below 100 m though the kerb goes on"),
        lambda m: (
            _sum_driven(m, "broken_runs")
            / max(1, _sum_driven(m, "runs") - _sum_driven(m, "turning_runs"))
        ),
        _SHARE,
    ),
    Compared(
        message("measure.lane_changes", "changes of lane or side an hour"),
        lambda m: _hourly(m, "lane_changes"),
        _TENTHS,
    ),
    Compared(
        message("measure.breaks", "drives between runs an hour"),
        lambda m: _hourly(m, "breaks"),
        _TENTHS,
    ),
    Compared(
        message("measure.turns_across", "turns across traffic an hour"),
        lambda m: _hourly(m, "turns_across"),
        _TENTHS,
    ),
    Compared(
        message("measure.u_turns", "turns back an hour"), lambda m: _hourly(m, "u_turns"), _TENTHS
    ),
    Compared(
        message("measure.scraps", "empty km for pieces below 50 m"),
        lambda m: _sum_driven(m, "scrap_drive_m") / max(1, _sum_driven(m, "empty_m")),
        _SHARE,
    ),
    Compared(
        message("measure.partly", "carriageways washed in part"),
        lambda m: _sum_driven(m, "partly_m") / max(1, _sum_driven(m, "touched_m")),
        _SHARE,
    ),
)


def _compare_driven(kind: str) -> tuple[Compared, ...]:
    """Returns hours and km of a kind of vehicle."""

    def of(plan: Measures) -> list[RouteRow]:
        return [row for row in plan.routes if row.kind == kind]

    return (
        Compared(
            message("measure.hours_of_kind", "  {kind:word.kind}: paid hours", kind=kind),
            lambda m: sum(row.paid_s for row in of(m)) / 3600,
            _TENTHS,
        ),
        Compared(
            message("measure.worked_of_kind", "  {kind:word.kind}: worked km", kind=kind),
            lambda m: sum(row.service_m for row in of(m)) / 1000,
            _TENTHS,
        ),
        Compared(
            message(
                "measure.unworked_of_kind",
                "  {kind:word.kind}: km without work",
                kind=kind,
            ),
            lambda m: sum(row.deadhead_m for row in of(m)) / 1000,
            _TENTHS,
        ),
    )


def _compare_runs(kind: str) -> tuple[Compared, ...]:
    """Returns how long the runs of a kind of vehicle are; of a plan that does not say, nothing."""

    def of(plan: Measures, name: str) -> float | None:
        return next((getattr(row, name) for row in plan.driving if row.kind == kind), None)

    return (
        Compared(
            message("measure.median_run", "  {kind:word.kind}: median run, m", kind=kind),
            lambda m: of(m, "median_run_m"),
            _COUNT,
        ),
        Compared(
            message("measure.shortest_run", "  {kind:word.kind}: shortest run, m", kind=kind),
            lambda m: of(m, "shortest_run_m"),
            _COUNT,
        ),
    )


_MONEY = (
    Compared(message("measure.paid_h", "paid hours"), lambda m: m.paid_s / 3600, _TENTHS),
    Compared(message("measure.wait_h", "hours of waiting"), lambda m: m.wait_s / 3600, _TENTHS),
    Compared(
        message("measure.gap", "hours above the lower bound"),
        lambda m: m.bound.gap if m.bound is not None and m.bound.rows else None,
        _SHARE,
    ),
    Compared(
        message("measure.cost_yuan", "cost, yuan"), lambda m: m.costs.total_fen / 100, _COUNT
    ),
    Compared(message("measure.fuel_l", "fuel, l"), lambda m: m.fuel_ml / 1000, _COUNT),
    Compared(message("measure.co2_kg", "CO2, kg"), lambda m: m.co2_kg, _COUNT),
)
