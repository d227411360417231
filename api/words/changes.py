"""The cheapest change that would serve a task, in the words of a dispatcher."""

from api.words.language import Language
from optimizer.plan import Change, ChangeKind

_TEXTS = {
    Language.EN: {
        ChangeKind.EARLIER_WINDOW: "if it may begin {minutes} min earlier, {vehicle} ({shift}) "
        "takes it",
        ChangeKind.LATER_WINDOW: "if it may begin {minutes} min later, {vehicle} ({shift}) "
        "takes it",
        ChangeKind.LONGER_SHIFT: "with {minutes} min more in shift {shift}, {vehicle} takes it",
        ChangeKind.MORE_SHIFT: "one more vehicle like {vehicle} in shift {shift} takes it",
    },
    Language.ZH: {
        ChangeKind.EARLIER_WINDOW: "若可提前 {minutes} 分钟开始，{vehicle}（{shift}）可以收",
        ChangeKind.LATER_WINDOW: "若可推迟 {minutes} 分钟开始，{vehicle}（{shift}）可以收",
        ChangeKind.LONGER_SHIFT: "{vehicle} 的 {shift} 班延长 {minutes} 分钟即可完成",
        ChangeKind.MORE_SHIFT: "在 {shift} 班增加一辆与 {vehicle} 相同的车即可完成",
    },
}
_VISIT = {Language.EN: ", with one more unloading", Language.ZH: "，需多卸一次"}
_COST = {Language.EN: ", for {yuan:,.0f} yuan more", Language.ZH: "，成本增加 {yuan:,.0f} 元"}


def change_text(change: Change, language: Language) -> str:
    """Returns one sentence without its full stop."""
    text = _TEXTS[language][change.kind].format(
        minutes=change.minutes, vehicle=change.vehicle_id, shift=change.shift_id
    )
    visit = _VISIT[language] if change.extra_visit else ""
    return text + visit + _COST[language].format(yuan=change.cost_fen / 100)
