"""Days that are drawn and lived: what ways of re-planning are worth."""

import argparse
import sys
from collections.abc import Iterator
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
    from scenarios.simulation import Policy, mean_of

    words: Phrasebook = options.words
    if options.out:
        require_writable(Path(options.out))
    policies = [Policy(name) for name in options.policy or DEFAULT_POLICIES]
    # Nothing is kept of a day that is not finished: a signal ends it at once.
    Interrupt(words)
    line, days, ended = ProgressLine(words), _LivedDays(options=options, policies=policies), 0
    days.line = line
    try:
        for _ in days.live():
            pass
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
    finished
        The days that have been lived by all policies.
    written
        The folders with their files.
    """

    options: argparse.Namespace
    policies: "list[Policy]"
    line: "ProgressLine" = field(init=False)
    morning: "PlanFile" = field(init=False)
    finished: list[_FinishedDay] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    def live(self) -> Iterator[_FinishedDay]:
        """Yields the days as they are finished."""
        from optimizer.stop import Progress, Stage
        from scenarios.plan_request import load_streets
        from scenarios.planning import PlanWatch, plan
        from scenarios.simulation import draw_day

        request: PlanRequest = request_of(self.options, self.options.scenario)
        stop, how, scenario = request.stop, request.open_options(), request.open_scenario()
        self.line(Progress(stage=Stage.STREETS))
        network = load_streets(request, [scenario])
        watch = PlanWatch(on_progress=self.line)
        self.morning = plan(scenario, network, how, stop=stop, seed=request.seed, watch=watch)
        for number in range(1, self.options.days + 1):
            day = draw_day(self.morning, network, request.seed + number)
            figures = {
                policy: self._figures(day, policy, number, network, request)
                for policy in self.policies
            }
            self.finished.append(_FinishedDay(day=day, figures=figures))
            yield self.finished[-1]

    def _figures(
        self,
        day: "DrawnDay",
        policy: "Policy",
        number: int,
        network: "RoadNetwork",
        request: "PlanRequest",
    ) -> "DayFigures":
        """Returns a day as it was lived by a policy, in figures; its files are written."""
        from scenarios.planning import PlanWatch
        from scenarios.simulation import figures_of, live_through

        words: Phrasebook = self.options.words
        said = words("simulation.living", number=number, days=self.options.days, policy=policy)
        self.line.close()
        print(said, file=sys.stderr)
        lived = live_through(
            self.morning,
            network,
            day,
            policy,
            stop=request.stop.part(REPLAN_SHARE),
            foresight=request.stop,
            seed=request.seed,
            watch=PlanWatch(on_progress=self.line),
        )
        self._write(number, policy, day, lived.plan_file)
        return figures_of(lived)

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
