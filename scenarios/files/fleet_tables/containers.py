"""Tables of collection points: where households bring their waste to containers."""

from typing import Any

from fleet import CollectionPoint, message
from scenarios.files.fleet_tables.facilities import PLACE_COLUMNS
from scenarios.files.fleet_tables.readers import (
    LIMITS_OF_SIZE,
    column,
    date,
    name,
    need,
    number,
    quantity,
    share,
    weekdays,
    windows,
    yes_or_no,
)
from scenarios.files.office import (
    PLACE,
    REMARK,
    ColumnKind,
    Dimension,
    FaultKind,
    RowReader,
    TableKind,
    cells,
)

_DENSITY_G_PER_L = 200
"""What a litre of domestic waste weighs in a bin where nobody says (assumed)."""

_EXAMPLE = message(
    "table.header_of_containers", "id, name, lon, lat, num_bins, bin_l, fill_kg_per_day, windows"
)

_NEEDS = (
    need("id", message("table.need.point_s_id", "point's id"), "id", "编号"),
    need("name", message("table.need.point_s_name", "point's name"), "name", "名称"),
    PLACE,
    need("num_bins", message("table.need.number_of_bins", "number of bins"), "num_bins", "桶数"),
    need(
        "fill",
        message("table.need.waste_of_a_day", "waste of a day"),
        "fill_kg_per_day",
        "日产量(公斤)",
    ),
    need("windows", message("table.need.time_windows", "time windows"), "windows", "收运时段"),
)

CONTAINERS = TableKind(
    noun=message("table.collection_points", "collection points"),
    one=message("table.collection_point", "collection point"),
    stems=("containers", "收集点", "垃圾桶"),
    columns=(
        ColumnKind(field="id", names=("point", "编号", "收集点编号", "点位编号"), needed=True),
        ColumnKind(field="name", names=("名称", "收集点名称", "点位名称", "小区"), needed=True),
        *PLACE_COLUMNS,
        column("num_bins", "bins", "桶数", "垃圾桶数", "桶数量", read=number("个", "只", "桶"),
                needed=True, least=1),
        quantity("bin", "单桶载重", "每桶重量", dimension=Dimension.MASS, into="bin_kg", least=1,
                 rounding=cells.Rounding.DOWN),
        quantity("bin_volume", "桶容积", "单桶容积", "桶规格", dimension=Dimension.VOLUME,
                 into="bin_l", in_unit={"bin_l": "l"}, least=1, rounding=cells.Rounding.DOWN),
        quantity("density", "密度", "容重", dimension=Dimension.DENSITY, into="density_g_per_l",
                 in_unit={"density_g_per_l": "g/l"}, least=1),
        quantity("fill", "fill a day", "日产量", "日产生量", "每日产生量", "日增量",
                 dimension=Dimension.MASS_A_DAY, into="fill_kg_per_day",
                 in_unit={"fill_kg_per_day": "kg"}, needed=True, least=1),
        column("fill_spread_share", "spread", "波动", "波动比例", read=share),
        quantity("level", "存量", "现有量", "日初存量", dimension=Dimension.MASS, into="level_kg"),
        column("last_emptied", "last emptied", "上次收运", "上次收运日期", "上次清空", read=date),
        column("full_share", "满溢比例", read=share),
        column("windows", "window", "time windows", "时间窗", "收运时段", "收运时间", "时段",
                read=windows, needed=True),
        column("weekdays", "days", "收运日", "星期", read=weekdays),
        quantity("service", "service time", "停留时间", "作业时间", dimension=Dimension.TIME,
                 unit="min", into="service_s"),
        column("may_cross", "cross", "可过街", "可对侧停车", read=yes_or_no),
        *LIMITS_OF_SIZE,
        column("town", "所属街道", "街道", "乡镇", read=name),
        ColumnKind(
            field=REMARK,
            names=("no", "remarks", "note", "notes", "序号", "备注", "联系人", "电话"),
        ),
    ),
    needs=_NEEDS,
    example=_EXAMPLE,
)  # fmt: skip


def container_of(row: RowReader) -> CollectionPoint | None:
    """Returns the collection point of a row, or None when the row has faults."""
    id_ = row.text("id", is_id=True) if "id" in row.entries else ""
    name_ = row.text("name") if "name" in row.entries else ""
    place = row.place()
    values = row.values(CONTAINERS)
    bin_kg = _bin_kg(row, values)
    if row.faults or place is None:
        return None
    values["windows"] = tuple(sorted(values["windows"]))
    return row.make_value(
        lambda: CollectionPoint(id=id_, name=name_, at=place, bin_kg=bin_kg, **values)
    )


def _bin_kg(row: RowReader, values: dict[str, Any]) -> int:
    """Returns what a bin holds, given in kilograms or in litres; takes both out of the values."""
    bin_kg, bin_l = values.pop("bin_kg", 0), values.pop("bin_l", 0)
    density_g_per_l = values.pop("density_g_per_l", _DENSITY_G_PER_L)
    given = [field for field in ("bin", "bin_volume") if field in row.entries]
    if len(given) > 1:
        row.note(
            "bin_volume",
            FaultKind.CONTRADICTION,
            message("table.gives_bin_kg_and_bin_l", "gives bin_kg and bin_l"),
            message("table.leave_one_out", "leave one out"),
        )
    if not given:
        row.note(
            next((field for field in ("bin", "bin_volume") if field in row.columns), None),
            FaultKind.MISSING_VALUE,
            message("table.says_not_what_a_bin_holds", "says not what a bin holds"),
            message("table.write_bin_l_or_bin_kg", "write bin_l or bin_kg"),
        )
    return int(bin_kg or bin_l * density_g_per_l // 1000)
