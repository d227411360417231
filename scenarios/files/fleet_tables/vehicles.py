"""Tables of vehicles: one row each, as a bureau lists its fleet."""

import re
from typing import Any

from fleet import WORKS as WORK_KINDS
from fleet import Stream, Vehicle, VehicleKind, Work, message
from scenarios.files.fleet_tables.readers import (
    KINDS,
    STREAMS,
    WORKS,
    column,
    name,
    need,
    one_of,
    quantity,
    some_of,
    text,
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
    Unreadable,
    cells,
    choose,
    normalise,
)

_USUAL = {
    VehicleKind.SWEEPER: ("sweeper", Work.SWEEP),
    VehicleKind.WASHER: ("washer", Work.WASH),
    VehicleKind.COMPACTOR: ("truck", Work.CONTAINER),
    VehicleKind.KITCHEN_TRUCK: ("truck", Work.KITCHEN),
    VehicleKind.BULK_TRUCK: ("truck", Work.HAUL),
    VehicleKind.SNOW_PLOUGH: ("truck", Work.SNOW),
}
"""Profile and work of a kind, for tables that do not say them."""


def _compartments(cell: Cell, _: TableColumn) -> tuple[tuple[Stream, int], ...]:
    """Returns what a divided body holds: kitchen_waste: 3000; domestic_waste: 2 t."""
    found = []
    for part in filter(None, re.split(r"[;,、\n]", normalise(cell))):
        stream, mark, amount = part.partition(":")
        if not mark:
            raise Unreadable(
                FaultKind.CHOICE,
                message(
                    "table.is_no_compartment",
                    "{value!r} is no compartment",
                    value=part.strip(),
                ),
                message(
                    "table.write_a_stream_and_kilograms_e",
                    "write a stream and kilograms, e.g. kitchen_waste: 3000",
                ),
            )
        down = cells.Rounding.DOWN
        kilograms = cells.quantity(amount, Dimension.MASS, "kg", down)
        found.append((choose(stream.strip(), STREAMS), kilograms))
    return tuple(found)


_EXAMPLE = message(
    "table.header_of_vehicles",
    "id, kind, hopper_kg, working_kph, travel_kph, cost_per_km_fen, cost_per_hour_fen",
)

_NEEDS = (
    need("id", message("table.need.vehicle_s_id", "vehicle's id"), "id", "编号"),
    need("kind", message("table.need.kind_of_vehicle", "kind of vehicle"), "kind", "车型"),
    need(
        "working", message("table.need.working_speed", "working speed"), "working_kph", "作业速度"
    ),
    need("travel", message("table.need.travel_speed", "travel speed"), "travel_kph", "行驶速度"),
    need(
        "cost_per_km",
        message("table.need.cost_of_a_kilometre", "cost of a kilometre"),
        "cost_per_km_fen",
        "每公里成本(元)",
    ),
    need(
        "cost_per_hour",
        message("table.need.cost_of_an_hour", "cost of an hour"),
        "cost_per_hour_fen",
        "每小时成本(元)",
    ),
)

# Kilograms or tonnes, fen or yuan, centimetres or metres: offices write either, so the table must
# say which, in the header or in the cell.
VEHICLES = TableKind(
    noun=message("table.vehicles", "vehicles"),
    one=message("table.vehicle", "vehicle"),
    stems=("vehicles", "bulk_trucks", "车辆", "车队"),
    columns=(
        ColumnKind(
            field="id",
            names=("vehicle", "vehicle no", "plate", "编号", "车号", "车牌", "车牌号", "车牌号码",
                   "车辆编号", "自编号"),
            needed=True,
        ),
        column("kind", "type", "vehicle type", "车型", "车辆类型", "车辆种类", "种类",
                read=one_of(KINDS), needed=True),
        column("profile", "road profile", "通行类别", read=text),
        column("works", "work", "作业", "作业类型", "作业内容", read=some_of(WORKS)),
        column("depot_id", "depot", "车场", "停车场", "停保场", "所属车场", read=name),
        quantity("hopper", "load", "capacity", "载重", "载重量", "额定载重", "载质量",
                 "核定载质量", dimension=Dimension.MASS, into="hopper_kg",
                 rounding=cells.Rounding.DOWN),
        quantity("tank", "water tank", "水箱", "水罐", "水箱容量", "水箱容积", "水罐容积",
                 dimension=Dimension.VOLUME, into="tank_l", rounding=cells.Rounding.DOWN),
        quantity("range", "driving range", "续航", "续航里程", dimension=Dimension.DISTANCE,
                 into="range_m", rounding=cells.Rounding.DOWN),
        column("compartments", "分仓", "分舱", read=_compartments),
        quantity("weight", "laden weight", "总质量", "总重", "满载总重",
                 dimension=Dimension.MASS, into="weight_kg"),
        quantity("height", "车高", "高度", dimension=Dimension.LENGTH, into="height_cm"),
        quantity("width", "车宽", "宽度", dimension=Dimension.LENGTH, into="width_cm"),
        quantity("length", "车长", "长度", dimension=Dimension.LENGTH, into="length_cm"),
        quantity("working", "working speed", "作业速度", "作业时速", dimension=Dimension.SPEED,
                 unit="km/h", into="working_kph", needed=True, least=1,
                 rounding=cells.Rounding.NONE),
        quantity("travel", "travel speed", "行驶速度", "行驶时速", "最高车速",
                 dimension=Dimension.SPEED, unit="km/h", into="travel_kph", needed=True, least=1,
                 rounding=cells.Rounding.NONE),
        quantity("sweeping_width", "清扫宽度", "作业宽度", "清扫幅宽", dimension=Dimension.LENGTH,
                 into="sweeping_width_cm"),
        quantity("cost_per_km", "每公里成本", "公里成本", "里程成本",
                 dimension=Dimension.MONEY_A_KM, into="cost_per_km_fen", needed=True),
        quantity("cost_per_hour", "每小时成本", "小时成本", "工时成本",
                 dimension=Dimension.MONEY_AN_HOUR, into="cost_per_hour_fen", needed=True),
        quantity("cost_per_shift", "每班成本", "班次成本", "出车成本",
                 dimension=Dimension.MONEY_A_SHIFT, into="cost_per_shift_fen"),
        quantity("fuel_per_km", "油耗", "行驶油耗", dimension=Dimension.FUEL_A_KM,
                 into="fuel_ml_per_km",
                 in_unit={"fuel_ml_per_km": "ml/km", "百公里油耗": "升/百公里"}),
        quantity("fuel_per_hour", "作业油耗", "每小时油耗", dimension=Dimension.FUEL_AN_HOUR,
                 into="fuel_ml_per_hour", in_unit={"fuel_ml_per_hour": "ml/h"}),
        ColumnKind(
            field=REMARK,
            names=("no", "remarks", "note", "notes", "序号", "备注", "车队", "班组", "驾驶员",
                   "司机", "厂牌", "品牌", "型号", "购置日期", "年份", "状态"),
        ),
    ),
    needs=_NEEDS,
    example=_EXAMPLE,
)  # fmt: skip


def vehicle_of(row: RowReader) -> Vehicle | None:
    """Returns the vehicle of a row, or None when the row has faults."""
    id_ = row.text("id", is_id=True) if "id" in row.entries else ""
    values = row.values(VEHICLES)
    kind = values.get("kind")
    if kind is not None:
        profile, work = _USUAL[kind]
        values = {"profile": profile, "works": (work,), **values}
    _check_capacities(row, values)
    if row.faults:
        return None
    return row.make_value(lambda: Vehicle(id=id_, **values))


def _check_capacities(row: RowReader, values: dict[str, Any]) -> None:
    works = values.get("works", ())
    if any(not WORK_KINDS[work].needs_tank for work in works):
        _require(row, "hopper", "hopper_kg" in values or "hopper" not in row.entries, values)
    if any(WORK_KINDS[work].needs_tank for work in works):
        _require(row, "tank", "tank_l" in values or "tank" not in row.entries, values)


def _require(row: RowReader, field: str, was_read: bool, values: dict[str, Any]) -> None:
    """Notes a capacity that a vehicle's works need and that the row does not give."""
    into = VEHICLES.kind_of[field].into
    if not was_read or values.get(into, 0) > 0:
        return
    what = {
        "hopper": message("table.its_works_need_a_hopper", "its works need a hopper"),
        "tank": message("table.its_works_need_a_tank", "its works need a tank"),
    }[field]
    row.note(
        field if field in row.columns else "works",
        FaultKind.MISSING_VALUE if field not in row.entries else FaultKind.NOT_POSITIVE,
        what,
        message(
            "table.write_its_above_0",
            "write its {into} above 0",
            into=into,
        ),
    )
