"""The pages as values: their code blocks, commands, links and headings."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "./run"


@dataclass(frozen=True)
class Page:
    """One page of the documentation."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root of the checkout."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def tokens(self) -> list[Token]:
        """What a Markdown reader sees, what is inside of lines behind its line."""
        reader = MarkdownIt("commonmark").enable("table")
        return list(_flat(reader.parse(self.path.read_text(encoding="utf-8"))))

    def blocks(self, language: str) -> list[str]:
        """Returns the code blocks of a language."""
        return [one.content for one in self.tokens if one.type == "fence" and one.info == language]

    @property
    def commands(self) -> list[list[str]]:
        """The words of every command in a block, without `./run`."""
        lines = "".join(self.blocks("sh")).replace("\\\n", "").splitlines()
        words = [shlex.split(line, comments=True) for line in lines]
        return [one[1:] for one in words if one and one[0] == PROGRAM]

    @property
    def mentions(self) -> list[str]:
        """What stands in the text as `./run ...`."""
        spans = [one.content for one in self.tokens if one.type == "code_inline"]
        return [span.removeprefix(PROGRAM).strip() for span in spans if span.startswith(PROGRAM)]

    @property
    def links(self) -> list[str]:
        """Where links lead and pictures lie."""
        found = [one.attrGet("href") or one.attrGet("src") for one in self.tokens]
        return [str(one) for one in found if one]

    @property
    def anchors(self) -> set[str]:
        """The names by which headings can be linked to, as GitHub makes them."""
        follow = zip(self.tokens, self.tokens[1:], strict=False)
        headings = [text.content for one, text in follow if one.type == "heading_open"]
        return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for one in tokens:
        yield one
        yield from one.children or ()


PAGES = [
    Page(path)
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    )
]
README = PAGES[0]


def page(name: str) -> Page:
    """Returns a page of `docs`."""
    return Page(ROOT / "docs" / f"{name}.md")
