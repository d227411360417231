"""Planning a day."""

import argparse
import contextlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.interrupt import Interrupt, exit_code
from api.commands.request import request_of
from api.commands.results import DONE, INTERRUPTED, print_json
from api.commands.telling import say, tell
from fleet import Message
from optimizer.stop import Progress, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.engines import PartsRunner
    from scenarios.plan_file import PlanFile


def make_plan(options: argparse.Namespace) -> int:
    """Plans a day; the plan is on disk as soon as there is one, and more is said of it later."""
    from api.commands.keeping import PlanKeeper, WrittenExport, draw
    from api.commands.output import require_writable
    from api.screen import ProgressLine, print_plan
    from scenarios.plan_request import plan_day
    from scenarios.planning import PlanWatch

    out, words = Path(options.out), options.words
    require_writable(out)
    interrupt, line, keeper = Interrupt(words), ProgressLine(words), PlanKeeper(out, words)
    show = interrupt.watch(line)
    watch = PlanWatch(on_progress=show, on_plan=keeper.keep, should_stop=interrupt)
    request = request_of(options, options.scenario)
    try:
        with _parts_of(options) as parts:
            plan_day(request, watch=watch, parts=parts)
        keeper.require_kept()
    except KeyboardInterrupt:
        if keeper.latest is None:
            raise
    except Exception:
        if keeper.latest is not None:
            tell(words("plan.kept", path=keeper.path))
        raise
    finally:
        line.close()
    if not options.json:
        print_plan(keeper.plan, words)
    drawings: list[WrittenExport] = []
    # Whoever reads JSON waits for its end; others may have the pictures for which there is time.
    if not (options.json and interrupt.asked):
        show(Progress(stage=Stage.DRAW))
        with contextlib.suppress(KeyboardInterrupt):
            drawings.extend(draw(keeper.plan, out, words))
        line.close()
    written = [keeper.path, *(path for drawing in drawings for path in drawing.paths)]
    notices = [drawing.notice for drawing in drawings if drawing.notice is not None]
    if options.json:
        print_json(_summary(keeper.plan, notices, written))
    else:
        for notice in notices:
            say(words("plan.warning", text=notice))
        say(words("plan.written", paths=written))
    if interrupt.asked:
        return exit_code(interrupt.asked)
    return INTERRUPTED if keeper.plan.interrupted else DONE


@contextlib.contextmanager
def _parts_of(options: argparse.Namespace) -> "Iterator[PartsRunner | None]":
    """Gives who searches the parts of a large plan, where a cluster is to do it."""
    if not options.cluster:
        yield None
        return
    from scenarios.batch import ClusterParts, require_cluster

    require_cluster(options.cluster)
    with ClusterParts(options.cluster, name=options.scenario) as parts:
        yield parts


def _summary(
    plan_file: "PlanFile", notices: Sequence[Message], written: Sequence[Path]
) -> dict[str, object]:
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
        "notices": [asdict(notice) for notice in (*plan_file.notices, *notices)],
        "measures": asdict(measures),
        "files": [str(path) for path in written],
    }
