"""A week on a terminal: the calendar, the roster, the record of service."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console

from api.screen.console import console, table_of
from api.words import Phrasebook
from fleet import Message
from optimizer.week.calendar import CalendarProblem, Habit, HabitChange
from optimizer.week.roster import RosterProblem
from optimizer.week.sat import StageProof
from scenarios.week import (
    CalendarFigures,
    CalendarFile,
    RecordRow,
    RosterFile,
    ServiceRecord,
)

ROWS_SHOWN = 20
"""Contracts, changes and duties listed on the screen; the files hold them all."""

ShiftLabels = Mapping[str, Message]
"""What people call shifts, by id: in a week a name stands for the same hours everywhere."""


def print_calendar(
    file: CalendarFile,
    found: CalendarFigures,
    moved: Sequence[HabitChange] | None,
    words: Phrasebook,
) -> None:
    """Prints a calendar: the verdict, the days, the trucks, what is missing, what is proved."""
    out = console()
    calendar, problem = file.calendar, file.problem
    labels = {shift.id: shift.label for truck in problem.trucks for shift in truck.shifts}
    heading = words(
        "calendar_sheet.heading",
        title=words.pick(file.title, file.title_zh),
        monday=calendar.monday,
        sunday=calendar.last_date,
    )
    out.print(heading, style="bold")
    if calendar.interrupted:
        out.print(words("plan.warning", text=words("calendar_sheet.interrupted")))
    if calendar.holidays:
        out.print(words("calendar_sheet.holidays", dates=calendar.holidays))
    out.print(
        words(
            "calendar_sheet.verdict",
            collections=found.collections,
            promised=found.promised,
            contracts=found.contracts,
            missing=sum(one.times for one in calendar.missing),
        )
    )
    out.print(
        words(
            "calendar_sheet.habits",
            well_spaced=found.well_spaced,
            one_truck=found.one_truck,
            one_hour=found.one_hour,
        )
    )
    out.print()
    _print_days(out, problem, found, words)
    _print_trucks(out, found, labels, words)
    if calendar.missing:
        _print_missing(out, file, words)
    if moved is not None:
        _print_changes(out, moved, labels, words)
    _print_proofs(out, calendar.proofs, words)


def _print_days(
    out: Console, problem: CalendarProblem, found: CalendarFigures, words: Phrasebook
) -> None:
    trucks = [truck.vehicle_id for truck in problem.trucks]
    table = table_of(*words.columns("date", "collections", "tonnes", "work_h"), *trucks)
    for row in found.days:
        table.add_row(
            f"{words.word('weekday', str(row.date.weekday()))} {row.date:%m-%d}",
            f"{row.collections:,}",
            f"{row.load_kg / 1000:,.1f}",
            f"{row.work_s / 3600:,.1f}",
            *map(str, row.by_truck),
        )
    table.add_row(
        words("plan.total"),
        f"{found.collections:,}",
        f"{sum(row.load_kg for row in found.days) / 1000:,.1f}",
        f"{sum(row.work_s for row in found.days) / 3600:,.1f}",
        *(str(sum(counts)) for counts in zip(*(r.by_truck for r in found.days), strict=True)),
        style="bold",
    )
    out.print(table)
    out.print()


def _print_trucks(
    out: Console, found: CalendarFigures, labels: ShiftLabels, words: Phrasebook
) -> None:
    figures = ("contracts", "collections", "tonnes", "km_from_centre", "fullest_day")
    table = table_of(*words.columns("vehicle", "shift", *figures), left=2)
    for truck in found.trucks:
        table.add_row(
            truck.vehicle_id,
            words.say(labels.get(truck.shift_id, truck.shift_id)),
            f"{truck.contracts:,}",
            f"{truck.collections:,}",
            f"{truck.load_kg / 1000:,.1f}",
            f"{truck.away_m / 1000:.1f}",
            f"{truck.fullest_share:.0%}",
        )
    out.print(table)
    out.print()


def _print_missing(out: Console, file: CalendarFile, words: Phrasebook) -> None:
    missing = file.calendar.missing
    out.print(words("calendar_sheet.missing"), style="bold")
    contract, *others = words.columns("contract", "reason", "times")
    table = table_of(contract, "", *others, left=3)
    for one in missing[:ROWS_SHOWN]:
        table.add_row(
            one.contract_id,
            file.problem.contract_of[one.contract_id].name,
            words.word("lack", one.lack),
            str(one.times),
        )
    out.print(table)
    _print_more(out, len(missing), "calendar.json", words)
    out.print()


def _print_changes(
    out: Console, moved: Sequence[HabitChange], labels: ShiftLabels, words: Phrasebook
) -> None:
    def describe(habit: Habit | None) -> str:
        if habit is None:
            return words("calendar_sheet.no_habit")
        return words(
            "calendar_sheet.habit",
            days=words.weekdays(habit.weekdays),
            vehicle=habit.vehicle_id,
            shift=labels.get(habit.shift_id, habit.shift_id),
            from_s=habit.from_s,
        )

    out.print(words("calendar_sheet.changed", count=len(moved)), style="bold")
    for one in moved[:ROWS_SHOWN]:
        text = words(
            "calendar_sheet.change",
            contract=one.contract_id,
            before=describe(one.before),
            after=describe(one.after),
        )
        out.print(f"  {text}")
    _print_more(out, len(moved), "calendar.json", words)
    out.print()


def _print_more(out: Console, count: int, file: str, words: Phrasebook) -> None:
    if count > ROWS_SHOWN:
        out.print(f"  {words('calendar_sheet.more', count=count - ROWS_SHOWN, file=file)}")


def _print_proofs(out: Console, proofs: Sequence[StageProof], words: Phrasebook) -> None:
    """Prints how far each stage may be from its best; a stage takes the one before as given."""
    table = table_of(*words.columns("stage", "cost", "none_below", "gap", "seconds"))
    for proof in proofs:
        table.add_row(
            words.word("stage", proof.stage),
            f"{proof.objective:,}",
            f"{proof.bound:,}",
            words("calendar_sheet.proved") if proof.is_optimal else f"{proof.gap:.2%}",
            f"{proof.seconds:.1f}",
        )
    out.print(table)


def print_roster(file: RosterFile, words: Phrasebook) -> None:
    """Prints a roster: the verdict, each driver's week, what nobody does."""
    out = console()
    problem, roster = file.problem, file.roster
    heading = words(
        "roster_sheet.heading",
        title=words.pick(file.title, file.title_zh),
        monday=problem.dates[0],
        sunday=problem.dates[-1],
    )
    out.print(heading, style="bold")
    if file.assumed:
        out.print(words("plan.warning", text=words("roster_sheet.assumed")))
    if roster.interrupted:
        out.print(words("plan.warning", text=words("roster_sheet.interrupted")))
    out.print(
        words(
            "roster_sheet.verdict",
            covered=len(roster.driver_of),
            duties=len(problem.duties),
            drivers=len(problem.drivers),
            uncovered=len(roster.uncovered),
            refused=sum(map(len, roster.refused.values())),
        )
    )
    out.print()
    _print_drivers(out, problem, roster.driver_of, words)
    if roster.uncovered:
        out.print(words("roster_sheet.uncovered"), style="bold")
        counts = Counter(one.obstacle for one in roster.uncovered)
        listed = [
            words("roster_sheet.obstacle", obstacle=obstacle, count=count)
            for obstacle, count in counts.most_common()
        ]
        out.print(f"  {words.join_list(listed)}")
        for one in roster.uncovered[:ROWS_SHOWN]:
            text = words("roster_sheet.duty", duty=one.duty_id, detail=one.detail)
            out.print(f"  {text}", soft_wrap=True)
        _print_more(out, len(roster.uncovered), "roster.json", words)
        out.print()
    _print_proofs(out, roster.proofs, words)


def _print_drivers(
    out: Console, problem: RosterProblem, driver_of: Mapping[str, str], words: Phrasebook
) -> None:
    days = [f"{words.word('weekday', str(d.weekday()))}\n{d:%m-%d}" for d in problem.dates]
    driver, *others = words.columns("driver", "hours", "nights")
    table = table_of(driver, *days, *others, left=8)
    own: dict[str, list[str]] = {driver.id: [] for driver in problem.drivers}
    for duty_id, driver_id in driver_of.items():
        own[driver_id].append(duty_id)
    for one in problem.drivers:
        duties = sorted(problem.duty_of[id_] for id_ in own[one.id])
        cells = []
        for date in problem.dates:
            today = [d for d in duties if d.date == date]
            off = "*" if date in one.days_off_wanted else "-"
            off = "x" if date in one.unavailable else off
            shifts = [f"{d.vehicle_id} {words.say(d.shift_label)}" for d in today]
            cells.append("\n".join(shifts) if today else off)
        table.add_row(
            one.name if one.name != "-" else one.id,
            *cells,
            f"{sum(d.duration_s for d in duties) / 3600:.1f}",
            str(sum(d.is_night for d in duties)),
        )
    out.print(table)
    out.print(f"  {words('roster_sheet.legend')}")
    out.print()


def print_record(record: ServiceRecord, words: Phrasebook) -> None:
    """Prints the record of service, the worst served contracts first."""
    out = console()
    if not record.dates:
        return
    verdict = words(
        "record_sheet.verdict",
        first=record.dates[0],
        last=record.dates[-1],
        days=len(record.dates),
        planned=record.planned,
        promised=record.promised,
        share=record.planned / record.promised if record.promised else 1.0,
        full=sum(row.planned >= row.promised for row in record.rows),
        contracts=len(record.rows),
    )
    out.print(verdict, style="bold")
    worst = [row for row in record.rows if row.planned < row.promised]
    if not worst:
        return
    out.print()
    contract, *others = words.columns("contract", "planned", "promised", "share", "kg_short")
    table = table_of(contract, "", *others, left=2)
    for row in worst[:ROWS_SHOWN]:
        table.add_row(
            row.contract_id,
            row.name,
            str(row.planned),
            str(row.promised),
            f"{row.share:.0%}",
            f"{row.promised_kg - row.planned_kg:,}",
        )
    out.print(table)
    for row in worst[:ROWS_SHOWN]:
        out.print(f"  {_describe_missed(row, words)}", soft_wrap=True)
    if len(worst) > ROWS_SHOWN:
        out.print(f"  {words('record_sheet.more', count=len(worst) - ROWS_SHOWN)}")


def _describe_missed(row: RecordRow, words: Phrasebook) -> str:
    missed = [
        words(
            "record_sheet.missed_on" if one.date else "record_sheet.missed_any",
            date=one.date,
            reason=one.reason,
        )
        for one in row.missed
    ]
    return words(
        "record_sheet.missed",
        contract=row.contract_id,
        missed=missed or [words("record_sheet.not_planned")],
    )
