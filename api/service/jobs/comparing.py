"""A comparison as a job: each of its plans counts as soon as it is there, and is made once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.service.db import ComparedRun, ComparisonStore, Job, Store, SweptStreets, persist
from api.service.jobs.asked import pack_scenario, request_of
from api.service.jobs.attempt import Attempt, name_streets
from optimizer.errors import InputError
from optimizer.stop import Progress, Stage

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile
    from scenarios.plan_request import PlanRequest
    from scenarios.variations import Setting

LOST = 1
"""Exit code after one of the plans' processes has died: that counts as a death of this one."""


def settings_of(values: Mapping[str, Any]) -> "list[tuple[Setting, ...]]":
    """Returns the variations that a comparison asks for, none where it names scenarios.

    Raises
    ------
    InputError
        When one is none, or there are too many.
    """
    from scenarios.variations import combine_variations, read_variation

    if not values["vary"]:
        return []
    return combine_variations([read_variation(text) for text in values["vary"]])


def comparison_requests(
    store: Store, values: Mapping[str, Any], *, streets_dir: Path | None, scratch: Path
) -> "list[PlanRequest]":
    """Returns what is to be planned with several seeds: each scenario, or each variation of one.

    Parameters
    ----------
    values
        What was asked for, as the job keeps it.
    scratch
        A folder for the scenarios that clients have sent.

    Raises
    ------
    InputError
        When a scenario is not there any more, or a variation is none.
    """
    requests = []
    for number, named in enumerate(values["scenarios"]):
        folder = scratch / f"compared-{number}"
        folder.mkdir()
        one = {**values, **named}
        sent = pack_scenario(store, one) if named["scenario_version"] else None
        request = request_of(one, {}, streets_dir=streets_dir, scratch=folder, scenario=sent)
        requests.append(request)
    varied = settings_of(values)
    if varied:
        requests = [replace(requests[0], varied=settings) for settings in varied]
    return requests


def compare_scenarios(
    store: Store, job: Job, attempt: Attempt, *, streets_dir: Path | None, scratch: Path
) -> None:
    """Makes the plans of a comparison that are not there yet, several at a time.

    One that makes a single plan at a time gives way, between two of them, to a plan that waits.

    Raises
    ------
    OneBroomError
        What the planning of one of them raised.
    """
    from scenarios.batch import RunsWatch
    from scenarios.plan_request import load_streets
    from scenarios.repeated import plan_all, with_seeds

    values = job.request
    asked = comparison_requests(store, values, streets_dir=streets_dir, scratch=scratch)
    requests = with_seeds(asked, values["seeds"])
    kept = ComparisonStore(store)
    done = {run.number for run in kept.runs(job.id) if run.is_done}
    left = [number for number in range(len(requests)) if number not in done]
    attempt.note(Progress(stage=Stage.STREETS))
    network = load_streets(asked[0], [one.open_scenario() for one in asked])
    runs = _RunKeeper(job, attempt, kept, left, gives_way=values["processes"] == 1)
    watch = RunsWatch(
        on_progress=lambda _, progress: attempt.note(progress),
        on_plan=runs.keep,
        on_done=runs.end,
        should_stop=lambda: runs.has_yielded or attempt.stopping.is_set(),
    )
    try:
        plan_all(
            [requests[number] for number in left],
            network,
            processes=values["processes"],
            watch=watch,
        )
    except InputError as error:
        if error.message.code == "compare.lost":
            raise SystemExit(LOST) from None
        raise
    if runs.has_yielded and not attempt.stopping.is_set():
        persist(lambda: store.release(job.id, job.attempt))
    else:
        attempt.end()


class _RunKeeper:
    """Writes what the plans of an attempt come to.

    Parameters
    ----------
    left
        The numbers of the plans that this attempt makes.
    gives_way
        Whether a plan that waits is looked for after each.
    """

    def __init__(
        self,
        job: Job,
        attempt: Attempt,
        kept: ComparisonStore,
        left: Sequence[int],
        *,
        gives_way: bool,
    ) -> None:
        self._job, self._attempt, self._kept, self._left = job, attempt, kept, left
        self._gives_way = gives_way
        self._latest: dict[int, ComparedRun] = {}
        self._num_done = 0
        self.has_yielded = False

    def keep(self, place: int, plan_file: "PlanFile") -> None:
        """Writes what a plan comes to that may yet be said more of."""
        from scenarios.changes import find_swept

        streets = name_streets(self._job, plan_file)
        run = ComparedRun(
            number=self._left[place],
            is_done=False,
            iterations=plan_file.iterations,
            measures=plan_file.measures,
            swept=SweptStreets(
                source=streets.source,
                digest=streets.digest,
                arcs=find_swept(plan_file),
            ),
        )
        self._latest[place] = run
        self._write(run)

    def end(self, place: int) -> None:
        """Notes that a plan is complete."""
        self._num_done += 1
        if place in self._latest:
            self._write(replace(self._latest.pop(place), is_done=True))
        is_last = self._num_done == len(self._left)
        if self._gives_way and not is_last:
            self.has_yielded = bool(
                persist(self._kept.has_waiting_plan, give_up=self._attempt.stopping.is_set)
            )

    def _write(self, run: ComparedRun) -> None:
        persist(
            lambda: self._kept.keep(self._job.id, self._job.attempt, run),
            give_up=self._attempt.stopping.is_set,
        )
