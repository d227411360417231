"""Differences in words, and the short message that a driver's phone shows."""

from collections.abc import Callable, Sequence

from fleet import Message, message
from optimizer.plan import ActivityKind
from scenarios.changes.difference import Difference, DifferenceKind, DutyChanges

MOST_CHARACTERS = 300
"""What a driver reads on a phone without scrolling."""

_KILOMETRE_M = 1000


def heading(duty: DutyChanges) -> Message:
    """Returns whose duty it is, and from when on it is different."""
    if duty.from_s is None:
        return message(
            "changes.heading_past",
            "{vehicle} {shift}",
            vehicle=duty.vehicle_id,
            shift=duty.shift,
        )
    return message(
        "changes.heading",
        "{vehicle} {shift}, from {from_s:clock}",
        vehicle=duty.vehicle_id,
        shift=duty.shift,
        from_s=duty.from_s,
    )


def said(one: Difference) -> Message:
    """Returns a difference as the driver is told it."""
    return _SAID[one.kind](one)


def short_message(
    duty: DutyChanges, say: Callable[[Message], str], *, most: int = MOST_CHARACTERS
) -> str:
    """Returns what the driver has to know in so many characters, what matters most first.

    When the vehicle is back is said in any case; of the rest that has no room the number is said.

    Parameters
    ----------
    say
        Says a message in the driver's language.
    """
    parts = [said(one) for one in duty.news if one.kind is not DifferenceKind.BACK]
    back = [said(one) for one in duty.news if one.kind is DifferenceKind.BACK]
    text = say(_short(duty, [*parts, *back], 0))
    if len(text) <= most:
        return text
    text = say(_short(duty, back, len(parts)))
    for shown in range(1, len(parts)):
        longer = say(_short(duty, [*parts[:shown], *back], len(parts) - shown))
        if len(longer) > most:
            break
        text = longer
    return text if len(text) <= most else text[: most - 1] + "…"


def _short(duty: DutyChanges, parts: Sequence[Message], more: int) -> Message:
    if not more:
        return message(
            "changes.short", "{heading}: {parts:clauses}.", heading=heading(duty), parts=parts
        )
    if not parts:
        return message(
            "changes.short_number",
            "{heading}: {count} changes.",
            heading=heading(duty),
            count=more,
        )
    return message(
        "changes.short_more",
        "{heading}: {parts:clauses}; and {count} more.",
        heading=heading(duty),
        parts=parts,
        count=more,
    )


def _where(one: Difference) -> Message | str:
    """Returns what the work is called, with its length: 首南路, right kerb, 1.2 km."""
    where: Message | str = one.what
    if one.side == "right":
        where = message("changes.right", "{what:street}, right kerb", what=one.what)
    elif one.side == "left":
        where = message("changes.left", "{what:street}, left kerb", what=one.what)
    elif one.side:
        where = message("changes.whole", "{what:street}, whole lane", what=one.what)
    if one.lane:
        where = message("changes.lane", "{where}, lane {lane}", where=where, lane=one.lane)
    if one.length_m >= _KILOMETRE_M:
        km = one.length_m / _KILOMETRE_M
        return message("changes.km", "{where}, {km:.1f} km", where=where, km=km)
    if one.length_m:
        metres = one.length_m
        return message("changes.metres", "{where}, {metres} m", where=where, metres=metres)
    return where


def _came(one: Difference) -> Message:
    if one.other is None:
        return message(
            "changes.came", "{at_s:clock} also {where}", at_s=one.at_s, where=_where(one)
        )
    return message(
        "changes.came_from",
        "{at_s:clock} also {where}, from {other}",
        at_s=one.at_s,
        where=_where(one),
        other=one.other_name,
    )


def _went(one: Difference) -> Message:
    if one.other is None:
        return message(
            "changes.went",
            "not {where} ({at_s:clock}): {why}",
            at_s=one.at_s,
            where=_where(one),
            why=one.why,
        )
    return message(
        "changes.went_to",
        "not {where} ({at_s:clock}), {other} does it",
        at_s=one.at_s,
        where=_where(one),
        other=one.other_name,
    )


def _say_reordered(one: Difference) -> Message:
    return message(
        "changes.reordered",
        "{where} at {after_s:clock} instead of {before_s:clock}",
        where=_where(one),
        after_s=one.after_s,
        before_s=one.before_s,
    )


def _say_retimed(one: Difference) -> Message:
    values = {
        "after_s": one.after_s,
        "what": one.what,
        "minutes": round(abs(one.later_s) / 60),
    }
    if len(one.task_ids) == 1:
        if one.later_s > 0:
            return message(
                "changes.one_later", "{after_s:clock} {what:street}, {minutes} min later", **values
            )
        return message(
            "changes.one_earlier", "{after_s:clock} {what:street}, {minutes} min earlier", **values
        )
    values["tasks"] = len(one.task_ids)
    if one.later_s > 0:
        return message(
            "changes.later",
            "{after_s:clock} {what:street} and what follows (tasks: {tasks}) about {minutes} min "
            "later",
            **values,
        )
    return message(
        "changes.earlier",
        "{after_s:clock} {what:street} and what follows (tasks: {tasks}) about {minutes} min "
        "earlier",
        **values,
    )


def _visit(one: Difference) -> Message:
    if one.visit == ActivityKind.UNLOAD:
        visit = message("changes.unload", "unload at {place}", place=one.what)
    elif one.visit == ActivityKind.REFILL:
        visit = message("changes.refill", "fill up at {place}", place=one.what)
    else:
        visit = message("changes.break", "break")
    if one.before_s is None:
        return message("changes.visit", "{at_s:clock} also {visit}", at_s=one.at_s, visit=visit)
    if one.after_s is None:
        return message(
            "changes.no_visit", "no longer {visit} ({at_s:clock})", at_s=one.at_s, visit=visit
        )
    return message(
        "changes.visit_moved",
        "{visit} at {after_s:clock} instead of {before_s:clock}",
        visit=visit,
        after_s=one.after_s,
        before_s=one.before_s,
    )


def _way(one: Difference) -> Message:
    return message(
        "changes.way",
        "{at_s:clock} another way to {what:street}",
        at_s=one.at_s,
        what=one.what,
    )


def _start(one: Difference) -> Message:
    return message(
        "changes.start",
        "leave at {after_s:clock} instead of {before_s:clock}",
        after_s=one.after_s,
        before_s=one.before_s,
    )


def _back(one: Difference) -> Message:
    minutes = round(abs(one.later_s) / 60)
    if one.before_s is None:
        return message("changes.back", "back at {at_s:clock}", at_s=one.at_s)
    if one.later_s > 0:
        return message(
            "changes.back_later",
            "back at {at_s:clock}, {minutes} min later",
            at_s=one.at_s,
            minutes=minutes,
        )
    return message(
        "changes.back_earlier",
        "back at {at_s:clock}, {minutes} min earlier",
        at_s=one.at_s,
        minutes=minutes,
    )


def _say_broken_down(one: Difference) -> Message:
    return message("changes.broken_down", "stands since {at_s:clock}", at_s=one.at_s)


def _no_route(one: Difference) -> Message:
    return message(
        "changes.no_route", "no route any more (was to leave at {at_s:clock})", at_s=one.at_s
    )


def _new_route(one: Difference) -> Message:
    return message("changes.new_route", "a new route, leave at {at_s:clock}", at_s=one.at_s)


_SAID: dict[DifferenceKind, Callable[[Difference], Message]] = {
    DifferenceKind.BROKEN_DOWN: _say_broken_down,
    DifferenceKind.NO_ROUTE: _no_route,
    DifferenceKind.NEW_ROUTE: _new_route,
    DifferenceKind.START: _start,
    DifferenceKind.CAME: _came,
    DifferenceKind.WENT: _went,
    DifferenceKind.REORDERED: _say_reordered,
    DifferenceKind.VISIT: _visit,
    DifferenceKind.WAY: _way,
    DifferenceKind.RETIMED: _say_retimed,
    DifferenceKind.BACK: _back,
}
