"""What is typed becomes values, or a sentence on what is wrong with it."""

import argparse
import datetime as dt

from api.words import Phrasebook
from fleet import Condition

MOST = 1_000_000_000
"""Largest number of seconds or iterations that is taken for one."""

MOST_PORT = 65_535


class Converters:
    """Converters of what is typed, which say in the user's language what is wrong with it."""

    def __init__(self, words: Phrasebook) -> None:
        self._words = words

    def _refuse(self, code: str, **values: object) -> argparse.ArgumentTypeError:
        return argparse.ArgumentTypeError(self._words(f"argument.{code}", **values))

    def amount(self, text: str) -> float:
        """Returns a positive number from its text."""
        try:
            value = float(text)
        except ValueError:
            raise self._refuse("no_number", text=text) from None
        return self._positive(value, text)

    def or_none(self, text: str) -> float:
        """Returns a positive number, or 0, from its text."""
        return 0.0 if text.strip("0.") == "" and "0" in text else self.amount(text)

    def count(self, text: str) -> int:
        """Returns a positive whole number from its text."""
        try:
            value = int(text)
        except ValueError:
            raise self._refuse("no_whole_number", text=text) from None
        return int(self._positive(value, text))

    def _positive(self, value: float, text: str) -> float:
        # Written so that nan, too, is refused.
        if not 0 < value <= MOST:
            raise self._refuse("above", least=0, most=MOST, text=text)
        return value

    def time_s(self, text: str) -> int:
        """Returns seconds after midnight from a time of day."""
        from scenarios.shapes import clock_s

        try:
            return int(str(clock_s(text)))
        except (ValueError, TypeError):
            raise self._refuse("no_time", text=text) from None

    def seed(self, text: str) -> int:
        """Returns a seed from its text."""
        try:
            value = int(text)
        except ValueError:
            raise self._refuse("no_whole_number", text=text) from None
        if not 0 <= value < 2**31:
            raise self._refuse("between", least=0, most=2**31 - 1, text=text)
        return value

    def share(self, text: str) -> float:
        """Returns a share from its text: 0.75, or 75%."""
        try:
            value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            raise self._refuse("no_share", text=text) from None
        if not 0 < value <= 1:
            raise self._refuse("above", least=0, most=1, text=text)
        return value

    def conditions(self, text: str) -> tuple[str, ...]:
        """Returns weather conditions, parted by commas; "none" for fair weather."""
        names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
        if names == ("none",):
            return ()
        unknown = sorted(set(names) - set(Condition))
        if unknown or not names:
            raise self._refuse(
                "no_weather",
                unknown=self._words.join(unknown) or self._words("argument.nothing"),
                known=list(Condition),
            )
        return names

    def dates(self, text: str) -> tuple[dt.date, ...]:
        """Returns dates from their texts, parted by commas."""
        try:
            return tuple(
                dt.date.fromisoformat(one.strip()) for one in text.split(",") if one.strip()
            )
        except ValueError:
            raise self._refuse("no_dates", text=text) from None

    def port(self, text: str) -> int:
        """Returns a port from its text; 0 takes any free one."""
        if not text.isdecimal() or int(text) > MOST_PORT:
            raise self._refuse("between", least=0, most=MOST_PORT, text=text)
        return int(text)
