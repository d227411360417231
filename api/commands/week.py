"""The commands of a week: calendar, roster, record."""

import argparse
import csv
import datetime as dt
import io
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.interrupt import Interrupt
from api.commands.results import DONE, INTERRUPTED, NO, print_json
from api.commands.telling import say
from api.words import Phrasebook
from optimizer.errors import InputError

if TYPE_CHECKING:
    from optimizer.week.sat import Following
    from scenarios.week import CalendarFile

DEFAULT_SECONDS = 60.0


def make_calendar(options: argparse.Namespace) -> int:
    """Makes a week's calendar; 1 when promised collections are missing from it."""
    from api.commands.output import require_writable, write_files
    from api.screen import print_calendar
    from optimizer.week.calendar import find_changes
    from optimizer.week.sat import Effort
    from scenarios.files import load_scenario
    from scenarios.week import calendar_json, measure_calendar, read_calendar
    from scenarios.week import make_calendar as make_file

    require_writable(Path(options.out))
    keep = read_calendar(Path(options.keep)).calendar if options.keep else None
    scenario = load_scenario(options.scenario, date=options.date)
    with _WeekProgress(options.words) as following:
        file = make_file(
            scenario,
            effort=Effort(seconds=options.seconds, workers=options.processes, seed=options.seed),
            following=following,
            keep=keep,
            holidays=options.holidays,
        )
    problem, calendar = file.problem, file.calendar
    texts = {"calendar.json": calendar_json(file), "calendar.csv": _table(file, options.words)}
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
        print_calendar(file, found, moved if keep else None, options.words)
        say(options.words("plan.written", paths=written))
    if calendar.interrupted:
        return INTERRUPTED
    return NO if calendar.missing else DONE


def make_roster(options: argparse.Namespace) -> int:
    """Makes a week's roster; 1 when duties are left that nobody does."""
    from api.commands.output import require_writable, write_files
    from api.screen import print_roster
    from optimizer.week.sat import Effort
    from scenarios.files import load_scenario
    from scenarios.week import make_roster as make_file
    from scenarios.week import monday_of, read_calendar, read_drivers, read_roster, roster_json

    require_writable(Path(options.out))
    calendar = read_calendar(Path(options.calendar)).calendar if options.calendar else None
    scenario = load_scenario(options.scenario, date=options.date)
    if calendar and calendar.monday != monday_of(scenario.date):
        raise InputError(
            "week.other_calendar",
            "{calendar}: is for the week of {monday}, not of {date}; give --date.",
            calendar=options.calendar,
            monday=calendar.monday,
            date=scenario.date,
        )
    drivers = read_drivers(Path(options.crews)) if options.crews else None
    monday = monday_of(scenario.date)
    earlier = read_roster(Path(options.before), before=monday) if options.before else {}
    with _WeekProgress(options.words) as following:
        file = make_file(
            scenario,
            effort=Effort(seconds=options.seconds, workers=options.processes, seed=options.seed),
            following=following,
            calendar=calendar,
            drivers=drivers,
            earlier=earlier,
        )
    roster = file.roster
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
                "duties": len(file.problem.duties),
                "drivers": len(file.problem.drivers),
                "driver_of": dict(roster.driver_of),
                "uncovered": [asdict(one) for one in roster.uncovered],
                "refused": dict(roster.refused),
                "files": [str(path) for path in written],
            }
        )
    else:
        print_roster(file, options.words)
        say(options.words("plan.written", paths=written))
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
        print_record(record, options.words)
    return DONE


class _WeekProgress:
    """Progress on stderr and Ctrl-C as a request, while a model is solved."""

    def __init__(self, words: Phrasebook) -> None:
        from api.screen import ProgressLine

        self._interrupt = Interrupt(words, keeping=True)
        self._line = ProgressLine(words)

    def __enter__(self) -> "Following":
        from optimizer.week.sat import Following

        return Following(on_progress=self._line, should_stop=self._interrupt)

    def __exit__(self, *_: object) -> None:
        self._line.close()


def _table(file: "CalendarFile", words: Phrasebook) -> str:
    """Returns the calendar as CSV: one row a contract, as an office would print it."""
    from api.exports.cells import disarm
    from optimizer.week.calendar import find_habits

    stream = io.StringIO()
    rows = csv.writer(stream)
    days = [
        f"{words.word('weekday', str(date.weekday()))} {date:%m-%d}" for date in file.problem.dates
    ]
    columns = ("id", "name", "vehicle", "shift", "calendar_from", "calendar_to")
    rows.writerow([*words.columns(*columns), *days])
    labels = {shift.id: shift.label for truck in file.problem.trucks for shift in truck.shifts}
    dates: dict[str, set[dt.date]] = {}
    for visit in file.calendar.visits:
        dates.setdefault(visit.contract_id, set()).add(visit.date)
    for id_, habit in find_habits(file.calendar).items():
        cells = (
            id_,
            file.problem.contract_of[id_].name,
            habit.vehicle_id,
            words.say(labels.get(habit.shift_id, habit.shift_id)),
            words.clock(habit.from_s),
            words.clock(habit.to_s),
            *("x" if date in dates[id_] else "" for date in file.problem.dates),
        )
        rows.writerow(map(disarm, cells))
    # The mark makes spreadsheets read it as UTF-8.
    return "\ufeff" + stream.getvalue()
