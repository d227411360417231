"""Plans as they are stored: compressed once, sent so to whoever can read it."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

_LEVEL = 6

BRIEF = (
    "title",
    "title_zh",
    "date",
    "interrupted",
    "mechanised_rate",
    "cost_yuan",
    "unassigned",
)
"""What a list shows of a summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedText:
    """A text, compressed with gzip.

    Parameters
    ----------
    digest
        SHA-256 of the text.
    """

    digest: str
    content: bytes

    @classmethod
    def of(cls, text: str) -> "PackedText":
        """Returns a text, packed; the same text gives the same bytes."""
        plain = text.encode()
        return cls(
            digest=hashlib.sha256(plain).hexdigest(),
            content=gzip.compress(plain, compresslevel=_LEVEL, mtime=0),
        )

    @property
    def text(self) -> str:
        """What was packed."""
        return gzip.decompress(self.content).decode()


def brief_of(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what a list shows of a plan's summary."""
    return {name: summary[name] for name in BRIEF if name in summary}


def result_row(plan_file: "PlanFile") -> dict[str, Any]:
    """Returns what is stored of a plan."""
    from scenarios.plan_file import dumps, summary_of

    summary = summary_of(plan_file)
    return text_row(dumps(plan_file), summary, brief_of(summary))


def text_row(text: str, summary: Mapping[str, Any], brief: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what is stored of what a job came to.

    Parameters
    ----------
    brief
        What a list shows of the summary.
    """
    packed = PackedText.of(text)
    return {
        "digest": packed.digest,
        "packed": packed.content,
        "summary": json.dumps(summary),
        "brief": json.dumps(brief),
    }
