"""What is said to people, in English and Chinese."""

import os
from enum import StrEnum


class Language(StrEnum):
    """Languages that OneBroom speaks."""

    EN = "en"
    ZH = "zh"


def preferred_language() -> Language:
    """Returns the language that the user's environment asks for, English by default."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


_ZH = {
    "Plan": "计划",
    "vehicles": "车辆",
    "vehicle": "车辆",
    "shift": "班次",
    "out": "出车",
    "back": "回场",
    "where no sweeper can drive, 1,000 m²": "清扫车无法到达，千平方米",
    "out-back": "出车-回场",
    "1,000 m²": "千平方米",
    "worked km": "作业公里",
    "empty": "空驶",
    "empty km": "空驶公里",
    "hours": "工时",
    "waiting h": "等待小时",
    "wait h": "等待 小时",
    "unload/ refill": "卸料/ 加水",
    "tasks": "任务",
    "load kg": "载重 kg",
    "unloads": "卸料",
    "refills": "加水",
    "cost yuan": "成本 元",
    "class": "等级",
    "maintained 1,000 m²": "管养 千平方米",
    "by machine": "机扫",
    "by hand": "人工",
    "uncovered": "未覆盖",
    "rate": "机扫率",
    "passes": "遍次",
    "total": "合计",
    "Mechanised sweeping rate": "机械化清扫率",
    "Maintained area, 1,000 m²": "管养面积，千平方米",
    "stated": "申报",
    "measured": "路网测算",
    "Kitchen waste": "餐厨垃圾",
    "collected of": "已收运，应收",
    "contracts": "签约单位",
    "Not served": "未完成",
    "reason": "原因",
    "work": "作业",
    "km": "公里",
    "kg": "kg",
    "Cost": "成本",
    "distance": "里程",
    "time": "工时",
    "shifts": "班次",
    "objective": "目标值",
    "yuan": "元",
    "required tasks unserved": "必做任务未完成",
    "optional prize lost": "可选任务损失",
    "fuel": "油耗",
    "idle": "停驶",
    "no work of theirs in this plan": "本计划中没有它们的任务",
    "search ended before its limit; this is the best plan so far": (
        "搜索提前结束，这是目前最好的计划"
    ),
    "written": "已写入",
    "measure": "指标",
    "difference": "差值",
    "of": "/",
    "required": "必做",
    "optional": "可选",
    "sweep": "清扫",
    "wash": "冲洗",
    "kitchen": "餐厨收运",
    "container": "垃圾桶收运",
    "no_vehicle": "没有合适车辆",
    "unreachable": "无法到达",
    "window": "时间窗不符",
    "capacity": "超过载重",
    "closed road class": "道路等级禁行",
    "no goods vehicles": "货车禁行",
    "weight limit": "限重",
    "height limit": "限高",
    "width limit": "限宽",
    "no access": "禁止通行",
    "no way in": "无法驶入",
    "no way out": "无法驶出",
    "no way in or out": "无法进出",
    "shift_time": "班次时间不足",
    "not_worth": "不值得",
    "sweeper": "清扫车",
    "washer": "洒水车",
    "compactor": "压缩车",
    "kitchen_truck": "餐厨车",
    "vehicles used": "用车",
    "routes": "路线",
    "deadhead share": "空驶率",
    "paid hours": "计费工时",
    "cost, yuan": "成本，元",
    "kitchen waste collected, kg": "餐厨收运 kg",
    "contracts served": "完成单位",
    "maintained area, m²": "管养面积 平方米",
    "swept area, m²": "机扫面积 平方米",
    "sweep passes done": "完成清扫遍次",
    "fuel, l": "油耗 升",
    "CO2, kg": "二氧化碳 kg",
    "mechanised rate": "机扫率",
    "Sweeping and collection": "清扫与收运",
    "Washing": "冲洗",
    "worked": "作业",
    "stops": "点",
    "early": "早班",
    "day": "日班",
    "night": "夜班",
    "morning": "上午班",
    "lunch": "午间班",
    "dinner": "晚间班",
    "depot": "停车场",
    "transfer station": "转运站",
    "plant": "处理厂",
    "water point": "取水点",
    "required, in no route": "必做，未安排",
    "optional, left to be swept by hand": "可选，由人工清扫",
    "stop in no route": "未安排的收运点",
    "other streets": "其他道路",
    "generated district": "生成的街区（非真实地图）",
    "N": "北",
}


def say(text: str, language: Language) -> str:
    """Returns a word or phrase in a language; what has no translation stays as it is."""
    return _ZH.get(text, text) if language is Language.ZH else text
