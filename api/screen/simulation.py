"""Days that were drawn and lived, policy by policy."""

from collections import Counter
from collections.abc import Mapping, Sequence

from api.screen.console import console, table_of
from api.words import Phrasebook
from scenarios.plan_file import PlanFile
from scenarios.simulation import DayFigures, DrawnDay, Policy


def print_simulation(
    morning: PlanFile,
    days: Sequence[DrawnDay],
    means: Mapping[Policy, DayFigures],
    words: Phrasebook,
) -> None:
    """Prints what happened, what was done of the work, and what that asked of the drivers."""
    out = console()
    title = words.pick(morning.title, morning.title_zh)
    network = morning.network.label
    heading = words("simulation.heading", title=title, network=network, days=len(days))
    out.print(heading, style="bold", soft_wrap=True)
    happened = Counter(event.kind for day in days for event in day.events)
    listed = [
        words("simulation.happened", kind=kind, times=times / len(days))
        for kind, times in sorted(happened.items())
    ]
    blocked = sum(len(day.blocked) for day in days) / len(days)
    listed.append(words("simulation.blocked", times=blocked))
    out.print(words("simulation.per_day", listed=words.join(listed)), soft_wrap=True)
    out.print()
    work = table_of(
        *words.columns("policy", "rate", "contracts_done", "tonnes", "cases_in_time"),
        *words.columns("required_left", "objective_yuan"),
    )
    for policy, row in means.items():
        work.add_row(
            words.word("policy", policy),
            f"{row.rate:.1%}",
            f"{row.contracts_served:,.1f}/{row.contracts_due:,.1f}",
            f"{row.collected_kg / 1000:,.1f}",
            f"{row.cases_in_time:,.1f}/{row.cases:,.1f}",
            f"{row.required_unserved:,.1f}",
            f"{row.objective_fen / 100:,.0f}",
        )
    out.print(work)
    out.print()
    drivers = table_of(
        *words.columns("policy", "moved", "calls", "hours", "km", "cost_yuan"),
        *words.columns("replans", "mean_seconds", "longest_seconds"),
    )
    for policy, row in means.items():
        drivers.add_row(
            words.word("policy", policy),
            f"{row.moved:,.1f}",
            f"{row.called:,.1f}",
            f"{row.paid_s / 3600:,.1f}",
            f"{row.distance_m / 1000:,.1f}",
            f"{row.cost_fen / 100:,.0f}",
            f"{row.replans:,.1f}",
            f"{row.mean_replan_s:,.1f}",
            f"{row.longest_replan_s:,.1f}",
        )
    out.print(drivers)
    out.print()
    out.print(words("simulation.checked"), soft_wrap=True)
