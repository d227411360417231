"""Progress on standard error."""

import sys
import time
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from api.words import Phrasebook, fold, width_of
from optimizer.stop import Progress, Stage

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
        self._is_prepared = False
        self._last_s = 0.0
        self._begin_s = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Shows one state of the work."""
        # Parts of a search have preparations of their own, of moments: who looks on has seen it.
        if progress.stage == Stage.COMPILE and self._is_prepared:
            return
        self._is_prepared |= progress.stage in (Stage.COMPILE, Stage.SEARCH)
        now_s = time.monotonic()
        if self._rest(progress.stage, now_s):
            return
        self._show(self._text(progress, now_s - self._begin_s))

    def close(self) -> None:
        """Ends a line that renews itself."""
        self._live.stop()

    def _rest(self, stage: str, now_s: float) -> bool:
        """Returns whether nothing is to be shown yet: the stage is the same, the last new."""
        every_s = _RENEW_EVERY_S if self._console.is_terminal else LINE_EVERY_S
        if stage == self._stage and now_s - self._last_s < every_s:
            return True
        self._stage, self._last_s = stage, now_s
        return False

    def _show(self, text: str) -> None:
        if self._console.is_terminal:
            self._live.start()
            self._live.update(Text(text, no_wrap=True, overflow="ellipsis"), refresh=True)
        else:
            lines = fold(text, width_of(self._console.file))
            self._console.print(lines, soft_wrap=True)

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


class RunsLine(ProgressLine):
    """Shows how several plans stand that are made side by side.

    Parameters
    ----------
    runs
        What they are called: the scenario and the seed of each.
    """

    def __init__(
        self,
        runs: Sequence[tuple[str, int]],
        words: Phrasebook,
        stream: TextIO | None = None,
    ) -> None:
        super().__init__(words, stream)
        self._names = [words("progress.run", name=name, seed=seed) for name, seed in runs]
        self._at: dict[int, Progress] = {}
        self._ended = 0

    def note(self, number: int, progress: Progress) -> None:
        """Takes in how one plan stands."""
        self._at[number] = progress
        now_s = time.monotonic()
        if not self._rest("", now_s):
            self._tell(now_s)

    def end(self, number: int) -> None:
        """Takes in that one plan is complete."""
        self._at.pop(number, None)
        self._ended += 1
        self._tell(time.monotonic())

    def _tell(self, now_s: float) -> None:
        running = [
            f"{self._names[number]} {self._words(f'progress.{at.stage}')}"
            + (f" {at.share:.0%}" if at.stage == "search" else "")
            for number, at in sorted(self._at.items())
        ]
        done = self._words("progress.runs_done", done=self._ended, runs=len(self._names))
        text = "; ".join((done, *running))
        self._show(f"{now_s - self._begin_s:6.1f} s  {text}")
