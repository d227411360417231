"""Tables of drivers: what they may drive, and when they can and want to work."""

from fleet import Driver, message
from scenarios.files.fleet_tables.readers import (
    KINDS,
    column,
    dates,
    need,
    quantity,
    some_of,
    text,
    yes_or_no,
)
from scenarios.files.office import (
    REMARK,
    ColumnKind,
    Dimension,
    FaultKind,
    RowReader,
    TableKind,
)

_WEEK_S = 7 * 86_400

_EXAMPLE = message("table.header_of_crews", "id, name, licences")

_NEEDS = (
    need("id", message("table.need.driver_s_id", "driver's id"), "id", "工号"),
    need(
        "licences",
        message(
            "table.need.kinds_of_vehicles_that_they_may_drive",
            "kinds of vehicles that they may drive",
        ),
        "licences",
        "准驾",
    ),
)

DRIVERS = TableKind(
    noun=message("table.drivers", "drivers"),
    one=message("table.driver", "driver"),
    stems=("crews", "drivers", "驾驶员", "班组", "人员"),
    columns=(
        ColumnKind(field="id", names=("driver", "driver no", "工号", "编号", "职工编号"),
                   needed=True),
        column("name", "姓名", "驾驶员", "司机", read=text),
        column("licences", "licence", "licenses", "license", "准驾", "准驾车型", "可驾车型",
                "车型", read=some_of(KINDS), needed=True),
        quantity("most_hours_a_week", "hours a week", "每周最多工时", "每周工时", "周工时上限",
                 "最多工时", dimension=Dimension.WORKING_TIME, unit="h", into="most_s_a_week",
                 least=1),
        column("days_off_wanted", "days off", "希望休息", "希望休息日", "申请休息", read=dates),
        column("unavailable", "away", "不能出勤", "不在岗", "请假", "请假日期", read=dates),
        column("by_night", "nights", "night", "可夜班", "能上夜班", "夜班", read=yes_or_no),
        ColumnKind(
            field=REMARK,
            names=("no", "remarks", "note", "notes", "phone", "序号", "备注", "电话", "联系电话",
                   "班组", "部门", "岗位"),
        ),
    ),
    needs=_NEEDS,
    example=_EXAMPLE,
)  # fmt: skip


def driver_of(row: RowReader) -> Driver | None:
    """Returns the driver of a row, or None when the row has faults."""
    id_ = row.text("id", is_id=True) if "id" in row.entries else ""
    values = row.values(DRIVERS)
    if values.get("most_s_a_week", 0) > _WEEK_S:
        row.note(
            "most_hours_a_week",
            FaultKind.IMPLAUSIBLE,
            message("table.is_more_than_the_168_hours", "is more than the 168 hours of a week"),
            message("table.write_hours_on_duty_in_a", "write hours on duty in a week"),
        )
    if row.faults:
        return None
    return row.make_value(lambda: Driver(id=id_, **{"name": "-", **values}))
