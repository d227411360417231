"""Waste collection with time windows, trips to landfills and lunch: the set of Kim et al.

Five lines of numbers with comments (capacity, yards and stops that a vehicle may collect in a day,
lunch, speed), a line of column names, then one line a place.

References
----------
Kim, Kim and Sahoo (2006), Waste collection vehicle routing problem with time windows.
doi:10.1016/j.cor.2005.02.045
"""

import re
from collections.abc import Sequence
from pathlib import Path

from optimizer.benchmark.read.instance_file import InstanceFile
from optimizer.benchmark.read.kind import Kind
from optimizer.benchmark.read.notice import Notice, NoticeCode
from optimizer.benchmark.read.text import LARGEST, parse_whole
from optimizer.benchmark.read.waste_instance import waste_instance
from optimizer.benchmark.read.waste_place import WasteFile, WastePlace
from optimizer.errors import InputError

HEADS = (
    "vehicle capacity",
    "yards a vehicle and day",
    "stops a vehicle and day",
    "lunch",
    "speed",
)
"""What the first five lines say."""

_COLUMNS = 8
_NAMES = re.compile(r"\s*Stop_ID\b")
_NUMBER = re.compile(r"[+-]?([0-9]{1,10})(?:\.([0-9]*))?")
_COUNT_IN_NAME = re.compile(r"([0-9]+)_stop")


def waste_vrptw_file(path: Path, lines: Sequence[str]) -> InstanceFile:
    """Returns the file as an instance; a step is (id,) of a stop served or a landfill visited.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    file = parse_waste_vrptw(path, lines)
    instance, places = waste_instance(file)
    return InstanceFile(
        name=path.stem,
        kind=Kind.WASTE_VRPTW,
        instance=instance,
        steps=tuple((place.id,) for place in places),
        notices=file.notices,
    )


def parse_waste_vrptw(path: Path, lines: Sequence[str]) -> WasteFile:
    """Returns what the lines of a file say.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    first = next((at for at, (_, line) in enumerate(filled) if _NAMES.match(line)), None)
    if first is None:
        raise InputError(
            f"{path}: no line with column names that begins with Stop_ID; is the file complete?"
        )
    if first != len(HEADS):
        raise InputError(
            f"{path}, line {filled[first][0]}: {first} lines stand before the column names, there "
            f"must be {len(HEADS)}: {', '.join(HEADS)}."
        )
    heads = {
        name: (line.split("//")[0].strip(' \t",'), f"{path}, line {number}: {name}")
        for name, (number, line) in zip(HEADS, filled[:first], strict=True)
    }
    capacity, day_load, lunch, speed = (
        hundredths(*heads[name], least=least)
        for name, least in zip((HEADS[0], HEADS[1], HEADS[3], HEADS[4]), (1, 1, 0, 1), strict=True)
    )
    notices: list[Notice] = []
    rows = [_place(path, number, line, notices) for number, line in filled[first + 1 :]]
    depot, stops, landfills = _sort(path, [place for _, place in rows], [t for t, _ in rows])
    for stop in stops:
        for most, name in ((capacity, HEADS[0]), (day_load, HEADS[1])):
            if stop.load > most:
                raise InputError(
                    f"{path}, line {stop.line}: stop {stop.id} has a load of {stop.load / 100:g} "
                    f"yards, above {name} {most / 100:g}; split it or raise the limit."
                )
    return WasteFile(
        path=path,
        capacity=capacity,
        day_load=day_load,
        day_stops=parse_whole(*heads[HEADS[2]], least=1),
        lunch=lunch,
        speed=speed,
        depot=depot,
        stops=tuple(stops),
        landfills=tuple(landfills),
        notices=tuple(notices),
    )


def hundredths(text: str, what: str, *, least: int | None = 0) -> int:
    """Returns a real number in hundredths, which is as fine as these files are, exactly.

    Parameters
    ----------
    what
        File, line and name of the value, for the error.
    least
        In hundredths; None for no limit.

    Raises
    ------
    InputError
        When the text is no such number.
    """
    match = _NUMBER.fullmatch(text)
    if not match or int(match[1]) > LARGEST:
        raise InputError(f"{what} must be a number up to {LARGEST:,}, got {text[:40]!r}.")
    decimals = (match[2] or "").rstrip("0")
    if len(decimals) > 2:
        raise InputError(f"{what} must have at most two decimals, got {text}; round it.")
    value = int(match[1]) * 100 + int(decimals.ljust(2, "0"))
    value = -value if text.startswith("-") else value
    if least is not None and value < least:
        raise InputError(f"{what} must be {least / 100:g} or more, got {text}; correct the file.")
    return value


def _place(path: Path, number: int, line: str, notices: list[Notice]) -> tuple[int, WastePlace]:
    """Returns the type and the place that a line says; adds to the notices."""
    where = f"{path}, line {number}"
    words = line.replace('"', " ").split()
    if len(words) != _COLUMNS:
        raise InputError(
            f"{where}: a place has {_COLUMNS} values (id, x, y, earliest, latest, service, load, "
            f"type), this line {len(words)}: {line.strip()[:80]!r}; is the file complete?"
        )
    id_ = parse_whole(words[0], f"{where}: Stop_ID")
    where = f"{where}: {id_}"
    type_ = parse_whole(words[7], f"{where}: type")
    if type_ > 2:
        raise InputError(
            f"{where}: type must be 0 (depot), 1 (stop) or 2 (landfill), got {type_}."
        )
    earliest_s, latest_s = (
        _clock(word, f"{where}: {name}")
        for word, name in zip(words[3:5], ("earliest", "latest"), strict=True)
    )
    notices += [
        _note_odd_time(number, f"{id_}: {name}", word, at_s)
        for name, word, at_s in (
            ("earliest", words[3], earliest_s),
            ("latest", words[4], latest_s),
        )
        if int(word) % 100 >= 60
    ]
    if latest_s < earliest_s:
        raise InputError(
            f"{where}: the window ends at {words[4]}, before it begins at {words[3]}; "
            "correct one of them."
        )
    return type_, WastePlace(
        id=id_,
        x=hundredths(words[1], f"{where}: x", least=None),
        y=hundredths(words[2], f"{where}: y", least=None),
        earliest_s=earliest_s,
        latest_s=latest_s,
        service=hundredths(words[5], f"{where}: service"),
        load=hundredths(words[6], f"{where}: load"),
        line=number,
    )


def _clock(text: str, what: str) -> int:
    """Returns the seconds after midnight of a time as HHMM; 2400 is midnight at the end.

    Some published files hold minutes above 59, such as 875: hours and minutes are added up.
    """
    value = parse_whole(text, what)
    seconds = value // 100 * 3600 + value % 100 * 60
    if seconds > 24 * 3600:
        raise InputError(f"{what} must be a time of day as HHMM from 0000 to 2400, got {text}.")
    return seconds


def _note_odd_time(line: int, what: str, text: str, at_s: int) -> Notice:
    """Returns what is said of a time whose minutes are more than an hour has."""
    taken = f"{at_s // 3600:02d}:{at_s // 60 % 60:02d}"
    hours, minutes = divmod(int(text), 100)
    # Files with such times have many that end in 50 and none in 30: decimals of an hour, perhaps.
    otherwise = f"{hours:02d}:{minutes * 60 // 100:02d}"
    return Notice(
        code=NoticeCode.TIME,
        line=line,
        stated=text,
        taken=taken,
        said=f"{what} is {text}: {hours} h and {minutes} min are read as {taken}; as hundredths "
        f"of an hour it would be {otherwise}.",
    )


def _sort(
    path: Path, places: list[WastePlace], types: list[int]
) -> tuple[WastePlace, list[WastePlace], list[WastePlace]]:
    """Returns the depot, the stops and the landfills."""
    lines: dict[int, int] = {}
    for place in places:
        if lines.setdefault(place.id, place.line) != place.line:
            raise InputError(
                f"{path}, line {place.line}: {place.id} is already on line {lines[place.id]}; "
                "give every place an id of its own."
            )
    # The files hold no count of their lines, but their names do.
    match = _COUNT_IN_NAME.fullmatch(path.stem)
    if match and int(match[1]) != len(places):
        raise InputError(
            f"{path}: by its name it has {match[1]} places, {len(places)} are listed; is the file "
            "complete? If so, rename it."
        )
    depots, stops, landfills = (
        [place for place, type_ in zip(places, types, strict=True) if type_ == wanted]
        for wanted in range(3)
    )
    if len(depots) != 1:
        listed = ", ".join(f"{place.id} (line {place.line})" for place in depots) or "none"
        raise InputError(f"{path}: there must be one depot (type 0), listed: {listed}.")
    if not landfills:
        raise InputError(f"{path}: no landfill (type 2); vehicles have nowhere to unload.")
    if not stops:
        raise InputError(f"{path}: no stop (type 1); there is nothing to plan.")
    return depots[0], stops, landfills
