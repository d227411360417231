"""The first of many names, as notices give them."""

from collections.abc import Sequence

from fleet import Message, message


def name_first(names: Sequence[str | Message], most: int) -> list[str | Message]:
    """Returns so many of some names, and how many more there are."""
    more = len(names) - most
    counted = [message("notice.and_more", "and {count} more", count=more)] if more > 0 else []
    return [*names[:most], *counted]
