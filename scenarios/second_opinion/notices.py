"""What the plan says to its reader, beside what there is to say of the day."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from fleet import Message, message
from optimizer.checker import Violation, ViolationCode
from scenarios.due import DueWork
from scenarios.second_opinion.comparing import Finding, Unchecked, compare

MOST_NAMED = 10
"""So many contracts are named at most."""


def check_notices(
    notices: Sequence[Message], due: DueWork, on_calendar: Collection[str] | None
) -> Iterator[Finding]:
    """Yields notices of the day that are missing, changed, or of another day.

    Notices of the search, as that a station came to hold too much, only the search can give.

    Parameters
    ----------
    on_calendar
        Ids of the contracts that the plan's calendar has on the day; None where it kept to none.
    """
    if notices and not any(notice.code for notice in notices):
        why = message("unchecked.old_notices", "an earlier version wrote them, without codes")
        yield Unchecked(what="notices", why=why)
        return
    owed = list(due.notices)
    # Those that are as they should be make no others of their kind missing.
    others = [(number, one) for number, one in enumerate(notices) if not _took(owed, one)]
    values = _of_calendar(due, on_calendar)
    for number, notice in others:
        path = f"notices.{number}"
        meant = next((one for one in owed if one.code == notice.code), None)
        if meant is not None:
            owed.remove(meant)
            yield from compare(notice, meant, path, ViolationCode.STATED_NOTICE)
        elif notice.code in values:
            yield from compare(
                notice.arguments,
                values.pop(notice.code),
                f"{path}.arguments",
                ViolationCode.STATED_NOTICE,
            )
            why = message(
                "unchecked.wording", "its code and values are checked, its words are not"
            )
            yield Unchecked(what=f"{path}.text", why=why)
        elif not notice.code or any(one.code == notice.code for one in due.notices):
            yield Violation(
                code=ViolationCode.STATED_NOTICE,
                where=path,
                detail=message(
                    "violation.notice_too_much",
                    "there is no such thing to say: {notice}",
                    notice=notice,
                ),
            )
        else:
            why = message("unchecked.notice", "only the search can know it")
            yield Unchecked(what=path, why=why)
    for code in (*(one.code for one in owed), *values):
        yield Violation(
            code=ViolationCode.STATED_NOTICE,
            where="notices",
            detail=message("violation.notice_missing", "{code} is missing", code=code),
        )


def _took(owed: list[Message], notice: Message) -> bool:
    """Takes a notice out of those owed, and says whether it was one of them."""
    if notice not in owed:
        return False
    owed.remove(notice)
    return True


def _of_calendar(due: DueWork, on_calendar: Collection[str] | None) -> dict[str, dict[str, Any]]:
    """Returns the values of what there is to say of a calendar, by code."""
    if on_calendar is None:
        return {}
    counts = {"due": len(on_calendar), "contracts": len(due.scenario.contracts)}
    found: dict[str, dict[str, Any]] = {"notice.calendar": counts}
    lost = sorted({*on_calendar} - {task.contract_id for task in due.tasks})
    if lost:
        named = lost[:MOST_NAMED]
        found["notice.calendar_lost"] = {"count": len(lost), "contracts": named}
    return found
