"""How many vehicles of each kind are needed for targets."""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.comparison import MOST_AT_ONCE
from api.commands.interrupt import Interrupt, exit_code
from api.commands.output import require_writable
from api.commands.request import request_of
from api.commands.results import DONE, NO, print_json
from api.commands.tables import write_tables
from api.commands.telling import tell
from api.words import Phrasebook
from optimizer.cores import usable_cores
from optimizer.errors import InfeasibleScenario
from optimizer.stop import Progress, Stage

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile
    from scenarios.plan_request import PlanRequest
    from scenarios.sizing import CountSearch, Tried


def size_fleet(options: argparse.Namespace) -> int:
    """Finds the least number of each kind of vehicle that reaches the targets, and prints it."""
    from api.screen import ProgressLine, print_sizing
    from scenarios.batch import require_cluster
    from scenarios.due import find_due_work, streets_on_day
    from scenarios.plan_request import load_streets
    from scenarios.sizing import CountSearch, prove, read_targets, search_counts

    words: Phrasebook = options.words
    if options.out:
        require_writable(Path(options.out))
    at_once = options.processes or min(usable_cores(), MOST_AT_ONCE)
    options.processes = 1
    request = request_of(options, options.scenario)
    scenario = request.open_scenario()
    targets = read_targets(options.target, scenario)
    request.open_options()
    if options.cluster:
        require_cluster(options.cluster)
    line = ProgressLine(words)
    line(Progress(stage=Stage.STREETS))
    network = load_streets(request, [scenario])
    line(Progress(stage=Stage.TASKS))
    due = find_due_work(scenario, streets_on_day(scenario, network))
    line.close()
    search = CountSearch(
        proofs=[prove(target, due) for target in targets],
        present=Counter(vehicle.kind for vehicle in scenario.vehicles),
        places=sum(one.parking for one in scenario.facilities)
        - len(scenario.vehicles)
        - len(scenario.bulk_trucks),
    )
    interrupt = Interrupt(words, keeping=True)
    trials = _Trials(request, network, options, at_once, interrupt)
    try:
        with trials.runners:
            search_counts(search, trials.plan, should_stop=interrupt)
    except InfeasibleScenario as error:
        # Each kind alone may find room where all of them together do not.
        tell(words.say(error.message))
    values = _as_json(search, options, network)
    if options.out:
        write_tables(
            Path(options.out), "size", values, {"runs": _list_runs(search, options)}, words
        )
    if options.json:
        print_json(values)
    else:
        print_sizing(search, _short_of(options), options.seeds, words)
    if interrupt.asked:
        return exit_code(interrupt.asked)
    return DONE if search.is_reached else NO


def _short_of(options: argparse.Namespace) -> str:
    name: str = options.scenario
    return name


class _Trials:
    """Plans with other numbers of vehicles, several side by side."""

    def __init__(
        self,
        request: "PlanRequest",
        network: "RoadNetwork",
        options: argparse.Namespace,
        at_once: int,
        interrupt: Interrupt,
    ) -> None:
        from scenarios.batch import LocalRunners

        self._request, self._network, self._options = request, network, options
        self._interrupt = interrupt
        # They stay for all trials.
        self.runners = LocalRunners(network, processes=at_once)

    def plan(self, tried: Sequence["Tried"]) -> "Mapping[Tried, Sequence[PlanFile]]":
        """Returns the plans of each trial that was made with every seed."""
        from api.screen import RunsLine
        from scenarios.batch import RunsWatch, open_jobs, run_on_cluster
        from scenarios.repeated import with_seeds
        from scenarios.sizing import settings_of

        asked = [
            # Neither a bound of hours nor reasons say anything of targets.
            replace(self._request, varied=settings_of(counts), bound_seconds=0.0, reasons=False)
            for counts in tried
        ]
        requests = with_seeds(asked, self._options.seeds)
        names = [" ".join(map(str, one.varied)) for one in requests]
        line = RunsLine(
            [(name, one.seed) for name, one in zip(names, requests, strict=True)],
            self._options.words,
        )
        latest: dict[int, PlanFile] = {}
        done: dict[int, PlanFile] = {}

        def end(number: int) -> None:
            done[number] = latest[number]
            line.end(number)

        watch = RunsWatch(
            on_progress=line.note,
            on_plan=latest.__setitem__,
            on_done=end,
            should_stop=self._interrupt,
        )
        try:
            jobs, address = dict(enumerate(open_jobs(requests))), self._options.cluster
            if address:
                run_on_cluster(jobs, self._network, address=address, watch=watch)
            else:
                self.runners.run(jobs, watch)
        finally:
            line.close()
        found = {
            counts: [
                done[number]
                for number in range(place, len(requests), len(tried))
                if number in done
            ]
            for place, counts in enumerate(tried)
        }
        return {
            counts: plans for counts, plans in found.items() if len(plans) == self._options.seeds
        }


def _list_runs(search: "CountSearch", options: argparse.Namespace) -> list[dict[str, Any]]:
    """Returns a row for each plan that was made: how many vehicles, what it reaches and costs."""
    kinds = {kind for trial in search.trials for kind, _ in trial.counts}
    return [
        {"scenario": options.scenario, "seed": options.seed + number}
        | {str(kind): dict(trial.counts).get(kind, search.present[kind]) for kind in sorted(kinds)}
        | {
            str(proof.target): values[number]
            for proof, values in zip(search.proofs, trial.values, strict=True)
        }
        | {"cost_yuan": cost_fen / 100}
        for trial in search.trials
        for number, cost_fen in enumerate(trial.cost_fen)
    ]


def _as_json(
    search: "CountSearch", options: argparse.Namespace, network: "RoadNetwork"
) -> dict[str, Any]:
    """Returns what `--json` prints."""
    return {
        "scenario": options.scenario,
        "network": network.name,
        "seed": options.seed,
        "seeds": options.seeds,
        "reached": search.is_reached,
        "targets": [
            {
                "target": str(proof.target),
                "kind": proof.target.kind,
                "share": proof.target.share,
                "highest": proof.highest,
                "possible": proof.least is not None,
                "least": proof.least,
            }
            for proof in search.proofs
        ],
        "kinds": [
            {
                "kind": one.kind,
                "present": one.present,
                "least": one.least,
                "needed": one.enough,
                "too_few": one.too_few,
            }
            for one in search.kinds
        ],
        "trials": [
            asdict(trial) | {"counts": {str(kind): count for kind, count in trial.counts}}
            for trial in search.trials
        ],
    }
