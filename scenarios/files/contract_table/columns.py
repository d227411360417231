"""Columns of a contracts table: the names and units that offices give them."""

from enum import StrEnum

from fleet import message
from scenarios.files.office import (
    ADDRESS,
    DATUM,
    LAT,
    LON,
    PLACE,
    POSITION,
    REMARK,
    ColumnKind,
    Dimension,
    Need,
    TableKind,
)


class Field(StrEnum):
    """What a column holds, by the name that it has in our own files."""

    ID = "id"
    NAME = "name"
    LON = LON
    LAT = LAT
    POSITION = POSITION
    DATUM = DATUM
    DEMAND = "demand"
    WEEKLY = "weekly_demand"
    WINDOWS = "windows"
    BEGIN = "begin"
    END = "end"
    WEEKDAYS = "weekdays"
    COLLECTIONS = "collections_per_week"
    SERVICE = "service"
    ADDRESS = ADDRESS
    EXCLUDED = "excluded_dates"
    FIRST = "first_date"
    LAST = "last_date"
    MAX_LENGTH = "max_length"
    MAX_WIDTH = "max_width"
    MAX_WEIGHT = "max_weight"
    MAY_CROSS = "may_cross"
    PRIORITY = "priority"
    PENALTY = "penalty"
    REMARKS = "remarks"
    REMARK = REMARK


NAMES: dict[Field, tuple[str, ...]] = {
    Field.ID: ("contract", "contract no", "编号", "合同编号", "合同号", "单位编号", "签约编号"),
    Field.NAME: ("kitchen", "customer", "restaurant", "名称", "单位名称", "单位", "店名",
                 "签约单位", "餐饮单位", "收运单位"),
    Field.LON: ("lng", "longitude", "经度"),
    Field.LAT: ("latitude", "纬度"),
    Field.POSITION: ("coordinates", "lon lat", "经纬度", "坐标"),
    Field.DATUM: ("coordinate system", "crs", "坐标系", "坐标系统"),
    Field.DEMAND: ("weight", "amount", "per collection", "demand per collection",
                   "weight per collection", "重量", "收运量", "每次重量", "每次收运量", "次收运量",
                   "单次收运量"),
    Field.WEEKLY: ("weekly weight", "per week", "a week", "demand per week", "weight per week",
                   "每周重量", "周重量", "每周收运量", "周收运量", "周产量", "每周产量"),
    Field.WINDOWS: ("window", "time window", "time windows", "collection time", "时间窗",
                    "收运时间", "收运时段", "时段", "时间段"),
    Field.BEGIN: ("from", "start", "earliest", "begins", "开始", "开始时间", "起始时间", "最早",
                  "最早时间"),
    Field.END: ("to", "until", "latest", "ends", "结束", "结束时间", "截止时间", "最晚",
                "最晚时间"),
    Field.WEEKDAYS: ("days", "collection days", "收运日", "星期", "周几", "每周收运日",
                     "收运周期", "收运频率"),
    Field.COLLECTIONS: ("times a week", "times per week", "frequency", "每周次数",
                        "每周收运次数", "周次数", "收运频次"),
    Field.SERVICE: ("service time", "stop time", "duration", "停留时间", "作业时间", "服务时间",
                    "收运用时", "停靠时间"),
    Field.ADDRESS: ("地址", "单位地址"),
    Field.EXCLUDED: ("excluded", "excluded days", "holidays", "停收日", "停收日期", "除外日期",
                     "不收运日期"),
    Field.FIRST: ("start date", "valid from", "开始日期", "起始日期", "生效日期", "合同开始"),
    Field.LAST: ("end date", "valid until", "结束日期", "终止日期", "到期日", "合同结束"),
    Field.MAX_LENGTH: ("length limit", "限长", "最大车长"),
    Field.MAX_WIDTH: ("width limit", "限宽", "最大车宽"),
    Field.MAX_WEIGHT: ("weight limit", "限重", "最大车重"),
    Field.MAY_CROSS: ("cross", "可对侧停车", "可对面停车", "可过街"),
    Field.PRIORITY: ("优先级",),
    Field.PENALTY: ("漏收代价", "违约金"),
    Field.REMARKS: ("remarks for drivers", "备注", "司机须知"),
    Field.REMARK: ("no", "note", "notes", "contact", "phone", "town", "序号", "联系人",
                    "电话", "联系电话", "街道", "所属街道", "区域", "类型", "单位类型"),
}  # fmt: skip
"""Other names of each column."""

MEASURES: dict[Field, tuple[Dimension, str | None]] = {
    Field.DEMAND: (Dimension.MASS, "kg"),
    Field.WEEKLY: (Dimension.MASS, "kg"),
    Field.SERVICE: (Dimension.TIME, "min"),
    # Metres or centimetres, tonnes or kilograms: offices write either, so the table must say.
    Field.MAX_LENGTH: (Dimension.LENGTH, None),
    Field.MAX_WIDTH: (Dimension.LENGTH, None),
    Field.MAX_WEIGHT: (Dimension.MASS, None),
    Field.PENALTY: (Dimension.MONEY, None),
}
"""What the numbers of a column measure, and the unit that goes without saying."""

_UNMEASURED: tuple[Dimension | None, str | None] = (None, None)


def _column(field: Field) -> ColumnKind:
    dimension, unit = MEASURES.get(field, _UNMEASURED)
    return ColumnKind(
        field=field.value, names=NAMES.get(field, ()), dimension=dimension, unit=unit
    )


CONTRACTS = TableKind(
    noun=message("table.contracts", "contracts"),
    one=message("table.contract", "contract"),
    stems=("contracts", "合同", "签约", "餐厨"),
    columns=tuple(map(_column, Field)),
    needs=(
        Need(
            groups=((Field.ID,),),
            sentence=message(
                "table.no_column_with_the_contract_s", "no column with the contract's id"
            ),
            names=message("table.id_or", "id or 编号"),
        ),
        Need(
            groups=((Field.NAME,),),
            sentence=message("table.no_column_with_its_name", "no column with its name"),
            names=message("table.name_or", "name or 名称"),
        ),
        PLACE,
        Need(
            groups=((Field.DEMAND,), (Field.WEEKLY,)),
            sentence=message("table.no_column_with_the_weight", "no column with the weight"),
            names=message(
                "table.weight_kg_or_weekly_weight_kg",
                "weight (kg) or weekly weight (kg) or 每次收运量(公斤)",
            ),
        ),
        Need(
            groups=((Field.WINDOWS,), (Field.BEGIN, Field.END)),
            sentence=message(
                "table.no_column_with_the_time_windows", "no column with the time windows"
            ),
            names=message(
                "table.windows_or_begin_and_end_or", "windows or begin and end or 收运时段"
            ),
        ),
    ),
    example=message("table.id_name_lon_lat_weight_kg", "id, name, lon, lat, weight (kg), windows"),
)
