"""Several scenarios side by side, each planned with several seeds."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.finished_runs import FinishedRuns
from api.commands.interrupt import Interrupt, exit_code
from api.commands.request import request_of
from api.commands.results import DONE, print_json
from api.commands.telling import tell
from api.words import Phrasebook
from optimizer.cores import usable_cores
from optimizer.errors import InputError
from optimizer.stop import Progress

if TYPE_CHECKING:
    from api.exports.report import ReportedRun
    from optimizer.network.road_network import RoadNetwork
    from scenarios.batch import PlanJob, RunJob, RunsWatch
    from scenarios.measures import Curves, Measures
    from scenarios.plan_file import PlanFile
    from scenarios.plan_request import PlanRequest

    Planned = tuple[PlanRequest, list[ReportedRun]]

MOST_AT_ONCE = 16
"""Plans made at a time unless more are asked for: each takes about a gigabyte in a district."""


def compare_scenarios(options: argparse.Namespace) -> int:
    """Plans each scenario with several seeds and prints what differs by more than their noise."""
    from api.commands.output import require_writable
    from scenarios.batch import RunsWatch, open_jobs, require_cluster
    from scenarios.plan_request import load_streets
    from scenarios.repeated import with_seeds

    if options.out:
        require_writable(Path(options.out))
    elif options.resume:
        raise InputError(
            "compare.resume_what",
            "--resume goes on with what an earlier comparison left in --out DIR; give it too.",
        )
    at_once = options.processes or min(usable_cores(), MOST_AT_ONCE)
    options.processes = 1
    asked = _list_requests(options)
    # A slip in the last name or value should not cost the time of planning the first.
    requests = with_seeds(asked, options.seeds)
    jobs = dict(enumerate(open_jobs(requests)))
    if options.cluster:
        require_cluster(options.cluster)
    words: Phrasebook = options.words
    network = load_streets(asked[0], [job.scenario for job in jobs.values()])
    runs = _Runs(requests, len(asked), options.out, words)
    if options.out:
        runs.finished = FinishedRuns(
            Path(options.out), {number: job.key(network) for number, job in jobs.items()}
        )
    if options.resume:
        jobs = runs.take_up(jobs)
    interrupt = Interrupt(words, keeping=True)
    watch = RunsWatch(
        on_progress=runs.note, on_plan=runs.keep, on_done=runs.end, should_stop=interrupt
    )
    try:
        make_runs(jobs, network, options.cluster, at_once, watch)
    finally:
        runs.close()
    named = runs.by_scenario(asked)
    if len(named) < 2:
        tell(words("command.interrupted_early"))
        return exit_code(interrupt.asked)
    if options.vary:
        # In the order of the values, so that curves rise to the right.
        named.sort(key=lambda one: [setting.value for setting in one[0].varied])
        _show_curves(named, runs, options)
    else:
        _show_comparison(named, runs, options)
    if options.out:
        _write_report(named, network, options)
    return exit_code(interrupt.asked) if interrupt.asked else DONE


def make_runs(
    jobs: Mapping[int, "RunJob"],
    network: "RoadNetwork",
    cluster: str | None,
    at_once: int,
    watch: "RunsWatch",
) -> None:
    """Makes plans or days, here or on a cluster."""
    from scenarios.batch import run_on_cluster, run_on_processes

    if cluster:
        run_on_cluster(jobs, network, address=cluster, watch=watch)
    else:
        run_on_processes(jobs, network, processes=at_once, watch=watch)


def _list_requests(options: argparse.Namespace) -> list["PlanRequest"]:
    """Returns what is to be planned: each scenario, or each variation of the only one."""
    from scenarios.variations import combine_variations, read_variation

    # Figures are compared; only a plan that is kept has to give reasons.
    requests = [
        replace(request_of(options, name), reasons=bool(options.out)) for name in options.scenarios
    ]
    if options.vary:
        if len(requests) > 1:
            raise InputError(
                "compare.vary_one",
                "--vary varies one scenario; give only one, got {count}.",
                count=len(requests),
            )
        variations = [read_variation(text) for text in options.vary]
        requests = [
            replace(requests[0], varied=settings) for settings in combine_variations(variations)
        ]
    if len(requests) < 2:
        raise InputError(
            "compare.too_few",
            "compare needs at least two scenarios, or --vary with two values.",
        )
    return requests


def _show_comparison(named: list["Planned"], runs: "_Runs", options: argparse.Namespace) -> None:
    from api.screen import print_comparison
    from scenarios.measures import compare, comparison_values

    comparison = compare([(request.scenario, _measures(plans)) for request, plans in named])
    if options.json:
        print_json(comparison_values(comparison) | {"runs": runs.summaries()})
    else:
        print_comparison(comparison, options.words)


def _show_curves(named: list["Planned"], runs: "_Runs", options: argparse.Namespace) -> None:
    from api.screen import print_curves

    curves = _draw(named)
    if options.json:
        print_json(asdict(curves) | {"runs": runs.summaries()})
    else:
        print_curves(named[0][0].scenario, curves, options.words)


def _draw(named: list["Planned"]) -> "Curves":
    from scenarios.repeated import draw_variations

    return draw_variations([(request.varied, _measures(plans)) for request, plans in named])


def _measures(plans: Sequence["ReportedRun"]) -> list["Measures"]:
    return [plan.measures for plan in plans]


def _write_report(
    named: list["Planned"], network: "RoadNetwork", options: argparse.Namespace
) -> None:
    """Writes the report beside the plans."""
    from api.commands.output import write_files
    from api.exports.report import report_on, write_report

    report = report_on(named, network, command=options.typed)
    files, missing = write_report(report, options.words)
    for one in missing:
        tell(options.words.say(one))
    written = write_files(Path(options.out), files)
    tell(options.words("plan.written", paths=written))


class _Runs:
    """What is there of the plans that are being made."""

    def __init__(
        self,
        requests: Sequence["PlanRequest"],
        num_scenarios: int,
        out: str | None,
        words: Phrasebook,
    ) -> None:
        from api.exports.report import name_request
        from api.screen import RunsLine

        self._requests = requests
        self._folders = _folders(requests, num_scenarios, out)
        self._words = words
        self._num_scenarios = num_scenarios
        self._line = RunsLine(
            [(name_request(one), one.seed) for one in requests],
            words,
        )
        self._reported: dict[int, ReportedRun] = {}
        self._written: dict[int, bool] = {}
        self.finished: FinishedRuns | None = None

    def note(self, number: int, progress: Progress) -> None:
        """Shows how a plan stands."""
        self._line.note(number, progress)

    def keep(self, number: int, plan_file: "PlanFile") -> None:
        """Keeps what a plan comes to, and the plan where that is wanted."""
        from api.commands.keeping import PlanKeeper
        from api.exports.report import ReportedRun

        self._reported[number] = ReportedRun.of(plan_file)
        if self._folders:
            keeper = PlanKeeper(self._folders[number], self._words)
            keeper.keep(plan_file)
            # What could not be written must not be taken for what lies there from before.
            self._written[number] = keeper.latest is plan_file

    def end(self, number: int) -> None:
        """Notes that a plan is complete."""
        if self.finished is not None and self._written.get(number):
            self.finished.note(number, self._folders[number])
        self._line.end(number)

    def take_up(self, jobs: Mapping[int, "PlanJob"]) -> dict[int, "PlanJob"]:
        """Takes up what was finished before; returns what is left to be made."""
        from api.exports.report import ReportedRun

        left = dict(jobs)
        for number in jobs:
            plan_file = self.finished.find(number) if self.finished is not None else None
            if plan_file is not None:
                self._reported[number] = ReportedRun.of(plan_file)
                self._line.end(number)
                del left[number]
        return left

    def close(self) -> None:
        """Ends the line of progress."""
        self._line.close()

    def by_scenario(self, asked: Sequence["PlanRequest"]) -> list["Planned"]:
        """Returns the scenarios that have been planned, with what is told of their plans."""
        from scenarios.repeated import group_runs

        found = group_runs(self._num_scenarios, self._reported)
        return [(asked[place], plans) for place, plans in found.items()]

    def summaries(self) -> list[dict[str, object]]:
        """Returns which plans were compared."""
        return [
            {
                "scenario": self._requests[number].scenario,
                "varied": [str(one) for one in self._requests[number].varied],
                "seed": self._requests[number].seed,
                "iterations": run.iterations,
                "measures": asdict(run.measures),
            }
            for number, run in sorted(self._reported.items())
        ]


def _folders(
    requests: Sequence["PlanRequest"], num_scenarios: int, out: str | None
) -> tuple[Path, ...]:
    """Returns where each plan is kept: the first of a scenario in its folder, others below."""
    if not out:
        return ()
    names: list[str] = []
    for request in requests[:num_scenarios]:
        name = "-".join(map(str, request.varied)) or Path(request.scenario).name or "scenario"
        names.append(f"{name}-{len(names) + 1}" if name in names else name)
    folders = []
    for number, request in enumerate(requests):
        folder = Path(out) / names[number % num_scenarios]
        folders.append(folder if number < num_scenarios else folder / f"seed-{request.seed}")
    return tuple(folders)
