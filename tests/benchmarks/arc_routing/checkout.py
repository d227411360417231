"""On which state of the program a benchmark was run."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def commit() -> str:
    """Returns the commit, "with changes" where the tree is not clean; "unknown" without git."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(ROOT), *arguments], check=True, capture_output=True, text=True
        ).stdout.strip()

    try:
        changes = git("status", "--porcelain", "--", ".", ":!docs")
        return git("rev-parse", "--short", "HEAD") + (" with changes" if changes else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
