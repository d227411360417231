"""What finished days of the running day's benchmark came to, kept in a folder to go on from."""

import argparse
import contextlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scenarios.planning import PlanRefused


@dataclass(kw_only=True)
class Found:
    """What the drawn days have come to so far; a part of it is what one day comes to."""

    first_s: list[float] = field(default_factory=list)
    open_untouched: int = 0
    kept: int = 0
    cases: int = 0
    reachable: int = 0
    in_time: int = 0
    loss_least: list[float] = field(default_factory=list)
    loss_best: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    violations: int = 0
    refused: list[str] = field(default_factory=list)

    def refuse(self, error: PlanRefused) -> None:
        """Counts a plan with violations; the day goes on without it."""
        self.violations += 1
        self.refused.append(str(error)[:400])

    def add(self, other: "Found") -> None:
        """Adds what another day came to."""
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


class Finished:
    """What each finished day came to, kept in a folder where one is given."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._path = folder / f"{name}.jsonl" if folder else None
        self._days: dict[str, Found] = {}
        if self._path is not None and self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                # A line that was not written to its end is of a day that is not finished.
                with contextlib.suppress(json.JSONDecodeError):
                    kept = json.loads(line)
                    self._days[kept["day"]] = Found(**kept["found"])

    def __contains__(self, day: str) -> bool:
        """Whether a day is finished."""
        return day in self._days

    def keep(self, day: str, found: Found) -> None:
        """Keeps what a day came to."""
        self._days[day] = found
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"day": day, "found": asdict(found)}) + "\n")

    def total(self) -> Found:
        """Returns what all of them came to."""
        found = Found()
        for one in self._days.values():
            found.add(one)
        return found


def are_settings_of(folder: Path, options: argparse.Namespace) -> bool:
    """Says whether a folder is of a run with these settings; a new one is made for them."""
    told = ("scenario", "seconds", "times", "plan_seconds", "seed")
    settings = {name: getattr(options, name) for name in told}
    path = folder / "settings.json"
    if path.exists():
        return bool(json.loads(path.read_text(encoding="utf-8")) == settings)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings), encoding="utf-8")
    return True
