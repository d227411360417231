"""Tables of street standards; their washing stands in the scenario file, which has room for it."""

import re

from fleet import Condition, Method, StreetStandard, TimeWindow, message
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
        ColumnKind(field=REMARK, names=("no", "remarks", "note", "notes", "序号", "备注")),
    ),
    needs=_NEEDS,
    example=_EXAMPLE,
)  # fmt: skip


def standard_of(row: RowReader) -> StreetStandard | None:
    """Returns the standard of a row, or None when the row has faults."""
    id_ = row.text("id", is_id=True) if "id" in row.entries else ""
    values = row.values(STANDARDS)
    if row.faults:
        return None
    return row.make_value(lambda: StreetStandard(id=id_, **{"highways": (), **values}))
