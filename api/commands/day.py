"""Planning a day, and several scenarios side by side."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.interrupt import Interrupt
from api.commands.request import request_of
from api.commands.results import DONE, INTERRUPTED, print_json
from api.words import Phrasebook
from optimizer.errors import InputError

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile


def make_plan(options: argparse.Namespace) -> int:
    from api.commands.output import require_writable, write_plan
    from api.screen import ProgressLine, print_plan
    from scenarios.plan_request import plan_day
    from scenarios.planning import PlanWatch

    require_writable(Path(options.out))
    words: Phrasebook = options.words
    interrupt = Interrupt(words)
    line = ProgressLine(words)
    try:
        plan_file = plan_day(
            request_of(options, options.scenario),
            watch=PlanWatch(on_progress=interrupt.watching(line), should_stop=interrupt),
        )
    finally:
        line.close()
    written = write_plan(plan_file, Path(options.out), language=words.language)
    if options.json:
        print_json(_summary(plan_file, written))
    else:
        print_plan(plan_file, words)
        print(words("plan.written", paths=written))
    return INTERRUPTED if plan_file.interrupted else DONE


def compare_scenarios(options: argparse.Namespace) -> int:
    from api.commands.output import require_writable, write_plan
    from api.screen import ProgressLine, print_comparison
    from scenarios.files import load_scenario
    from scenarios.measures import compare
    from scenarios.plan_request import plan_day
    from scenarios.planning import PlanWatch

    if len(options.scenarios) < 2:
        raise InputError("compare.too_few", "compare needs at least two scenarios.")
    if options.out:
        require_writable(Path(options.out))
    # A slip in the last name should not cost the time of planning the first.
    for name in options.scenarios:
        load_scenario(name, date=options.date)
    words: Phrasebook = options.words
    interrupt = Interrupt(words)
    plans: list[tuple[str, PlanFile]] = []
    for name in options.scenarios:
        line = ProgressLine(words)
        print(words("command.scenario", name=name), file=sys.stderr)
        try:
            plan_file = plan_day(
                request_of(options, name),
                watch=PlanWatch(on_progress=interrupt.watching(line), should_stop=interrupt),
            )
        finally:
            line.close()
        plans.append((name, plan_file))
        if options.out:
            write_plan(plan_file, Path(options.out) / Path(name).name, language=words.language)
        if interrupt.asked:
            break
    if len(plans) < 2:
        print(words("command.interrupted_early"), file=sys.stderr)
        return INTERRUPTED
    comparison = compare([(name, plan_file.measures) for name, plan_file in plans])
    if options.json:
        print_json(asdict(comparison))
    else:
        print_comparison(comparison, words)
    return INTERRUPTED if interrupt.asked else DONE


def _summary(plan_file: "PlanFile", written: Sequence[Path]) -> dict[str, object]:
    """Returns what `plan --json` prints: the verdict and the measures, not the routes' drives."""
    measures = plan_file.measures
    return {
        "scenario": plan_file.scenario_name,
        "date": plan_file.date,
        "network": asdict(plan_file.network),
        "engine": plan_file.engine,
        "seed": plan_file.seed,
        "iterations": plan_file.iterations,
        "processes": plan_file.processes,
        "interrupted": plan_file.interrupted,
        "violations": 0,
        "routes": len(measures.routes),
        "unassigned": len(plan_file.plan.unassigned),
        "mechanised_rate": round(measures.rate, 4),
        "cost_yuan": round(measures.costs.total_fen / 100, 2),
        "notices": [asdict(notice) for notice in plan_file.notices],
        "measures": asdict(measures),
        "files": [str(path) for path in written],
    }
