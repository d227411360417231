"""The commands of `./run`: plan, check, export, compare, scenario, network, solve, bench, serve;
calendar, roster, record are in `api.cli_calendar`.

Results go to stdout, progress to stderr. Exit codes: 0 done, 1 the answer is no, 2 wrong use or
bad input, 130 interrupted (the best plan so far is kept).
"""

import argparse
import contextlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from api.cli_arguments import Command, parser
from api.cli_calendar import make_calendar, make_roster, show_record
from api.interrupt import Interrupt
from api.words import Language, say
from optimizer.errors import InfeasibleScenario, InputError, OneBroomError

if TYPE_CHECKING:
    from optimizer.checker import Violation
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile
    from scenarios.plan_request import PlanRequest


DONE, NO, MISUSE, INTERRUPTED = 0, 1, 2, 130
DEFAULT_SECONDS = 60.0
ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "tests" / "benchmarks"
STREET_FILES = (".osm", ".pbf", ".graphml", ".xml", ".gz", ".bz2")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    options = parser(COMMANDS).parse_args(arguments)
    options.lang = Language(options.lang)
    logging.basicConfig(level=logging.DEBUG if options.debug else logging.WARNING)
    logging.getLogger("numba").setLevel(logging.WARNING)
    run: Command = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except InfeasibleScenario as error:
        return _fail(options, error.said(options.lang), NO)
    except OneBroomError as error:
        return _fail(options, error.said(options.lang), MISUSE)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not flush into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _fail(options, str(error), MISUSE)
    except Exception as error:  # the process boundary: a user sees no traceback
        return _fail(
            options,
            f"a fault of OneBroom's own, {type(error).__name__}: {error}; --debug shows where. "
            "Please report it.",
            MISUSE,
        )


def _fail(options: argparse.Namespace, message: str, code: int) -> int:
    if options.debug:
        raise
    print(f"{say('error: ', options.lang)}{message}", file=sys.stderr)
    return code


def _plan(options: argparse.Namespace) -> int:
    from api.output import require_writable, write_plan
    from api.terminal import ProgressLine, print_plan
    from scenarios.planner import plan_day

    require_writable(Path(options.out))
    interrupt = Interrupt()
    line = ProgressLine(options.lang)
    try:
        plan_file = plan_day(
            _request(options, options.scenario),
            on_progress=interrupt.watching(line),
            should_stop=interrupt,
        )
    finally:
        line.close()
    written = write_plan(plan_file, Path(options.out), language=options.lang)
    if options.json:
        _print_json(_summary(plan_file, written))
    else:
        print_plan(plan_file, options.lang)
        print(f"written: {', '.join(str(path) for path in written)}")
    return INTERRUPTED if plan_file.interrupted else DONE


def _check(options: argparse.Namespace) -> int:
    from scenarios.plan_file import read

    plan_file = read(Path(options.plan))
    violations = _violations(plan_file, _streets_of(plan_file, options.osm))
    if options.json:
        _print_json(
            {
                "violations": [
                    {"code": str(v.code), "where": v.where, "detail": v.detail} for v in violations
                ]
            }
        )
    else:
        for violation in violations:
            print(violation)
        print(f"{len(violations)} violations")
    return NO if violations else DONE


def _violations(plan_file: "PlanFile", network: "RoadNetwork") -> "list[Violation]":
    """Returns what the checker finds in a plan file."""
    from optimizer.checker import check

    return check(
        network,
        plan_file.fleet,
        plan_file.tasks(network),
        plan_file.sites(network),
        plan_file.plan,
        ledger=plan_file.measures.balance.ledger if plan_file.measures.balance else (),
    )


def _streets_of(plan_file: "PlanFile", osm: str | None) -> "RoadNetwork":
    """Returns the streets that a plan was made for.

    Raises
    ------
    InputError
        When they have changed since.
    """
    from scenarios.networks import load_network, load_source

    network = load_network(osm=osm) if osm else load_source(plan_file.network.source)
    if network.digest != plan_file.network.digest:
        raise InputError(
            f"the plan was made for other streets than {network.name} now holds; give the file "
            "that it was made for with --osm, or plan again."
        )
    return replace(network, driving_side=plan_file.network.driving_side)


def _export(options: argparse.Namespace) -> int:
    from api.output import export_plan
    from scenarios.plan_file import read

    plan_file = read(Path(options.plan))
    network = _streets_of(plan_file, options.osm)
    violations = _violations(plan_file, network)
    if violations:
        for violation in violations:
            print(violation, file=sys.stderr)
        print(f"{len(violations)} violations; a broken plan is not exported.", file=sys.stderr)
        return NO
    written = export_plan(
        plan_file,
        network,
        form=options.format,
        vehicle_id=options.vehicle,
        out=Path(options.out),
        language=options.lang,
    )
    for path in written:
        print(path)
    return DONE


def _compare(options: argparse.Namespace) -> int:
    from api.output import require_writable, write_plan
    from api.terminal import ProgressLine, print_comparison
    from scenarios.comparison import compare
    from scenarios.planner import plan_day
    from scenarios.store import load_scenario

    if len(options.scenarios) < 2:
        raise InputError("compare needs at least two scenarios.")
    if options.out:
        require_writable(Path(options.out))
    # A slip in the last name should not cost the time of planning the first.
    for name in options.scenarios:
        load_scenario(name, date=options.date)
    interrupt = Interrupt()
    plans: list[tuple[str, PlanFile]] = []
    for name in options.scenarios:
        line = ProgressLine(options.lang)
        print(f"{name}:", file=sys.stderr)
        try:
            plan_file = plan_day(
                _request(options, name),
                on_progress=interrupt.watching(line),
                should_stop=interrupt,
            )
        finally:
            line.close()
        plans.append((name, plan_file))
        if options.out:
            write_plan(plan_file, Path(options.out) / Path(name).name, language=options.lang)
        if interrupt.asked:
            break
    if len(plans) < 2:
        print("interrupted before the second plan", file=sys.stderr)
        return INTERRUPTED
    comparison = compare([(name, plan_file.measures) for name, plan_file in plans])
    if options.json:
        _print_json(asdict(comparison))
    else:
        print_comparison(comparison, options.lang)
    return INTERRUPTED if interrupt.asked else DONE


def _scenario(options: argparse.Namespace) -> int:
    from api.terminal_contracts import print_contracts
    from scenarios.contract_table import TABLE_FILES, contracts_of
    from scenarios.store import list_scenarios, load_scenario, new_scenario

    if options.action == "list":
        for name, (title, title_zh) in list_scenarios().items():
            print(f"{name}\t{title_zh if options.lang is Language.ZH and title_zh else title}")
    elif options.action == "show":
        scenario = load_scenario(options.name)
        print(scenario)
        for assumption in scenario.assumptions:
            print(f"- {assumption}")
    elif options.action == "new":
        print(new_scenario(options.name, from_name=options.from_name, directory=Path()))
    elif Path(options.name).suffix.lower() in TABLE_FILES:
        print_contracts(contracts_of(Path(options.name)), options.name, options.lang)
    else:
        print(f"{options.name}: valid\n{load_scenario(options.name)}")
    return DONE


def _network(options: argparse.Namespace) -> int:
    from optimizer.network.report import summarise
    from scenarios.networks import DISTRICT, load_network

    if options.source == DISTRICT:
        network = load_network()
    elif Path(options.source).exists() or options.source.endswith(STREET_FILES):
        network = load_network(osm=options.source)
    else:
        network = load_network(place=options.source)
    report = summarise(network)
    if options.json:
        _print_json(asdict(report))
    else:
        print(report)
    return DONE


def _solve(options: argparse.Namespace) -> int:
    from api.terminal import ProgressLine
    from optimizer.benchmark import solve_file

    interrupt = Interrupt()
    line = ProgressLine(options.lang)
    line.label = "cost"
    try:
        result = solve_file(
            Path(options.instance),
            seconds=_seconds(options),
            iterations=options.iterations,
            seed=options.seed,
            engine=options.engine,
            processes=options.processes,
            with_bound=options.bound,
            on_progress=interrupt.watching(line),
            should_stop=interrupt,
        )
    finally:
        line.close()
    if options.json:
        _print_json(asdict(result) | {"gap": result.gap})
    else:
        verdict = "feasible" if result.feasible else "NOT feasible"
        cost = f"{result.cost:,}" if result.miles is None else f"{result.miles:,.1f} miles"
        print(
            f"{result.instance}: cost {cost}, {len(result.routes)} routes, {verdict}, "
            f"{result.iterations:,} iterations in {result.seconds:.1f} s, seed {result.seed}, "
            f"engine {result.engine}"
            + (f" in {result.processes} processes" if result.processes > 1 else "")
            + "; recomputed from the file"
        )
        if result.gap is not None:
            print(f"no solution costs less than {result.bound:,}: proven gap {result.gap:.2%}")
    if options.bound and result.bound is None:
        print("no lower bound: --bound knows one for CARP files only", file=sys.stderr)
    if interrupt.asked:
        return INTERRUPTED
    return DONE if result.feasible else NO


def _bench(options: argparse.Namespace) -> int:
    names = sorted(path.stem for path in BENCHMARKS.glob("*.py") if path.stem != "__init__")
    # A benchmark named for a set of instances is asked for as the set is written: waste-vrptw.
    module = options.name.replace("-", "_") if options.name else ""
    if module not in names:
        fault = f"benchmark {options.name!r} is unknown" if options.name else "bench needs a name"
        raise InputError(f"{fault}; there are {', '.join(names) or 'none'}.")
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *options.rest]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(command, env=environment) as process:
        while True:
            # Ctrl-C reaches the benchmark too, which then prints what is done; it is waited for.
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()


def _serve(options: argparse.Namespace) -> int:
    from api.main import serve

    serve(host=options.host, port=options.port)
    return DONE


def _request(options: argparse.Namespace, scenario: str) -> "PlanRequest":
    from scenarios.plan_request import PlanRequest

    return PlanRequest(
        scenario=scenario,
        osm=options.osm,
        place=options.place,
        date=options.date,
        contracts=getattr(options, "contracts", None),
        seconds=_seconds(options),
        iterations=options.iterations,
        seed=options.seed,
        engine=options.engine,
        processes=options.processes,
        # Other commands that plan have no reference.
        reference=getattr(options, "reference", None),
        calendar=getattr(options, "calendar", None),
        change_fen=round(100 * getattr(options, "change_price", 0.0)),
        target_rate=getattr(options, "target_rate", None),
        weather=getattr(options, "weather", None),
    )


def _seconds(options: argparse.Namespace) -> float | None:
    """Returns the time limit; the default holds only when nothing else limits the search."""
    if options.seconds is None and options.iterations is None:
        return DEFAULT_SECONDS
    seconds: float | None = options.seconds
    return seconds


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
        "notices": list(plan_file.notices),
        "measures": asdict(measures),
        "files": [str(path) for path in written],
    }


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


COMMANDS: dict[str, Command] = {
    "plan": _plan,
    "check": _check,
    "export": _export,
    "compare": _compare,
    "scenario": _scenario,
    "network": _network,
    "solve": _solve,
    "bench": _bench,
    "serve": _serve,
    "calendar": make_calendar,
    "roster": make_roster,
    "record": show_record,
}


def _exit() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    _exit()
