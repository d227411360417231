"""Tables of street standards, with the washing and the clearing of snow that a class is owed."""

import re
from typing import Any

from fleet import (
    Condition,
    Method,
    SnowStandard,
    StreetStandard,
    TimeWindow,
    WashStandard,
    message,
)
from scenarios.files.fleet_tables.readers import (
    column,
    need,
    number,
    one_of,
    quantity,
    share,
    some_of,
    weekdays,
    windows,
    words,
    yes_or_no,
)
from scenarios.files.office import (
    REMARK,
    Cell,
    ColumnKind,
    Dimension,
    FaultKind,
    RowReader,
    TableColumn,
    TableKind,
    normalise,
    parts_of,
    times,
)

_METHODS = words(Method, mechanised=("机扫", "机械", "机械清扫"), manual=("人工", "人工清扫"))
_CONDITIONS = words(
    Condition,
    rain=("雨", "下雨"),
    snow=("雪", "下雪"),
    frost=("霜冻", "结冰"),
    wind=("大风", "风"),
)


def _passes(cell: Cell, _: TableColumn) -> tuple[tuple[TimeWindow, ...], ...]:
    """Returns the windows of each pass; a bar parts the passes: 00:30-07:00 | 09:00-16:00."""
    parts = [part for part in re.split(r"[|\n]", normalise(cell)) if part.strip()]
    return tuple(times.windows(part) for part in parts)


def _read_list(cell: Cell, _: TableColumn) -> tuple[str, ...]:
    return tuple(parts_of(cell))


_EXAMPLE = message("table.header_of_standards", "id, highways, passes, required")

_NEEDS = (
    need("id", message("table.need.standard_s_id", "standard's id"), "id", "等级"),
    need("passes", message("table.need.passes", "passes"), "passes", "清扫时段"),
    need(
        "required",
        message("table.need.word_whether_it_is_required", "word whether it is required"),
        "required",
        "必做",
    ),
)

STANDARDS = TableKind(
    noun=message("table.street_standards", "street standards"),
    one=message("table.standard", "standard"),
    stems=("standards", "标准"),
    columns=(
        ColumnKind(field="id", names=("class", "standard", "等级", "编号"), needed=True),
        column("highways", "highway", "道路类型", read=_read_list),
        column("method", "方式", "清扫方式", read=one_of(_METHODS)),
        column("passes", "pass", "windows", "清扫时段", "时段", read=_passes, needed=True),
        column("keep_off", "避让时段", "禁止时段", read=windows),
        column("weekdays", "days", "星期", "作业日", read=weekdays),
        column("sweeps_per_week", "sweeps a week", "每周次数", read=number("次", "times")),
        quantity("least_apart", "最小间隔", "间隔", dimension=Dimension.TIME, unit="min",
                 into="least_apart_s"),
        column("required", "必做", "必须", read=yes_or_no, needed=True),
        column("repeats_required", "重复必做", read=yes_or_no),
        quantity("prize_per_m2", "单价", dimension=Dimension.MONEY_A_M2, into="prize_fen_per_m2",
                 in_unit={"prize_fen_per_m2": "fen"}),
        column("repeat_share", "重复比例", read=share),
        quantity("min_width", "最小宽度", dimension=Dimension.LENGTH, into="min_width_cm"),
        quantity("sweepings_per_km", "扫集物", dimension=Dimension.MASS_A_KM,
                 into="sweepings_kg_per_km", in_unit={"sweepings_kg_per_km": "kg"}),
        quantity("water_per_km", "用水", dimension=Dimension.VOLUME_A_KM, into="water_l_per_km",
                 in_unit={"water_l_per_km": "l"}),
        column("cancelled_by", "停扫天气", read=some_of(_CONDITIONS)),
        column("washes_per_week", "washes a week", "每周冲洗次数", read=number("次", "times"),
               into="wash_washes_per_week", least=1),
        column("wash_windows", "冲洗时段", read=windows),
        column("wash_weekdays", "冲洗星期", "冲洗日", read=weekdays),
        column("wash_required", "冲洗必做", read=yes_or_no),
        quantity("wash_prize_per_m2", "冲洗单价", dimension=Dimension.MONEY_A_M2,
                 into="wash_prize_fen_per_m2", in_unit={"wash_prize_fen_per_m2": "fen"}),
        column("wash_water_ml_per_m2", "每平方米冲洗用水(毫升)", read=number("ml", "毫升")),
        quantity("wash_min_width", "冲洗最小宽度", dimension=Dimension.LENGTH,
                 into="wash_min_width_cm"),
        column("wash_unpaved", "冲洗土路", read=yes_or_no),
        column("snow_passes", "除雪时段", read=windows),
        column("snow_required", "除雪必做", read=yes_or_no),
        quantity("snow_prize_per_m2", "除雪单价", dimension=Dimension.MONEY_A_M2,
                 into="snow_prize_fen_per_m2", in_unit={"snow_prize_fen_per_m2": "fen"}),
        column("salt_g_per_m2", "每平方米融雪剂(克)", read=number("g", "克"),
               into="snow_salt_g_per_m2"),
        column("salt_g_per_l", "每升融雪剂含量(克)", read=number("g", "克"),
               into="snow_salt_g_per_l", least=1),
        quantity("snow_min_width", "除雪最小宽度", dimension=Dimension.LENGTH,
                 into="snow_min_width_cm"),
        ColumnKind(field=REMARK, names=("no", "remarks", "note", "notes", "序号", "备注")),
    ),
    needs=_NEEDS,
    example=_EXAMPLE,
)  # fmt: skip


def standard_of(row: RowReader) -> StreetStandard | None:
    """Returns the standard of a row, or None when the row has faults."""
    id_ = row.text("id", is_id=True) if "id" in row.entries else ""
    values = row.values(STANDARDS)
    wash = _take_part(row, values, "wash_", ("washes_per_week", "wash_windows"))
    snow = _take_part(row, values, "snow_", ("snow_passes",))
    if row.faults:
        return None
    return row.make_value(
        lambda: StreetStandard(
            id=id_,
            wash=WashStandard(**wash) if wash else None,
            snow=SnowStandard(**snow) if snow else None,
            **{"highways": (), **values},
        )
    )


def _take_part(
    row: RowReader, values: dict[str, Any], prefix: str, needed: tuple[str, ...]
) -> dict[str, Any]:
    """Takes out of a row's values those of one part, and notes what that part lacks."""
    names = [name for name in values if name.startswith(prefix)]
    part = {name.removeprefix(prefix): values.pop(name) for name in names}
    for name in needed if part else ():
        if name in row.columns and name not in row.entries:
            row.note_missing(name)
        elif name not in row.columns:
            sentence = message(
                "table.part_without_column", "needs the column {name} too", name=name
            )
            row.note(None, FaultKind.MISSING_VALUE, sentence, None)
    return part
