"""Progress on standard error."""

import sys
import time
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from api.words import Phrasebook
from optimizer.stop import Progress

LINE_EVERY_S = 5.0
"""Between two lines of progress where the screen is no terminal."""

_RENEW_EVERY_S = 0.2


class ProgressLine:
    """Shows progress on a stream: one line that renews itself, or a line now and then.

    Parameters
    ----------
    searched
        The code of what is said of a search: plans have an objective, public files a cost.
    """

    def __init__(
        self, words: Phrasebook, stream: TextIO | None = None, *, searched: str = "searched"
    ) -> None:
        self._words = words
        self._searched = f"progress.{searched}"
        self._console = Console(file=stream or sys.stderr, highlight=False, markup=False)
        # Without a thread of its own: the search may fork.
        self._live = Live(console=self._console, auto_refresh=False, transient=True)
        self._stage = ""
        self._last_s = 0.0
        self._begin_s = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Shows one state of the work."""
        now_s = time.monotonic()
        fresh = progress.stage != self._stage
        every_s = _RENEW_EVERY_S if self._console.is_terminal else LINE_EVERY_S
        if not fresh and now_s - self._last_s < every_s:
            return
        self._stage, self._last_s = progress.stage, now_s
        text = self._text(progress, now_s - self._begin_s)
        if self._console.is_terminal:
            self._live.start()
            self._live.update(Text(text, no_wrap=True, overflow="ellipsis"), refresh=True)
        else:
            self._console.print(text, soft_wrap=True)

    def close(self) -> None:
        """Ends a line that renews itself."""
        self._live.stop()

    def _text(self, progress: Progress, since_s: float) -> str:
        text = f"{since_s:6.1f} s  {self._words(f'progress.{progress.stage}')}"
        if progress.stage == "search" and progress.iterations:
            found = self._words(
                self._searched,
                iterations=progress.iterations,
                cost=progress.best_cost,
                unserved=progress.unassigned,
            )
            text += f"  {progress.share:4.0%}  {found}"
        return text
