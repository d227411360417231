"""Where a public file contradicts itself, and how it was read all the same."""

from dataclasses import dataclass
from enum import StrEnum

from optimizer.errors import Message, message


class NoticeCode(StrEnum):
    """A kind of contradiction.

    Parameters
    ----------
    COUNT
        The head says another number of rows than are listed; the rows count.
    SUM
        The head says another sum than the rows have; the rows count.
    TIME
        A time of day has 60 minutes or more; hours and minutes are added up.
    TURN
        A turn leads over an arc that is not listed; nobody can make it.
    """

    COUNT = "count"
    SUM = "sum"
    TIME = "time"
    TURN = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A contradiction in a file that is read as the literature reads it.

    Parameters
    ----------
    line
        Where in the file it stands.
    stated, taken
        What the file says there, and what counts.
    said
        All of it as a sentence, without the file's name.
    """

    code: NoticeCode
    line: int
    stated: str
    taken: str
    said: Message

    @property
    def message(self) -> Message:
        """What is said of it, with the line."""
        return message("benchmark.notice", "line {line}: {said}", line=self.line, said=self.said)

    def __str__(self) -> str:
        return self.message.text
