"""Tables of facilities: depots, transfer stations, plants and water points."""

from typing import Any

from fleet import Facility, FacilityKind, Stream, Supply, message
from scenarios.files.fleet_tables.readers import (
    STREAMS,
    SUPPLIES,
    column,
    need,
    number,
    one_of,
    quantity,
    some_of,
    windows,
    words,
    yes_or_no,
)
from scenarios.files.office import (
    ADDRESS,
    DATUM,
    LAT,
    LON,
    PLACE,
    POSITION,
    REMARK,
    Cell,
    ColumnKind,
    Dimension,
    FaultKind,
    RowReader,
    TableColumn,
    TableKind,
    cells,
    show,
)

_KINDS = words(
    FacilityKind,
    depot=("停车场", "停保场", "车场", "环卫停车场"),
    transfer_station=("中转站", "转运站", "垃圾中转站"),
    plant=("处理厂", "焚烧厂", "填埋场", "处置厂", "处理中心"),
    water_point=("取水点", "加水点", "消防栓"),
    charging_station=("充电站", "充电桩"),
)


def _text(cell: Cell, _column: TableColumn) -> str:
    return show(cell).strip()


PLACE_COLUMNS = (
    ColumnKind(field=LON, names=("lng", "longitude", "经度")),
    ColumnKind(field=LAT, names=("latitude", "纬度")),
    ColumnKind(field=POSITION, names=("coordinates", "lon lat", "经纬度", "坐标")),
    ColumnKind(field=DATUM, names=("coordinate system", "crs", "坐标系", "坐标系统")),
    ColumnKind(field=ADDRESS, names=("地址", "位置")),
)

_EXAMPLE = message("table.header_of_facilities", "id, name, kind, lon, lat")

_NEEDS = (
    need("id", message("table.need.facility_s_id", "facility's id"), "id", "编号"),
    need("name", message("table.need.facility_s_name", "facility's name"), "name", "名称"),
    need("kind", message("table.need.kind_of_facility", "kind of facility"), "kind", "类型"),
    PLACE,
)

FACILITIES = TableKind(
    noun=message("table.facilities", "facilities"),
    one=message("table.facility", "facility"),
    stems=("facilities", "设施", "站点"),
    columns=(
        ColumnKind(field="id", names=("facility", "编号", "设施编号", "站点编号"), needed=True),
        ColumnKind(field="name", names=("名称", "设施名称", "站点名称"), needed=True),
        column("kind", "type", "类型", "设施类型", "种类", read=one_of(_KINDS), needed=True),
        *PLACE_COLUMNS,
        column("streams", "accepts", "接收种类", "垃圾种类", "接收", read=some_of(STREAMS)),
        column("has_water", "water", "可加水", "有水", read=yes_or_no),
        column("supplies", "refills", "供应", "可补给", read=some_of(SUPPLIES)),
        column("opening", "opening hours", "开放时间", "开放时段", "营业时间", read=windows),
        quantity("visit", "visit time", "停留时间", "作业时间", "卸料时间",
                 dimension=Dimension.TIME, unit="min", into="visit_s"),
        column("parking", "停车位", "车位", "泊位", read=number("个", "辆")),
        column("bays", "bay", "unloading bays", "卸料位", "卸料口", "加水位", read=_text),
        quantity("daily_capacity", "日处理能力", "日处理量", "日接收能力",
                 dimension=Dimension.MASS_A_DAY, into="daily_capacity_kg",
                 rounding=cells.Rounding.DOWN),
        quantity("daily_water", "日供水量", "每日供水", dimension=Dimension.VOLUME_A_DAY,
                 into="daily_capacity_l", in_unit={"daily_capacity_l": "l"},
                 rounding=cells.Rounding.DOWN),
        quantity("storage", "库容", "贮存能力", "储存能力", dimension=Dimension.MASS,
                 into="storage_kg", rounding=cells.Rounding.DOWN),
        quantity("stock", "库存", "日初库存", dimension=Dimension.MASS, into="stock_kg"),
        ColumnKind(
            field=REMARK,
            names=("no", "remarks", "note", "notes", "序号", "备注", "联系人", "电话", "街道"),
        ),
    ),
    needs=_NEEDS,
    example=_EXAMPLE,
)  # fmt: skip


def facility_of(row: RowReader) -> Facility | None:
    """Returns the facility of a row, or None when the row has faults."""
    id_ = row.text("id", is_id=True) if "id" in row.entries else ""
    name = row.text("name") if "name" in row.entries else ""
    place = row.place()
    values = row.values(FACILITIES)
    _check_parking(row, values)
    _check_storage(row, values)
    if values.pop("has_water", False) and Supply.WATER not in values.get("supplies", ()):
        values["supplies"] = (*values.get("supplies", ()), Supply.WATER)
    if row.faults or place is None:
        return None
    return row.make_value(lambda: Facility(id=id_, name=name, at=place, **values))


def _check_parking(row: RowReader, values: dict[str, Any]) -> None:
    if "kind" not in values or ("parking" in row.entries and "parking" not in values):
        return
    is_depot, parking = values["kind"] is FacilityKind.DEPOT, values.get("parking", 0)
    if is_depot and parking <= 0:
        row.note(
            "parking" if "parking" in row.columns else "kind",
            FaultKind.MISSING_VALUE,
            message(
                "table.a_depot_needs_parking_for_its", "a depot needs parking for its vehicles"
            ),
            message("table.write_parking_above_0", "write parking above 0"),
        )
    elif parking > 0 and not is_depot:
        row.note(
            "parking",
            FaultKind.CONTRADICTION,
            message("table.only_a_depot_has_parking", "only a depot has parking"),
            message("table.leave_it_blank_or_make_it", "leave it blank, or make it a depot"),
        )


def _check_storage(row: RowReader, values: dict[str, Any]) -> None:
    storage_kg, stock_kg = values.get("storage_kg", 0), values.get("stock_kg", 0)
    is_station = values.get("kind") is FacilityKind.TRANSFER_STATION and (
        Stream.DOMESTIC_WASTE in values.get("streams", ())
    )
    if (storage_kg or stock_kg) and "kind" in values and not is_station:
        row.note(
            "storage" if storage_kg else "stock",
            FaultKind.CONTRADICTION,
            message(
                "table.only_a_transfer_station_that_accepts",
                "only a transfer station that accepts domestic waste stores any",
            ),
            message("table.leave_storage_and_stock_blank", "leave storage and stock blank"),
        )
    elif 0 < storage_kg < stock_kg:
        row.note(
            "stock",
            FaultKind.CONTRADICTION,
            message(
                "table.kg_do_not_fit_into_kg",
                "{stock_kg:,} kg do not fit into {storage_kg:,} kg",
                stock_kg=stock_kg,
                storage_kg=storage_kg,
            ),
            message("table.correct_one_of_the_two", "correct one of the two"),
        )
