"""The commands of `./run`: plan, check, export, compare, scenario, network, solve, bench, serve.

Results go to stdout, progress to stderr. Exit codes: 0 done, 1 the answer is no, 2 wrong use or
bad input, 130 interrupted (the best plan so far is kept).
"""

import argparse
import json
import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from api.words import Language, preferred_language
from optimizer.errors import InfeasibleScenario, InputError, OneBroomError

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile
    from scenarios.planner import PlanRequest

DONE, NO, MISUSE, INTERRUPTED = 0, 1, 2, 130
DEFAULT_SCENARIO = "yinzhou-2012"
DEFAULT_SECONDS = 60.0
BENCHMARKS = Path(__file__).resolve().parents[1] / "tests" / "benchmarks"

Command = Callable[[argparse.Namespace], int]


class Interrupt:
    """Turns the first Ctrl-C into a request to stop; the second one ends at once."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def __call__(self) -> bool:
        return self.asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.debug else logging.WARNING)
    logging.getLogger("numba").setLevel(logging.WARNING)
    run: Command = options.run
    try:
        return run(options)
    except InfeasibleScenario as error:
        return _fail(options, error, NO)
    except OneBroomError as error:
        return _fail(options, error, MISUSE)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        sys.stderr.close()
        return DONE


def _fail(options: argparse.Namespace, error: Exception, code: int) -> int:
    if options.debug:
        raise error
    print(f"error: {error}", file=sys.stderr)
    return code


def _plan(options: argparse.Namespace) -> int:
    from api.output import write_plan
    from api.terminal import ProgressLine, print_plan
    from scenarios.planner import plan_day

    interrupt = Interrupt()
    line = ProgressLine(options.lang)
    try:
        plan_file = plan_day(
            _request(options, options.scenario), on_progress=line, should_stop=interrupt
        )
    finally:
        line.close()
    written = write_plan(plan_file, Path(options.out))
    if options.json:
        _print_json(_summary(plan_file, written))
    else:
        print_plan(plan_file, options.lang)
        print(f"written: {', '.join(str(path) for path in written)}")
    return INTERRUPTED if plan_file.interrupted else DONE


def _check(options: argparse.Namespace) -> int:
    from optimizer.checker import check
    from scenarios.plan_file import read

    plan_file = read(Path(options.plan))
    network = _streets_of(plan_file, options.osm)
    violations = check(
        network,
        plan_file.fleet,
        plan_file.tasks(network),
        plan_file.sites(network),
        plan_file.plan,
    )
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
    return network


def _export(options: argparse.Namespace) -> int:
    from api.output import export_plan
    from scenarios.plan_file import read

    plan_file = read(Path(options.plan))
    network = _streets_of(plan_file, options.osm)
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
    from api.output import write_plan
    from api.terminal import ProgressLine, print_comparison
    from scenarios.comparison import compare
    from scenarios.planner import plan_day

    if len(options.scenarios) < 2:
        raise InputError("compare needs at least two scenarios.")
    interrupt = Interrupt()
    plans: list[tuple[str, PlanFile]] = []
    for name in options.scenarios:
        line = ProgressLine(options.lang)
        print(f"{name}:", file=sys.stderr)
        try:
            plan_file = plan_day(_request(options, name), on_progress=line, should_stop=interrupt)
        finally:
            line.close()
        plans.append((name, plan_file))
        if options.out:
            write_plan(plan_file, Path(options.out) / Path(name).name)
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
    else:
        print(f"{options.name}: valid\n{load_scenario(options.name)}")
    return DONE


def _network(options: argparse.Namespace) -> int:
    from optimizer.network.report import summarise
    from scenarios.networks import DISTRICT, load_network

    if options.source == DISTRICT:
        network = load_network()
    elif Path(options.source).suffix or Path(options.source).exists():
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
    line.unit = ""
    try:
        result = solve_file(
            Path(options.instance),
            seconds=_seconds(options),
            iterations=options.iterations,
            seed=options.seed,
            engine=options.engine,
            on_progress=line,
            should_stop=interrupt,
        )
    finally:
        line.close()
    if options.json:
        _print_json(asdict(result))
    else:
        verdict = "feasible" if result.feasible else "NOT feasible"
        print(
            f"{result.instance}: cost {result.cost:,}, {len(result.routes)} routes, {verdict}, "
            f"{result.iterations:,} iterations in {result.seconds:.1f} s, seed {result.seed}, "
            f"engine {result.engine}; recomputed from the file"
        )
    if interrupt.asked:
        return INTERRUPTED
    return DONE if result.feasible else NO


def _bench(options: argparse.Namespace) -> int:
    names = sorted(path.stem for path in BENCHMARKS.glob("*.py") if path.stem != "__init__")
    if options.name not in names:
        raise InputError(
            f"benchmark {options.name!r} is unknown; benchmarks are {', '.join(names) or 'none'}."
        )
    command = [sys.executable, "-m", f"tests.benchmarks.{options.name}", *options.rest]
    return subprocess.run(command, check=False).returncode


def _serve(options: argparse.Namespace) -> int:
    from api.main import serve

    serve(host=options.host, port=options.port)
    return DONE


def _request(options: argparse.Namespace, scenario: str) -> "PlanRequest":
    from scenarios.planner import PlanRequest

    return PlanRequest(
        scenario=scenario,
        osm=options.osm,
        place=options.place,
        date=options.date,
        seconds=_seconds(options),
        iterations=options.iterations,
        seed=options.seed,
        engine=options.engine,
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


def _positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    def convert(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
        if not 0 < value < 1e9:
            raise argparse.ArgumentTypeError(f"must be positive, got {text}")
        return value

    return convert


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", help="show tracebacks")
    common.add_argument(
        "--lang",
        type=Language,
        choices=list(Language),
        default=preferred_language(),
        help="language of what is printed",
    )
    limits = argparse.ArgumentParser(add_help=False)
    limits.add_argument("--seconds", type=_positive(float), help="time limit of the search (60)")
    limits.add_argument("--iterations", type=_positive(int), help="iteration limit of the search")
    limits.add_argument("--seed", type=int, default=0, help="seed of the search (0)")
    limits.add_argument("--engine", default="ruin_recreate", help="ruin_recreate or ortools")
    limits.add_argument("--json", action="store_true", help="one JSON object on stdout")
    streets = argparse.ArgumentParser(add_help=False)
    streets.add_argument("--osm", metavar="FILE", help="streets: .osm, .osm.pbf or .graphml")
    streets.add_argument("--place", metavar="NAME", help="streets: downloaded by name")
    streets.add_argument("--date", metavar="YYYY-MM-DD", help="service day")

    parser = argparse.ArgumentParser(
        prog="./run", description="OneBroom plans a city sanitation fleet's day."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Command, help_: str, *parents: argparse.ArgumentParser):  # type: ignore[no-untyped-def]
        command = commands.add_parser(name, help=help_, parents=[common, *parents])
        command.set_defaults(run=run)
        return command

    plan = add("plan", _plan, "plan a day", limits, streets)
    plan.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO, help="name or path")
    plan.add_argument("--out", metavar="DIR", default="out", help="where files are written (out)")

    check = add("check", _check, "check a plan independently")
    check.add_argument("plan", metavar="PLAN.json")
    check.add_argument("--osm", metavar="FILE", help="where the plan's streets are now")
    check.add_argument("--json", action="store_true", help="one JSON object on stdout")

    export = add("export", _export, "write a plan in another format")
    export.add_argument("plan", metavar="PLAN.json")
    export.add_argument(
        "--format", required=True, choices=("gpx", "kml", "geojson", "csv", "xlsx", "pdf", "ics")
    )
    export.add_argument("--vehicle", metavar="ID", help="one vehicle only")
    export.add_argument("--out", metavar="DIR", required=True)
    export.add_argument("--osm", metavar="FILE", help="where the plan's streets are now")

    compare = add("compare", _compare, "plan several scenarios side by side", limits, streets)
    compare.add_argument("scenarios", nargs="+", metavar="SCENARIO")
    compare.add_argument("--out", metavar="DIR", help="keep the plans there")

    scenario = commands.add_parser("scenario", help="the scenarios there are")
    actions = scenario.add_subparsers(required=True, metavar="list|show|new|validate")
    for action, help_ in (
        ("list", "names and titles"),
        ("show", "one scenario with its assumptions"),
        ("new", "a folder that extends another scenario"),
        ("validate", "say every fault of a scenario"),
    ):
        one = actions.add_parser(action, help=help_, parents=[common])
        one.set_defaults(run=_scenario, action=action)
        if action != "list":
            one.add_argument("name", metavar="PATH" if action == "validate" else "NAME")
        if action == "new":
            one.add_argument("--from", dest="from_name", required=True, metavar="NAME")

    network = add("network", _network, "what was read of a street file")
    network.add_argument("source", metavar="FILE|NAME", help="a file, a place, or 'district'")
    network.add_argument("--json", action="store_true", help="one JSON object on stdout")

    solve = add("solve", _solve, "solve a public benchmark file", limits)
    solve.add_argument("instance", metavar="INSTANCE")

    bench = add("bench", _bench, "run a benchmark of tests/benchmarks")
    bench.add_argument("name")
    bench.add_argument("rest", nargs=argparse.REMAINDER)

    serve = add("serve", _serve, "serve plans over HTTP")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    return parser


def _exit() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    _exit()
