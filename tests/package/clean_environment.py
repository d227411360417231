"""A virtual environment with nothing in it but an installed wheel and what that asks for.

What a wheel asks for is linked from the environment that runs the tests, where it has been
installed from `requirements.lock`: nothing is downloaded, and nothing else can be imported.
"""

import os
import subprocess
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


class CleanEnvironment:
    """An environment in a folder, for one wheel."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        venv.create(folder, with_pip=True)
        self._call("python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
        (self.packages,) = folder.glob("lib/python*/site-packages")
        (installed,) = distributions(name="onebroom", path=[str(self.packages)])
        for needed in _needed_by(installed):
            _link(needed, self.packages)

    def _call(self, program: str, *arguments: object) -> None:
        subprocess.run([self.folder / "bin" / program, *map(str, arguments)], check=True)

    def onebroom(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Runs the installed command in a folder."""
        return subprocess.run(
            [self.command, *arguments],
            cwd=cwd,
            env=environment(cwd),
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def command(self) -> str:
        """The path of the installed command."""
        return str(self.folder / "bin" / "onebroom")


def environment(folder: Path) -> dict[str, str]:
    """Returns the variables for the installed command: no way back to the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"ONEBROOM_CACHE": str(folder / "cache"), "LC_ALL": "C.UTF-8"}


def _needed_by(wheel: Distribution) -> Iterator[Distribution]:
    """Yields what a distribution asks for, and what that asks for, without any extra of ours."""
    todo = [(wheel, "")]
    seen = {(wheel.name, "")}
    while todo:
        asking, extra = todo.pop()
        for line in asking.requires or ():
            wanted = Requirement(line)
            if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
                continue
            found = distribution(wanted.name)
            for of_it in ("", *wanted.extras):
                if (found.name, of_it) not in seen:
                    seen.add((found.name, of_it))
                    todo.append((found, of_it))
            yield found


def _link(needed: Distribution, packages: Path) -> None:
    """Links the folders and files of a distribution."""
    for top in {file.parts[0] for file in needed.files or ()} - {"..", "__pycache__"}:
        link = packages / top
        if not link.exists():
            link.symlink_to(Path(str(needed.locate_file(top))))
