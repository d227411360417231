"""Whole sentences of a plan in Chinese: its notices, and what it says of unserved tasks.

A plan keeps them in English, with names and numbers in them. Here they are recognised by what
stands around those; a sentence that is none of these stays as it is.
"""

import re
from functools import cache

from api.words.words import Language, say

_SENTENCES = (
    ("The streets are a generated stand-in for the real ones; --osm or --place give those.",
     "道路为程序生成的示意路网；用 --osm 或 --place 给出真实道路。"),
    ("The scenario's places lie outside {place}; they were moved onto it as a whole, each to its "
     "nearest street.",
     "方案中的地点不在{place}范围内，已整体平移到该路网，各取最近的道路。"),
    ("Left out of {table} because of faults: {count} ({names}); scenario.skipped in plan.json has "
     "the reasons.",
     "{table}中因错误略过 {count} 处（{names}）；原因见 plan.json 的 scenario.skipped。"),
    ("Weather of {date}: {conditions}; no sweeping and no washing of class {names}.",
     "{date} 天气：{conditions}；{names} 级道路不清扫、不冲洗。"),
    ("Street names with characters that cannot be printed, now blanks: {count} ({names}).",
     "路名中不可打印的字符已改为空格：{count} 个（{names}）。"),
    ("{file}, row {row}", "{file} 第 {row} 行"),
    ("lon {lon}, lat {lat}", "经度 {lon}，纬度 {lat}"),
    ("No task of the work {work} is planned, of {count} that are due.",
     "{work}：应做 {count} 项，一项也未排入。"),
    ("All vehicles of kind {work} ({count}) are idle: others do their work, or nobody.",
     "{work}全部 {count} 辆停驶：其作业由他车完成或无人完成。"),
    ("All vehicles of kind {work} ({count}) are idle: no {conditions} is due.",
     "{work}全部 {count} 辆停驶：当日没有{conditions}任务。"),
    ("Season {name}: kerbs yield {share} times the sweepings of the standards.",
     "季节 {name}：扫集物为标准的 {share} 倍。"),
    ("Class {name}: its {count} passes could come closer than {minutes} min; their hours were "
     "divided.",
     "{name} 级：{count} 遍清扫的间隔可能少于 {minutes} 分钟，已分开其时段。"),
    ("Override {name} means no street of {place}.", "特例 {name} 在{place}中没有对应的道路。"),
    ("The streets' area differs from the stated one by more than {share}: {areas}.",
     "道路面积与申报面积相差超过 {share}：{areas}。"),
    ("{part} of {count} contracts have no collection on {date}: {reasons}.",
     "{count} 个签约单位中 {part} 个 {date} 不收运：{reasons}。"),
    ("Contracts due that want fewer collections a week than they allow days: {count}; a day that "
     "is planned alone collects from all of them.",
     "应收单位中有 {count} 个每周次数少于可收运日；单独排一天时全部收运。"),
    ("No vehicle has the skill for kitchen waste; contracts due: {count}.",
     "没有可收运餐厨垃圾的车辆；应收单位 {count} 个。"),
    ("The length of {names} is unknown and counts as short enough where a contract limits it "
     "({count} do); give vehicles their length_cm.",
     "{names} 车长未知，在限长处视为可通行（{count} 个单位限长）；请填写车长 length_cm。"),
    ("The bulk trucks cannot keep {names} within its storage; the collection was planned anew to "
     "bring less there.",
     "转运车无法使 {names} 不超库容；已重新安排收运，减少运往该处的量。"),
    ("Calendar kept: of {count} collections, {part} are planned, {trucks} by the calendar's "
     "truck, {hours} within {minutes} min of its hour.",
     "按周历：{count} 次收运中排入 {part} 次，其中原车 {trucks} 次，与原时段相差 "
     "{minutes} 分钟以内 {hours} 次。"),
    ("Calendar: {count} contracts exclude the day by now: {names}.",
     "周历：{count} 个单位现已不在当日收运：{names}。"),
    ("{file}: hidden rows were read too: {count} (row {rows}).",
     "{file}：隐藏的行也已读入：{count} 行（第 {rows} 行）。"),
    ("{file}: hidden sheets were not read: {names}.", "{file}：隐藏的工作表未读取：{names}。"),
    ("{file}: characters that cannot be printed were made blanks: {count} (row {rows}).",
     "{file}：不可打印的字符已改为空格：{count} 行（第 {rows} 行）。"),
    ("{file}: cells that took the value of a merged cell above: {count}.",
     "{file}：{count} 个合并单元格取了上方的值。"),
    ("{file}: rows of totals left out: {count}. That is {names}",
     "{file}：略去 {count} 行合计行：{names}"),
    ("{file}: notes left out: {count}. That is {names}", "{file}：略去 {count} 行附注：{names}"),
    ("{file}: repeated headers left out: {count}. That is {names}",
     "{file}：略去 {count} 行重复的表头：{names}"),
    ("{file}: has no header of {noun} and was not read.", "{file}：没有表头，未读取。"),
    ("{file}: coordinates were taken for WGS-84 (GPS); if they are of a Chinese map, add a column "
     "'datum' with GCJ-02 or BD-09.",
     "{file}：坐标按 WGS-84（GPS）处理；若取自高德、腾讯（GCJ-02）或百度（BD-09）地图，"
     "请加“坐标系”列。"),
    ("{file} beside {toml} replaces the {table} in it.", "{toml} 旁的 {file} 取代其中的{table}。"),
    ("The {count} {table} of {file} replace {names} in the scenario that it extends; {key} = "
     "\"add\" adds to them.",
     "{file} 中的 {count} 项{table}取代其所扩展方案中的同类项（{names}）；如需追加，请写 {key} = "
     "\"add\"。"),
    ("needs {demand} {unit}, the largest vehicle holds {most} {unit2}; split the task or add a "
     "larger vehicle.",
     "需要 {demand} {unit}，最大的车辆只能装 {most} {unit2}；请拆分任务或增加更大的车辆。"),
    ("no shift can begin it within {bands} and be back in time; widen the window or add a shift.",
     "没有班次能在 {bands} 内开始并按时返回；请放宽时间窗或增加班次。"),
    ("would cost {cost} yuan and is worth {worth}; raise its prize or make it required.",
     "成本 {cost} 元，价值 {worth} 元；请提高其价值或改为必做。"),
    ("{names} take no more of its {demand} kg today; raise a daily capacity or add a facility.",
     "{names} 今日已无法再接收其 {demand} kg；请提高日处理能力或增加设施。"),
    ("needs {least} s of work, the best shift has {left} s left; add a shift or a vehicle.",
     "需作业 {least} 秒，最空的班次只剩 {left} 秒；请增加班次或车辆。"),
    ("needs {least} s of work and the drive there; no shift has that much left within its windows "
     "(most time left in one: {left} s); add a shift or a vehicle.",
     "需作业 {least} 秒及路途时间；时间窗内没有班次有此余量（最多剩 {left} 秒）；"
     "请增加班次或车辆。"),
    ("takes vehicles of {limits}, and every one on duty with the skill {work} is larger; add a "
     "smaller one.",
     "只容 {limits} 的车辆，而当班可做{work}的车辆都更大；请增加小型车辆。"),
    ("no vehicle on duty has the skill {work}; add one.", "没有当班车辆可做{work}；请增加。"),
    ("no vehicle with the skill can drive there and back; see the street's access and turn "
     "restrictions.",
     "没有合适车辆能驶入并返回；请查看该路的通行与转向限制。"),
)  # fmt: skip
"""Each in English and Chinese, with names for what changes."""

_GROUP = re.compile(r"\{(\w+)\}")
_COUNTED = re.compile(r"([\d,]+) (.+)")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for english, chinese in _SENTENCES:
        pieces = _GROUP.split(english)
        pattern = "".join(
            f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece)
            for number, piece in enumerate(pieces)
        )
        found.append((re.compile(pattern, re.DOTALL), chinese))
    return tuple(found)


def sentence(text: str, language: Language) -> str:
    """Returns a sentence of a plan in a language; what has no translation stays as it is."""
    if language is not Language.ZH:
        return text
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(text)
        if match:
            said = {name: _said(name, held) for name, held in match.groupdict().items()}
            return chinese.format(**said)
    return text


def _said(name: str, text: str) -> str:
    """Returns what a sentence has in one place, translated where it is words, not names."""
    if name == "reasons":
        return "，".join(_counted(one) for one in text.split(", "))
    if name in ("conditions", "work", "table", "noun"):
        return "、".join(_word(one) for one in text.split(", "))
    return text.replace(" and ", "、") if name == "names" else text


def _word(text: str) -> str:
    """Returns a word of ours, as "kitchen truck", which programs write with an underscore."""
    said = say(text, Language.ZH)
    return say(text.replace(" ", "_"), Language.ZH) if said == text else said


def _counted(text: str) -> str:
    match = _COUNTED.fullmatch(text)
    return f"{match[1]} 个{say(match[2], Language.ZH)}" if match else text
