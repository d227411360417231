"""Public instances against best known values: `./run bench carp --set egl-e --seconds 20`.

A set is a folder of the data (`carp`, `carp-large`, `mcarptif`, `mcgrp-tp`, `waste-vrptw`) or how
its files' names begin. `carp-large` is run in two parts, of up to 2,000 required edges for 60 s a
run and of more for 300 s, unless a limit is given. Costs of `waste-vrptw` are miles; of what is
known of them nothing is claimed.
Every cost is recomputed from the file by an evaluator that shares no code with the search. Gaps
are (cost - best known) / best known, where a value is known. A run that leaves something unserved
is marked `!`; its cost is not compared. A cost below a proven lower bound is reported as a BUG.
A run ends early when it meets the literature's proven optimum: nothing is left to find.
"""

import argparse
import json
import shlex
import sys
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from optimizer.engines import ENGINES
from optimizer.errors import InputError

from .arc_routing.checkout import commit
from .arc_routing.document import read_sections, renew, write
from .arc_routing.figures import number, share
from .arc_routing.report import (
    Means,
    Reference,
    Row,
    Section,
    Target,
    bugs,
)
from .arc_routing.runs import Job, Run, run_all
from .arc_routing.sets import (
    FOLDERS,
    TARGETS,
    Known,
    best_known,
    expanded,
    files_of,
    reference_of,
    usual_seconds,
)
from .machine import machine

DEFAULT_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "benchmarks"

DEFAULT_SECONDS = 10.0

MOST_SECONDS = 1_000_000

INTERRUPTED = 130


def main() -> int:
    """Runs the benchmark; exit code 1 when a cost lies below a proven bound or none was found."""
    options = _parser().parse_args()
    known = best_known(options.data)
    if options.renew:
        return _renew(options, known)
    if options.write:
        # Found out now, not after hours of runs.
        read_sections(options.write.with_suffix(".json"))
    sections, files = _sections(options, known)
    jobs = [
        Job(
            set_name=name,
            file=file,
            engine=engine,
            seed=seed,
            seconds=sections[name].seconds,
            iterations=options.iterations,
            target=sections[name].references[file.stem].proven if options.early_stop else None,
        )
        for name, of_set in files.items()
        for file in of_set
        for seed in range(1, options.seeds + 1)
        for engine in options.engine
    ]
    print(f"machine: {machine()}; {len(jobs)} runs", file=sys.stderr)
    board = _Board(sections, options)
    complete = run_all(
        jobs,
        [file for of_set in files.values() for file in of_set if file.parent.name == "carp"]
        if options.bound
        else [],
        workers=options.jobs,
        on_run=board.add_run,
        on_bound=board.add_bound,
    )
    done = board.finished()
    found = [bug for section in done for bug in bugs(section)]
    if options.json:
        print(json.dumps(_to_json(done, found, complete)))
    else:
        for section in done:
            _print_means(section)
    for bug in found:
        print(f"BUG: {bug}", file=sys.stderr if options.json else sys.stdout)
    if not done:
        print("nothing was done", file=sys.stderr)
    elif options.write:
        write(options.write, done)
        print(f"written: {options.write}", file=sys.stderr)
    if not complete:
        return 1 if found else INTERRUPTED
    reached = any(run.cost is not None for section in done for run in section.runs)
    return 1 if found or not reached else 0


class _Board:
    """Collects what is done and prints each engine's row of an instance once it is whole."""

    def __init__(self, sections: dict[str, Section], options: argparse.Namespace) -> None:
        self.sections = sections
        self.options = options
        self.runs: dict[tuple[str, str, str], list[Run]] = {}
        self.bounds: dict[str, int | None] = {}
        self.has_head = False
        self.told: set[tuple[str, str]] = set()

    def add_run(self, run: Run) -> None:
        for notice in run.notices:
            if (run.instance, notice) not in self.told:
                self.told.add((run.instance, notice))
                print(f"notice: {run.instance}, {notice}", file=sys.stderr)
        key = (run.set_name, run.instance, run.engine)
        runs = self.runs.setdefault(key, [])
        runs.append(run)
        if len(runs) == self.options.seeds and not self.options.json:
            reference = self.sections[run.set_name].references[run.instance]
            self._print_row(Row.of(run.instance, run.engine, reference, runs), runs)

    def add_bound(self, file: Path, bound: int | None) -> None:
        self.bounds[file.stem] = bound
        if not self.options.json:
            print(f"{file.stem:<24}our lower bound {number(bound)}", flush=True)

    def finished(self) -> list[Section]:
        """Returns the sections of which anything is done."""
        found = []
        for name, section in self.sections.items():
            runs = [run for key, part in self.runs.items() if key[0] == name for run in part]
            if not runs:
                continue
            wanted = len(section.references) * section.seeds * len(section.engines)
            found.append(
                replace(
                    section,
                    # Whoever ends first comes first while running; on paper order is by name.
                    runs=sorted(runs, key=lambda run: (run.instance, run.engine, run.seed)),
                    references={
                        instance: replace(reference, bound=self.bounds.get(instance))
                        for instance, reference in section.references.items()
                    },
                    is_complete=len(runs) == wanted,
                )
            )
        return found

    def _print_row(self, row: Row, runs: list[Run]) -> None:
        marks = [str(mark) for mark in self.sections[runs[0].set_name].marks]
        if not self.has_head:
            self.has_head = True
            print(
                f"{'instance':<24}{'engine':<15}{'best':>9} {'mean':>10}{'known':>10}{'gap':>9}"
                + "".join(f"{f'at {mark} s':>9}" for mark in marks)
                + f"{'routes':>8}{'it/s':>10}"
            )
        show = row.reference.show
        rate = None if row.iterations_per_s is None else round(row.iterations_per_s)
        print(
            f"{row.instance:<24}{row.engine:<15}{show(row.best):>9}"
            f"{'!' if row.unserved else ' '}{show(row.mean, is_mean=True):>10}"
            f"{show(row.reference.best_known):>10}{share(row.gap(row.mean)):>9}"
            + "".join(f"{share(row.gap(row.marks.get(mark))):>9}" for mark in marks)
            + f"{number(row.routes):>8}{number(rate):>10}"
            + ("  NEW BEST" if row.is_new_best else ""),
            flush=True,
        )
        for reason in dict.fromkeys(run.failed for run in runs if run.failed):
            print(f"    {reason}")


def _sections(
    options: argparse.Namespace, known: dict[str, Known]
) -> tuple[dict[str, Section], dict[str, list[Path]]]:
    sections, files = {}, {}
    for name in expanded(options.set):
        seconds = options.seconds
        if seconds is None and options.iterations is None:
            seconds = usual_seconds(name) or DEFAULT_SECONDS
        files[name] = files_of(options.data, name)
        if not files[name]:
            raise InputError(
                f"no file {name}* in {', '.join(FOLDERS)} of {options.data}; see --data."
            )
        references = {file.stem: reference_of(file, known) for file in files[name]}
        sections[name] = Section(
            name=name,
            command=_command(sys.argv[1:]),
            date=datetime.now().astimezone().date().isoformat(),
            commit=commit(),
            machine=machine(),
            engines=options.engine,
            seeds=options.seeds,
            seconds=seconds,
            iterations=options.iterations,
            jobs=options.jobs,
            stops_when_optimal=options.early_stop,
            target=(TARGETS | options.target).get(name),
            references=references,
        )
    return sections, files


def _renew(options: argparse.Namespace, known: dict[str, Known]) -> int:
    """Puts today's best known values into a document."""
    if not options.renew.with_suffix(".json").is_file():
        raise InputError(f"{options.renew}: no such document, or its .json is not beside it.")

    def reference(section: Section, instance: str) -> Reference | None:
        files = {file.stem: file for file in files_of(options.data, section.name)}
        return reference_of(files[instance], known) if instance in files else None

    renew(options.renew, reference, datetime.now().astimezone().date().isoformat())
    print(f"renewed: {options.renew}", file=sys.stderr)
    return 0


def _command(arguments: list[str]) -> str:
    """Returns the command line without what differs from machine to machine."""
    kept, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in ("--data", "--write"):
            skip = True
        elif not argument.startswith(("--data=", "--write=", "--json")):
            kept.append(argument)
    return shlex.join(["./run", "bench", "carp", *kept])


def _print_means(section: Section) -> None:
    for engine in section.engines:
        means = Means.of(engine, section.rows(engine))
        marks = "".join(
            f", after {mark} s {share(means.marks.get(str(mark)))}" for mark in section.marks
        )
        print(
            f"{section.name}: {means.files} instances, {section.limit}, {section.seeds_used}, "
            f"engine {engine}: "
            + (
                f"mean gap {share(means.mean_gap)}, best {share(means.best_gap)}"
                + " (to a guide)" * section.is_guide
                if means.known
                else "no best known values"
            )
            + (f", target {section.target}" if section.target else "")
            + (f", proven {share(means.proven_gap)}" if means.proven_gap is not None else "")
            + (marks if means.known else "")
            + (f"; {means.reached} best known values reached" if means.reached else "")
            + (f"; {means.new_best} NEW BEST" if means.new_best else "")
            + (f"; {means.unserved} runs left something unserved" if means.unserved else "")
            + (f"; {means.failed} runs failed" if means.failed else "")
            + ("" if section.is_complete else "; cut short")
        )


def _to_json(sections: list[Section], found: list[str], complete: bool) -> dict[str, object]:
    return {
        "machine": machine(),
        "complete": complete,
        "bugs": found,
        "sets": [
            section.to_json()
            | {
                "means": [asdict(Means.of(e, section.rows(e))) for e in section.engines],
                "rows": [
                    asdict(row)
                    | {
                        "gap": row.gap(row.mean),
                        "proven_gap": row.proven_gap,
                        "new_best": row.is_new_best,
                    }
                    for engine in section.engines
                    for row in section.rows(engine)
                ],
            }
            for section in sections
        ],
    }


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _engines(text: str) -> list[str]:
    names = _names(text)
    for name in names:
        if name not in ENGINES:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(ENGINES)}")
    return names


def _targets(text: str) -> dict[str, Target]:
    try:
        pairs = [pair.split("=") for pair in _names(text)]
        return {name: Target(gap=float(percent) / 100) for name, percent in pairs}
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not like gdb=0,egl-e=0.5") from None


def _duration(text: str) -> float:
    value = float(text)
    if not 0 < value <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"must lie between 0 and {MOST_SECONDS:,}, got {text}")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"must be positive, got {value}")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run bench carp",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--set", type=_names, default=["gdb"], help="families, or how files begin: gdb,val (gdb)")
    add("--engine", type=_engines, default=["ruin_recreate"], help="side by side: a,b")
    add(
        "--seconds",
        type=_duration,
        help=f"computing time of each run ({DEFAULT_SECONDS:g}; carp-large 60 and 300)",
    )
    add("--iterations", type=_positive, help="of each run; makes it reproducible")
    add("--seeds", type=_positive, default=1, help="seeds 1 to this (1)")
    add("--jobs", type=_positive, default=1, help="runs at once, each on one core (1)")
    add("--bound", action="store_true", help="compute our lower bounds (carp only)")
    add(
        "--early-stop",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="end a run that meets the literature's proven optimum (yes)",
    )
    add(
        "--target",
        type=_targets,
        default={},
        metavar="SET=PERCENT",
        help="mean gaps to reach instead of those of the house: gdb=0.1",
    )
    add("--write", type=Path, metavar="FILE.md", help="write the sets' sections of a document")
    add(
        "--renew",
        type=Path,
        metavar="FILE.md",
        help="put today's best known values into a document; runs nothing",
    )
    add("--data", type=Path, default=DEFAULT_DATA)
    add("--json", action="store_true")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
