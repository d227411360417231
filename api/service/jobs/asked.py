"""A job's request as the planner takes it: names become files, and what is spent is taken off."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.service.db import Job, ScenarioStore, Store
from api.service.uploads import files_in, write_folder
from optimizer.errors import InputError
from scenarios.day_shapes import ClosureIn, ExtraTaskIn, ForbidIn, PinHoursIn, PinIn

if TYPE_CHECKING:
    from scenarios.plan_request import PlanRequest

LEAST_S = 1.0
"""A search that is taken up again may go on for so long at least."""

EARLY_HANDS: tuple[tuple[str, str, type[PinIn | ForbidIn | PinHoursIn]], ...] = (
    ("pins", "p", PinIn),
    ("forbidden", "f", ForbidIn),
    ("pinned_hours", "t", PinHoursIn),
)
"""What a request decides by hand: its fields, and what their ids begin with."""

_SUFFIX = {"contracts": "csv", "calendar": "json", "reference": "json"}


def plan_request(
    store: Store, job: Job, *, streets_dir: Path | None, scratch: Path
) -> "PlanRequest":
    """Returns what the planner is asked for by a job.

    Parameters
    ----------
    streets_dir
        The folder whose files a request may name.
    scratch
        A folder for what came with the request.

    Raises
    ------
    InputError
        When the reference is no longer there.
    """
    values = {**job.request, **_limits_left(job)}
    files = {name: store.file_text(job.id, name) for name in ("contracts", "calendar")}
    reference = values.get("reference")
    if reference:
        files["reference"] = store.plan_text(reference)
        if files["reference"] is None:
            raise InputError(
                "job.no_reference",
                "the reference, plan {plan}, is not there any more; name another, or none.",
                plan=reference,
            )
    scenario = values.get("scenario_version") and pack_scenario(store, values)
    there = {name: text for name, text in files.items() if text is not None}
    return request_of(
        values, there, streets_dir=streets_dir, scratch=scratch, scenario=scenario or None
    )


def pack_scenario(store: Store, values: Mapping[str, Any]) -> bytes:
    """Returns the zip of the scenario that a request names, in the version that it names.

    Raises
    ------
    InputError
        When there is none such.
    """
    name, version = values["scenario"], values["scenario_version"]
    packed = ScenarioStore(store).packed(name, version)
    if packed is None:
        raise InputError(
            "job.no_scenario",
            "scenario {scenario}, version {version}, is not there any more; send it again.",
            scenario=name,
            version=version,
        )
    return packed


def request_of(
    values: Mapping[str, Any],
    files: Mapping[str, str],
    *,
    streets_dir: Path | None,
    scratch: Path,
    scenario: bytes | None = None,
) -> "PlanRequest":
    """Returns a request whose texts are files.

    Parameters
    ----------
    values
        What is none of `PlanRequest` is left out.
    files
        Texts by the field that is to name their file.
    scenario
        A zip that a client has sent; None for a scenario of the library or of the server.
    """
    from fleet import Overtime
    from scenarios.otherwise import WiderHours
    from scenarios.overtime import MoreShift
    from scenarios.plan_request import PlanRequest

    known = {one.name for one in fields(PlanRequest)}
    taken = {name: value for name, value in values.items() if name in known}
    if taken.get("osm") and streets_dir is not None:
        # In jobs of earlier versions it is a whole path, which stays as it is.
        taken["osm"] = str(streets_dir / taken["osm"])
    if taken.get("weather") is not None:
        taken["weather"] = tuple(taken["weather"])
    for name in ("vehicles_off", "stops_off"):
        taken[name] = tuple(taken.get(name) or ())
    kept: dict[str, type] = {"wider": WiderHours, "overtime": Overtime, "more_shifts": MoreShift}
    for name, made in kept.items():
        taken[name] = tuple(made(**one) for one in taken.get(name) or ())
    for name, door in (("closures", ClosureIn), ("extra_tasks", ExtraTaskIn)):
        given = (door.model_validate(one) for one in taken.get(name) or ())
        taken[name] = tuple(one.to_domain() for one in given)
    taken["hands"] = tuple(
        door.model_validate(one).to_domain(f"{letter}{number}")
        for name, letter, door in EARLY_HANDS
        for number, one in enumerate(values.get(name) or (), 1)
    )
    for name, text in files.items():
        path = scratch / f"{name}.{_SUFFIX[name]}"
        path.write_text(text, encoding="utf-8")
        taken[name] = str(path)
    if scenario is not None:
        taken["scenario"] = str(write_folder(scratch / "scenario", files_in(scenario)))
    return PlanRequest(**taken)


def _limits_left(job: Job) -> dict[str, Any]:
    """Returns the limits without what attempts before this one have used of them."""
    from scenarios.plan_request import BOUND_SHARE

    seconds, iterations = job.request.get("seconds"), job.request.get("iterations")
    left: dict[str, Any] = {}
    if seconds is not None:
        left["seconds"] = max(LEAST_S, seconds - job.used_s) if job.used_s else seconds
        if job.request.get("bound_seconds") is None:
            left["bound_seconds"] = BOUND_SHARE * seconds
    if iterations is not None:
        left["iterations"] = max(1, iterations - job.used_iterations)
    return left
