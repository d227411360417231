"""What was read of a table, for its owner to compare with the file."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.screen.console import console, table_of
from api.words import Language, phrasebook, say
from fleet import (
    CollectionPoint,
    Contract,
    Driver,
    Facility,
    Priority,
    StreetStandard,
    TimeWindow,
    Vehicle,
    clock,
)
from scenarios.files import ContractTable, Table
from scenarios.scenario import Skipped

MOST_ROWS = 500
"""Rows printed; the rest are counted. Nobody compares more by eye."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = "一二三四五六日"
_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_ODD, _EVEN = tuple(range(1, 32, 2)), tuple(range(2, 32, 2))

Cells = Callable[[Any, Language], tuple[str, ...]]


def print_contracts(table: ContractTable, name: str, language: Language) -> None:
    """Prints the verdict, what the reader noticed, and every contract."""
    print_table("contracts", table, name, language)


def print_table(kind: str, table: Table[Any], name: str, language: Language) -> None:
    """Prints the verdict, what the reader noticed, and the rows.

    Parameters
    ----------
    kind
        Which table it is, by the name of its file.
    """
    out = console()
    noun, headings, cells, left = _KINDS[kind]
    count = f"{len(table.things):,}"
    more = _weekly(table.things, language) if kind == "contracts" else ""
    out.print(
        f"{name}：有效，{count} {say(noun, language)}{more}"
        if language is Language.ZH
        else f"{name}: valid, {count} {noun}{more}",
        style="bold",
    )
    for notice in (*table.notices, *table.assumed):
        out.print(f"! {phrasebook(language).say(notice)}", style="yellow")
    rows = table_of(*(say(one, language) for one in headings), left=2)
    for column in rows.columns[left:]:
        column.justify, column.no_wrap = "left", False
    for one in table.things[:MOST_ROWS]:
        rows.add_row(*cells(one, language))
    out.print(rows)
    if len(table.things) > MOST_ROWS:
        out.print(f"{len(table.things) - MOST_ROWS:,} {say('more rows were read', language)}")


def print_skipped(skipped: Sequence[Skipped], language: Language) -> None:
    """Prints what was left out because of faults, with the reasons."""
    if not skipped:
        return
    out = console()
    noun = "skipped because of faults"
    out.print(f"{len(skipped):,} {say(noun, language)}:", style="bold")
    for one in skipped[:MOST_ROWS]:
        words = phrasebook(language)
        where = " ".join(filter(None, (words.say(one.where), one.id)))
        out.print(f"  {where}: {words.say(one.why)}", soft_wrap=True)
    if len(skipped) > MOST_ROWS:
        out.print(f"  {len(skipped) - MOST_ROWS:,} {say('and more', language)}")


def _weekly(contracts: Sequence[Contract], language: Language) -> str:
    weekly_kg = round(sum(one.demand_kg * one.mean_times_a_week for one in contracts))
    if language is Language.ZH:
        return f"，每周 {weekly_kg:,} 公斤"
    return f", {weekly_kg:,} kg a week"


def _contract(one: Contract, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        f"{one.demand_kg:,}",
        _windows(one.windows),
        _days(one, language),
        f"{one.mean_times_a_week:.3g}",
        ("，" if language is Language.ZH else ", ").join(_terms(one, language)),
    )


def _windows(windows: Sequence[TimeWindow]) -> str:
    return " ".join(f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in windows)


def _weekdays(weekdays: Sequence[int], language: Language) -> str:
    if len(set(weekdays)) == len(_DAYS):
        return say("daily", language)
    if language is Language.ZH:
        return "周" + "".join(_DAYS_ZH[day] for day in weekdays)
    return " ".join(_DAYS[day] for day in weekdays)


def _days(one: Contract, language: Language) -> str:
    """Returns on which days a contract is collected, the rule for dates first."""
    is_zh = language is Language.ZH
    parts = []
    if one.month_days in (_ODD, _EVEN):
        parts.append(say("odd days" if one.month_days == _ODD else "even days", language))
    elif one.month_days:
        listed = ", ".join(map(str, one.month_days))
        parts.append(f"每月 {listed} 日" if is_zh else f"day {listed} of the month")
    if one.every_days > 1:
        parts.append(f"每 {one.every_days} 天" if is_zh else f"every {one.every_days} days")
    if one.month_weeks:
        parts += [say(_NTHS[week], language) for week in one.month_weeks]
    if not parts or len(set(one.weekdays)) < len(_DAYS):
        parts.append(_weekdays(one.weekdays, language))
    return " ".join(parts)


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


def _driver(one: Driver, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.most_s_a_week / 3600:g}",
        _said(one.licences, language),
        _dates(one.days_off_wanted),
        _dates(one.unavailable),
        say("yes" if one.by_night else "no", language),
    )


def _dates(dates: Sequence[dt.date]) -> str:
    return " ".join(date.isoformat() for date in dates)


def _said(words: Sequence[str], language: Language) -> str:
    mark = "、" if language is Language.ZH else ", "
    return mark.join(say(str(one), language).replace("_", " ") for one in words)


def _vehicle(one: Vehicle, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        say(str(one.kind), language).replace("_", " "),
        f"{one.hopper_kg:,}",
        f"{one.tank_l:,}",
        f"{one.working_kph}",
        f"{one.travel_kph}",
        _said(one.works, language),
        one.depot_id or "",
    )


def _facility(one: Facility, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        str(one.parking or ""),
        say(str(one.kind).replace("_", " "), language),
        _said(one.streams, language),
        _windows(one.opening),
    )


def _container(one: CollectionPoint, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        f"{one.num_bins}",
        f"{one.bin_kg:,}",
        f"{one.fill_kg_per_day:,}",
        _windows(one.windows),
        _weekdays(one.weekdays, language),
        one.town,
    )


def _standard(one: StreetStandard, language: Language) -> tuple[str, ...]:
    return (
        one.id,
        say("required" if one.required else "optional", language),
        " ".join(one.highways),
        " | ".join(map(_windows, one.passes)),
        _weekdays(one.weekdays, language),
    )


_VEHICLES = (
    "vehicles",
    ("id", "kind", "hopper kg", "tank l", "working km/h", "travel km/h", "works", "depot"),
    _vehicle,
    6,
)
_KINDS: Mapping[str, tuple[str, tuple[str, ...], Cells, int]] = {
    "contracts": (
        "contracts",
        ("id", "name", "lon", "lat", "kg", "windows", "days", "a week", "limits and dates"),
        _contract,
        5,
    ),
    "crews": (
        "drivers",
        ("id", "name", "hours a week", "licences", "days off wanted", "away", "nights"),
        _driver,
        3,
    ),
    "vehicles": _VEHICLES,
    "bulk_trucks": _VEHICLES,
    "facilities": (
        "facilities",
        ("id", "name", "lon", "lat", "parking", "kind", "accepts", "open"),
        _facility,
        5,
    ),
    "containers": (
        "collection points",
        ("id", "name", "lon", "lat", "bins", "bin kg", "kg a day", "windows", "days", "town"),
        _container,
        7,
    ),
    "standards": (
        "street standards",
        ("id", "required", "highways", "passes", "days"),
        _standard,
        2,
    ),
}
"""Noun, headings, cells of a row, and from which column on texts may wrap."""
