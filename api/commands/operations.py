"""The day while it runs: new plans for the rest of it, and where one more task fits."""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.interrupt import Interrupt, exit_code
from api.commands.plan_file import find_streets
from api.commands.request import seconds_of
from api.commands.results import DONE, NO, print_json
from api.words import Phrasebook
from optimizer.errors import InputError
from optimizer.garbage import keep_for_good, nothing_thrown_away

if TYPE_CHECKING:
    from optimizer.events import Event
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile
    from scenarios.planning import Proposal, ReplanOptions
    from scenarios.rest_of_day import Weighed


def replan_day(options: argparse.Namespace) -> int:
    """Makes three plans for the rest of a day; each is on disk as soon as it is checked."""
    # Somebody waits: what is loaded here stays, and to look through it for garbage takes time.
    with nothing_thrown_away():
        from api.commands.output import require_writable
        from api.screen import ProgressLine, print_gaps, print_proposals
        from optimizer.engines import default_processes
        from optimizer.stop import Progress, Stage, limits
        from scenarios.plan_file import write_plan
        from scenarios.planning import PlanWatch, replan
        from scenarios.proposals import weigh, weigh_rest

        words: Phrasebook = options.words
        out = Path(options.out)
        require_writable(out)
        before, network, events, how = read_day_so_far(options)
        processes = default_processes(before.engine, iterations=options.iterations)
        how = replace(how, processes=processes)
    stop = limits(iterations=options.iterations, seconds=seconds_of(options))
    interrupt, line = Interrupt(words), ProgressLine(words)
    watch = PlanWatch(on_progress=interrupt.watch(line), should_stop=interrupt)
    number = before.running.number + 1 if before.running else 1
    kept: list[tuple[Proposal, Path]] = []
    rows: list[Weighed] = []
    out.mkdir(parents=True, exist_ok=True)
    try:
        for one in replan(before, network, events, how, stop=stop, seed=options.seed, watch=watch):
            path = out / f"plan-{number}-{one.choice}.json"
            write_plan(one.plan_file, path)
            kept.append((one, path))
            rows.append(weigh(before, one))
            if interrupt.asked:
                break
    except KeyboardInterrupt:
        if not rows:
            raise
    finally:
        line.close()
    if not options.json:
        # A dispatcher sees the choice first; reasons are added to what is on disk.
        print_proposals(before, rows, [path for _, path in kept], words)
    with contextlib.suppress(KeyboardInterrupt):
        for one, path in kept:
            if not interrupt.asked:
                watch.on_progress(Progress(stage=Stage.EXPLAIN))
                write_plan(one.explain(), path)
        for at, (one, _) in enumerate(kept):
            if not interrupt.asked and options.bound_seconds:
                watch.on_progress(Progress(stage=Stage.BOUND))
                bound = one.bound(options.bound_seconds / len(kept))
                rows[at] = weigh_rest(rows[at], bound)
    line.close()
    if not options.json:
        print_gaps(rows, words)
    if options.json:
        print_json(
            {
                "now_s": how.now_s,
                "freeze_s": how.freeze_s,
                "plans": [
                    asdict(row) | {"file": str(path)}
                    for row, (_, path) in zip(rows, kept, strict=False)
                ],
            }
        )
    return exit_code(interrupt.asked) if interrupt.asked else DONE


def fit_case(options: argparse.Namespace) -> int:
    """Prints the best places for one more task, without a search; the first one is checked."""
    with nothing_thrown_away():
        from api.exports.fits import fit_values
        from api.screen import print_fits
        from optimizer.events import TaskAdded, UrgentCase
        from scenarios.planning import open_fit_desk

        words: Phrasebook = options.words
        before, network, events, how = read_day_so_far(options, case=options.case)
    new = [event for event in events if isinstance(event, TaskAdded | UrgentCase)]
    if not new:
        raise InputError(
            "fit.no_case",
            "no event tells of a case or an added task; give one with --case or in --events.",
        )
    task = new[-1].task
    desk = open_fit_desk(before, network, events, how)
    fits = desk.fits(task.id)
    if fits:
        # What is told of the first must hold.
        desk.plan_with(fits[0])
    if options.json:
        print_json(
            {
                "task": task.id,
                "why_nowhere": str(desk.why_nowhere(task.id) or "") or None,
                "fits": [fit_values(one) for one in fits],
            }
        )
    else:
        print_fits(before, task, fits, words, why_nowhere=desk.why_nowhere(task.id))
    return DONE if fits else NO


def read_day_so_far(
    options: argparse.Namespace, *, case: str | None = None
) -> "tuple[PlanFile, RoadNetwork, Sequence[Event], ReplanOptions]":
    """Returns the plan in force, its streets, what has happened, and how to go on."""
    from scenarios.operations import append_events, is_drawn_day, read_events
    from scenarios.plan_file import read_plan
    from scenarios.planning import ReplanOptions
    from scenarios.rest_of_day import FREEZE_S

    before = read_plan(Path(options.plan))
    network = find_streets(before, options.osm)
    keep_for_good()
    events: Sequence[Event] = before.running.events if before.running else ()
    for file in (options.events, case):
        if file is not None:
            if is_drawn_day(Path(file)):
                # Days are drawn by much that nobody else needs here.
                from scenarios.simulation import told_of_day

                read = told_of_day(Path(file), before, network, now_s=options.at)
            else:
                read = read_events(Path(file), before, network, known=events, now_s=options.at)
            events = append_events(events, read)
    freeze_s = FREEZE_S if options.freeze is None else round(60 * options.freeze)
    if before.running is None:
        print(options.words("replan.as_planned"), file=sys.stderr)
    return before, network, events, ReplanOptions(now_s=options.at, freeze_s=freeze_s)
