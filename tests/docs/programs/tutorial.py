"""The tutorial, run: what its blocks print and the pictures that they make."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PAGE = "docs/tutorial.md"
PICTURES = ("streets.svg", "routes.svg")

_BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", flags=re.DOTALL)


def render() -> str:
    """Returns the page with what its blocks print."""
    return _told()[0]


def picture(name: str) -> str:
    """Returns a picture that a block has written."""
    return _told()[1][name]


@cache
def _told() -> tuple[str, dict[str, str]]:
    """Returns the page and its pictures, after running every block in a folder of its own."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "tutorial"}

    def run(found: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(found[1], PAGE, "exec"), names)
        shown = printed.getvalue()
        if found[2] is None and shown:
            raise ValueError(f"{PAGE}: a block prints and has no place for it:\n{found[1]}")
        told = f"```python\n{found[1]}```\n"
        return told if found[2] is None else f"{told}\n```text\n{shown}```\n"

    with _working_folder() as folder:
        page = _BLOCK.sub(run, text)
        pictures = {name: (folder / name).read_text(encoding="utf-8") for name in PICTURES}
    return page, pictures


@contextlib.contextmanager
def _working_folder() -> Iterator[Path]:
    """Works in an empty folder, with a cache of its own."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        before = os.environ.get("ONEBROOM_CACHE")
        os.environ["ONEBROOM_CACHE"] = str(Path(name) / "cache")
        try:
            yield Path(name)
        finally:
            if before is None:
                del os.environ["ONEBROOM_CACHE"]
            else:
                os.environ["ONEBROOM_CACHE"] = before
