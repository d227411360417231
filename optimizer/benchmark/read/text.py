"""Lines and numbers of public benchmark files."""

import re
from pathlib import Path

from optimizer.benchmark.read.notice import Notice, NoticeCode
from optimizer.errors import InputError, Message, message, system_message

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


def at_line(path: Path, line: int) -> Message:
    """Returns where in a file something stands, as errors begin."""
    return message("benchmark.at_line", "{path}, line {line}", path=path, line=line)


def value_at(where: object, name: object) -> Message:
    """Returns a value of a line by the name that it has in the file."""
    return message("benchmark.value_at", "{where}: {name}", where=where, name=name)


def parse_whole(text: str, what: Message, *, least: int = 0) -> int:
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
        raise InputError(
            "benchmark.no_whole_number",
            "{what} must be a whole number up to {most:,}, got {text!r}.",
            what=what,
            most=LARGEST,
            text=text[:40],
        )
    if int(text) < least:
        raise InputError(
            "benchmark.too_small",
            "{what} must be {least:g} or more, got {text}; correct the file.",
            what=what,
            least=least,
            text=text,
        )
    return int(text)


def unreadable_in(section: str, where: Message, line: str) -> InputError:
    """Returns the error of a line that is none of its section's, "" for the head."""
    return InputError(
        "benchmark.not_understood_in",
        "{where}: cannot be understood in {section}: {text!r}; is the file complete?",
        where=where,
        section=section or message("benchmark.head", "the head"),
        text=line.strip()[:80],
    )


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
                "benchmark.said_twice",
                "{what} is {value!r}, but line {first} says {known!r}; keep one of the two.",
                what=value_at(at_line(self._path, line), keyword),
                value=value,
                first=first,
                known=known,
            )

    def text(self, keyword: str) -> str:
        """Returns a value as it stands.

        Raises
        ------
        InputError
            When the keyword is missing.
        """
        if keyword not in self._values:
            raise InputError(
                "benchmark.no_keyword",
                "{path}: keyword {keyword} is missing; is the file complete?",
                path=self._path,
                keyword=keyword,
            )
        return self._values[keyword][0]

    def locate(self, keyword: str) -> Message:
        """Returns file, line and keyword, as errors begin."""
        return value_at(at_line(self._path, self._values[keyword][1]), keyword)

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
                "benchmark.too_few_listed",
                "{what} says {stated}, {found} are listed; is the file complete?",
                what=self.locate(keyword),
                stated=stated,
                found=found,
            )
        if stated != found:
            said = message(
                "benchmark.other_count",
                "{keyword} says {stated:,}, {found:,} are listed: the list counts.",
                keyword=keyword,
                stated=stated,
                found=found,
            )
            self._note_contradiction(NoticeCode.COUNT, keyword, stated, found, said)

    def compare_sum(self, keyword: str, found: int) -> None:
        """Compares a sum over the rows with what the head says, if it does; the rows count."""
        if keyword not in self:
            return
        stated = self.parse_whole(keyword)
        if stated != found:
            said = message(
                "benchmark.other_sum",
                "{keyword} says {stated:,}, the rows add up to {found:,}: the rows count.",
                keyword=keyword,
                stated=stated,
                found=found,
            )
            self._note_contradiction(NoticeCode.SUM, keyword, stated, found, said)

    def _note_contradiction(
        self, code: NoticeCode, keyword: str, stated: int, found: int, said: Message
    ) -> None:
        notice = Notice(
            code=code,
            line=self._values[keyword][1],
            stated=str(stated),
            taken=str(found),
            said=said,
        )
        self.notices.append(notice)
