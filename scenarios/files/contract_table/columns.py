"""Columns of a contracts table: the names and units that offices give them."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scenarios.files.contract_table.cells import UNITS, Dimension, base, units_of
from scenarios.files.contract_table.fault import Fault, FaultKind, Said
from scenarios.files.datum import Datum


class Field(StrEnum):
    """What a column holds, by the name that it has in our own files."""

    ID = "id"
    NAME = "name"
    LON = "lon"
    LAT = "lat"
    POSITION = "position"
    DATUM = "datum"
    DEMAND = "demand"
    WEEKLY = "weekly_demand"
    WINDOWS = "windows"
    BEGIN = "begin"
    END = "end"
    WEEKDAYS = "weekdays"
    COLLECTIONS = "collections_per_week"
    SERVICE = "service"
    ADDRESS = "address"
    EXCLUDED = "excluded_dates"
    FIRST = "first_date"
    LAST = "last_date"
    MAX_LENGTH = "max_length"
    MAX_WIDTH = "max_width"
    MAX_WEIGHT = "max_weight"
    MAY_CROSS = "may_cross"
    PRIORITY = "priority"
    PENALTY = "penalty"
    REMARK = "remark"


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
    Field.WEEKDAYS: ("days", "collection days", "收运日", "星期", "周几", "每周收运日"),
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
    Field.REMARK: ("no", "remarks", "note", "notes", "contact", "phone", "town", "序号", "备注",
                   "联系人", "电话", "联系电话", "街道", "所属街道", "区域", "类型", "单位类型"),
}  # fmt: skip
"""Other names of each column; `REMARK` are columns that a plan does not need."""

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

DATUM_NAMES = {
    "wgs84": Datum.WGS84, "wgs": Datum.WGS84, "gps": Datum.WGS84, "epsg4326": Datum.WGS84,
    "gcj02": Datum.GCJ02, "gcj": Datum.GCJ02, "火星": Datum.GCJ02, "高德": Datum.GCJ02,
    "腾讯": Datum.GCJ02, "国测局": Datum.GCJ02, "amap": Datum.GCJ02,
    "bd09": Datum.BD09, "bd09ll": Datum.BD09, "bd": Datum.BD09, "百度": Datum.BD09,
    "baidu": Datum.BD09,
}  # fmt: skip

_PLACES = (Field.LON, Field.LAT, Field.POSITION)
_DEGREES = {"", "°", "度", "deg", "degrees", "e", "n", "东经", "北纬", "十进制"}
_IN_BRACKETS = re.compile(r"(.*?)[(\[【](.*?)[)\]】](.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    header
        As written.
    unit
        Of its numbers: what the header says or what goes without saying, None where neither.
    datum
        Of its coordinates, where the header says so.
    """

    field: Field
    header: str
    unit: str | None = None
    datum: Datum | None = None


def key(text: str) -> str:
    """Returns a name as it is compared: narrow, small, without blanks and marks."""
    return re.sub(r"[\s_\-.:/*]+", "", unicodedata.normalize("NFKC", text).casefold())


_FIELD_OF = {key(name): field for field in Field for name in (str(field), *NAMES.get(field, ()))}


_WITH_UNIT = {
    key(text): (field, unit)
    for field, (dimension, _) in MEASURES.items()
    for name in (str(field), *NAMES[field])
    for unit in UNITS[dimension]
    for text in (name + unit, unit + name)
}
"""Names with the unit behind or before them: demand_kg, kg per week."""


def column_of(header: str) -> Column | None:
    """Returns the column of a header such as "weight (t)", "重量(吨)" or "demand_kg", or None."""
    text = unicodedata.normalize("NFKC", header).strip()
    bracket = _IN_BRACKETS.fullmatch(text)
    bare, extra = (bracket[1] + bracket[3], bracket[2].strip()) if bracket else (text, "")
    found = _FIELD_OF.get(key(bare))
    if found is not None:
        return _column(found, header, extra)
    if key(bare) in _WITH_UNIT:
        field, unit = _WITH_UNIT[key(bare)]
        return _column(field, header, extra or unit)
    return None


def _column(field: Field, header: str, extra: str) -> Column:
    _, silent = MEASURES.get(field, (None, None))
    return Column(
        field=field,
        header=header,
        unit=(extra or silent) if field in MEASURES else None,
        datum=DATUM_NAMES.get(key(extra)) if field in _PLACES else None,
    )


def faults_of_header(sheet: str, row: int, headers: Sequence[str]) -> list[Fault]:
    """Returns what is wrong with a header: names unknown, twice or missing, and units."""
    columns = {header: column_of(header) for header in headers if header}
    found = [column.field for column in columns.values() if column]
    faults = []

    def note(kind: FaultKind, header: str, sentence: Said, remedy: Said) -> None:
        faults.append(
            Fault(kind=kind, sheet=sheet, row=row, column=header, sentence=sentence, remedy=remedy)
        )

    for header, column in columns.items():
        if column is None:
            sentence = Said("is no column of contracts", "不是合同表的列名")
            note(FaultKind.UNKNOWN_COLUMN, header, sentence, _closest(header))
        elif (headers.count(header) > 1 or found.count(column.field) > 1) and (
            column.field is not Field.REMARK
        ):
            note(
                FaultKind.COLUMN_TWICE,
                header,
                Said(f"is one of two columns for {column.field}", f"与另一列同为 {column.field}"),
                Said("take one of them out", "请删去其中一列"),
            )
        elif column.unit and (bad := _unit_fault(column, column.unit)):
            note(FaultKind.UNIT, header, *bad)
        elif column.field in _PLACES and (bad := _datum_fault(header, column)):
            note(FaultKind.DATUM, header, *bad)
    for names, sentence in _missing(set(found)):
        faults.append(
            Fault(
                kind=FaultKind.MISSING_COLUMN,
                sheet=sheet,
                row=row,
                sentence=sentence,
                remedy=Said(
                    f"add one, named e.g. {' or '.join(names)}",
                    f"请增加，列名如 {'、'.join(names)}",
                ),
            )
        )
    return faults


def _closest(header: str) -> Said:
    close = difflib.get_close_matches(key(header), _FIELD_OF, n=1, cutoff=0.6)
    if close:
        field = _FIELD_OF[close[0]]
        # As people write it, with its blanks.
        written = next(n for n in (str(field), *NAMES.get(field, ())) if key(n) == close[0])
        return Said(
            f"is {written!r} meant? if not, take the column out",
            f"是否应为“{written}”？若不是，请删去该列",
        )
    return Said(
        "rename it, or take it out; remarks may stand in a column 'remarks'",
        "请改名或删去；备注可放在“备注”列",
    )


def _unit_fault(column: Column, unit: str) -> tuple[Said, Said] | None:
    dimension, _ = MEASURES[column.field]
    if base(dimension, unit) is not None:
        return None
    known = units_of(dimension)
    return (
        Said(f"{unit!r} is no unit for {column.field}", f"单位“{unit}”不适用于该列"),
        Said(f"use one of {known.en}", f"请用：{known.zh}"),
    )


def _datum_fault(header: str, column: Column) -> tuple[Said, Said] | None:
    bracket = _IN_BRACKETS.fullmatch(unicodedata.normalize("NFKC", header))
    if column.datum or not bracket or key(bracket[2]) in _DEGREES:
        return None
    return no_datum(bracket[2])


def no_datum(text: str) -> tuple[Said, Said]:
    """Returns what to say of a coordinate system that is unknown."""
    return (
        Said(f"{text!r} is no coordinate system", f"坐标系“{text}”未知"),
        Said(
            "write WGS-84 (GPS), GCJ-02 (Amap, Tencent) or BD-09 (Baidu)",
            "请写 WGS-84（GPS）、GCJ-02（高德、腾讯）或 BD-09（百度）",
        ),
    )


def _missing(found: set[Field]) -> list[tuple[tuple[str, ...], Said]]:
    """Returns what a table lacks: names that would do, and the sentence."""
    lacks: list[tuple[tuple[str, ...], Said]] = []
    if Field.ID not in found:
        lacks.append((("id", "编号"), Said("no column with the contract's id", "缺少合同编号列")))
    if Field.NAME not in found:
        lacks.append((("name", "名称"), Said("no column with its name", "缺少单位名称列")))
    if Field.POSITION not in found and not {Field.LON, Field.LAT} <= found:
        sentence = (
            Said(
                "addresses but no coordinates, and there is no map of addresses to look them up",
                "只有地址，没有坐标，且没有可查地址的地图",
            )
            if Field.ADDRESS in found
            else Said("no columns with lon and lat", "缺少经纬度列")
        )
        lacks.append((("lon and lat", "经度 and 纬度"), sentence))
    if not {Field.DEMAND, Field.WEEKLY} & found:
        sentence = Said("no column with the weight", "缺少重量列")
        lacks.append((("weight (kg)", "weekly weight (kg)", "每次收运量(公斤)"), sentence))
    if Field.WINDOWS not in found and not {Field.BEGIN, Field.END} <= found:
        sentence = Said("no column with the time windows", "缺少收运时段列")
        lacks.append((("windows", "begin and end", "收运时段"), sentence))
    return lacks
