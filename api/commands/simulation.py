"""Days that are drawn and lived: what ways of re-planning are worth."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.interrupt import Ended, Interrupt, exit_code
from api.commands.request import request_of
from api.commands.results import DONE, INTERRUPTED, print_json
from api.words import Phrasebook

if TYPE_CHECKING:
    from api.screen import ProgressLine
    from optimizer.network.road_network import RoadNetwork
    from scenarios.batch import DayByPolicy, PolicyJob
    from scenarios.plan_file import PlanFile
    from scenarios.plan_request import PlanRequest
    from scenarios.simulation import DayFigures, DrawnDay, Policy

REPLAN_SHARE = 0.1
"""Limits of the search for each new plan of a day, as a share of those for the morning's."""

DEFAULT_POLICIES = ("none", "least", "best", "foresight")


def simulate_days(options: argparse.Namespace) -> int:
    """Draws days and lives each by some policies; days that are finished are kept."""
    from api.commands.output import require_writable
    from api.screen import ProgressLine, print_simulation
    from scenarios.batch import require_cluster
    from scenarios.simulation import Policy, mean_of

    words: Phrasebook = options.words
    if options.out:
        require_writable(Path(options.out))
    if options.cluster:
        require_cluster(options.cluster)
    policies = [Policy(name) for name in options.policy or DEFAULT_POLICIES]
    # Nothing is kept of a day that is not finished: a signal ends it at once.
    Interrupt(words)
    line, days, ended = ProgressLine(words), _LivedDays(options=options, policies=policies), 0
    days.line = line
    try:
        days.live()
    except KeyboardInterrupt as error:
        if not days.finished:
            raise
        ended = error.number if isinstance(error, Ended) else 0
        ended = exit_code(ended) if ended else INTERRUPTED
    finally:
        line.close()
    means = {
        policy: mean_of([one.figures[policy] for one in days.finished]) for policy in policies
    }
    if options.json:
        print_json(days.as_json(means))
    else:
        print_simulation(days.morning, [one.day for one in days.finished], means, words)
        if days.written:
            print(words("plan.written", paths=days.written))
    return ended or DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _FinishedDay:
    day: "DrawnDay"
    figures: "dict[Policy, DayFigures]"


@dataclass(kw_only=True)
class _LivedDays:
    """Days that are drawn one after the other and lived by each of some policies.

    Attributes
    ----------
    written
        The folders with their files.
    """

    options: argparse.Namespace
    policies: "list[Policy]"
    line: "ProgressLine" = field(init=False)
    morning: "PlanFile" = field(init=False)
    written: list[Path] = field(default_factory=list)
    _figures: "dict[int, dict[Policy, DayFigures]]" = field(default_factory=dict)
    _finished: dict[int, _FinishedDay] = field(default_factory=dict)

    def live(self) -> None:
        """Plans the morning, and lives the days; those that are finished are noted."""
        from optimizer.stop import Progress, Stage
        from scenarios.plan_request import load_streets
        from scenarios.planning import PlanWatch, plan

        request: PlanRequest = request_of(self.options, self.options.scenario)
        stop, how, scenario = request.stop, request.open_options(), request.open_scenario()
        self.line(Progress(stage=Stage.STREETS))
        network = load_streets(request, [scenario])
        watch = PlanWatch(on_progress=self.line)
        self.morning = plan(scenario, network, how, stop=stop, seed=request.seed, watch=watch)
        self.line.close()
        jobs = dict(enumerate(self._list_jobs(request)))
        if self.options.cluster:
            self._live_on_cluster(jobs, network)
        else:
            self._live_here(jobs, network)

    def _list_jobs(self, request: "PlanRequest") -> "Iterator[PolicyJob]":
        """Yields the days, each by all policies before any lives the next."""
        from scenarios.batch import PolicyJob

        for number in range(1, self.options.days + 1):
            for policy in self.policies:
                yield PolicyJob(
                    name=self.morning.scenario_name,
                    morning=self.morning,
                    policy=policy,
                    seed=request.seed + number,
                    plan_seed=request.seed,
                    stop=request.stop.part(REPLAN_SHARE),
                    foresight=request.stop,
                )

    def _live_here(self, jobs: "Mapping[int, PolicyJob]", network: "RoadNetwork") -> None:
        from scenarios.batch import MadeWatch

        words: Phrasebook = self.options.words
        for number, job in jobs.items():
            day = number // len(self.policies) + 1
            said = words(
                "simulation.living", number=day, days=self.options.days, policy=job.policy
            )
            print(said, file=sys.stderr)
            found: list[DayByPolicy] = []
            job.make(network, MadeWatch(on_progress=self.line, on_made=found.append))
            self.line.close()
            self._note(number, found[-1])

    def _live_on_cluster(self, jobs: "Mapping[int, PolicyJob]", network: "RoadNetwork") -> None:
        from api.screen import RunsLine
        from scenarios.batch import RunsWatch, run_on_cluster

        line = RunsLine([(str(job.policy), job.seed) for job in jobs.values()], self.options.words)
        watch = RunsWatch(
            on_progress=line.note,
            on_plan=self._note,
            on_done=line.end,
            should_stop=lambda: False,
        )
        try:
            run_on_cluster(jobs, network, address=self.options.cluster, watch=watch)
        finally:
            line.close()

    def _note(self, number: int, lived: "DayByPolicy") -> None:
        """Takes in a day as it was lived by a policy, and writes its files."""
        place, which = divmod(number, len(self.policies))
        policy = self.policies[which]
        self._write(place + 1, policy, lived.day, lived.plan_file)
        figures = self._figures.setdefault(place, {})
        figures[policy] = lived.figures
        if len(figures) == len(self.policies):
            # In the order of the policies, whichever was lived first.
            self._finished[place] = _FinishedDay(
                day=lived.day, figures={one: figures[one] for one in self.policies}
            )

    @property
    def finished(self) -> list[_FinishedDay]:
        """The days that have been lived by all policies, in their order."""
        return [self._finished[place] for place in sorted(self._finished)]

    def _write(
        self, number: int, policy: "Policy", day: "DrawnDay", plan_file: "PlanFile"
    ) -> None:
        """Writes the plan of the morning, what happened, and the day as it was lived."""
        from api.commands.output import write_files
        from scenarios.plan_file import dumps
        from scenarios.simulation import day_json

        if not self.options.out:
            return
        out = Path(self.options.out)
        folder = out / f"day-{number}"
        if not self.written:
            self.written += write_files(out, {"plan.json": dumps(self.morning).encode()})
        if folder not in self.written:
            write_files(folder, {"events.json": day_json(day).encode()})
            self.written.append(folder)
        write_files(folder, {f"{policy}.json": dumps(plan_file).encode()})

    def as_json(self, means: "dict[Policy, DayFigures]") -> dict[str, object]:
        """Returns what `--json` prints."""
        return {
            "scenario": self.morning.scenario_name,
            "date": self.morning.date,
            "network": asdict(self.morning.network),
            "seed": self.morning.seed,
            "violations": 0,
            "days": [
                {
                    "seed": one.day.seed,
                    "events": len(one.day.events),
                    "blocked": len(one.day.blocked),
                    "policies": {str(name): asdict(row) for name, row in one.figures.items()},
                }
                for one in self.finished
            ],
            "mean": {str(name): asdict(row) for name, row in means.items()},
            "files": [str(path) for path in self.written],
        }
