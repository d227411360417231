"""How plans stood drawn days, on a terminal."""

from collections.abc import Sequence

from api.screen.console import console, table_of
from api.words import Phrasebook
from scenarios.plan_file import PlanFile
from scenarios.simulation import HeldDay, share_interval, strains

MOST_DUTIES = 10
"""Duties that are told of each plan."""


def print_robustness(
    paths: Sequence[str],
    plans: Sequence[PlanFile],
    held: Sequence[Sequence[HeldDay]],
    slack_minutes: Sequence[int],
    words: Phrasebook,
) -> None:
    """Prints the share of days that each plan holds, what breaks first, what slack would mend."""
    out = console()
    out.print(words("robust.heading", days=len(held[0])))
    out.print()
    table = table_of(
        *words.columns("plan", "days_held", "share", "share_95"),
        *(words("robust.with_slack", minutes=minutes) for minutes in slack_minutes),
    )
    for path, days in zip(paths, held, strict=True):
        count = sum(day.holds for day in days)
        low, high = share_interval(count, len(days))
        table.add_row(
            path,
            f"{count}/{len(days)}",
            f"{count / len(days):.0%}",
            f"{low:.0%}..{high:.0%}",
            *(str(sum(day.held_with(60 * minutes) for day in days)) for minutes in slack_minutes),
        )
    out.print(table)
    for path, plan_file, days in zip(paths, plans, held, strict=True):
        _print_strains(path, plan_file, days, words)
    if len(held) > 1:
        out.print()
        for path, days in zip(paths[1:], held[1:], strict=True):
            better = sum(a.holds and not b.holds for a, b in zip(days, held[0], strict=True))
            worse = sum(b.holds and not a.holds for a, b in zip(days, held[0], strict=True))
            out.print(
                words("robust.paired", plan=path, first=paths[0], better=better, worse=worse)
            )
    out.print()
    out.print(words("robust.rule"))


def _print_strains(
    path: str, plan_file: PlanFile, days: Sequence[HeldDay], words: Phrasebook
) -> None:
    out = console()
    found = strains(plan_file, days)
    out.print()
    if not found:
        out.print(words("robust.nothing_broke", plan=path))
        return
    out.print(words("robust.breaks", plan=path))
    table = table_of(
        *words.columns("duty", "days_broken", "broke_first", "cause", "spare_min", "slack_min")
    )
    for one in found[:MOST_DUTIES]:
        shift = words.say(plan_file.shift_label(one.vehicle_id, one.shift_id))
        table.add_row(
            f"{one.vehicle_id} {shift}",
            str(one.days_broken),
            str(one.first),
            words.phrases(f"{words.word('cause', cause)} {count}" for cause, count in one.causes),
            f"{one.spare_s / 60:.0f}",
            f"{one.slack_s / 60:.0f}" if one.slack_s else "-",
        )
    out.print(table)
    if len(found) > MOST_DUTIES:
        out.print(words("robust.more", count=len(found) - MOST_DUTIES))
