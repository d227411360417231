"""What cells of the fleet's tables mean: words of both languages, lists, windows."""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from fleet import Message, Stream, Supply, TimeWindow, VehicleKind, Work, message
from scenarios.files.office import (
    Cell,
    ColumnKind,
    Dimension,
    Need,
    TableColumn,
    cells,
    choose,
    days,
    key,
    normalise,
    parts_of,
    show,
    times,
)

Read = Callable[[Cell, TableColumn], object]

_Choice = TypeVar("_Choice", bound=StrEnum)


def words(choices: type[_Choice], **chinese: tuple[str, ...]) -> dict[str, _Choice]:
    """Returns choices by the words for them: their own, and Chinese ones by their names."""
    found = {key(one): one for one in choices}
    found |= {key(word): choices(name) for name, listed in chinese.items() for word in listed}
    return found


KINDS = words(
    VehicleKind,
    sweeper=("清扫车", "扫路车", "洗扫车", "机扫车"),
    washer=("洒水车", "冲洗车", "高压冲洗车", "清洗车"),
    compactor=("压缩车", "压缩式垃圾车", "垃圾车", "后装压缩车"),
    kitchen_truck=("餐厨车", "餐厨垃圾车", "餐厨收运车"),
    bulk_truck=("转运车", "大型转运车", "勾臂车"),
    snow_plough=("除雪车", "铲雪车", "推雪车"),
)
WORKS = words(
    Work,
    sweep=("清扫", "机扫", "扫路"),
    wash=("冲洗", "洒水", "清洗"),
    kitchen=("餐厨", "餐厨收运", "餐厨垃圾"),
    container=("垃圾桶", "收桶", "生活垃圾", "垃圾桶收运", "桶装收运"),
    haul=("转运", "运输"),
    snow=("除雪", "铲雪", "扫雪"),
)
STREAMS = words(
    Stream,
    sweepings=("扫集物", "清扫垃圾", "道路垃圾", "路面垃圾"),
    kitchen_waste=("餐厨垃圾", "餐厨"),
    domestic_waste=("生活垃圾", "居民垃圾"),
    bulk_waste=("转运垃圾", "压缩垃圾", "大宗垃圾"),
)

SUPPLIES = words(
    Supply,
    water=("水", "自来水", "清水"),
    charge=("电", "充电"),
    de_icer=("融雪剂", "盐水"),
)


def text(cell: Cell, _: TableColumn) -> str:
    """Returns a text as it is shown."""
    return show(cell).strip()


def name(cell: Cell, _: TableColumn) -> str:
    """Returns an id of something, as ids are compared."""
    return normalise(cell)


def one_of(choices: Mapping[str, _Choice]) -> Read:
    """Returns a reader of one choice."""
    return lambda cell, _: choose(normalise(cell), choices)


def some_of(choices: Mapping[str, _Choice]) -> Read:
    """Returns a reader of several choices, each once."""
    return lambda cell, _: tuple(dict.fromkeys(choose(part, choices) for part in parts_of(cell)))


def number(*pieces: str) -> Read:
    """Returns a reader of whole numbers; one of these words may stand behind."""
    return lambda cell, _: cells.count(cell, *pieces)


def share(cell: Cell, _: TableColumn) -> float:
    """Returns a share."""
    return cells.share(cell)


def yes_or_no(cell: Cell, _: TableColumn) -> bool:
    """Returns whether a cell says yes."""
    return cells.yes_or_no(cell)


def windows(cell: Cell, _: TableColumn) -> tuple[TimeWindow, ...]:
    """Returns windows as they are written; those of a facility may touch."""
    return times.windows(cell)


def weekdays(cell: Cell, column: TableColumn) -> tuple[int, ...]:
    """Returns weekdays; only our own files count Monday as 0."""
    return days.weekdays(cell, digits=key(column.header) == column.field)


def date(cell: Cell, _: TableColumn) -> dt.date:
    """Returns a date."""
    return days.date(cell)


def dates(cell: Cell, _: TableColumn) -> tuple[dt.date, ...]:
    """Returns dates and ranges of them, in order."""
    return days.dates(cell)


def quantity(
    field: str,
    *names: str,
    dimension: Dimension,
    into: str,
    unit: str | None = None,
    in_unit: Mapping[str, str] | None = None,
    needed: bool = False,
    least: int = 0,
    rounding: cells.Rounding = cells.Rounding.UP,
) -> ColumnKind:
    """Returns a column of quantities."""
    return ColumnKind(
        field=field,
        names=names,
        dimension=dimension,
        unit=unit,
        in_unit=in_unit or {},
        into=into,
        needed=needed,
        least=least,
        rounding=rounding,
    )


def column(
    field: str, *names: str, read: Read, into: str = "", needed: bool = False, least: int = 0
) -> ColumnKind:
    """Returns a column of which each cell stands for one value."""
    return ColumnKind(
        field=field, names=names, read=read, into=into or field, needed=needed, least=least
    )


def need(field: str, noun: Message, *names: str) -> Need:
    """Returns the need of one column."""
    return Need(
        groups=((field,),),
        sentence=message("table.no_column_with", "no column with the {noun}", noun=noun),
        names=message("table.names", "{names:either}", names=names),
    )


_LENGTH = Dimension.LENGTH

LIMITS_OF_SIZE = (
    # Metres or centimetres, tonnes or kilograms: offices write either, so the table must say.
    quantity(
        "max_length", "length limit", "限长", dimension=Dimension.LENGTH, into="max_length_cm"
    ),
    quantity("max_width", "width limit", "限宽", dimension=Dimension.LENGTH, into="max_width_cm"),
    quantity("max_weight", "weight limit", "限重", dimension=Dimension.MASS, into="max_weight_kg"),
)
"""The largest truck that can come to a place."""
