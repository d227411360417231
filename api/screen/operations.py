"""A day that runs: plans to choose among, and where one more task fits."""

from collections.abc import Sequence
from pathlib import Path

from api.screen.console import console, table_of
from api.words import Phrasebook
from fleet import Message
from optimizer.network.place import ArcKey
from optimizer.operations import Fit
from optimizer.task import Task
from scenarios.plan_file import PlanFile
from scenarios.rest_of_day import Weighed

SHOWN_LATER = 3
"""Other work of a route that is told of when it becomes later; JSON has all of it."""


def print_proposals(
    before: PlanFile, rows: Sequence[Weighed], files: Sequence[Path], words: Phrasebook
) -> None:
    """Prints plans for the rest of a day, the one that changes least first."""
    out = console()
    title = words.pick(before.title, before.title_zh)
    out.print(words("replan.heading", title=title, date=before.date), style="bold")
    columns = ("choice", "cost_yuan", "more_yuan", "rate", "required_left", "lost", "moved")
    table = table_of(*words.columns(*columns, "kept", "calls"))
    for row in rows:
        table.add_row(
            words.word("choice", row.choice),
            f"{row.cost_yuan:,.0f}",
            f"{row.more_yuan:+,.0f}",
            f"{row.rate:.1%}",
            f"{row.required_left:,}",
            f"{row.lost:,}",
            f"{row.moved:,}",
            f"{row.kept_share:.1%}",
            f"{row.calls:,}",
        )
    out.print(table)
    out.print()
    for row in rows:
        yuan = row.changes_yuan
        out.print(
            words("replan.changes", choice=row.choice, yuan=yuan, retimed=row.retimed),
        )
    out.print(words("replan.checked", rate=before.measures.rate))
    out.print(words("plan.written", paths=files))


def print_gaps(rows: Sequence[Weighed], words: Phrasebook) -> None:
    """Prints how far the rest of the day of each plan lies above what is proved."""
    out = console()
    for row in rows:
        if row.rest_gap is not None:
            out.print(words("replan.gap", choice=row.choice, gap=row.rest_gap))


def print_fits(
    before: PlanFile,
    task: Task[ArcKey],
    fits: Sequence[Fit],
    words: Phrasebook,
    *,
    why_nowhere: Message | None = None,
) -> None:
    """Prints the best places for a task, the cheapest first, or why there is none."""
    out = console()
    out.print(words("fit.heading", name=task.name, work=task.work), style="bold")
    if not fits:
        out.print(words("fit.none"))
        if why_nowhere is not None:
            out.print(words.say(why_nowhere))
        return
    table = table_of(*words.columns("place_number", "vehicle", "shift", "begins", "ends"), left=3)
    for heading in words.columns("price_yuan", "home_later", "others_later"):
        table.add_column(heading, justify="right", no_wrap=True)
    for number, one in enumerate(fits, start=1):
        vehicle_id, shift_id = one.duty_id
        table.add_row(
            str(number),
            vehicle_id,
            words.say(before.shift_label(vehicle_id, shift_id)),
            words.clock(one.begin_s),
            words.clock(one.end_s),
            f"{one.cost_fen / 100:,.0f}",
            f"{one.home_later_s / 60:+.0f}",
            str(len(one.later)),
        )
    out.print(table)
    names = {task.id: task.name for task in before.tasks}
    for id_, late_s in sorted(fits[0].later, key=lambda one: -one[1])[:SHOWN_LATER]:
        name = names.get(id_, id_)
        out.print(f"  {words('fit.later', name=name, minutes=late_s / 60)}")
    out.print(words("fit.checked"))
