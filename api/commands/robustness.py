"""Plans on drawn days, without planning anew: how many days they hold, and what breaks first."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.comparison import MOST_AT_ONCE, make_runs
from api.commands.interrupt import Interrupt, exit_code
from api.commands.output import require_writable
from api.commands.plan_file import find_streets
from api.commands.results import DONE, print_json
from api.commands.tables import write_tables
from api.commands.telling import tell
from api.words import Phrasebook
from optimizer.cores import usable_cores
from optimizer.errors import InputError

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile
    from scenarios.simulation import HeldDay

SLACK_MINUTES = (5, 10, 15, 20, 30)
"""More time at the end of each duty, of which is told how many days it would hold."""


def stand_days(options: argparse.Namespace) -> int:
    """Lives the same drawn days by each plan as it is, and prints how it stood them."""
    from api.screen import RunsLine, print_robustness
    from scenarios.batch import DayJob, RunsWatch, require_cluster
    from scenarios.plan_file import read_plan

    words: Phrasebook = options.words
    if options.out:
        require_writable(Path(options.out))
    if options.cluster:
        require_cluster(options.cluster)
    plans = [read_plan(Path(path)) for path in options.plans]
    _require_one_day(options.plans, plans)
    network = find_streets(plans[0], options.osm)
    # All plans live a day before any lives the next: whenever this is ended, they have met the
    # same.
    jobs = {
        number * len(plans) + place: DayJob(
            name=options.plans[place], plan_file=plan_file, seed=options.seed + number + 1
        )
        for number in range(options.days)
        for place, plan_file in enumerate(plans)
    }
    line = RunsLine([(Path(job.name).stem, job.seed) for job in jobs.values()], words)
    found: dict[int, HeldDay] = {}
    interrupt = Interrupt(words, keeping=True)
    watch = RunsWatch(
        on_progress=line.note,
        on_plan=found.__setitem__,
        on_done=line.end,
        should_stop=interrupt,
    )
    at_once = options.processes or min(usable_cores(), MOST_AT_ONCE)
    try:
        make_runs(jobs, network, options.cluster, at_once, watch)
    finally:
        line.close()
    days = [
        number
        for number in range(options.days)
        if all(number * len(plans) + place in found for place in range(len(plans)))
    ]
    if not days:
        tell(words("command.interrupted_early"))
        return exit_code(interrupt.asked)
    held = [[found[number * len(plans) + place] for number in days] for place in range(len(plans))]
    values = _as_json(options.plans, plans, held)
    if options.out:
        write_tables(Path(options.out), "robust", values, _tables(options.plans, held), words)
    if options.json:
        print_json(values)
    else:
        print_robustness(options.plans, plans, held, SLACK_MINUTES, words)
    return exit_code(interrupt.asked) if interrupt.asked else DONE


def _require_one_day(paths: Sequence[str], plans: Sequence["PlanFile"]) -> None:
    """Makes sure that all plans can meet the same days.

    Raises
    ------
    InputError
        When they are of other streets or days, or hold no scenario to draw from.
    """
    for path, plan_file in zip(paths, plans, strict=True):
        if not plan_file.scenario or plan_file.running is not None:
            raise InputError(
                "robust.no_morning",
                "{path}: days are drawn from the scenario in a plan of the morning; give one that "
                "./run plan has made.",
                path=path,
            )
        first = plans[0]
        if (plan_file.date, plan_file.network.digest) != (first.date, first.network.digest):
            raise InputError(
                "robust.other_day",
                "{path}: is of another day or other streets than {first}; plans are compared on "
                "the same days.",
                path=path,
                first=paths[0],
            )


def _tables(
    paths: Sequence[str], held: Sequence[Sequence["HeldDay"]]
) -> dict[str, list[dict[str, Any]]]:
    """Returns a row for each day of each plan, and one for each task that was lost."""
    lived = [(path, day) for path, days in zip(paths, held, strict=True) for day in days]
    return {
        "runs": [
            {
                "plan": path,
                "seed": day.seed,
                "events": day.events,
                "holds": day.holds,
                "lost": len(day.lost),
                "longest_short_s": max((short_s for _, short_s in day.short_s), default=0),
            }
            | {
                f"holds_with_{minutes}_min": day.held_with(60 * minutes)
                for minutes in SLACK_MINUTES
            }
            for path, day in lived
        ],
        "lost": [
            {"plan": path, "seed": day.seed} | asdict(lost)
            for path, day in lived
            for lost in day.lost
        ],
    }


def _as_json(
    paths: Sequence[str], plans: Sequence["PlanFile"], held: Sequence[Sequence["HeldDay"]]
) -> dict[str, object]:
    """Returns what `--json` prints."""
    from scenarios.simulation import share_interval, strains

    return {
        "plans": [
            {
                "plan": path,
                "days": len(days),
                "held": sum(day.holds for day in days),
                "share_95": share_interval(sum(day.holds for day in days), len(days)),
                "held_with_slack": {
                    minutes: sum(day.held_with(60 * minutes) for day in days)
                    for minutes in SLACK_MINUTES
                },
                "duties": [asdict(one) for one in strains(plan_file, days)],
                "lived": [asdict(day) | {"holds": day.holds} for day in days],
            }
            for path, plan_file, days in zip(paths, plans, held, strict=True)
        ]
    }
