"""Lines and numbers of public benchmark files."""

import re
from pathlib import Path

from optimizer.benchmark.read.notice import Notice, NoticeCode
from optimizer.errors import InputError, system_message

LARGEST = 10**9
"""Largest number that a file may hold, so that sums of them are safe."""


def lines_of(path: Path) -> list[str]:
    """Returns a file's lines, whichever way they end.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    try:
        text = path.read_bytes().decode("latin-1")
    except OSError as error:
        raise InputError(
            "benchmark.unreadable",
            "{path}: cannot be read ({why}).",
            path=str(path),
            why=system_message(error),
        ) from None
    return re.split(r"\r\n|\r|\n", text)


def parse_whole(text: str, what: str, *, least: int = 0) -> int:
    """Returns a whole number from `least` on.

    Parameters
    ----------
    what
        File, line and name of the value, for the error.

    Raises
    ------
    InputError
        When the text is none.
    """
    if not re.fullmatch(r"[+-]?[0-9]{1,10}", text) or abs(int(text)) > LARGEST:
        raise InputError(f"{what} must be a whole number up to {LARGEST:,}, got {text[:40]!r}.")
    if int(text) < least:
        raise InputError(f"{what} must be {least} or more, got {text}; correct the file.")
    return int(text)


class Fields:
    """The single values of a file, by keyword, with the lines that they are on.

    What contradicts the rows of the file is kept in `notices`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, tuple[str, int]] = {}
        self.notices: list[Notice] = []

    def __contains__(self, keyword: str) -> bool:
        return keyword in self._values

    def note(self, keyword: str, value: str, line: int) -> None:
        """Keeps a value; a keyword may come again, but not with another value.

        Raises
        ------
        InputError
            When it does.
        """
        known, first = self._values.setdefault(keyword, (value, line))
        if known != value:
            raise InputError(
                f"{self._path}, line {line}: {keyword} is {value!r}, but line {first} says "
                f"{known!r}; keep one of the two."
            )

    def text(self, keyword: str) -> str:
        """Returns a value as it stands.

        Raises
        ------
        InputError
            When the keyword is missing.
        """
        if keyword not in self._values:
            raise InputError(f"{self._path}: keyword {keyword} is missing; is the file complete?")
        return self._values[keyword][0]

    def locate(self, keyword: str) -> str:
        """Returns file, line and keyword, as errors begin."""
        return f"{self._path}, line {self._values[keyword][1]}: {keyword}"

    def parse_whole(self, keyword: str, *, least: int = 0) -> int:
        """Returns a value that is a whole number from `least` on.

        Raises
        ------
        InputError
            When the keyword is missing or its value is none.
        """
        return parse_whole(self.text(keyword), self.locate(keyword), least=least)

    def compare_count(self, keyword: str, found: int, *, is_last: bool = False) -> None:
        """Compares the number of rows read with what the head promises; the rows count.

        Parameters
        ----------
        is_last
            Whether nothing stands behind the rows, so that a lack of them means a file cut short.

        Raises
        ------
        InputError
            When rows are missing at the end of the file, or the keyword is.
        """
        stated = self.parse_whole(keyword)
        if is_last and found < stated:
            raise InputError(
                f"{self.locate(keyword)} says {stated}, {found} are listed; is the file complete?"
            )
        self._compare(NoticeCode.COUNT, keyword, found, f"{found:,} are listed: the list counts")

    def compare_sum(self, keyword: str, found: int) -> None:
        """Compares a sum over the rows with what the head says, if it does; the rows count."""
        if keyword in self:
            said = f"the rows add up to {found:,}: the rows count"
            self._compare(NoticeCode.SUM, keyword, found, said)

    def _compare(self, code: NoticeCode, keyword: str, found: int, said: str) -> None:
        stated = self.parse_whole(keyword)
        if stated != found:
            notice = Notice(
                code=code,
                line=self._values[keyword][1],
                stated=str(stated),
                taken=str(found),
                said=f"{keyword} says {stated:,}, {said}.",
            )
            self.notices.append(notice)
