"""Public files, and the benchmark programs.

The programs lie among the tests in a checkout; installed, the wheel has them beside this package.
"""

import argparse
import contextlib
import importlib
import os
import subprocess
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from api.commands.interrupt import Interrupt, exit_code
from api.commands.request import seconds_of
from api.commands.results import DONE, NO, print_json
from api.commands.telling import say, tell
from api.words import Phrasebook
from optimizer.errors import InputError
from optimizer.extras import needing

ROOT = Path(__file__).resolve().parents[2]

PROGRAMS = "api.benchmarks" if find_spec("api.benchmarks") else "tests.benchmarks"
"""The package of the benchmark programs."""

BENCHMARKS = ROOT.joinpath(*PROGRAMS.split("."))


def solve_public_file(options: argparse.Namespace) -> int:
    from api.screen import ProgressLine
    from optimizer.benchmark import solve_file
    from optimizer.engines import default_processes

    words: Phrasebook = options.words
    interrupt = Interrupt(words)
    line = ProgressLine(words, searched="solved")
    try:
        result = solve_file(
            Path(options.instance),
            seconds=seconds_of(options),
            iterations=options.iterations,
            seed=options.seed,
            engine=options.engine,
            processes=options.processes
            or default_processes(options.engine, iterations=options.iterations),
            with_bound=options.bound,
            on_progress=interrupt.watch(line),
            should_stop=interrupt,
        )
    finally:
        line.close()
    for notice in result.notices:
        text = words("solved.notice", file=options.instance, notice=words.say(notice.message))
        tell(text)
    if options.json:
        notices = [asdict(one) | {"said": words.say(one.said)} for one in result.notices]
        print_json(asdict(result) | {"notices": notices, "gap": result.gap})
    else:
        many = result.processes > 1
        say(
            words(
                "solved.cost" if result.miles is None else "solved.miles",
                instance=result.instance,
                cost=result.cost,
                miles=result.miles,
                routes=len(result.routes),
                verdict=words("solved.feasible" if result.feasible else "solved.infeasible"),
                iterations=result.iterations,
                seconds=result.seconds,
                seed=result.seed,
                engine=result.engine,
                processes=words("solved.processes", processes=result.processes) if many else "",
            )
        )
        if result.gap is not None:
            say(words("solved.gap", bound=result.bound, gap=result.gap))
    if options.bound and result.bound is None and not interrupt.asked:
        tell(words("solved.no_bound"))
    if interrupt.asked:
        return exit_code(interrupt.asked)
    return DONE if result.feasible else NO


def run_benchmark(options: argparse.Namespace) -> int:
    # What the programs share lies beside them, but does nothing by itself.
    names = sorted(
        path.stem
        for path in BENCHMARKS.glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    )
    # A benchmark named for a set of instances is asked for as the set is written: waste-vrptw.
    module = options.name.replace("-", "_") if options.name else ""
    if module not in names:
        if options.name:
            raise InputError(
                "bench.unknown",
                "benchmark {name!r} is unknown; there are {names:list}.",
                name=options.name,
                names=names,
            )
        raise InputError(
            "bench.no_name", "bench needs a name; there are {names:list}.", names=names
        )
    if PROGRAMS.startswith("api."):
        # A checkout has everything; whoever installed the wheel is told what is missing.
        with needing("bench", thing=options.name):
            importlib.import_module(f"{PROGRAMS}.{module}")
    command = [sys.executable, "-m", f"{PROGRAMS}.{module}", *options.rest]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(command, env=environment) as process:
        while True:
            # Ctrl-C reaches the benchmark too, which then prints what is done; it is waited for.
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()
