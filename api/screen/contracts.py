"""What was read of a contracts table, to be compared with the file."""

from collections.abc import Iterator

from api.screen.console import console, table_of
from api.words import Language, say
from fleet import Contract, Priority, clock
from scenarios.files import ContractTable

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = "一二三四五六日"


def print_contracts(table: ContractTable, name: str, language: Language) -> None:
    """Prints the verdict, what the reader noticed, and every contract."""
    out = console()

    def w(text: str) -> str:
        return say(text, language)

    weekly_kg = sum(one.demand_kg * one.times_a_week for one in table.contracts)
    verdict = (
        f"{name}：有效，{len(table.contracts):,} 个签约单位，每周 {weekly_kg:,} 公斤"
        if language is Language.ZH
        else f"{name}: valid, {len(table.contracts):,} contracts, {weekly_kg:,} kg a week"
    )
    out.print(verdict, style="bold")
    for notice in table.notices:
        out.print(f"! {notice.said(language)}", style="yellow")
    headings = ("id", "name", "lon", "lat", "kg", "windows", "days", "a week", "limits and dates")
    rows = table_of(*map(w, headings), left=2)
    for column in rows.columns[5:]:
        column.justify, column.no_wrap = "left", False
    for one in table.contracts:
        rows.add_row(*_row(one, language))
    out.print(rows)


def _row(one: Contract, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        f"{one.demand_kg:,}",
        " ".join(f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in one.windows),
        _weekdays(one, language),
        str(one.times_a_week),
        ("，" if language is Language.ZH else ", ").join(_terms(one, language)),
    )


def _weekdays(one: Contract, language: Language) -> str:
    if len(set(one.weekdays)) == len(_DAYS):
        return say("daily", language)
    if language is Language.ZH:
        return "周" + "".join(_DAYS_ZH[day] for day in one.weekdays)
    return " ".join(_DAYS[day] for day in one.weekdays)


def _terms(one: Contract, language: Language) -> Iterator[str]:
    def w(text: str) -> str:
        return say(text, language)

    if one.max_length_cm:
        yield f"{w('longest')} {one.max_length_cm / 100:g} m"
    if one.max_width_cm:
        yield f"{w('widest')} {one.max_width_cm / 100:g} m"
    if one.max_weight_kg:
        yield f"{w('heaviest')} {one.max_weight_kg / 1000:g} t"
    if not one.may_cross:
        yield w("own side only")
    if one.priority is not Priority.NORMAL:
        yield w(one.priority.name.lower().replace("_", " "))
    if one.first_date:
        yield f"{w('from')} {one.first_date}"
    if one.last_date:
        yield f"{w('until')} {one.last_date}"
    if one.excluded_dates:
        yield f"{len(one.excluded_dates)} {w('days excluded')}"
