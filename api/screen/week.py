"""A week on a terminal: the calendar, the roster, the record of service."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from api.screen.console import console, table_of
from api.words import Language, say
from fleet import clock
from optimizer.week.calendar import Change, Habit
from optimizer.week.sat import Proof
from scenarios.week import CalendarFigures, CalendarFile, RosterFile, ServiceRecord

ROWS_SHOWN = 20
"""Contracts, changes and duties listed on the screen; the files hold them all."""

WEEKDAYS = {
    Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.ZH: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}


def print_calendar(
    file: CalendarFile,
    found: CalendarFigures,
    moved: Sequence[Change] | None,
    language: Language,
) -> None:
    """Prints a calendar: the verdict, the days, the trucks, what is missing, what is proved."""
    out = console()
    calendar, problem = file.calendar, file.problem

    def w(text: str) -> str:
        return say(text, language)

    title = file.title_zh if language is Language.ZH and file.title_zh else file.title
    out.print(f"{title} · {calendar.monday} - {calendar.last_date}", style="bold")
    if calendar.interrupted:
        out.print(f"! {w('search ended before its limit; this is the best calendar so far')}")
    if calendar.holidays:
        out.print(f"{w('Holidays')}: {', '.join(map(str, calendar.holidays))}")
    lacking = sum(one.times for one in calendar.missing)
    out.print(
        f"{w('Calendar')}: {found.collections:,} {w('of')} {found.promised:,} "
        f"{w('promised collections')}, {found.contracts} {w('contracts')}, "
        f"{lacking} {w('missing')}"
    )
    out.print(
        f"{w('as evenly spaced as can be')}: {found.well_spaced}; "
        f"{w('same truck all week')}: {found.one_truck}; "
        f"{w('same hour all week')}: {found.one_hour}"
    )
    out.print()
    trucks = [truck.vehicle_id for truck in problem.trucks]
    table = table_of(w("date"), w("collections"), "t", w("work h"), *trucks)
    for row in found.days:
        table.add_row(
            f"{WEEKDAYS[language][row.date.weekday()]} {row.date:%m-%d}",
            f"{row.collections:,}",
            f"{row.load_kg / 1000:,.1f}",
            f"{row.work_s / 3600:,.1f}",
            *map(str, row.by_truck),
        )
    table.add_row(
        w("total"),
        f"{found.collections:,}",
        f"{sum(row.load_kg for row in found.days) / 1000:,.1f}",
        f"{sum(row.work_s for row in found.days) / 3600:,.1f}",
        *(str(sum(counts)) for counts in zip(*(r.by_truck for r in found.days), strict=True)),
        style="bold",
    )
    out.print(table)
    out.print()
    table = table_of(
        *(w("vehicle"), w("shift")),
        *(w("contracts"), w("collections"), "t", w("km from centre"), w("fullest day")),
        left=2,
    )
    for truck in found.trucks:
        table.add_row(
            truck.vehicle_id,
            w(truck.shift_id),
            f"{truck.contracts:,}",
            f"{truck.collections:,}",
            f"{truck.load_kg / 1000:,.1f}",
            f"{truck.away_m / 1000:.1f}",
            f"{truck.fullest_share:.0%}",
        )
    out.print(table)
    out.print()
    if calendar.missing:
        out.print(w("Promised, not on the calendar"), style="bold")
        table = table_of(w("contract"), "", w("reason"), w("times"), left=3)
        for one in calendar.missing[:ROWS_SHOWN]:
            table.add_row(
                one.contract_id,
                problem.contract_of[one.contract_id].name,
                w(str(one.lack)).replace("_", " "),
                str(one.times),
            )
        out.print(table)
        _print_more(out, len(calendar.missing), "calendar.json", language)
        out.print()
    if moved is not None:
        _print_changes(out, moved, language)
    _print_proofs(out, calendar.proofs, language)


def _print_changes(out: Console, moved: Sequence[Change], language: Language) -> None:
    def said(habit: Habit | None) -> str:
        if habit is None:
            return "-"
        days = " ".join(WEEKDAYS[language][day] for day in sorted(habit.weekdays))
        return f"{days}, {habit.vehicle_id} {say(habit.shift_id, language)} {clock(habit.from_s)}"

    out.print(f"{say('Changed contracts', language)}: {len(moved)}", style="bold")
    for change in moved[:ROWS_SHOWN]:
        out.print(f"  {change.contract_id}: {said(change.before)} -> {said(change.after)}")
    _print_more(out, len(moved), "calendar.json", language)
    out.print()


def _print_more(out: Console, count: int, file: str, language: Language) -> None:
    if count > ROWS_SHOWN:
        out.print(f"  {count - ROWS_SHOWN} {say('more in', language)} {file}")


def _print_proofs(out: Console, proofs: Sequence[Proof], language: Language) -> None:
    """Prints how far each stage may be from its best; a stage takes the one before as given."""

    def w(text: str) -> str:
        return say(text, language)

    table = table_of(w("stage"), w("cost"), w("none below"), w("gap"), w("seconds"))
    for proof in proofs:
        table.add_row(
            w(proof.stage),
            f"{proof.objective:,}",
            f"{proof.bound:,}",
            w("proved best") if proof.is_optimal else f"{proof.gap:.2%}",
            f"{proof.seconds:.1f}",
        )
    out.print(table)


def print_roster(file: RosterFile, language: Language) -> None:
    """Prints a roster: the verdict, each driver's week, what nobody does."""
    out = console()
    problem, roster = file.problem, file.roster

    def w(text: str) -> str:
        return say(text, language)

    title = file.title_zh if language is Language.ZH and file.title_zh else file.title
    out.print(f"{title} · {problem.dates[0]} - {problem.dates[-1]}", style="bold")
    if file.assumed:
        out.print(f"! {w('The drivers are assumed; --crews FILE gives the real ones.')}")
    if roster.interrupted:
        out.print(f"! {w('search ended before its limit; this is the best roster so far')}")
    out.print(
        f"{w('Roster')}: {len(roster.driver_of)} {w('of')} {len(problem.duties)} {w('duties')}, "
        f"{len(problem.drivers)} {w('drivers')}, {len(roster.uncovered)} {w('uncovered duties')}, "
        f"{sum(map(len, roster.refused.values()))} {w('days off refused')}"
    )
    out.print()
    days = [f"{WEEKDAYS[language][d.weekday()]}\n{d:%m-%d}" for d in problem.dates]
    table = table_of(w("driver"), *days, w("hours"), w("nights"), left=8)
    own: dict[str, list[str]] = {driver.id: [] for driver in problem.drivers}
    for duty_id, driver_id in roster.driver_of.items():
        own[driver_id].append(duty_id)
    for driver in problem.drivers:
        duties = sorted(problem.duty_of[id_] for id_ in own[driver.id])
        cells = []
        for date in problem.dates:
            today = [d for d in duties if d.date == date]
            off = "*" if date in driver.days_off_wanted else "-"
            off = "x" if date in driver.unavailable else off
            cells.append(
                "\n".join(f"{d.vehicle_id} {w(d.shift_id)}" for d in today) if today else off
            )
        table.add_row(
            driver.name if driver.name != "-" else driver.id,
            *cells,
            f"{sum(d.duration_s for d in duties) / 3600:.1f}",
            str(sum(d.is_night for d in duties)),
        )
    out.print(table)
    out.print(f"  {w('* a day off that was wanted, x away')}")
    out.print()
    if roster.uncovered:
        out.print(w("Nobody does"), style="bold")
        counts = Counter(one.obstacle for one in roster.uncovered)
        out.print(
            "  "
            + ", ".join(
                f"{w(str(obstacle)).replace('_', ' ')}: {count}"
                for obstacle, count in counts.most_common()
            )
        )
        for one in roster.uncovered[:ROWS_SHOWN]:
            out.print(f"  {one.duty_id}: {one.detail}", soft_wrap=True)
        _print_more(out, len(roster.uncovered), "roster.json", language)
        out.print()
    _print_proofs(out, roster.proofs, language)


def print_record(record: ServiceRecord, language: Language) -> None:
    """Prints the record of service, the worst served contracts first."""
    out = console()

    def w(text: str) -> str:
        return say(text, language)

    if not record.dates:
        return
    share = record.planned / record.promised if record.promised else 1.0
    full = sum(row.planned >= row.promised for row in record.rows)
    out.print(
        f"{w('Service')} {record.dates[0]} - {record.dates[-1]}, {len(record.dates)} "
        f"{w('days')}: {record.planned:,} {w('of')} {record.promised:,} "
        f"{w('promised collections')} ({share:.1%}); {full} {w('of')} {len(record.rows)} "
        f"{w('contracts')} {w('in full')}",
        style="bold",
    )
    worst = [row for row in record.rows if row.planned < row.promised]
    if not worst:
        return
    out.print()
    table = table_of(
        *(w("contract"), ""),
        *(w("planned"), w("promised"), w("share"), w("kg short")),
        left=2,
    )
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
        missed = "; ".join(
            f"{one.date or w('no date')} {w(one.reason).replace('_', ' ')}" for one in row.missed
        )
        out.print(
            f"  {row.contract_id}: {missed or w('not planned on these days')}", soft_wrap=True
        )
    if len(worst) > ROWS_SHOWN:
        out.print(f"  {len(worst) - ROWS_SHOWN} {w('more with --json')}")
