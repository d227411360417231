"""The commands of a week: calendar, roster, record."""

import argparse
import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.interrupt import Interrupt
from api.commands.results import DONE, INTERRUPTED, NO, print_json
from optimizer.errors import InputError, OneBroomError

if TYPE_CHECKING:
    from optimizer.week.sat import Following
    from scenarios.week import CalendarFile

DEFAULT_SECONDS = 60.0


def make_calendar(options: argparse.Namespace) -> int:
    """Makes a week's calendar; 1 when promised collections are missing from it."""
    from api.commands.output import require_writable, write_files
    from api.screen import print_calendar
    from optimizer.week.calendar import check, find_changes, solve
    from optimizer.week.sat import Effort
    from scenarios.files import load_scenario
    from scenarios.week import (
        CalendarFile,
        calendar_json,
        calendar_problem,
        measure_calendar,
        read_calendar,
    )

    require_writable(Path(options.out))
    keep = read_calendar(Path(options.keep)).calendar if options.keep else None
    scenario = load_scenario(options.scenario, date=options.date)
    problem = calendar_problem(scenario, holidays=options.holidays)
    interrupt = Interrupt()
    with _Progress(options, interrupt) as following:
        calendar = solve(
            problem,
            effort=Effort(seconds=options.seconds, workers=options.processes, seed=options.seed),
            keep=keep,
            following=following,
        )
    _refuse(check(problem, calendar), "calendar")
    file = CalendarFile(
        scenario_name=scenario.name,
        title=scenario.title,
        title_zh=scenario.title_zh,
        problem=problem,
        calendar=calendar,
    )
    texts = {"calendar.json": calendar_json(file), "calendar.csv": _table(file)}
    written = write_files(Path(options.out), {name: text.encode() for name, text in texts.items()})
    moved = find_changes(keep, calendar) if keep else ()
    found = measure_calendar(problem, calendar)
    if options.json:
        values = {
            "scenario": scenario.name,
            "monday": calendar.monday.isoformat(),
            "violations": 0,
            "interrupted": calendar.interrupted,
            "stages": [asdict(p) | {"gap": p.gap} for p in calendar.proofs],
            "figures": asdict(found),
            "missing": [asdict(one) for one in calendar.missing],
            "changed": None if keep is None else [one.contract_id for one in moved],
            "files": [str(path) for path in written],
        }
        print_json(values)
    else:
        print_calendar(file, found, moved if keep else None, options.lang)
        print(f"written: {', '.join(str(path) for path in written)}")
    if calendar.interrupted:
        return INTERRUPTED
    return NO if calendar.missing else DONE


def make_roster(options: argparse.Namespace) -> int:
    """Makes a week's roster; 1 when duties are left that nobody does."""
    from api.commands.output import require_writable, write_files
    from api.screen import print_roster
    from optimizer.week.roster import RosterProblem, check, solve
    from optimizer.week.sat import Effort
    from scenarios.files import load_scenario
    from scenarios.week import (
        RosterFile,
        assumed_drivers,
        duties_of_week,
        monday_of,
        read_calendar,
        read_drivers,
        read_roster,
        roster_json,
    )

    require_writable(Path(options.out))
    calendar = read_calendar(Path(options.calendar)).calendar if options.calendar else None
    scenario = load_scenario(options.scenario, date=options.date)
    if calendar and calendar.monday != monday_of(scenario.date):
        raise InputError(
            f"{options.calendar}: is for the week of {calendar.monday}, not of {scenario.date}; "
            "give --date."
        )
    duties = duties_of_week(scenario, calendar)
    drivers = read_drivers(Path(options.crews)) if options.crews else assumed_drivers(duties)
    try:
        problem = RosterProblem(
            monday=monday_of(scenario.date),
            duties=duties,
            drivers=drivers,
            earlier=read_roster(Path(options.before)) if options.before else {},
        )
    except ValueError as error:
        raise InputError(str(error)) from None
    interrupt = Interrupt()
    with _Progress(options, interrupt) as following:
        roster = solve(
            problem,
            effort=Effort(seconds=options.seconds, workers=options.processes, seed=options.seed),
            following=following,
        )
    _refuse(check(problem, roster), "roster")
    file = RosterFile(
        scenario_name=scenario.name,
        title=scenario.title,
        title_zh=scenario.title_zh,
        assumed=not options.crews,
        problem=problem,
        roster=roster,
    )
    written = write_files(Path(options.out), {"roster.json": roster_json(file).encode()})
    if options.json:
        print_json(
            {
                "scenario": scenario.name,
                "monday": roster.monday.isoformat(),
                "assumed_drivers": file.assumed,
                "violations": 0,
                "interrupted": roster.interrupted,
                "stages": [asdict(p) | {"gap": p.gap} for p in roster.proofs],
                "duties": len(duties),
                "drivers": len(drivers),
                "driver_of": dict(roster.driver_of),
                "uncovered": [asdict(one) for one in roster.uncovered],
                "refused": dict(roster.refused),
                "files": [str(path) for path in written],
            }
        )
    else:
        print_roster(file, options.lang)
        print(f"written: {', '.join(str(path) for path in written)}")
    if roster.interrupted:
        return INTERRUPTED
    return NO if roster.uncovered else DONE


def show_record(options: argparse.Namespace) -> int:
    """Prints how contracts were served over days and weeks, the worst served first."""
    from api.screen import print_record
    from scenarios.week import read_record

    record = read_record([Path(path) for path in options.files])
    if options.json:
        rows = [asdict(row) | {"share": round(row.share, 4)} for row in record.rows]
        print_json({"dates": record.dates, "contracts": rows})
    else:
        print_record(record, options.lang)
    return DONE


class _Progress:
    """Progress on stderr and Ctrl-C as a request, while a model is solved."""

    def __init__(self, options: argparse.Namespace, interrupt: Interrupt) -> None:
        from api.screen import ProgressLine

        self._interrupt = interrupt
        self._line = ProgressLine(options.lang)

    def __enter__(self) -> "Following":
        from optimizer.week.sat import Following

        return Following(on_progress=self._line, should_stop=self._interrupt)

    def __exit__(self, *_: object) -> None:
        self._line.close()


def _refuse(faults: Sequence[object], noun: str) -> None:
    if faults:
        raise OneBroomError(
            f"the checker found {len(faults)} faults in our own {noun}, so it is not handed out; "
            "please report this:\n  " + "\n  ".join(map(str, faults[:10]))
        )


def _table(file: "CalendarFile") -> str:
    """Returns the calendar as CSV: one row a contract, as an office would print it."""
    from api.exports.cells import harmless
    from fleet import clock
    from optimizer.week.calendar import find_habits

    stream = io.StringIO()
    rows = csv.writer(stream)
    days = [f"{date:%a %m-%d}" for date in file.problem.dates]
    rows.writerow(["id", "name", "vehicle", "shift", "from", "to", *days])
    dates: dict[str, set[dt.date]] = {}
    for visit in file.calendar.visits:
        dates.setdefault(visit.contract_id, set()).add(visit.date)
    for id_, habit in find_habits(file.calendar).items():
        cells = (
            id_,
            file.problem.contract_of[id_].name,
            habit.vehicle_id,
            habit.shift_id,
            clock(habit.from_s),
            clock(habit.to_s),
            *("x" if date in dates[id_] else "" for date in file.problem.dates),
        )
        rows.writerow(map(harmless, cells))
    # The mark makes spreadsheets read it as UTF-8.
    return "\ufeff" + stream.getvalue()
