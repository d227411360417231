"""The calendar of contracts and the roster of a week as a job."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.service.db import Job, Store
from api.service.jobs.asked import pack_scenario
from api.service.jobs.attempt import Attempt
from api.service.uploads import files_in, write_folder
from optimizer.errors import InputError

if TYPE_CHECKING:
    from optimizer.week.calendar import Calendar, Habit
    from scenarios.scenario import Scenario
    from scenarios.week import CalendarFile, RosterFile


def open_week_scenario(store: Store, values: Mapping[str, Any], *, scratch: Path) -> "Scenario":
    """Returns the scenario that a week is asked for with, on a day of the week.

    Raises
    ------
    InputError
        When it is not there any more, or cannot be read.
    """
    from scenarios.files import load_scenario

    source = values["scenario"]
    if values["scenario_version"]:
        packed = files_in(pack_scenario(store, values))
        source = str(write_folder(scratch / "scenario", packed))
    return load_scenario(source, date=values["date"])


def make_week(store: Store, job: Job, attempt: Attempt, *, scratch: Path) -> None:
    """Makes the calendar of a week and the roster of its duties, and says what moved.

    Raises
    ------
    OneBroomError
        When there is none, or the earlier week is not there any more.
    """
    from optimizer.week.sat import Effort, Following
    from scenarios.week import (
        calendar_json,
        make_calendar,
        make_roster,
        read_calendar,
        roster_json,
    )

    values = job.request
    scenario = open_week_scenario(store, values, scratch=scratch)
    following = Following(on_progress=attempt.note, should_stop=attempt.stopping.is_set)
    # The roster is made in the second half of the time.
    effort = Effort(seconds=values["seconds"], seed=values["seed"]).share(0.5)
    before = read_part(store, values["before"], "calendar", scratch) if values["before"] else None
    keep = read_calendar(before).calendar if before else None
    calendar = make_calendar(
        scenario,
        effort=effort,
        following=following,
        keep=keep,
        holidays=[dt.date.fromisoformat(date) for date in values["holidays"]],
    )
    monday = calendar.calendar.monday
    roster = make_roster(
        scenario,
        effort=effort,
        following=following,
        calendar=calendar.calendar,
        earlier=_earlier_duties(store, values["before"], keep, monday, scratch),
    )
    text = json.dumps(
        {
            "calendar": json.loads(calendar_json(calendar)),
            "roster": json.loads(roster_json(roster)),
        },
        ensure_ascii=False,
    )
    attempt.finish_with(text, _summarize(calendar, roster, keep), date=monday.isoformat())


def read_part(store: Store, week_id: str, part: str, scratch: Path) -> Path:
    """Returns a file of a week that is stored.

    Raises
    ------
    InputError
        When the week is not there any more.
    """
    text = store.plan_text(week_id)
    if text is None:
        raise InputError(
            "job.no_week", "the week {week} is not there any more; name another.", week=week_id
        )
    path = scratch / f"{part}.json"
    path.write_text(json.dumps(json.loads(text)[part], ensure_ascii=False), encoding="utf-8")
    return path


def _earlier_duties(
    store: Store,
    week_id: str | None,
    keep: "Calendar | None",
    monday: dt.date,
    scratch: Path,
) -> Mapping[str, Any]:
    """Returns what drivers did in the week before, where that is the week that is kept to."""
    from scenarios.week import read_roster

    if week_id is None or keep is None or keep.monday + dt.timedelta(days=7) != monday:
        return {}
    return read_roster(read_part(store, week_id, "roster", scratch), before=monday)


def _summarize(
    calendar: "CalendarFile", roster: "RosterFile", keep: "Calendar | None"
) -> dict[str, Any]:
    from optimizer.week.calendar import find_changes

    made = calendar.calendar
    return {
        "title": calendar.title,
        "title_zh": calendar.title_zh,
        "monday": made.monday.isoformat(),
        "collections": len(made.visits),
        "missing": sum(one.times for one in made.missing),
        "interrupted": made.interrupted or roster.roster.interrupted,
        "duties": len(roster.problem.duties),
        "drivers": len(roster.problem.drivers),
        "assumed_drivers": roster.assumed,
        "uncovered": len(roster.roster.uncovered),
        "moved": None
        if keep is None
        else [
            {
                "contract_id": one.contract_id,
                "name": calendar.problem.contract_of[one.contract_id].name
                if one.contract_id in calendar.problem.contract_of
                else one.contract_id,
                "before": _habit(one.before),
                "after": _habit(one.after),
            }
            for one in find_changes(keep, made)
        ],
    }


def _habit(habit: "Habit | None") -> dict[str, Any] | None:
    if habit is None:
        return None
    return {
        "weekdays": sorted(habit.weekdays),
        "vehicle_id": habit.vehicle_id,
        "from_s": habit.from_s,
        "to_s": habit.to_s,
    }
