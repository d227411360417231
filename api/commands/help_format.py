"""The help of argparse, which counts a Chinese character as one column."""

import argparse
from collections.abc import Iterable

from api.words import columns_of, fold

_SHIFT = 10
"""Columns by which names of values in Chinese may shift the text beside them."""


class HelpFormat(argparse.HelpFormatter):
    """Breaks lines by the columns that they take."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        text = " ".join(text.split())
        wide = columns_of(text) > len(text)
        lines = fold(text, width - _SHIFT if wide else width).split("\n")
        return [line.strip() for line in lines]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        whole = self._width
        text = ""
        # Argparse breaks between options, so it is told of fewer columns until they do.
        for width in range(whole, whole // 2, -2):
            self._width = width
            text = super()._format_usage(usage, actions, groups, prefix)
            if max(map(columns_of, text.splitlines())) <= whole:
                break
        self._width = whole
        return text
