"""A plan's files: the plan itself as soon as there is one, then what is drawn of it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.output import write_files
from api.commands.telling import tell
from api.exports import CREATOR, ExportRequest, export_files
from api.words import Phrasebook
from fleet import Message, message
from optimizer.errors import InputError, OneBroomError, system_message

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

PLAN = "plan.json"
DRAWN = ("geojson", "svg")
TRACKS = "gpx"

_HEAD_BYTES = 400

logger = logging.getLogger(__name__)


class PlanKeeper:
    """Keeps the best plan in a folder from the moment that it is there.

    Attributes
    ----------
    latest
        The last plan that was written; None before one was.
    """

    def __init__(self, out: Path, words: Phrasebook) -> None:
        self.latest: PlanFile | None = None
        self._out = out
        self._words = words
        self._fault: InputError | None = None

    @property
    def plan(self) -> "PlanFile":
        """The last plan that was written.

        Raises
        ------
        LookupError
            When none has been.
        """
        if self.latest is None:
            raise LookupError("no plan has been written")
        return self.latest

    @property
    def path(self) -> Path:
        """Where the plan is."""
        return self._out / PLAN

    def keep(self, plan_file: "PlanFile") -> None:
        """Writes a plan over the one before.

        A folder that cannot be written to ends no search: that is told, and the next plan tries
        again.
        """
        from scenarios.plan_file import dumps

        try:
            write_files(self._out, {PLAN: dumps(plan_file).encode()})
        except InputError as error:
            if self._fault is None:
                tell(self._words.say(error.message))
            self._fault = error
            return
        if self.latest is None:
            self._remove_drawn()
        self.latest, self._fault = plan_file, None

    def require_kept(self) -> None:
        """Makes sure that the last plan is written.

        Raises
        ------
        InputError
            Says why it could not be.
        """
        if self._fault is not None:
            raise self._fault

    def _remove_drawn(self) -> None:
        """Removes what was drawn of an earlier plan: someone might take it for this one's."""
        try:
            for form in DRAWN:
                (self._out / f"plan.{form}").unlink(missing_ok=True)
            for path in (self._out / TRACKS).glob("*.gpx"):
                if _is_ours(path):
                    path.unlink()
        except OSError as error:
            outdated = self._words(
                "plan.outdated", path=error.filename or self._out, why=system_message(error)
            )
            tell(outdated)


def _is_ours(track: Path) -> bool:
    with track.open("rb") as file:
        return f'creator="{CREATOR}"'.encode() in file.read(_HEAD_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenExport:
    """What was written of a plan in one format, or why it could not be."""

    paths: tuple[Path, ...] = ()
    notice: Message | None = None


def draw(plan_file: "PlanFile", out: Path, words: Phrasebook) -> Iterator[WrittenExport]:
    """Writes maps of a plan, and a track for every vehicle.

    A plan is as good without its pictures: what cannot be drawn is told.
    """
    for form in (*DRAWN, TRACKS):
        try:
            yield _draw(form, plan_file, out, words)
        except Exception as error:  # a plan is never lost for what is drawn of it
            yield WrittenExport(notice=_explain_undrawn(form, error))


def _draw(form: str, plan_file: "PlanFile", out: Path, words: Phrasebook) -> WrittenExport:
    from scenarios.files import load_source

    network = load_source(plan_file.network.source)
    asked = ExportRequest(plan_file=plan_file, network=network, language=words.language)
    files = export_files(form, asked)
    if form != TRACKS:
        return WrittenExport(paths=tuple(write_files(out, files)))
    write_files(out, {f"{TRACKS}/{name}": text for name, text in files.items()})
    return WrittenExport(paths=(out / TRACKS,) if files else ())


def _explain_undrawn(form: str, error: Exception) -> Message:
    if isinstance(error, OneBroomError):
        return message(
            "notice.not_written", "No {form}: {why}", form=form.upper(), why=error.message
        )
    logger.debug("drawing a finished plan failed", exc_info=error)
    return message(
        "notice.not_drawn",
        "A fault of OneBroom's own kept the {form} from being written{error:aside}; the plan is "
        "complete. Please report it.",
        form=form.upper(),
        error=f"{type(error).__name__}: {error}",
    )
