"""What was read of a table, for its owner to compare with the file."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.screen.console import console, table_of
from api.words import Phrasebook
from fleet import (
    CollectionPoint,
    Contract,
    Driver,
    Facility,
    Priority,
    StreetStandard,
    TimeWindow,
    Vehicle,
)
from scenarios.files import ContractTable, Table
from scenarios.scenario import Skipped

MOST_ROWS = 500
"""Rows printed; the rest are counted. Nobody compares more by eye."""

_WEEK = 7
_ODD, _EVEN = tuple(range(1, 32, 2)), tuple(range(2, 32, 2))

Cells = Callable[[Any, Phrasebook], tuple[str, ...]]


def print_contracts(table: ContractTable, name: str, words: Phrasebook) -> None:
    """Prints the verdict, what the reader noticed, and every contract."""
    print_table("contracts", table, name, words)


def print_table(kind: str, table: Table[Any], name: str, words: Phrasebook) -> None:
    """Prints the verdict, what the reader noticed, and the rows.

    Parameters
    ----------
    kind
        Which table it is, by the name of its file.
    """
    out = console()
    verdict = words(
        "table_sheet.verdict_with_weight" if kind == "contracts" else "table_sheet.verdict",
        name=name,
        count=len(table.things),
        noun=kind,
        weekly_kg=_weekly_kg(table.things) if kind == "contracts" else 0,
    )
    out.print(verdict, style="bold", soft_wrap=True)
    for notice in (*table.notices, *table.assumed):
        out.print(words("plan.warning", text=notice), style="yellow")
    print_rows(kind, table.things, words)


def print_rows(kind: str, things: Sequence[Any], words: Phrasebook) -> None:
    """Prints things as the rows of their kind of table."""
    out = console()
    headings, cells, left = _KINDS[kind]
    rows = table_of(*words.columns(*headings), left=2)
    for column in rows.columns[left:]:
        column.justify, column.no_wrap = "left", False
    for one in things[:MOST_ROWS]:
        rows.add_row(*cells(one, words))
    out.print(rows)
    if len(things) > MOST_ROWS:
        out.print(words("table_sheet.more", count=len(things) - MOST_ROWS))


def print_skipped(skipped: Sequence[Skipped], words: Phrasebook) -> None:
    """Prints what was left out because of faults, with the reasons."""
    if not skipped:
        return
    out = console()
    out.print(words("table_sheet.skipped", count=len(skipped)), style="bold")
    for one in skipped[:MOST_ROWS]:
        where = " ".join(filter(None, (words.say(one.where), one.id)))
        out.print(
            f"  {words('table_sheet.skipped_row', where=where, why=one.why)}", soft_wrap=True
        )
    if len(skipped) > MOST_ROWS:
        out.print(f"  {words('table_sheet.more_skipped', count=len(skipped) - MOST_ROWS)}")


def _weekly_kg(contracts: Sequence[Contract]) -> int:
    return round(sum(one.demand_kg * one.mean_times_a_week for one in contracts))


def _contract(one: Contract, words: Phrasebook) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        f"{one.demand_kg:,}",
        _windows(one.windows, words),
        _days(one, words),
        f"{one.mean_times_a_week:.3g}",
        words.join(_terms(one, words)),
    )


def _windows(windows: Sequence[TimeWindow], words: Phrasebook) -> str:
    return words.join(words.bands([(one.earliest_s, one.latest_s)]) for one in windows)


def _weekdays(weekdays: Sequence[int], words: Phrasebook) -> str:
    if len(set(weekdays)) == _WEEK:
        return words("table_sheet.daily")
    return words.weekdays(weekdays)


def _days(one: Contract, words: Phrasebook) -> str:
    """Returns on which days a contract is collected, the rule for dates first."""
    parts = []
    if one.month_days in (_ODD, _EVEN):
        parts.append(words(f"table_sheet.{'odd' if one.month_days == _ODD else 'even'}_days"))
    elif one.month_days:
        parts.append(words("table_sheet.month_days", days=one.month_days))
    if one.every_days > 1:
        parts.append(words("table_sheet.every_days", days=one.every_days))
    if one.month_weeks:
        parts += [words.word("nth", str(week)) for week in one.month_weeks]
    if not parts or len(set(one.weekdays)) < _WEEK:
        parts.append(_weekdays(one.weekdays, words))
    return " ".join(parts)


def _terms(one: Contract, words: Phrasebook) -> Iterator[str]:
    if one.max_length_cm:
        yield words("table_sheet.longest", metres=one.max_length_cm / 100)
    if one.max_width_cm:
        yield words("table_sheet.widest", metres=one.max_width_cm / 100)
    if one.max_weight_kg:
        yield words("table_sheet.heaviest", tonnes=one.max_weight_kg / 1000)
    if not one.may_cross:
        yield words("table_sheet.own_side")
    if one.priority is not Priority.NORMAL:
        yield words.word("priority", one.priority.name.lower())
    if one.first_date:
        yield words("table_sheet.from", date=one.first_date)
    if one.last_date:
        yield words("table_sheet.until", date=one.last_date)
    if one.excluded_dates:
        yield words("table_sheet.excluded", count=len(one.excluded_dates))


def _driver(one: Driver, words: Phrasebook) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.most_s_a_week / 3600:g}",
        _list_values("kind", one.licences, words),
        _dates(one.days_off_wanted),
        _dates(one.unavailable),
        words("table_sheet.yes" if one.by_night else "table_sheet.no"),
    )


def _dates(dates: Sequence[dt.date]) -> str:
    return " ".join(date.isoformat() for date in dates)


def _list_values(table: str, values: Sequence[str], words: Phrasebook) -> str:
    return words.join(words.word(table, one) for one in values)


def _vehicle(one: Vehicle, words: Phrasebook) -> tuple[str, ...]:
    return (
        one.id,
        words.word("kind", one.kind),
        f"{one.hopper_kg:,}",
        f"{one.tank_l:,}",
        f"{one.working_kph}",
        f"{one.travel_kph}",
        _list_values("work", one.works, words),
        one.depot_id or "",
    )


def _facility(one: Facility, words: Phrasebook) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        str(one.parking or ""),
        words.word("facility", one.kind),
        _list_values("stream", one.streams, words),
        _windows(one.opening, words),
    )


def _container(one: CollectionPoint, words: Phrasebook) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        f"{one.at.lon:.5f}",
        f"{one.at.lat:.5f}",
        f"{one.num_bins}",
        f"{one.bin_kg:,}",
        f"{one.fill_kg_per_day:,}",
        _windows(one.windows, words),
        _weekdays(one.weekdays, words),
        one.town,
    )


def _standard(one: StreetStandard, words: Phrasebook) -> tuple[str, ...]:
    return (
        one.id,
        words("plan.required" if one.required else "plan.optional"),
        _list_values("highway", one.highways, words),
        " | ".join(_windows(windows, words) for windows in one.passes),
        _weekdays(one.weekdays, words),
        _wash(one, words),
        "" if one.snow is None else " | ".join(_windows([w], words) for w in one.snow.passes),
    )


def _wash(one: StreetStandard, words: Phrasebook) -> str:
    """Returns how often a class is washed, and when a pass may begin."""
    if one.wash is None:
        return ""
    windows = _windows(one.wash.windows, words)
    return words("table_sheet.wash", count=one.wash.washes_per_week, windows=windows)


_VEHICLES = (
    ("id", "kind", "hopper_kg", "tank_l", "working_kph", "travel_kph", "works", "depot"),
    _vehicle,
    6,
)
_KINDS: Mapping[str, tuple[tuple[str, ...], Cells, int]] = {
    "contracts": (
        ("id", "name", "lon", "lat", "kg", "windows", "days", "a_week", "limits"),
        _contract,
        5,
    ),
    "crews": (
        ("id", "name", "hours_a_week", "licences", "days_off_wanted", "away", "nights"),
        _driver,
        3,
    ),
    "vehicles": _VEHICLES,
    "bulk_trucks": _VEHICLES,
    "facilities": (
        ("id", "name", "lon", "lat", "parking", "kind", "accepts", "open"),
        _facility,
        5,
    ),
    "containers": (
        ("id", "name", "lon", "lat", "bins", "bin_kg", "kg_a_day", "windows", "days", "town"),
        _container,
        7,
    ),
    "standards": (
        ("id", "required", "highways", "passes", "days", "wash", "snow"),
        _standard,
        2,
    ),
}
"""Headings, cells of a row, and from which column on texts may wrap."""
