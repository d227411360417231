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
from optimizer.benchmark.read.text import LARGEST, at_line, parse_whole, value_at
from optimizer.benchmark.read.waste_instance import waste_instance
from optimizer.benchmark.read.waste_place import WasteFile, WastePlace
from optimizer.errors import InputError, Message, message

HEADS = {
    "capacity": message("benchmark.head_capacity", "vehicle capacity"),
    "day_load": message("benchmark.head_day_load", "yards a vehicle and day"),
    "day_stops": message("benchmark.head_day_stops", "stops a vehicle and day"),
    "lunch": message("benchmark.head_lunch", "lunch"),
    "speed": message("benchmark.head_speed", "speed"),
}
"""What the first five lines say."""

COLUMNS = {
    "id": message("benchmark.column_id", "id"),
    "x": message("benchmark.column_x", "x"),
    "y": message("benchmark.column_y", "y"),
    "earliest": message("benchmark.column_earliest", "earliest"),
    "latest": message("benchmark.column_latest", "latest"),
    "service": message("benchmark.column_service", "service"),
    "load": message("benchmark.column_load", "load"),
    "type": message("benchmark.column_type", "type"),
}
"""The values of a place, in order."""

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
            "benchmark.no_columns",
            "{path}: no line with column names that begins with Stop_ID; is the file complete?",
            path=path,
        )
    if first != len(HEADS):
        raise InputError(
            "benchmark.other_heads",
            "{where}: {found} lines stand before the column names, there must be {due}: "
            "{heads:list}.",
            where=at_line(path, filled[first][0]),
            found=first,
            due=len(HEADS),
            heads=[*HEADS.values()],
        )
    heads = {
        name: (
            line.split("//")[0].strip(' \t",'),
            value_at(at_line(path, number), HEADS[name]),
        )
        for name, (number, line) in zip(HEADS, filled[:first], strict=True)
    }
    capacity, day_load, lunch, speed = (
        hundredths(*heads[name], least=least)
        for name, least in (("capacity", 1), ("day_load", 1), ("lunch", 0), ("speed", 1))
    )
    notices: list[Notice] = []
    rows = [_place(path, number, line, notices) for number, line in filled[first + 1 :]]
    depot, stops, landfills = _sort(path, [place for _, place in rows], [t for t, _ in rows])
    for stop in stops:
        for most, name in ((capacity, "capacity"), (day_load, "day_load")):
            if stop.load > most:
                raise InputError(
                    "benchmark.stop_above_limit",
                    "{where}: stop {stop} has a load of {load:g} yards, above {limit} {most:g}; "
                    "split it or raise the limit.",
                    where=at_line(path, stop.line),
                    stop=stop.id,
                    load=stop.load / 100,
                    limit=HEADS[name],
                    most=most / 100,
                )
    return WasteFile(
        path=path,
        capacity=capacity,
        day_load=day_load,
        day_stops=parse_whole(*heads["day_stops"], least=1),
        lunch=lunch,
        speed=speed,
        depot=depot,
        stops=tuple(stops),
        landfills=tuple(landfills),
        notices=tuple(notices),
    )


def hundredths(text: str, what: Message, *, least: int | None = 0) -> int:
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
        raise InputError(
            "benchmark.no_number",
            "{what} must be a number up to {most:,}, got {text!r}.",
            what=what,
            most=LARGEST,
            text=text[:40],
        )
    decimals = (match[2] or "").rstrip("0")
    if len(decimals) > 2:
        raise InputError(
            "benchmark.too_many_decimals",
            "{what} must have at most two decimals, got {text}; round it.",
            what=what,
            text=text,
        )
    value = int(match[1]) * 100 + int(decimals.ljust(2, "0"))
    value = -value if text.startswith("-") else value
    if least is not None and value < least:
        raise InputError(
            "benchmark.too_small",
            "{what} must be {least:g} or more, got {text}; correct the file.",
            what=what,
            least=least / 100,
            text=text,
        )
    return value


def _place(path: Path, number: int, line: str, notices: list[Notice]) -> tuple[int, WastePlace]:
    """Returns the type and the place that a line says; adds to the notices."""
    where = at_line(path, number)
    words = line.replace('"', " ").split()
    if len(words) != len(COLUMNS):
        raise InputError(
            "benchmark.other_columns",
            "{where}: a place has {due} values ({names:list}), this line {found}: {text!r}; is "
            "the file complete?",
            where=where,
            due=len(COLUMNS),
            names=[*COLUMNS.values()],
            found=len(words),
            text=line.strip()[:80],
        )
    id_ = parse_whole(words[0], value_at(where, "Stop_ID"))
    where = value_at(where, id_)
    type_ = parse_whole(words[7], value_at(where, COLUMNS["type"]))
    if type_ > 2:
        raise InputError(
            "benchmark.other_type",
            "{where}: type must be 0 (depot), 1 (stop) or 2 (landfill), got {type}.",
            where=where,
            type=type_,
        )
    earliest_s, latest_s = (
        _clock(word, value_at(where, COLUMNS[name]))
        for word, name in zip(words[3:5], ("earliest", "latest"), strict=True)
    )
    notices += [
        _note_odd_time(number, value_at(id_, COLUMNS[name]), word, at_s)
        for name, word, at_s in (
            ("earliest", words[3], earliest_s),
            ("latest", words[4], latest_s),
        )
        if int(word) % 100 >= 60
    ]
    if latest_s < earliest_s:
        raise InputError(
            "benchmark.window_backwards",
            "{where}: the window ends at {end}, before it begins at {begin}; correct one of them.",
            where=where,
            end=words[4],
            begin=words[3],
        )
    return type_, WastePlace(
        id=id_,
        x=hundredths(words[1], value_at(where, COLUMNS["x"]), least=None),
        y=hundredths(words[2], value_at(where, COLUMNS["y"]), least=None),
        earliest_s=earliest_s,
        latest_s=latest_s,
        service=hundredths(words[5], value_at(where, COLUMNS["service"])),
        load=hundredths(words[6], value_at(where, COLUMNS["load"])),
        line=number,
    )


def _clock(text: str, what: Message) -> int:
    """Returns the seconds after midnight of a time as HHMM; 2400 is midnight at the end.

    Some published files hold minutes above 59, such as 875: hours and minutes are added up.
    """
    value = parse_whole(text, what)
    seconds = value // 100 * 3600 + value % 100 * 60
    if seconds > 24 * 3600:
        raise InputError(
            "benchmark.no_time",
            "{what} must be a time of day as {form} from 0000 to 2400, got {text}.",
            what=what,
            form="HHMM",
            text=text,
        )
    return seconds


def _note_odd_time(line: int, what: Message, text: str, at_s: int) -> Notice:
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
        said=message(
            "benchmark.odd_time",
            "{what} is {text}: {hours} h and {minutes} min are read as {taken}; as hundredths of "
            "an hour it would be {otherwise}.",
            what=what,
            text=text,
            hours=hours,
            minutes=minutes,
            taken=taken,
            otherwise=otherwise,
        ),
    )


def _sort(
    path: Path, places: list[WastePlace], types: list[int]
) -> tuple[WastePlace, list[WastePlace], list[WastePlace]]:
    """Returns the depot, the stops and the landfills."""
    lines: dict[int, int] = {}
    for place in places:
        if lines.setdefault(place.id, place.line) != place.line:
            raise InputError(
                "benchmark.id_twice",
                "{where}: {id} is already on line {line}; give every place an id of its own.",
                where=at_line(path, place.line),
                id=place.id,
                line=lines[place.id],
            )
    # The files hold no count of their lines, but their names do.
    match = _COUNT_IN_NAME.fullmatch(path.stem)
    if match and int(match[1]) != len(places):
        raise InputError(
            "benchmark.other_name",
            "{path}: by its name it has {named} places, {found} are listed; is the file complete? "
            "If so, rename it.",
            path=path,
            named=match[1],
            found=len(places),
        )
    depots, stops, landfills = (
        [place for place, type_ in zip(places, types, strict=True) if type_ == wanted]
        for wanted in range(3)
    )
    if len(depots) != 1:
        raise InputError(
            "benchmark.other_depots",
            "{path}: there must be one depot (type 0), listed: {listed:list}.",
            path=path,
            listed=[
                message("benchmark.depot_at", "{id} (line {line})", id=one.id, line=one.line)
                for one in depots
            ],
        )
    if not landfills:
        raise InputError(
            "benchmark.no_landfill",
            "{path}: no landfill (type 2); vehicles have nowhere to unload.",
            path=path,
        )
    if not stops:
        raise InputError(
            "benchmark.no_stop",
            "{path}: no stop (type 1); there is nothing to plan.",
            path=path,
        )
    return depots[0], stops, landfills
