"""Progress on standard error."""

import sys
import time
from typing import TextIO

from api.words import Language, say
from optimizer.stop import Progress

LINE_EVERY_S = 5.0
"""Between two lines of progress where the screen is no terminal."""


STAGES = {
    "streets": ("reading the streets", "读取道路"),
    "file": ("reading the file (slower the first time)", "读取文件（首次较慢）"),
    "tasks": ("collecting what is due", "整理任务"),
    "join": ("joining kerbs to stretches", "合并连续路段"),
    "matrix": ("travel times", "计算行驶时间"),
    "compile": ("preparing the search (slower the first time)", "准备搜索（首次较慢）"),
    "search": ("searching", "搜索"),
    "check": ("checking the plan", "校验计划"),
    "bound": ("proving a lower bound", "计算下界"),
    "days": ("choosing days", "选择收运日"),
    "trucks": ("choosing trucks and shifts", "分配车辆与班次"),
    "exceptions": ("moving what does not fit", "调整超载收运"),
    "hours": ("choosing hours", "安排时段"),
    "roster": ("rostering drivers", "排班"),
}


class ProgressLine:
    """Writes progress to a stream: one line that renews itself, or a line now and then."""

    def __init__(self, language: Language, stream: TextIO | None = None) -> None:
        self._language = language
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._stage = ""
        self._last_s = 0.0
        self._begin_s = time.monotonic()
        self.label = say("objective", language)

    def __call__(self, progress: Progress) -> None:
        """Shows one state of the work."""
        now_s = time.monotonic()
        fresh = progress.stage != self._stage
        if not fresh and now_s - self._last_s < (0.2 if self._live else LINE_EVERY_S):
            return
        self._stage, self._last_s = progress.stage, now_s
        text = self._text(progress, now_s - self._begin_s)
        if self._live:
            self._stream.write(f"\r\x1b[2K{text}")
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Ends a line that renews itself."""
        if self._live and self._stage:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()

    def _text(self, progress: Progress, since_s: float) -> str:
        names = STAGES.get(progress.stage, (progress.stage, progress.stage))
        text = f"{since_s:6.1f} s  {names[self._language is Language.ZH]}"
        if progress.stage == "search" and progress.iterations:
            text += (
                f"  {progress.share:4.0%}  {progress.iterations:,} steps  "
                f"{self.label} {progress.best_cost:,.0f}  "
                f"{progress.unassigned:,} {say('Not served', self._language).lower()}"
            )
        return text
