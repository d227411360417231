"""What is said to people, in their language: one way for terminal, page, files and errors."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from api.words.catalogue import catalogue
from api.words.language import Language
from fleet import Message, Wording, clock_and_day, message_of


class Phrasebook(Wording):
    """Says codes and messages in one language.

    Called with a code of the catalogue and its values: ``words("plan.cost", yuan=1200)``.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def __call__(self, code: str, /, **values: Any) -> str:
        """Returns what a code of the api reads, with its values filled in.

        Raises
        ------
        KeyError
            When there is no such code: a fault of ours that a test finds.
        """
        return self.fill(self._catalogue[code], values)

    def columns(self, *names: str) -> list[str]:
        """Returns headings of columns."""
        return [self(f"column.{name}") for name in names]

    def say(self, message: Message | str) -> str:
        """Returns what the core says; one without a code, of an older file, stays as it is."""
        if isinstance(message, str):
            return message
        if self.language is Language.EN or message.code not in self._catalogue:
            return message.text
        return self.fill(self._catalogue[message.code], message.arguments)

    def phrases(self, parts: Iterable[str]) -> str:
        """Returns parts of a sentence in a row."""
        return ", ".join(parts)

    def join(self, parts: Iterable[str]) -> str:
        """Returns a list that may be empty."""
        listed = list(parts)
        return self.join_list(listed) if listed else ""

    def weekdays(self, days: Iterable[int]) -> str:
        """Returns days of the week, Monday = 0."""
        return " ".join(self.word("weekday", str(day)) for day in sorted(days))

    def word(self, table: str, value: str) -> str:
        """Returns the word for one of a set of values, such as a kind of vehicle."""
        known = self._catalogue.get(f"word.{table}.{value.replace(' ', '_')}")
        return value.replace("_", " ") if known is None else known

    def library(self, name: str, text: str) -> str:
        """Returns what a library says, which knows its sentences by their English only."""
        return self._catalogue.get(f"{name}.{text}", text)

    def pick(self, english: str, chinese: str) -> str:
        """Returns what a scenario gives in both languages, or in one."""
        return (chinese or english) if self.language is Language.ZH else english

    def render(self, value: Any) -> Any:
        """Returns JSON with every message in it as its text in the language."""
        if isinstance(value, Mapping):
            if value.keys() == {"code", "text", "arguments"}:
                return self.say(message_of(value))
            return {key: self.render(inner) for key, inner in value.items()}
        return [self.render(inner) for inner in value] if isinstance(value, list) else value


class _Chinese(Phrasebook):
    """Chinese: its own lists, quotation marks and days."""

    def clock(self, time_s: int, *, with_seconds: bool = False) -> str:
        if time_s < 0:
            return f"{time_s} 秒"
        time, day = clock_and_day(time_s, with_seconds=with_seconds)
        return f"{time} {'次日' if day == 1 else f'第 {day + 1} 日'}" if day else time

    def join_list(self, items: Iterable[str]) -> str:
        return "、".join(items) or "无"

    def clauses(self, items: Iterable[str]) -> str:
        return "；".join(items)

    def either(self, items: Iterable[str]) -> str:
        return "，或".join(items)

    def both(self, items: Iterable[str]) -> str:
        return "并".join(items)

    def phrases(self, parts: Iterable[str]) -> str:
        return "，".join(parts)

    def weekdays(self, days: Iterable[int]) -> str:
        return "周" + "".join(self.word("weekday", str(day))[-1] for day in sorted(days))

    def street(self, name: str) -> str:
        highway = name.removeprefix("(").removesuffix(")")
        word = self.word("highway", highway)
        return name if word == highway.replace("_", " ") else name.replace(highway, word)

    def quoted(self, text: str) -> str:
        return f"“{text}”"

    def aside(self, text: str) -> str:
        # What a library says, it says in English.
        return ""


@cache
def phrasebook(language: Language) -> Phrasebook:
    """Returns what says things in a language."""
    return _Chinese(language) if language is Language.ZH else Phrasebook(language)
